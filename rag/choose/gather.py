"""From a request to what speaks for an answer: for each question in it, the passages found and the sentences chosen.

What is said of them is `rag.write.compose`; why there is no answer, `rag.write.refuse`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from rag.asked.outlet_names import ways_to_write
from rag.asked.question import Question
from rag.asked.request import Request
from rag.choose.chooser import MOST_SENTENCES, Choice, Chooser
from rag.choose.overview import of_that_time, speaks_of, stories, stories_of
from rag.choose.weigh import Evidence
from rag.find.hybrid import Retrieved, Search
from rag.index.occurrence import holding
from rag.index.passages import PassageStore
from rag.text.stems import stems
from rag.text.words import STOP_WORDS, query_terms
from rag.values.filters import Filters
from rag.values.judged import SentenceReader

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

    def __init__(self, store: PassageStore, search: Callable[[], Search], reader: SentenceReader) -> None:
        self.store = store
        self.search = search
        self.chooser = Chooser(store, reader)

    def gather(self, request: Request) -> list[Gathered]:
        """What there is for each of the questions that `request` asks, in their order; at least one."""
        if request.each:
            return self._each(request)
        asked = request.parts or (request.question,)
        most = _share(len(asked))
        return [self._one(question, request.filters, request.crediting, most) for question in asked]

    def _news(self, question: Question, filters: Filters, most: int) -> Gathered:
        """The stories of the time asked about, where nothing else is asked; those of its names, if it has any."""
        began = perf_counter()
        filters = of_that_time(question, filters)
        if question.names:
            found = self.find(question, filters, (), PASSAGES)
            chosen = tuple(stories_of(question.names, self.store, found.passages, most))
        else:
            chosen = tuple(stories(self.store, filters))
        found = Retrieved(tuple(one.stored for one in chosen), {})
        choice = Choice(chosen, Evidence(), unweighed=True)
        return Gathered(question, found, choice, (perf_counter() - began) * 1000)

    def _each(self, request: Request) -> list[Gathered]:
        """The question about several things at once, where one sentence speaks of all or those of each of fewer.

        What two companies sign together stands in one sentence; what each announces stands in one of its own.
        """
        whole = self._one(request.question, request.filters, request.crediting, MOST_SENTENCES)
        names = [one.name for one in request.question.each]
        shown = whole.choice.sentences if whole.choice.answers else ()
        if any(all(speaks_of(name, one) for name in names) for one in shown):
            return [whole]
        each = [
            _of_its_own(self._one(replace(question, sides=(name,)), request.filters, request.crediting, 1), name, names)
            for question, name in zip(request.each, names, strict=True)
        ]
        answered = sum(one.choice.answers for one in each)
        together = sum(any(speaks_of(name, one) for one in shown) for name in names)
        return each if answered >= max(together, 1) else [whole]

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
        """What there is for `question`; of one that asks what is new with a name, the sentences that say so first."""
        if not question.general:
            return self._weighed(question, filters, naming, most)
        if not question.names:
            return self._news(question, filters, most)
        weighed = self._weighed(question, filters, naming, most)
        if weighed.choice.answers and (_says_so(question, weighed.choice) or not question.when.words):
            return weighed
        news = self._news(question, filters, most)
        return news if news.choice.answers or not weighed.choice.answers else weighed

    def _weighed(self, question: Question, filters: Filters, naming: Sequence[str], most: int) -> Gathered:
        began = perf_counter()
        found = self.find(question, filters, naming, PASSAGES)
        retrieve_ms = (perf_counter() - began) * 1000
        return Gathered(question, found, self.chooser.choose(question, filters, found, most), retrieve_ms)


def _says_so(question: Question, choice: Choice) -> bool:
    """Whether the best sentence has one of the words for what is asked, as "announce"."""
    asked = stems(question.text) - stems(" ".join((*question.names, question.when.words)))
    return bool(asked & stems(choice.sentences[0].text) - stems(" ".join(STOP_WORDS)))


def _of_its_own(gathered: Gathered, name: str, names: Sequence[str]) -> Gathered:
    """`gathered` for one of several things without sentences that speak of another of them instead."""
    chosen = gathered.choice.sentences
    kept = tuple(one for one in chosen if speaks_of(name, one) or not any(speaks_of(other, one) for other in names))
    return gathered if kept == chosen else replace(gathered, choice=replace(gathered.choice, sentences=kept))


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
