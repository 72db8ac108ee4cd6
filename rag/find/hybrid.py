"""Which passages a question is answered from: dense and full-text search, filtered alike, fused by score.

Choosing sentences out of the passages, and whether they answer at all, is `rag.choose.chooser`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from rag.asked.question import Question, Window
from rag.asked.when import Order
from rag.index.occurrence import telling
from rag.index.passages import PassageStore
from rag.index.vector_index import VectorIndex
from rag.models.encoder import Embedder, Vectors
from rag.models.reranker import Reranker, with_score
from rag.values.filters import Filters
from rag.values.passage import StoredPassage

# Measured on the 80 answerable cases of news_quiz_2023, `asked` given: the answer stands in the best 10 passages (at
# most 1,250 words), in the best passage, in the best 3. `search` measures 0.90, 0.51, 0.69. The figures beside each
# constant are of a sweep over the same candidates, where these settings measured 0.91, 0.53, 0.70; a case is 0.0125.
DENSE_SHARE = 0.65
"""Weight of cosine similarity, the rest is BM25: 0.5 measured 0.89, 0.54, 0.73; 0.8 measured 0.89, 0.56, 0.71; BM25
alone 0.88, 0.48, 0.68; cosine alone 0.84, 0.51, 0.66."""
MOST_FETCHED = 5_000
"""Vectors fetched at most for one question."""
REPEATED = 0.8
"""A copy's passage of whose distinct words this share stands in a better passage of the same story adds nothing: house
style changes fewer, and a passage that adds a sentence changes more."""
WINDOW_BONUS = 0.2
"""What a passage from the days a question points at gains: without it 0.91, 0.44, 0.69; 0.1 to 0.4 measured the same
within one case."""
WINDOW_FADES = 90
"""Days from the window at which half of the bonus is left. A bonus for the window alone: 0.90, 0.50, 0.70."""
ORDER_BONUS = 0.2
ORDER_FADES = 10
ON_TOPIC = 0.8
"""What the newest (or earliest) passage on topic gains where the question asks for it, the days from it at which half
is left, and the share of the best passage's score from which one is on topic. Measured on the 37 cases that say "this
week" and the like, read as "latest" among what was out that day: the answer stands in the best passage, and that in an
article known to hold it, in 0.49 of them, without the bonus in 0.22; with 0.5 for on topic 0.46, with 90 days 0.43."""
FROM_OUTLET = 0.5
"""The same share from which a passage of an outlet that was asked for keeps its place: less, since it may tell of it in
passing. Set by hand."""
MOST_OF_ARTICLE = 3
"""Passages of one article, unless there are no others: 3 measured the same as no limit, 2 measured 0.90, 0.51, 0.74."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What a question found: `passages` best first, by their fused scores.

    `cosines` are the similarities of the passages to the question, by key; one that has no vector yet is not in it, and
    was judged by its words alone.
    """

    passages: tuple[StoredPassage, ...]
    cosines: Mapping[str, float]

    @property
    def waiting(self) -> bool:
        """Whether some of the passages have no vector yet."""
        return len(self.cosines) < len(self.passages)


class Search(Protocol):
    """What finds the passages for a question."""

    def search(self, question: Question, filters: Filters, k: int) -> Retrieved:
        """Return the `k` best passages that pass `filters`."""
        ...


class HybridSearch:
    """Search over one newsroom's passages."""

    def __init__(
        self,
        store: PassageStore,
        index: VectorIndex,
        embedder: Embedder,
        candidates: int,
        reranker: Reranker | None = None,
    ) -> None:
        self.store = store
        self.index = index
        self.embedder = embedder
        self.candidates = candidates
        self.reranker = reranker

    def search(self, question: Question, filters: Filters, k: int) -> Retrieved:
        """The `k` best passages that pass `filters`, by a weighted sum of cosine similarity and scaled BM25.

        A weighted sum of scores keeps how much better one passage is than the next, which rank fusion throws away
        (Bruch, Gai, Ingber 2022, "An Analysis of Fusion Functions for Hybrid Retrieval"). Each of several outlets is
        searched by itself, so that one that prints much does not leave the others out. Of a time with bounds, the
        articles of these days are searched by themselves, too; no article before it can tell of it.
        """
        vector = self.embedder.encode_query([question.text])
        each = (
            [replace(filters, outlets=(one,)) for one in filters.outlets]
            if 0 < len(filters.outlets) <= k
            else [filters]
        )
        each += [within for one in each if (within := _within_bounds(one, question))]
        terms = telling(self.store, question.terms)
        lexical = [stored for one in each for stored in self.store.match(terms, one, self.candidates)]
        near: dict[str, float] = {}
        dense: list[StoredPassage] = []
        for one in each:
            cosines, passages = self._near(vector, one)
            near |= cosines
            dense += passages
        found = {passage.key: passage for passage in (*lexical, *dense)}
        cosines = {**self.index.cosines(vector, [key for key in found if key not in near]), **near}
        early = question.when.since if question.when.strict else None
        possible = [one for one in found.values() if not (early and _printed_before(one, early))] or list(
            found.values()
        )
        fused = fuse(possible, cosines, {passage.key: passage.passage.score for passage in lexical})
        if self.reranker:
            fused = self.reranker.rerank(question.text, fused)
        kept = select(favour(fused, question.window, question.when.order), k, on_topic(fused, FROM_OUTLET), filters)
        return Retrieved(kept, {one.key: cosines[one.key] for one in kept if one.key in cosines})

    def _near(self, vector: Vectors, filters: Filters) -> tuple[dict[str, float], list[StoredPassage]]:
        """The nearest passages that pass `filters`: asks for more while old versions of articles crowd them out."""
        limit = self.candidates
        while True:
            near = self.index.nearest(vector, filters, limit)
            dense = self.store.by_keys(near, filters)[: self.candidates]
            if len(dense) == self.candidates or len(near) < limit or limit > MOST_FETCHED:
                return {passage.key: near[passage.key] for passage in dense}, dense
            limit *= 4


def _within_bounds(filters: Filters, question: Question) -> Filters | None:
    """`filters` narrowed to the days that a question excludes all others of, where they are days of what is told."""
    when, window = question.when, question.window
    if not when.strict or when.published or window is None:
        return None
    since, until = max(filters.since or date.min, window.since), min(filters.until or date.max, window.until)
    return replace(filters, since=since, until=until) if since <= until else None


def _printed_before(stored: StoredPassage, day: date) -> bool:
    return stored.published_day is not None and stored.published_day < day.toordinal()


def fuse(
    passages: Sequence[StoredPassage], cosines: Mapping[str, float], bm25: Mapping[str, float]
) -> list[StoredPassage]:
    """`passages` with their fused scores, best first.

    One that full-text search did not find scores 0 there; one without a cosine has no vector yet, and its words count
    for both.
    """
    nearest = max(cosines.values(), default=0.0)
    top_cosine = nearest if nearest > 0 else 1.0  # dividing by a negative one would turn the order round
    top_bm25 = max(bm25.values(), default=0.0) or 1.0
    scored = []
    for passage in passages:
        lexical = bm25.get(passage.key, 0.0) / top_bm25
        dense = cosines[passage.key] / top_cosine if passage.key in cosines else lexical
        scored.append(with_score(passage, DENSE_SHARE * dense + (1 - DENSE_SHARE) * lexical))
    return best_first(scored)


def favour(ranked: Sequence[StoredPassage], window: Window | None, order: Order | None) -> list[StoredPassage]:
    """`ranked` with what the days a question means, and the newest or earliest it asks for, add to the scores."""
    telling = on_topic(ranked, ON_TOPIC) if order else set()
    days = [stored.published_day for stored in ranked if stored.key in telling and stored.published_day is not None]
    wanted = (max(days) if order == "latest" else min(days)) if days else None
    gains = []
    for stored in ranked:
        gain = WINDOW_BONUS * nearness(stored.published_day, window)
        if wanted is not None and stored.published_day is not None and stored.key in telling:
            gain += ORDER_BONUS * _fading(abs(wanted - stored.published_day), ORDER_FADES)
        gains.append(with_score(stored, stored.passage.score + gain))
    return best_first(gains)


def on_topic(ranked: Sequence[StoredPassage], share: float) -> set[str]:
    """Keys of the passages with at least this share of the best one's score."""
    best = max((stored.passage.score for stored in ranked), default=0.0)
    return {stored.key for stored in ranked if stored.passage.score >= share * best > 0}


def select(ranked: Sequence[StoredPassage], k: int, telling: set[str], filters: Filters) -> tuple[StoredPassage, ...]:
    """The `k` passages to answer from, best first: no repeated ones, and few of one article while there are others.

    Where several outlets are asked for, each has its share of the places for what it has in `telling`, the keys of the
    passages on topic, also where another told the same story.
    """
    kept: dict[str, StoredPassage] = {}
    if len(filters.outlets) > 1:
        for outlet in filters.outlets:
            own = [one for one in ranked if one.key in telling and one.outlet == outlet]
            kept |= {one.key: one for one in _varied(own)[: k // len(filters.outlets)]}
    for one in _varied(ranked):
        if len(kept) >= k:
            break
        kept[one.key] = one
    return tuple(best_first(kept.values()))


def _varied(ranked: Iterable[StoredPassage]) -> list[StoredPassage]:
    """`ranked` without repeated passages, those of articles that had their turns last."""
    turns: Counter[str] = Counter()
    first: list[StoredPassage] = []
    last: list[StoredPassage] = []
    for stored in without_copies(ranked):
        turns[stored.passage.article_id] += 1
        (first if turns[stored.passage.article_id] <= MOST_OF_ARTICLE else last).append(stored)
    return first + last


def best_first(passages: Iterable[StoredPassage]) -> list[StoredPassage]:
    """The passages by score, and the same order in every run where scores are equal."""
    return sorted(passages, key=lambda stored: (-stored.passage.score, stored.key))


def without_copies(ranked: Iterable[StoredPassage]) -> Iterator[StoredPassage]:
    """`ranked` without passages that repeat, in a copy of the same story, what a better one of it says."""
    told: dict[str, list[tuple[str, set[str]]]] = {}
    for stored in ranked:
        article, words = stored.passage.article_id, set(stored.passage.text.casefold().split())
        others = [said for teller, said in told.setdefault(stored.cluster, []) if teller != article]
        if not any(len(words & said) >= REPEATED * len(words) for said in others):
            told[stored.cluster].append((article, words))
            yield stored


def nearness(published_day: int | None, window: Window | None) -> float:
    """How near an article was published to the days that a question points at: 1 within them, 0 without a date."""
    if window is None or published_day is None:
        return 0.0
    outside = max(0, window.since.toordinal() - published_day, published_day - window.until.toordinal())
    return _fading(outside, WINDOW_FADES)


def _fading(days: int, half: int) -> float:
    return 1 / (1 + days / half)
