"""How an outlet and a day are written in front of a quote, and what a reader must know of its source besides."""

from __future__ import annotations

from datetime import date, datetime

from rag.text.dates.naming import written_day
from rag.values.answer import Citation


def attribution(source: str, published: date | datetime | None) -> str:
    """`The Guardian, 7 Jan 2023`; an article without a date says so."""
    return f"{source}, {written_day(published)}"


def notes(citation: Citation) -> list[str]:
    """What to say about a source beside its name: who else carried it, whether it was corrected or superseded."""
    said = []
    if citation.carried_by > 1:
        independent = f"{citation.independent_sources} independent"
        said.append(f"{citation.carried_by} outlets carried this story; {independent}")
    if citation.corrected:
        said.append("this article says that it was corrected")
    if citation.superseded:
        said.append("superseded: a newer version of this article is here")
    return said
