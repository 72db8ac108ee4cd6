"""How things are called for a reader: days ("7 Jan 2023", whatever the locale), and who published something when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rag.answer import Citation

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(when: date | None) -> str:
    """`when`, a date or a moment, as the day it names in its own time zone; "undated" where it is not known."""
    return "undated" if when is None else f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def attribution(source: str, published: date | None) -> str:
    """Say who published it and when."""
    return f"{source}, {day(published)}"


def attributions(citations: Iterable[Citation]) -> list[str]:
    """Say it of each citation, once each."""
    return list(dict.fromkeys(attribution(citation.source, citation.published) for citation in citations))


def titles(citations: Iterable[Citation]) -> list[str]:
    """List the titles of the cited articles, once each."""
    return list(dict.fromkeys(citation.title for citation in citations if citation.title))
