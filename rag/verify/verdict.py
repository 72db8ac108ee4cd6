"""From what a claim and the stretches of a passage say differently to one of four labels.

A claim is supported by a stretch that says all of it and nothing otherwise; contradicted by one that says the same but
for one thing, of which it says otherwise. In doubt it is partly supported, or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.verify.alignment import Alignment, Source
from rag.verify.differences import Difference, differences
from rag.verify.judge import PARTIAL_FROM
from rag.verify.pairing import Pair

SupportLabel = Literal["supported", "partial", "unsupported", "contradicted"]

MOST_STRETCHES = 4
"""Sentences of a passage that a claim is held against, each alone and with each of its neighbours."""
FEWEST = 2
"""Other content words that a stretch must hold to contradict a claim, or the two only happen to share a word."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim beside the sentences `first` to `last` of a passage: which content words they hold, and what differs."""

    first: int
    last: int
    held: tuple[bool, ...]
    differences: tuple[Difference, ...]

    @property
    def coverage(self) -> float:
        """The share of the claim's content words that are held."""
        return sum(self.held) / max(1, len(self.held))

    @property
    def says_so(self) -> bool:
        """Whether the stretch says what the claim says, each content word of it, and nothing otherwise."""
        return not self.differences

    @property
    def says_otherwise(self) -> bool:
        """Whether the stretch says the same but for one thing, of which it says otherwise."""
        serious = [difference for difference in self.differences if difference.kind != "word"]
        if len(serious) != 1 or not serious[0].rival:
            return False
        rest = [held for n, held in enumerate(self.held) if n not in serious[0].words]
        return all(rest) and len(rest) >= FEWEST


def compare(pair: Pair) -> Comparison:
    """Hold a claim's sentence against a stretch of a passage."""
    held = tuple(pair.held(i) for i in range(len(pair.content)))
    return Comparison(pair.first, pair.last, held, differences(pair, held))


def stretches(alignment: Alignment, source: Source) -> list[tuple[int, int]]:
    """The first and last sentence of each stretch to hold a claim against: the nearest, alone and with a neighbour."""
    count = len(source.reading.sentences)
    theirs: list[set[str]] = [set() for _ in range(count)]
    for word in source.reading.words:
        theirs[word.sentence].add(word.stem)
    mine = {word.stem for word in alignment.words}
    ranked = sorted(range(count), key=lambda n: (-len(mine & theirs[n]), abs(n - alignment.best), n))
    near = list(dict.fromkeys([alignment.best, *ranked]))[:MOST_STRETCHES]
    pairs = [*((n - 1, n) for n in near if n), *((n, n + 1) for n in near if n + 1 < count)]
    return [*((n, n) for n in near), *dict.fromkeys(pairs)]


def verdict(found: Sequence[Comparison], score: float) -> tuple[SupportLabel, Comparison]:
    """The label of a claim by its comparisons with one passage and how likely the passage supports it."""
    saying = [comparison for comparison in found if comparison.says_so]
    if saying:
        return "supported", max(saying, key=lambda c: c.first - c.last)
    against = next((comparison for comparison in found if comparison.says_otherwise), None)
    if against is not None:
        return "contradicted", against
    nearest = max(found, key=lambda c: (c.coverage, -len(c.differences), c.first - c.last))
    return ("partial" if score >= PARTIAL_FROM else "unsupported"), nearest
