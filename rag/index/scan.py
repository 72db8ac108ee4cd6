"""Exact nearest-neighbour search over vectors in memory: for those that no search index holds yet.

A few thousand vectors are compared in a millisecond, so an article is found by meaning as soon as its vector is
recorded; the search index (`rag.index.chroma`) takes them over when it gets to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from rag.index.vector_record import Recorded
from rag.models.encoder import Vectors
from rag.values.filters import Filters

UNDATED = 0

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """Vectors with what they are filtered by, in the order of their numbers; the rows of all fields go together."""

    keys: tuple[str, ...]
    seqs: Integers
    outlets: tuple[str, ...]
    published: Integers
    known_from: Integers
    matrix: Vectors

    def extended(self, rows: Sequence[Recorded]) -> Scan:
        """Its own rows and then `rows`; a key that is recorded again counts with its new row alone."""
        if not rows:
            return self
        recorded = {row.key for row in rows}
        old = self if recorded.isdisjoint(self.keys) else self._rows([key not in recorded for key in self.keys])
        matrix = np.stack([row.vector for row in rows])
        return Scan(
            keys=(*old.keys, *(row.key for row in rows)),
            seqs=np.concatenate([old.seqs, [row.seq for row in rows]]),
            outlets=(*old.outlets, *(row.outlet for row in rows)),
            published=np.concatenate([old.published, [row.published_day or UNDATED for row in rows]]),
            known_from=np.concatenate([old.known_from, [row.known_from for row in rows]]),
            matrix=np.concatenate([old.matrix, matrix]) if old.keys else matrix,
        )

    def after(self, seq: int) -> Scan:
        """The rows numbered after `seq`."""
        return self if not self.keys or self.seqs[0] > seq else self._rows((self.seqs > seq).tolist())

    def nearest(self, vector: Vectors, filters: Filters, limit: int) -> dict[str, float]:
        """The `limit` nearest of the rows that pass `filters` to a (1, dimension) vector: key to cosine similarity."""
        if not self.keys:
            return {}
        cosines = self.matrix @ vector[0]
        passing = np.flatnonzero(self._passing(filters))
        best = passing[np.argsort(-cosines[passing], kind="stable")[:limit]].tolist()
        return {self.keys[row]: float(cosines[row]) for row in best}

    def _rows(self, kept: Sequence[bool]) -> Scan:
        return Scan(
            keys=tuple(compress(self.keys, kept)),
            seqs=self.seqs[kept],
            outlets=tuple(compress(self.outlets, kept)),
            published=self.published[kept],
            known_from=self.known_from[kept],
            matrix=self.matrix[kept],
        )

    def _passing(self, filters: Filters) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        passing = np.ones(len(self.keys), dtype=np.bool_)
        if filters.since:
            passing &= self.published >= filters.since.toordinal()
        if filters.until:
            passing &= (self.published > UNDATED) & (self.published <= filters.until.toordinal())
        if filters.as_of:
            passing &= self.known_from <= filters.as_of.toordinal()
        if filters.outlets:
            passing &= np.isin(np.array(self.outlets), list(filters.outlets))
        return passing


NOTHING = Scan(
    (), np.zeros(0, np.int64), (), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
)
"""A scan over no vectors."""
