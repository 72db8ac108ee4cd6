"""Which passages a question is answered from: dense and full-text search, filtered alike, fused by score.

Choosing sentences out of the passages is `rag.compose`; whether they answer at all is `rag.refuse`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rag.embed import Embedder, Vectors
from rag.filters import Filters
from rag.index import VectorIndex
from rag.passages import PassageStore, StoredPassage
from rag.question import Question, Window

DENSE_SHARE = 0.6
"""Weight of cosine similarity, the rest is BM25: on news_quiz_2023 the answer stands in the best 10 passages (1,250
words) in 0.90 of the cases, against 0.85 with cosine alone and 0.84 with BM25 alone."""
MOST_FETCHED = 5_000
"""Vectors fetched at most for one question."""
REPEATED = 0.8
"""A copy's passage of whose distinct words this share stands in a better passage of the same story adds nothing: house
style changes fewer, and a passage that adds a sentence changes more."""
WINDOW_BONUS = 0.2
"""What a passage from the days a question points at gains: answer in the best passage 0.53, without it 0.45."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What a question found: `passages` best first (fused scores), and the question's own vector, shape (1, dim).

    `best_cosine` is the similarity of the nearest passage, whatever its rank; 0 where nothing was found. `waiting`:
    some of the passages have no vector yet, and were judged by their words alone.
    """

    passages: tuple[StoredPassage, ...]
    vector: Vectors
    best_cosine: float
    waiting: bool = False


class HybridSearch:
    """Search over one newsroom's passages."""

    def __init__(self, store: PassageStore, index: VectorIndex, embedder: Embedder, candidates: int) -> None:
        self.store = store
        self.index = index
        self.embedder = embedder
        self.candidates = candidates

    def search(self, question: Question, filters: Filters, k: int) -> Retrieved:
        """The `k` best passages that pass `filters`, by a weighted sum of cosine similarity and scaled BM25.

        A weighted sum of scores keeps how much better one passage is than the next, which rank fusion throws away
        (Bruch, Gai, Ingber 2022, "An Analysis of Fusion Functions for Hybrid Retrieval").
        """
        vector = self.embedder.encode([question.text])
        lexical = self.store.match(question.terms, filters, self.candidates)
        near, dense = self._near(vector, filters)
        found = {passage.key: passage for passage in (*lexical, *dense)}
        cosines = {**self.index.cosines(vector, [key for key in found if key not in near]), **near}
        bm25 = {passage.key: passage.passage.score for passage in lexical}
        scored = fuse(list(found.values()), cosines, bm25, question.window)
        kept = tuple(islice(without_copies(scored), k))
        known = [cosines[passage.key] for passage in kept if passage.key in cosines]
        return Retrieved(kept, vector, max(known, default=0.0), waiting=len(known) < len(kept))

    def _near(self, vector: Vectors, filters: Filters) -> tuple[dict[str, float], list[StoredPassage]]:
        """The nearest passages that pass `filters`: asks for more while old versions of articles crowd them out."""
        limit = self.candidates
        while True:
            near = self.index.nearest(vector, filters, limit)
            dense = self.store.by_keys(near, filters)[: self.candidates]
            if len(dense) == self.candidates or len(near) < limit or limit > MOST_FETCHED:
                return {passage.key: near[passage.key] for passage in dense}, dense
            limit *= 4


def fuse(
    passages: Sequence[StoredPassage], cosines: Mapping[str, float], bm25: Mapping[str, float], window: Window | None
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
        score = DENSE_SHARE * dense + (1 - DENSE_SHARE) * lexical
        score += WINDOW_BONUS * within(passage.published_day, window)
        scored.append(replace(passage, passage=replace(passage.passage, score=score)))
    return sorted(scored, key=lambda passage: (-passage.passage.score, passage.key))


def without_copies(ranked: Iterable[StoredPassage]) -> Iterator[StoredPassage]:
    """`ranked` without passages that repeat, in a copy of the same story, what a better one of it says."""
    told: dict[str, list[tuple[str, set[str]]]] = {}
    for stored in ranked:
        article, words = stored.passage.article_id, set(stored.passage.text.casefold().split())
        others = [said for teller, said in told.setdefault(stored.cluster, []) if teller != article]
        if not any(len(words & said) >= REPEATED * len(words) for said in others):
            told[stored.cluster].append((article, words))
            yield stored


def within(published_day: int | None, window: Window | None) -> bool:
    """Whether an article was published in the days that a question points at."""
    if window is None or published_day is None:
        return False
    return window.since.toordinal() <= published_day <= window.until.toordinal()
