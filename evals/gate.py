"""The gate: floors that the figures of a run must keep to, and what to tell a person when they do not.

The floor is compared with the value itself, not with an end of its interval. A gate asks the same cases each time, and
extractive answers to them are the same each time, so nothing in the value is chance: where it falls, an answer changed.
Held against the low end, a floor would have to stand as far below what is reached as the cases are few, and let that
much pass unseen; held against the high end, more still. The interval is shown since it says another thing: how far the
figure may lie off on other cases of the same kind, and so how much a floor out of few cases is worth.

A metric that has no case to be measured on fails its floor, so a run of no cases, or of none of a kind, cannot pass.
Measuring is `evals.metrics`, the intervals are `evals.intervals`.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from corpus.errors import GroundwireError
from evals.cases import Case
from evals.gold import has_days
from evals.intervals import metric_interval
from evals.metrics import METRICS, Metric
from evals.outcome import Outcome

BUNDLED_FLOORS = Path(__file__).parent / "floors.toml"
SLICE = 100
"""Cases of the slice that `make test` asks."""
REFUSED_SHARE = 0.4
"""How many of a slice no article answers: of 40, a case is 0.025 of the share refused; of the 13 that a slice of 60 had
by the sizes of its categories alone, one answer that changed took it under its floor."""
ROUNDS = 1000
"""Resamples of an interval: its ends then move by less than a hundredth from seed to seed on 60 cases."""
WORST = 5
"""Cases named under a metric that fails."""
_METRICS: Mapping[str, Metric] = {metric.key: metric for metric in METRICS}
_BOUNDS = ("at_least", "at_most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The bounds of one metric, both included, and how many cases at least it has to be measured on."""

    metric: str
    at_least: float | None = None
    at_most: float | None = None
    cases: int = 1

    def holds(self, value: float) -> bool:
        """Whether `value` keeps to the bounds; what is not a number does not."""
        low = -math.inf if self.at_least is None else self.at_least
        high = math.inf if self.at_most is None else self.at_most
        return low <= value <= high

    def __str__(self) -> str:
        """The bounds in words."""
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        return " and ".join(f"{words} {bound:g}" for words, bound in bounds if bound is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one metric came to: its value over `cases` cases, the 95% interval of that, and whether its floor holds.

    `value` and `interval` are None where the run has no case to measure the metric on; that is no pass. `worst` are the
    cases that pull a value that fails the farthest, worst first.
    """

    metric: str
    value: float | None
    interval: tuple[float, float] | None
    floor: Floor
    passed: bool
    cases: int
    worst: tuple[Outcome, ...] = ()


# --- floors ----------------------------------------------------------------------------------------------------------


def load_floors(path: Path | str) -> tuple[Floor, ...]:
    """Return the floors of a TOML file: a table `[metrics.KEY]` each, with `at_least`, `at_most` or both, and `cases`.

    Raises `GroundwireError`, naming file, key and mend, for a file that is no such thing: no TOML, a key that is not
    known, a metric without a bound, a bound that is no number, bounds that no value keeps to, no metric at all.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            record = tomllib.load(file)
    except OSError as error:
        raise GroundwireError(f"{path}: cannot be read ({error.strerror}). Name a .toml file of floors.") from error
    except UnicodeDecodeError:
        raise GroundwireError(f"{path}: is not UTF-8. Save the file as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise GroundwireError(f"{path}: is not TOML: {error}. Mend that line.") from None
    unknown = sorted(set(record) - {"metrics"})
    if unknown:
        raise GroundwireError(f"{path}: unknown key `{unknown[0]}`. Write each floor as a table [metrics.KEY].")
    tables = record.get("metrics", {})
    if not isinstance(tables, dict) or not tables:
        why = "holds no floor, and a gate without one cannot fail"
        raise GroundwireError(f"{path}: {why}. Add a table such as [metrics.quotes_exact] with at_least = 1.0.")
    return tuple(_floor(key, table, f"{path}: [metrics.{key}]") for key, table in tables.items())


def _floor(key: str, table: object, where: str) -> Floor:
    if key not in _METRICS:
        near = get_close_matches(key, _METRICS, n=1)
        mend = f"Did you mean `{near[0]}`?" if near else f"Use one of: {', '.join(_METRICS)}."
        raise GroundwireError(f"{where}: there is no metric `{key}`. {mend}")
    if not isinstance(table, dict):
        raise GroundwireError(
            f"{where}: is {table!r}, and not a table. Write at_least or at_most under [metrics.{key}]."
        )
    unknown = sorted(set(table) - {*_BOUNDS, "cases"})
    if unknown:
        raise GroundwireError(f"{where}: unknown key `{unknown[0]}`. Use at_least, at_most or cases.")
    if not set(table) & set(_BOUNDS):
        raise GroundwireError(f"{where}: has no bound. Add at_least or at_most.")
    low, high = (_bound(table, name, where) for name in _BOUNDS)
    if low is not None and high is not None and low > high:
        raise GroundwireError(
            f"{where}: at_least {low:g} is above at_most {high:g}, so that no value passes. Lower it."
        )
    return Floor(metric=key, at_least=low, at_most=high, cases=_count(table, where))


def _bound(table: Mapping[str, Any], name: str, where: str) -> float | None:
    value = table.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise GroundwireError(f"{where}: `{name}` is {value!r:.60}. Make it a number, as in {name} = 0.95.")
    return float(value)


def _count(table: Mapping[str, Any], where: str) -> int:
    value = table.get("cases", 1)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise GroundwireError(f"{where}: `cases` is {value!r:.60}. Make it a whole number from 1, as in cases = 20.")
    return value


# --- judging ---------------------------------------------------------------------------------------------------------


def judge(outcomes: Sequence[Outcome], floors: Sequence[Floor], *, seed: int = 0) -> list[Verdict]:
    """Hold the figures of a run against `floors`, in their order. Raises `ValueError` where there are none."""
    if not floors:
        raise ValueError("a gate without floors cannot fail")
    return [_verdict(outcomes, floor, seed) for floor in floors]


def _verdict(outcomes: Sequence[Outcome], floor: Floor, seed: int) -> Verdict:
    metric = _METRICS[floor.metric]
    value = metric.measure(outcomes)
    if value is None:
        return Verdict(metric=metric.key, value=None, interval=None, floor=floor, passed=False, cases=0)
    cases = metric.concerned(outcomes)
    return Verdict(
        metric=metric.key,
        value=value,
        interval=metric_interval(outcomes, metric, seed, ROUNDS),
        floor=floor,
        passed=floor.holds(value) and len(cases) >= floor.cases,
        cases=len(cases),
        worst=() if floor.holds(value) else _worst(cases, metric, value, floor),
    )


def _worst(cases: Sequence[Outcome], metric: Metric, value: float, floor: Floor) -> tuple[Outcome, ...]:
    """The cases that pull `value` the farthest to the side on which it fails, worst first; ties in the run's order."""
    sign = 1 if floor.at_least is not None and value < floor.at_least else -1
    pulls = [(sign * _pull(cases, n, metric, value), n) for n in range(len(cases))]
    return tuple(cases[n] for pull, n in sorted(pulls) if pull < 0)[:WORST]


def _pull(cases: Sequence[Outcome], n: int, metric: Metric, value: float) -> float:
    """How far case `n` pulls the value: by its own score, or, where it has none, by what the value is without it."""
    own = metric.score(cases[n])
    if own is not None:
        return own - value
    without = metric.measure([*cases[:n], *cases[n + 1 :]])
    return 0.0 if without is None else value - without


# --- words -----------------------------------------------------------------------------------------------------------


def passed(verdicts: Sequence[Verdict]) -> bool:
    """Whether the gate opens: every floor holds, and there is one."""
    return bool(verdicts) and all(verdict.passed for verdict in verdicts)


def in_words(verdicts: Sequence[Verdict]) -> str:
    """What a person is told: each metric that fails with value, interval, floor and worst cases, or that none does."""
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if not failed:
        return f"The gate passes on {len(verdicts)} of {len(verdicts)} floors."
    return "\n".join([f"The gate fails on {len(failed)} of {len(verdicts)} floors.", *_lines(failed)])


def _lines(failed: Sequence[Verdict]) -> Iterator[str]:
    for verdict in failed:
        yield f"  {verdict.metric}: {_found(verdict)} ({_METRICS[verdict.metric].words})"
        yield from (f"    {outcome.case.id}: {_case_words(verdict.metric, outcome)}" for outcome in verdict.worst)


def _found(verdict: Verdict) -> str:
    floor = verdict.floor
    if verdict.value is None:
        return f"cannot be measured, no case of the run concerns it; the floor is {floor}"
    low, high = verdict.interval or (verdict.value, verdict.value)
    few = f", and only {verdict.cases} of the {floor.cases} cases it needs" if verdict.cases < floor.cases else ""
    return f"{verdict.value:.3f}, the floor is {floor}{few}; 95% interval {low:.3f} to {high:.3f}"


def _case_words(key: str, outcome: Outcome) -> str:
    own = _METRICS[key].score(outcome)
    score = "" if own is None else f"{own:.2f}, "
    said = f"refused ({outcome.reason})" if outcome.refused else f"answered “{' '.join(outcome.shown):.80}”"
    return f"{score}{outcome.case.question} {said}"


# --- the slice -------------------------------------------------------------------------------------------------------


def gate_slice(cases: Sequence[Case], count: int = SLICE) -> list[Case]:
    """Choose `count` of `cases`, the same ones each time, in their order; all where there are no more than that.

    `REFUSED_SHARE` of them are such as no article answers. Every category is present, and of one that has cases with
    and without days to keep to, both. Places go one by one to the kind with the fewest places for the square root of
    its size, so that a small one is more than a single case. Within it, the ids' hashes choose: a case that is added or
    taken away changes little else. Raises `ValueError` where there are more kinds than places.
    """
    if len(cases) <= count:
        return list(cases)
    answered = [case for case in cases if case.answerable]
    refused = [case for case in cases if not case.answerable]
    kinds = len(set(map(_kind, refused))), len(set(map(_kind, answered)))
    if sum(kinds) > count:
        raise ValueError(
            f"{count} cases cannot hold {sum(kinds)} kinds of cases: categories, with or without days, answered or not"
        )
    few = min(len(refused), max(round(count * REFUSED_SHARE), count - len(answered)))
    few = max(kinds[0], min(few, count - kinds[1]))
    chosen = _share(refused, few) | _share(answered, count - few)
    return [case for case in cases if case.id in chosen]


def _share(cases: Sequence[Case], count: int) -> set[str]:
    """The ids of `count` of `cases`, of every kind."""
    sizes = Counter(map(_kind, cases))
    places = dict.fromkeys(sorted(sizes), 1)
    while sum(places.values()) < count:
        open_ones = [kind for kind in places if places[kind] < sizes[kind]]
        places[max(open_ones, key=lambda kind: (math.sqrt(sizes[kind]) / places[kind], kind))] += 1
    chosen: set[str] = set()
    for kind, number in places.items():
        chosen.update(sorted((case.id for case in cases if _kind(case) == kind), key=_drawn)[:number])
    return chosen


def _kind(case: Case) -> tuple[str, bool]:
    return case.category, has_days(case)


def _drawn(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()
