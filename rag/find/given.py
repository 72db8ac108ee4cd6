"""Passages that somebody else found, in the place of a search: LlamaIndex's synthesizers are handed theirs."""

from __future__ import annotations

from collections.abc import Sequence

from rag.asked.question import Question
from rag.find.hybrid import Retrieved
from rag.index.passages import PassageStore
from rag.index.vector_index import VectorIndex
from rag.models.encoder import Embedder
from rag.values.filters import Filters
from rag.values.passage import Passage


class GivenPassages:
    """Finds nothing but `passages`, in their order; those that are no longer kept, or that filters keep out, never."""

    def __init__(
        self, store: PassageStore, index: VectorIndex, embedder: Embedder, passages: Sequence[Passage]
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._passages = passages

    def search(self, question: Question, filters: Filters, k: int) -> Retrieved:
        """The first `k` of the passages that pass `filters`."""
        found = self._store.at(self._passages, filters)[:k]
        vector = self._embedder.encode_query([question.text])
        return Retrieved(tuple(found), self._index.cosines(vector, [one.key for one in found]))
