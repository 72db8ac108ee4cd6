"""What Groundwire says of itself where a question asks for no news: what it is, what it holds, what to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from corpus.catalogue import Catalogue
from rag.index.scope import extent
from rag.index.where import where
from rag.text.dates.naming import written_day
from rag.values.filters import Filters

EXAMPLES = (
    "Who did OpenAI hire from Tesla?",
    "When did the AI Act enter into force?",
    "What did Judge Alsup rule about pirated books?",
    "How much will Meta pay for Scale AI?",
)
"""Questions on the bundled briefs."""
SHOWN = 3
_TRIED = 12
"""Articles whose headlines are tried as questions, the newest first."""


@dataclass(slots=True)
class Introduction:
    """What Groundwire says of itself, with examples that are checked once for each state of the corpus."""

    _checked: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)

    def words(self, catalogue: Catalogue, as_of: date | None, is_answered: Callable[[str], bool]) -> str:
        """One line: what this is, how many articles of which days, and three questions that `is_answered`."""
        filters = Filters(as_of=as_of)
        count, first, last, latest = extent(catalogue, filters)
        state = (catalogue.identity(), as_of, count, first, last, latest)
        if state not in self._checked:
            self._checked.clear()
            self._checked[state] = tuple(_answered(_candidates(catalogue, filters), is_answered))
        days = f", from {_day(first)} to {_day(last)}" if first and last else ""
        articles = "1 article" if count == 1 else f"{count:,} articles"
        asked = " ".join(f"“{question}”" for question in self._checked[state])
        return (
            "Groundwire answers questions about AI-industry news in the cited words of the articles kept here: "
            f"{articles}{days}." + (f" Ask, for example: {asked}" if asked else "")
        )


def _day(ordinal: int) -> str:
    return written_day(date.fromordinal(ordinal))


def _candidates(catalogue: Catalogue, filters: Filters) -> Iterator[str]:
    yield from EXAMPLES
    for article in catalogue.articles(*where(filters), limit=_TRIED):
        title = article.title.strip().rstrip(".?!")
        if title:
            yield f"What is known about “{title}”?"


def _answered(questions: Iterator[str], is_answered: Callable[[str], bool]) -> Iterator[str]:
    found = 0
    for question in questions:
        if found == SHOWN:
            return
        if is_answered(question):
            found += 1
            yield question
