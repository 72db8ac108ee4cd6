"""Two runs over the same cases: which figures differ by more than chance, and which cases changed and how.

The intervals are paired, see `evals.intervals`. Runs of other corpora, settings or versions can be compared, and it is
said that they differ; runs of other cases cannot, since the difference would be that of the questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from corpus.errors import GroundwireError
from evals.cases import Case
from evals.failures import first_relevant, is_right, standing
from evals.figures import figure
from evals.intervals import ROUNDS, Interval, paired_interval
from evals.metrics import METRICS, Metric
from evals.outcome import Outcome
from evals.result import Run

_NAMED = 5
"""Cases or settings named in one message; more are counted."""
Direction = Literal["better", "worse", "other"]
Verdict = Literal["better", "worse", "same", "unclear", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One metric in both runs: `difference` is `b` less `a`, `interval` its 95% interval; None where undefined.

    `verdict` is what the interval allows to say of `b`: "unclear" where it holds 0, "" where there is none.
    """

    key: str
    words: str
    better: Literal["higher", "lower"]
    a: float | None
    b: float | None
    difference: float | None
    interval: Interval | None
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is otherwise in the second run about one case; `direction` is whether its answer became right or wrong."""

    id: str
    category: str
    question: str
    direction: Direction
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs over the same `cases`: every metric, the cases that changed, and what else differs between the runs."""

    cases: int
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def compare(a: Run, b: Run, seed: int = 0, rounds: int = ROUNDS) -> Comparison:
    """Compare run `b` with run `a`, the same each time for the same runs, `seed` and `rounds`.

    Raises `GroundwireError`, naming them, where the runs asked other cases, or asked or expected something else in one
    of the same id.
    """
    before, after = _aligned(a, b)
    return Comparison(
        cases=len(before),
        differences=tuple(_difference(metric, before, after, seed, rounds) for metric in METRICS),
        changes=tuple(_changes(before, after)),
        notes=tuple(_notes(a, b)),
    )


def _aligned(a: Run, b: Run) -> tuple[Sequence[Outcome], Sequence[Outcome]]:
    """Return the outcomes of both in the order of the first."""
    firsts, seconds = ({outcome.case.id: outcome for outcome in run.outcomes} for run in (a, b))
    missing = {
        "the second run": [name for name in firsts if name not in seconds],
        "the first run": [name for name in seconds if name not in firsts],
    }
    lacks = [f"{run} lacks {_named(names)}" for run, names in missing.items() if names]
    if lacks:
        raise GroundwireError(f"These runs asked different cases: {'; '.join(lacks)}. Run both over the same cases.")
    other = [
        f"{name} ({', '.join(keys)})" for name in firsts if (keys := _other_keys(firsts[name].case, seconds[name].case))
    ]
    if other:
        raise GroundwireError(
            f"These runs asked different cases under the same ids: {_named(other)}. Run both over the same cases."
        )
    if not firsts:
        raise GroundwireError("These runs hold no case, so there is nothing to compare. Run some cases first.")
    return list(firsts.values()), [seconds[name] for name in firsts]


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _other_keys(a: Case, b: Case) -> list[str]:
    """The keys that measure otherwise; a note or a category that was reworded does not."""
    kept = [field.name for field in fields(Case) if field.name not in {"id", "note", "urls", "category"}]
    return [key for key in kept if getattr(a, key) != getattr(b, key)]


def _difference(
    metric: Metric, before: Sequence[Outcome], after: Sequence[Outcome], seed: int, rounds: int
) -> Difference:
    a, b = metric.measure(before), metric.measure(after)
    difference = None if a is None or b is None else b - a
    interval = paired_interval(before, after, metric, seed, rounds)
    return Difference(
        key=metric.key,
        words=metric.words,
        better=metric.better,
        a=a,
        b=b,
        difference=difference,
        interval=interval,
        verdict=_verdict(metric, difference, interval),
    )


def _verdict(metric: Metric, difference: float | None, interval: Interval | None) -> Verdict:
    if interval is None or difference is None:
        return ""
    if interval[0] <= 0 <= interval[1]:
        return "same" if difference == 0 else "unclear"
    return "better" if (interval[0] > 0) == (metric.better == "higher") else "worse"


# --- what else differs ----------------------------------------------------------------------------------------------


def _notes(a: Run, b: Run) -> Iterator[str]:
    if a.corpus_hash != b.corpus_hash:
        yield f"Other articles: {a.articles:,} in the first run, {b.articles:,} in the second."
    if a.mode != b.mode:
        yield f"Other mode: {a.mode} in the first run, {b.mode} in the second."
    for what, first, second in (("settings", a.settings, b.settings), ("versions", a.versions, b.versions)):
        changed = [
            f"{key} {_value(first, key)} -> {_value(second, key)}"
            for key in sorted({*first, *second})
            if _value(first, key) != _value(second, key)
        ]
        if changed:
            yield f"Other {what}: {_named(changed)}."


def _value(values: Mapping[str, object], key: str) -> str:
    return str(values[key]) if key in values else "(none)"


# --- cases that changed ---------------------------------------------------------------------------------------------


def _changes(before: Sequence[Outcome], after: Sequence[Outcome]) -> list[Change]:
    """Return the cases whose answer, evidence or search changed; those that became wrong first."""
    changes = [_change(a, b) for a, b in zip(before, after, strict=True)]
    ranks: tuple[Direction, ...] = ("worse", "better", "other")
    return sorted((change for change in changes if change.what), key=lambda change: ranks.index(change.direction))


def _change(a: Outcome, b: Outcome) -> Change:
    return Change(
        id=b.case.id,
        category=b.case.category,
        question=b.case.question,
        direction="other" if is_right(a) == is_right(b) else "better" if is_right(b) else "worse",
        what=tuple(words for part in (_answer, _evidence, _search) for words in part(a, b)),
    )


def _answer(a: Outcome, b: Outcome) -> Iterator[str]:
    if a.refused != b.refused:
        yield f"{_answered(a)} -> {_answered(b)}"
    elif a.refused:
        if a.reason != b.reason:
            yield f"refused for another reason: {a.reason} -> {b.reason}"
    elif standing(a) != standing(b):
        yield f"{standing(a)} -> {standing(b)}"
    elif a.shown != b.shown:
        yield "other words"


def _answered(outcome: Outcome) -> str:
    if outcome.refused:
        return "refused"
    return f"answered ({standing(outcome)})" if outcome.case.answerable else "answered"


def _evidence(a: Outcome, b: Outcome) -> Iterator[str]:
    if a.refused or b.refused:
        return
    first, second = _cited(a), _cited(b)
    if first != second:
        gone, new = len(first - second), len(second - first)
        yield f"other citations: {gone} gone, {new} new"
    if len(a.conflicts) != len(b.conflicts):
        yield f"disagreements shown: {len(a.conflicts)} -> {len(b.conflicts)}"
    inexact = [sum(not citation.exact for citation in outcome.citations) for outcome in (a, b)]
    if inexact[0] != inexact[1]:
        yield f"citations that are not their articles' words: {inexact[0]} -> {inexact[1]}"
    verdicts = [", ".join(sentence.verdict or "-" for sentence in outcome.sentences) for outcome in (a, b)]
    if a.shown == b.shown and verdicts[0] != verdicts[1]:
        yield f"verifier: {verdicts[0]} -> {verdicts[1]}"


def _cited(outcome: Outcome) -> set[tuple[str, str, str]]:
    """What is cited, by what stays the same where the same articles are put into another home."""
    return {(citation.source, citation.title, citation.quote) for citation in outcome.citations}


def _search(a: Outcome, b: Outcome) -> Iterator[str]:
    if a.case.answerable:
        first, second = first_relevant(a), first_relevant(b)
        if first != second:
            yield f"place of the first passage with the evidence: {first or 'none'} -> {second or 'none'}"


# --- words for a terminal -------------------------------------------------------------------------------------------

DIFFERENCE_COLUMNS = ("measured", "first", "second", "difference", "95% interval", "")
CHANGE_COLUMNS = ("case", "question", "", "what changed")


def difference_rows(comparison: Comparison) -> list[tuple[str, ...]]:
    """Return the figures as rows under `DIFFERENCE_COLUMNS`, a dash where a run has no case to measure one on."""
    return [
        (
            each.words,
            figure(each.key, each.a),
            figure(each.key, each.b),
            figure(each.key, each.difference, signed=True),
            " to ".join(figure(each.key, end, signed=True) for end in each.interval) if each.interval else "-",
            each.verdict,
        )
        for each in comparison.differences
    ]


def change_rows(comparison: Comparison) -> list[tuple[str, ...]]:
    """Return the cases that changed as rows under `CHANGE_COLUMNS`, those that became wrong first."""
    return [(each.id, each.question, each.direction, "; ".join(each.what)) for each in comparison.changes]
