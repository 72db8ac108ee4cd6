"""What was measured of the verifier on claims: as values, as JSON, as words. `benchmarks.support` measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.claims import Claim
from evals.calibration import Bin
from evals.intervals import Interval

COLUMNS = ("claims", "supported", "AUROC", "95%", "balanced", "95%", "by score", "no question", "by length", "by words")
_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Scored:
    """A claim, what the verifier says of it, and what the baselines do.

    `alone` is the score without the question, the same as `score` where none is known; `length` is in characters,
    `overlap` the share of the claim's stems that its passages hold.
    """

    claim: Claim
    label: str
    score: float
    alone: float
    length: int
    overlap: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one group of claims; None where a figure needs both kinds of claim and there is one.

    `balanced` counts a claim as supported where the verifier labels it so, `balanced_by_score` from its threshold of
    the score on. `auroc_alone` is without the questions, None where no claim has one. `over_words` is the interval of
    the verifier's AUROC less that of the words in common, on the same draws.
    """

    name: str
    claims: int
    supported: int
    auroc: float | None = None
    auroc_interval: Interval | None = None
    balanced: float | None = None
    balanced_interval: Interval | None = None
    balanced_by_score: float | None = None
    auroc_alone: float | None = None
    auroc_by_length: float | None = None
    auroc_by_words: float | None = None
    over_words: Interval | None = None

    def row(self) -> tuple[str, ...]:
        """The group as words under "group" and `COLUMNS`."""
        figures = (self.balanced_by_score, self.auroc_alone, self.auroc_by_length, self.auroc_by_words)
        return (
            self.name,
            f"{self.claims:,}",
            f"{self.supported:,}",
            _written(self.auroc),
            _between(self.auroc_interval),
            _written(self.balanced),
            _between(self.balanced_interval),
            *map(_written, figures),
        )


@dataclass(frozen=True, slots=True)
class SupportReport:
    """Everything measured of a file of claims. `groups`: all, then each subset, then each kind of error.

    `labels[truth][label]` counts claims. `contradicted` is the (precision, recall) of that label, None in a file whose
    labels do not tell contradicted from unsupported; a precision is None where nothing was called contradicted.
    """

    file: str
    settings: Mapping[str, Any]
    groups: tuple[Figures, ...]
    labels: Mapping[str, Mapping[str, int]]
    contradicted: tuple[float | None, float | None] | None
    bins: tuple[Bin | None, ...]
    calibration_error: float | None
    scored: tuple[Scored, ...]

    columns = ("group", *COLUMNS)

    def rows(self) -> list[tuple[str, ...]]:
        """One row a group, under `columns`."""
        return [group.row() for group in self.groups]

    def notes(self) -> list[str]:
        """What stands in no row, a sentence each."""
        lines = [
            f"Labelled {truth}: " + ", ".join(f"{count:,} called {label}" for label, count in counts.items()) + "."
            for truth, counts in self.labels.items()
        ]
        if self.contradicted:
            precision, recall = map(_written, self.contradicted)
            lines.append(f'"contradicted": precision {precision}, recall {recall}.')
        else:
            lines.append('The labels do not tell contradicted from unsupported: no precision of "contradicted".')
        whole = self.groups[0]
        if whole.over_words:
            lines.append(f"AUROC over that of the words in common: {_between(whole.over_words)} (95%).")
        return lines

    def plot(self) -> str:
        """The calibration as text: of each tenth of the score, how many claims are in it and how many are supported."""
        lines = [f"{'score':>9}  {'claims':>6}  {'mean':>5}  {'supported':>9}"]
        for n, each in enumerate(self.bins):
            if each:
                bar = "█" * round(each.share * _WIDTH)
                mark = min(_WIDTH - 1, round(each.confidence * _WIDTH))
                line = "".join("|" if place == mark else char for place, char in enumerate(bar.ljust(_WIDTH)))
                figures = f"{each.cases:>6}  {each.confidence:5.2f}  {each.share:9.2f}"
                lines.append(f"{n / 10:4.1f}-{(n + 1) / 10:3.1f}   {figures}  {line}")
        error = _written(self.calibration_error)
        return "\n".join([*lines, f"expected calibration error {error}; bars: the share supported, |: the mean score"])

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready values, with every claim's score."""
        return {
            "file": self.file,
            "settings": dict(self.settings),
            "groups": [asdict(group) for group in self.groups],
            "labels": {truth: dict(counts) for truth, counts in self.labels.items()},
            "contradicted": dict(zip(("precision", "recall"), self.contradicted, strict=True))
            if self.contradicted
            else None,
            "calibration": {
                "expected_error": self.calibration_error,
                "bins": [
                    {"from": n / 10, "claims": each.cases, "supported": each.answerable, "mean_score": each.confidence}
                    for n, each in enumerate(self.bins)
                    if each
                ],
            },
            "claims": [
                {
                    "id": each.claim.id,
                    "truth": each.claim.truth,
                    "subset": each.claim.subset,
                    "error": each.claim.error,
                    "label": each.label,
                    "score": each.score,
                    "score_without_question": each.alone,
                    "length": each.length,
                    "words_in_common": round(each.overlap, 4),
                }
                for each in self.scored
            ],
        }


def _written(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _between(interval: Interval | None) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else "-"
