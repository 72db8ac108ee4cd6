"""What is compared and what comes of it; the values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that speaks to the question: from which story (`cluster`), and how well it answers (`score`)."""

    text: str
    cluster: str
    outlet: str
    published: date | None
    score: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What the `sides` differ on, in words for a reader. A side is the indices of its statements, best first.

    Sides are in order of publication of their best statements, undated ones first: the last is the later one.
    """

    about: str
    sides: tuple[tuple[int, ...], ...]
