"""Judges of answers, asked several times each, beside our own verdicts on the same answers.

A language model says now this, now that, so each judge is asked again and again; what is shown is the mean, its spread,
and how far it agrees with ours. An answer that a judge gives no usable verdict on (a crash, NaN, a reply that is none)
is counted as that and enters no mean. Refusals are handed to no judge: there is nothing to judge. Which judges there
are is `evals.judges`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any, Literal

from corpus.errors import GroundwireError
from evals.metrics import key_fact_recall
from evals.outcome import Outcome
from rag.index.progress import Progress

Measured = Literal["faithfulness", "correctness"]

REPETITIONS = 3
COLUMNS = ("judge", "mean", "spread", "verdicts", "none", "same each time", "kappa with ours", "agrees with ours")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge said of an answer once: `score` on the judge's own scale, None where it gave no verdict.

    `why` says why not. `misread`: the library's own reading of the same reply came out otherwise.
    """

    score: float | None
    why: str = ""
    misread: bool = False


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge: its key and words, what it judges, and the score from which an answer passes."""

    key: str
    words: str
    measures: Measured
    passes_from: float
    ask: Callable[[Outcome], Verdict]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one judge said of all answers. `verdicts[n][r]`: of answer n, on repetition r.

    `mean` and `spread` are the mean and the standard deviation of the repetitions' means, the latter None for less than
    two. `steady` is the share of answers that passed each time or failed each time, of those judged twice or more.
    `kappa` is Cohen's (1960), `agreement` the plain share, between the majority of its verdicts and ours, over
    `compared` answers; an answer without a majority, and one that ours says nothing of, is in neither.
    """

    judge: Judge
    verdicts: tuple[tuple[Verdict, ...], ...]
    mean: float | None
    spread: float | None
    given: int
    missing: int
    reasons: tuple[tuple[str, int], ...]
    misread: int
    steady: float | None
    kappa: float | None
    agreement: float | None
    compared: int


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """Every judge over the same answers. `ours`: the share of them that pass by ours, None where none was verified."""

    answers: tuple[str, ...]
    refusals: int
    repetitions: int
    ours: tuple[tuple[Measured, float | None], ...]
    judged: tuple[Judged, ...]

    columns = COLUMNS

    def rows(self) -> list[tuple[str, ...]]:
        """One row a judge, under `columns`; ours first."""
        own: list[tuple[str, ...]] = [
            (f"ours: {kind}", _written(share), "-", "-", "-", "-", "-", "-") for kind, share in self.ours
        ]
        return own + [
            (
                each.judge.words,
                _written(each.mean),
                _written(each.spread),
                str(each.given),
                str(each.missing),
                _written(each.steady),
                _written(each.kappa),
                f"{_written(each.agreement)} of {each.compared}",
            )
            for each in self.judged
        ]

    def notes(self) -> list[str]:
        """What stands in no row: refusals left out, why verdicts are missing, replies that a library misreads."""
        lines = [
            f"{len(self.answers)} answers, {self.repetitions} times each; {self.refusals} refusals are not judged."
        ]
        for each in self.judged:
            lines += [f"{each.judge.words}: no verdict {times} times: {why}" for why, times in each.reasons]
            if each.misread:
                lines.append(f"{each.judge.words}: the library's own reading of {each.misread} replies is wrong.")
        return lines

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready values, with every verdict."""
        return {
            "answers": list(self.answers),
            "refusals": self.refusals,
            "repetitions": self.repetitions,
            "ours": dict(self.ours),
            "judges": {
                each.judge.key: {
                    "measures": each.judge.measures,
                    "passes_from": each.judge.passes_from,
                    "mean": each.mean,
                    "spread": each.spread,
                    "verdicts": each.given,
                    "no_verdict": each.missing,
                    "reasons": dict(each.reasons),
                    "misread": each.misread,
                    "steady": each.steady,
                    "kappa": each.kappa,
                    "agreement": each.agreement,
                    "compared": each.compared,
                    "scores": [[verdict.score for verdict in row] for row in each.verdicts],
                }
                for each in self.judged
            },
        }


def judge_answers(
    outcomes: Sequence[Outcome],
    judges: Sequence[Judge],
    repetitions: int = REPETITIONS,
    progress: Progress | None = None,
) -> JudgeReport:
    """Ask each judge of each answer so many times. Raises `GroundwireError` where there is no answer to judge."""
    answers = [outcome for outcome in outcomes if not outcome.refused]
    if not answers:
        raise GroundwireError("There is no answer to judge: every case was refused. Judge a run with answers.")
    if repetitions < 1:
        raise GroundwireError(f"{repetitions} repetitions judge nothing. Ask for at least one.")
    judged = []
    for judge in judges:
        rows = []
        for done, outcome in enumerate(answers, start=1):
            rows.append(tuple(judge.ask(outcome) for _ in range(repetitions)))
            if progress:
                progress(judge.words, done, len(answers))
        judged.append(_judged(judge, answers, rows))
    return JudgeReport(
        answers=tuple(outcome.case.id for outcome in answers),
        refusals=len(outcomes) - len(answers),
        repetitions=repetitions,
        ours=tuple((kind, _share(ours, answers)) for kind, ours in OURS.items()),
        judged=tuple(judged),
    )


def faithful(outcome: Outcome) -> bool | None:
    """Whether what they cite supports all sentences of an answer, by our verifier; None where it was not asked."""
    labels = [sentence.verdict for sentence in outcome.sentences]
    return all(label == "supported" for label in labels) if labels and all(labels) else None


def correct(outcome: Outcome) -> bool | None:
    """Whether an answer states every key fact of its case; None where the case has none. Wrong where unanswerable."""
    if not outcome.case.answerable:
        return False
    recall = key_fact_recall(outcome)
    return None if recall is None else recall >= 1


OURS: dict[Measured, Callable[[Outcome], bool | None]] = {"faithfulness": faithful, "correctness": correct}


def cohen_kappa(one: Sequence[bool], other: Sequence[bool]) -> float | None:
    """Agreement beyond chance, (p_o - p_e) / (1 - p_e), of two judges (Cohen 1960); None where chance alone gives 1."""
    n = len(one)
    if not n:
        return None
    observed = fmean(a == b for a, b in zip(one, other, strict=True))
    expected = (sum(one) * sum(other) + (n - sum(one)) * (n - sum(other))) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _judged(judge: Judge, answers: Sequence[Outcome], rows: Sequence[tuple[Verdict, ...]]) -> Judged:
    """Count and compare what a judge said."""
    flat = [verdict for row in rows for verdict in row]
    columns = [[verdict.score for verdict in column if verdict.score is not None] for column in zip(*rows, strict=True)]
    means = [fmean(column) for column in columns if column]
    passed = [[v.score >= judge.passes_from for v in row if v.score is not None] for row in rows]
    repeated = [row for row in passed if len(row) > 1]
    pairs = [
        (theirs, own)
        for row, outcome in zip(passed, answers, strict=True)
        if (theirs := _majority(row)) is not None and (own := OURS[judge.measures](outcome)) is not None
    ]
    return Judged(
        judge=judge,
        verdicts=tuple(rows),
        mean=fmean(means) if means else None,
        spread=stdev(means) if len(means) > 1 else None,
        given=sum(verdict.score is not None for verdict in flat),
        missing=sum(verdict.score is None for verdict in flat),
        reasons=tuple(Counter(verdict.why for verdict in flat if verdict.score is None).most_common()),
        misread=sum(verdict.misread for verdict in flat),
        steady=fmean(len(set(row)) == 1 for row in repeated) if repeated else None,
        kappa=cohen_kappa([theirs for theirs, _ in pairs], [own for _, own in pairs]),
        agreement=fmean(theirs == own for theirs, own in pairs) if pairs else None,
        compared=len(pairs),
    )


def _majority(passed: Sequence[bool]) -> bool | None:
    """What most say; None for nobody or a tie."""
    return None if 2 * sum(passed) == len(passed) else 2 * sum(passed) > len(passed)


def _share(ours: Callable[[Outcome], bool | None], answers: Sequence[Outcome]) -> float | None:
    known = [verdict for verdict in map(ours, answers) if verdict is not None]
    return fmean(known) if known else None


def _written(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
