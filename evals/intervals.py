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
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from evals.metrics import Metric
from evals.outcome import Outcome

if TYPE_CHECKING:
    import numpy as np

Measure = Callable[[Sequence[Outcome]], float | None]
PerCase = Callable[[Outcome], float | None]
Interval = tuple[float, float]

ROUNDS = 2000
"""The least of what Efron and Tibshirani (page 275) name for percentile intervals is 1,000."""
LEVEL = 0.95
_AT_ONCE = 2_000_000
"""Case numbers drawn in one array, 16 MB of them: ten thousand cases are drawn in many small arrays, not a huge one."""


def bootstrap_interval(
    outcomes: Sequence[Outcome],
    measure: Measure,
    seed: int = 0,
    rounds: int = ROUNDS,
    per_case: PerCase | None = None,
) -> Interval | None:
    """Return the (low, high) between which `measure` lies on 95% of `rounds` draws; the same for the same arguments.

    A draw on which `measure` is undefined is left out. None where it is undefined on `outcomes` themselves. With
    `per_case`, whose mean over the cases it concerns is the measure, each case is measured once: seconds become
    milliseconds. Where its mean is something else, it is not used. Raises `ValueError` for less than one round.
    """
    if rounds < 1:
        raise ValueError(f"an interval needs at least one round, not {rounds}")
    if measure(outcomes) is None:
        return None
    values = _values(outcomes, measure, per_case)
    drawn: list[float] = []
    for draws in _draws(len(outcomes), seed, rounds):
        drawn.extend(_means(values[draws]) if values is not None else _measured(outcomes, measure, draws))
    return _middle(drawn)


def metric_interval(
    outcomes: Sequence[Outcome], metric: Metric, seed: int = 0, rounds: int = ROUNDS
) -> Interval | None:
    """Return the `bootstrap_interval` of a metric, by its cases' values where it is a mean over cases."""
    return bootstrap_interval(outcomes, metric.measure, seed, rounds, metric.per_case)


def paired_interval(
    a: Sequence[Outcome], b: Sequence[Outcome], metric: Metric, seed: int = 0, rounds: int = ROUNDS
) -> Interval | None:
    """Return the (low, high) between which the metric of `b` less that of `a` lies on 95% of the draws of cases.

    `a` and `b` hold the same cases in the same order, else `ValueError`. None where the metric is undefined for one.
    """
    if [outcome.case.id for outcome in a] != [outcome.case.id for outcome in b]:
        raise ValueError("a paired interval needs the same cases in the same order")
    if rounds < 1:
        raise ValueError(f"an interval needs at least one round, not {rounds}")
    if metric.measure(a) is None or metric.measure(b) is None:
        return None
    before, after = (_values(outcomes, metric.measure, metric.per_case) for outcomes in (a, b))
    drawn: list[float] = []
    for draws in _draws(len(a), seed, rounds):
        firsts = _means(before[draws]) if before is not None else _measured(a, metric.measure, draws)
        seconds = _means(after[draws]) if after is not None else _measured(b, metric.measure, draws)
        drawn.extend(second - first for first, second in zip(firsts, seconds, strict=True))
    return _middle(drawn)


def _values(
    outcomes: Sequence[Outcome], measure: Measure, per_case: PerCase | None
) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """Return each case's value, NaN where it is not concerned; None where their mean is not the measure."""
    import numpy as np

    if per_case is None:
        return None
    found = [per_case(outcome) for outcome in outcomes]
    concerned = [value for value in found if value is not None]
    whole = measure(outcomes)
    if whole is None or not concerned or not math.isclose(math.fsum(concerned) / len(concerned), whole, abs_tol=1e-9):
        return None
    return np.array([math.nan if value is None else value for value in found], dtype=np.float64)


def _draws(cases: int, seed: int, rounds: int) -> Iterator[np.ndarray[Any, np.dtype[np.int64]]]:
    """Yield arrays of case numbers, a row a draw, `rounds` rows in all."""
    import numpy as np

    generator = np.random.default_rng(seed)
    at_once = max(1, _AT_ONCE // cases)
    for begun in range(0, rounds, at_once):
        yield generator.integers(0, cases, size=(min(at_once, rounds - begun), cases))


def _means(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[float]:
    """Return the mean of each row without its NaN; NaN for a row of nothing else."""
    import numpy as np

    known = ~np.isnan(values)
    counts = known.sum(axis=1)
    sums = np.where(known, values, 0.0).sum(axis=1)
    means: list[float] = np.where(counts > 0, sums / np.maximum(counts, 1), math.nan).tolist()
    return means


def _measured(
    outcomes: Sequence[Outcome], measure: Measure, draws: np.ndarray[Any, np.dtype[np.int64]]
) -> Iterator[float]:
    """Yield the measure of each row's cases, NaN where it is undefined on them."""
    for row in draws.tolist():
        value = measure([outcomes[number] for number in row])
        yield math.nan if value is None else value


def _middle(drawn: Sequence[float]) -> Interval | None:
    import numpy as np

    defined = [value for value in drawn if not math.isnan(value)]
    if not defined:
        return None
    low, high = np.percentile(defined, [100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2]).tolist()
    return low, high
