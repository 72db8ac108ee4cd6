"""From a request to what speaks for an answer: for each question in it, the passages found and the sentences chosen.

What is said of them is `rag.compose`; why there is no answer, `rag.refuse`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from rag.choose import MOST_SENTENCES, Choice, Chooser
from rag.embed import Embedder
from rag.filters import Filters
from rag.occurrence import holding
from rag.passages import PassageStore, query_terms
from rag.question import Question
from rag.reading.outlet_names import ways_to_write
from rag.request import Request
from rag.retrieve import HybridSearch, Retrieved

PASSAGES = 12
"""Passages whose sentences are considered; more than 10 no longer changed an answer on news_quiz_2023."""
NAMING = 5
"""How many times more are looked at where they must name an outlet."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """One question, the passages found for it (in `retrieve_ms`), and the sentences chosen out of them."""

    question: Question
    found: Retrieved
    choice: Choice
    retrieve_ms: float


class Gatherer:
    """Searches and chooses over one newsroom."""

    def __init__(self, store: PassageStore, search: Callable[[], HybridSearch], embedder: Embedder) -> None:
        self.store = store
        self.search = search
        self.chooser = Chooser(store, embedder)

    def gather(self, request: Request) -> list[Gathered]:
        """What there is for each of the questions that `request` asks, in their order; at least one."""
        asked = request.parts or (request.question,)
        most = _share(len(asked))
        return [self._one(question, request.filters, request.crediting, most) for question in asked]

    def crediting(self, request: Request) -> Request:
        """`request`; where no outlet it names is here but some article names one, asked of what those articles tell."""
        credited = request.credited
        if not credited:
            return request
        filters = replace(request.filters, outlets=())
        named = [name for name in credited.outlets if any(holding(self.store, ways_to_write(name), filters))]
        if not named:
            return request
        lacking = {name.casefold() for name in credited.outlets} - {name.casefold() for name in named}
        return replace(
            request,
            question=_without(credited.question, lacking),
            parts=tuple(_without(part, lacking) for part in credited.parts),
            filters=filters,
            crediting=credited.outlets,
        )

    def answered(self, question: Question, filters: Filters) -> bool:
        """Whether `question` would be answered under `filters`."""
        return self._one(question, filters, (), MOST_SENTENCES).choice.answers

    def find(self, question: Question, filters: Filters, naming: Sequence[str], k: int) -> Retrieved:
        """The `k` best passages; those alone that name one of the outlets in `naming`, if there are any."""
        found = self.search().search(question, filters, k * NAMING if naming else k)
        if naming:
            kept = [stored for stored in found.passages if _names(stored.passage.text, naming)]
            keys = {stored.key for stored in kept[:k]}
            cosines = {key: cosine for key, cosine in found.cosines.items() if key in keys}
            found = replace(found, passages=tuple(kept[:k]), cosines=cosines)
        return found

    def _one(self, question: Question, filters: Filters, naming: Sequence[str], most: int) -> Gathered:
        began = perf_counter()
        found = self.find(question, filters, naming, PASSAGES)
        retrieve_ms = (perf_counter() - began) * 1000
        return Gathered(question, found, self.chooser.choose(question, filters, found, most), retrieve_ms)


def _without(question: Question, outlets: Collection[str]) -> Question:
    """`question` without the names of `outlets` that no article mentions: no answer could hold them."""
    words = {term for outlet in outlets for term in query_terms(outlet)}
    return replace(
        question,
        names=tuple(name for name in question.names if name not in outlets),
        terms=tuple(term for term in question.terms if term not in words),
    )


def _share(parts: int) -> int:
    """Sentences for each of the questions asked at once."""
    return MOST_SENTENCES if parts == 1 else 2 if parts == 2 else 1


def _names(text: str, outlets: Sequence[str]) -> bool:
    ways = [way for outlet in outlets for way in ways_to_write(outlet)]
    return any(re.search(rf"(?<!\w){re.escape(way)}(?!\w)", text, re.IGNORECASE) for way in ways)
