"""Whether confidence means what it says: cases by how sure the answerer was, and how many of them are answerable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

BINS = 10
"""Equal widths of confidence, as Guo et al. 2017 draw reliability (they use 15 on ten thousand cases)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The cases of one width of confidence: how many, their mean confidence, and the share that is answerable."""

    cases: int
    answerable: int
    confidence: float

    @property
    def share(self) -> float:
        """The share of the cases that the articles answer."""
        return self.answerable / self.cases

    @property
    def point(self) -> tuple[float, float]:
        """Where it stands in a plot of the share by the confidence."""
        return self.confidence, self.share


def reliability_bins(confidences: Sequence[float], answerable: Sequence[bool], bins: int = BINS) -> list[Bin | None]:
    """Return what lies in each width of confidence from 0 to 1, None where nothing does; 1.0 lies in the last."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, label in zip(confidences, answerable, strict=True):
        members[min(bins - 1, max(0, int(confidence * bins)))].append((confidence, label))
    return [
        Bin(len(each), sum(label for _, label in each), fmean(confidence for confidence, _ in each)) if each else None
        for each in members
    ]


def calibration_error(bins: Iterable[Bin | None]) -> float | None:
    """Return the expected calibration error (Guo et al. 2017, equation 5): mean distance, weighted by cases."""
    known = [each for each in bins if each]
    total = sum(each.cases for each in known)
    return sum(each.cases * abs(each.share - each.confidence) for each in known) / total if total else None
