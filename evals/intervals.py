"""How far a figure would move had other cases of the same kind been asked: bootstrap intervals over cases.

The percentile interval of Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13: draw as many
cases as there are, with replacement, measure them, and repeat; the interval holds the middle 95% of what was measured.
For two runs over the same cases both are measured on the same draw, and the interval is that of the difference:
Koehn, "Statistical Significance Tests for Machine Translation Evaluation" (EMNLP 2004), who showed that pairing tells
systems apart on some hundred cases.

What an interval cannot say: where every case scored 1, every draw does too, and the interval has no width. That is no
proof that none would fail: by the rule of three, n cases without a failure leave up to 3/n possible (Hanley and
Lippman-Hand, JAMA 249, 1983).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from evals.metrics import Metric
from evals.outcome import Outcome

Floats = np.ndarray[Any, np.dtype[np.float64]]
Interval = tuple[float, float]

ROUNDS = 2000
"""The least of what Efron and Tibshirani (page 275) name for percentile intervals is 1,000."""
LEVEL = 0.95
_AT_ONCE = 2_000_000
"""Case numbers drawn in one array, 16 MB of them: ten thousand cases are drawn in many small arrays, not a huge one."""


def metric_interval(
    outcomes: Sequence[Outcome], metric: Metric, seed: int = 0, rounds: int = ROUNDS
) -> Interval | None:
    """Return the (low, high) between which `metric` lies on 95% of `rounds` draws; the same for the same arguments.

    A draw on which it is undefined is left out. None where it is undefined on `outcomes` themselves. Raises
    `ValueError` for less than one round.
    """
    return None if metric.measure(outcomes) is None else middle(_drawn(outcomes, metric, seed, rounds))


def paired_interval(
    a: Sequence[Outcome], b: Sequence[Outcome], metric: Metric, seed: int = 0, rounds: int = ROUNDS
) -> Interval | None:
    """Return the (low, high) between which the metric of `b` less that of `a` lies on 95% of the draws of cases.

    `a` and `b` hold the same cases in the same order, else `ValueError`. None where the metric is undefined for one.
    """
    if [outcome.case.id for outcome in a] != [outcome.case.id for outcome in b]:
        raise ValueError("a paired interval needs the same cases in the same order")
    if metric.measure(a) is None or metric.measure(b) is None:
        return None
    return middle(_drawn(b, metric, seed, rounds) - _drawn(a, metric, seed, rounds))


def middle(drawn: Floats) -> Interval | None:
    """Return the ends of the middle 95% of what was drawn, without what is NaN; None where all is."""
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return None
    low, high = np.percentile(defined, [100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2]).tolist()
    return low, high


def _drawn(outcomes: Sequence[Outcome], metric: Metric, seed: int, rounds: int) -> Floats:
    """Return what the metric comes to on each draw, NaN where it is undefined.

    Where it is a mean over cases each of them is measured once: seconds become milliseconds.
    """
    draws = _draws(len(outcomes), seed, rounds)
    if metric.per_case is None:
        return np.array(
            [_or_nan(metric.measure([outcomes[n] for n in row])) for part in draws for row in part.tolist()]
        )
    scores = np.array([_or_nan(metric.score(outcome)) for outcome in outcomes])
    return np.concatenate([_means(scores[part]) for part in draws])


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def _draws(cases: int, seed: int, rounds: int) -> Iterator[np.ndarray[Any, np.dtype[np.int64]]]:
    """Yield arrays of case numbers, a row a draw, `rounds` rows in all."""
    if rounds < 1:
        raise ValueError(f"an interval needs at least one round, not {rounds}")
    generator = np.random.default_rng(seed)
    at_once = max(1, _AT_ONCE // cases)
    for begun in range(0, rounds, at_once):
        yield generator.integers(0, cases, size=(min(at_once, rounds - begun), cases))


def _means(scores: Floats) -> Floats:
    """Return the mean of each row without its NaN; NaN for a row of nothing else."""
    known = ~np.isnan(scores)
    counts = known.sum(axis=1)
    means: Floats = np.where(counts > 0, np.where(known, scores, 0.0).sum(axis=1) / np.maximum(counts, 1), math.nan)
    return means
