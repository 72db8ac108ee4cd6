"""What several citations have in common to say: who published them when, under which titles. Each thing said once."""

from __future__ import annotations

from collections.abc import Iterable

from rag.answer import Citation
from rag.attribution import attribution


def attributions(citations: Iterable[Citation]) -> list[str]:
    """Say of each citation who published it and when ("The Guardian, 7 Jan 2023")."""
    return list(dict.fromkeys(attribution(citation.source, citation.published) for citation in citations))


def titles(citations: Iterable[Citation]) -> list[str]:
    """List the titles of the cited articles."""
    return list(dict.fromkeys(citation.title for citation in citations if citation.title))
