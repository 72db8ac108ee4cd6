"""Risk against coverage of a run as a Markdown table: how often the surest answers are wrong.

    python -m benchmarks.risk_coverage RUN.json

reads the result of `groundwire eval run --out RUN.json`. At coverage c the surest cases are answered, c of all of them
by confidence, and the rest refused; the risk is the share of the answered that are wrong: the sentences shown lack the
expected answer, or no article answers (`evals.metrics.risk_coverage`, after El-Yaniv and Wiener 2010). The confidence
beside it is that of the least sure case answered. AURC is the mean risk over all coverages (Geifman and El-Yaniv 2019,
lower is better); it stands between those of the same answers in the best order that there is, right ones first, and in
none. The last lines are what was really answered: its coverage, and its risk.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from benchmarks.records import in_words
from corpus.errors import GroundwireError
from evals.metrics import risk_coverage
from evals.outcome import Outcome
from evals.scores import risk_coverage as curve
from evals.store import load_run

STEPS = 10


def at_coverages(points: Sequence[tuple[float, float]], steps: int = STEPS) -> list[tuple[float, float]]:
    """(coverage, risk) at 1/steps, 2/steps ... 1: the first point of the curve that answers so many."""
    found = []
    for step in range(1, steps + 1):
        wanted = step / steps
        found.append((wanted, next(risk for coverage, risk in points if coverage >= wanted - 1e-9)))
    return found


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """The lines of the table, with what stands below it. Raises `GroundwireError` where no case can be judged."""
    points = risk_coverage(outcomes)
    if not points:
        raise GroundwireError("The run holds no case whose answer is known. Give cases `answers` or `answerable`.")
    judged = [outcome for outcome in outcomes if outcome.case.answers or not outcome.case.answerable]
    ranked = sorted((outcome.confidence for outcome in judged), reverse=True)
    lines = ["| coverage | risk | confidence from |", "|---|---|---|"]
    for coverage, risk in at_coverages(points):
        lines.append(f"| {coverage:.1f} | {risk:.3f} | {ranked[math.ceil(coverage * len(ranked) - 1e-9) - 1]:.3f} |")
    answered = [outcome for outcome in judged if not outcome.refused]
    wrong = [is_wrong(outcome) for outcome in judged]
    best = fmean(risk for _, risk in curve([-float(flag) for flag in wrong], wrong))
    areas = f"AURC {fmean(risk for _, risk in points):.3f}, in the best order {best:.3f}, in none {fmean(wrong):.3f}"
    lines += ["", f"{areas} ({len(judged)} cases)"]
    if answered:
        risk = fmean(map(is_wrong, answered))
        lines.append(f"answered: coverage {len(answered) / len(judged):.3f}, risk {risk:.3f}")
    return lines


def is_wrong(outcome: Outcome) -> bool:
    """Whether the curve counts this case as wrong: of one case it is the risk of answering it."""
    return bool(risk_coverage([replace(outcome, confidence=0.0)])[0][1])


def main() -> None:
    """Read the run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the result of a run")
    given = parser.parse_args()
    print("\n".join(table(load_run(given.run).outcomes)))


if __name__ == "__main__":
    raise SystemExit(in_words(main))
