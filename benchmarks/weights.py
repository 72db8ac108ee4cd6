"""Fits the weights of `rag.choose.weigh`, and says what answering loses without each part of the evidence.

    python -m benchmarks.weights HOME=CASES [HOME=CASES ...]

HOME is indexed (as `groundwire eval run --home HOME` leaves it), CASES are over its articles. Order: logistic
regression over pairs of a sentence that holds the expected answer and one that does not. Answering at all: logistic
regression on the first sentence, each set of cases weighing the same. Parts cannot count against what they speak for.

The table is cross-validated in five parts, a near miss with its neighbour: the answer stands in the first sentence, in
the first three, AUROC of the confidence, and the share of the unanswerable refused at 10% false refusals, each line
with the weights fitted anew without one part. Then the weights, fitted to all, and what thresholds refuse.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.records import in_words
from evals.cases import Case, load_cases
from evals.gold import answers_held
from evals.observe import days_of
from evals.scores import auroc, refusal_at
from rag import Newsroom, open_newsroom
from rag.asked.request import read_request
from rag.choose.evidence import Parts
from rag.choose.gather import Gatherer
from rag.choose.weigh import terms_of
from rag.find.hybrid import HybridSearch
from rag.index.scope import any_article

TERMS = tuple(terms_of(Parts(*[0.0] * len(Parts._fields))))
FOLDS = 5
PULL = 1.0
"""How strongly weights are pulled to 0 (L2)."""
AGAINST = frozenset(("withheld", "rival"))
NEAR = frozenset(("near_miss", "neighbour"))
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
Rows = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Asked:
    """A case with what was found: a row of parts and whether it holds the answer for each sentence looked at."""

    group: str
    case: Case
    rows: Rows
    held: np.ndarray[Any, np.dtype[np.bool_]]
    unknown: float


def ask(room: Newsroom, group: str, cases: Iterable[Case]) -> Iterable[Asked]:
    """Ask each case that is one question."""
    search = HybridSearch(room.passages, room.index, room.embedder, room.settings.candidates)
    gatherer = Gatherer(room.passages, lambda: search, room.reader)
    for case in cases:
        request = read_request(case.question, room.catalogue.outlets(), history=case.history, **days_of(case))
        request = gatherer.crediting(request)
        if request.unclear or not any_article(room.catalogue, request.filters):
            continue
        gathered = gatherer.gather(request)
        if len(gathered) == 1:
            choice = gathered[0].choice
            known = [one for one in choice.ranked if one.parts]
            rows = np.array([tuple(terms_of(one.parts).values()) for one in known if one.parts]).reshape(-1, len(TERMS))
            held = np.array([bool(case.answers) and all(answers_held(case, [one.text])) for one in known], dtype=bool)
            name = f"{group}, near misses" if case.category in NEAR else group
            yield Asked(name, case, rows, held, choice.evidence.unknown_share)


def regression(rows: Rows, truth: Rows, weights: Rows, signs: Sequence[int]) -> Rows:
    """Logistic regression whose coefficients keep to `signs` (1, -1, or 0 for either); a last column is the bias."""
    from scipy.optimize import minimize

    scale = np.maximum(rows.std(0), 0.1)
    scaled, turned = rows / scale, np.where(truth > 0, 1.0, -1.0)
    pulled = np.array([PULL if sign else 0.0 for sign in signs])

    def lost(guess: Rows) -> tuple[float, Rows]:
        margin = turned * (scaled @ guess)
        slope = -(turned * weights / (1 + np.exp(np.minimum(margin, 50)))) @ scaled
        return float((weights * np.logaddexp(0, -margin)).sum() + (pulled * guess**2).sum() / 2), slope + pulled * guess

    bounds = [(0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None) for sign in signs]
    found = minimize(lost, np.zeros(rows.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B")
    fitted: Rows = found.x / scale
    return fitted


def order_weights(asked: Sequence[Asked], columns: Sequence[int]) -> Rows:
    """The weights of the order in which sentences are shown."""
    pairs, weights = [], []
    for one in asked:
        if one.case.answerable and one.held.any() and not one.held.all():
            apart = (one.rows[one.held][:, None] - one.rows[~one.held][None]).reshape(-1, len(TERMS))
            pairs.append(apart[:, columns])
            weights.append(np.full(len(apart), 1 / len(apart)))
    rows = np.concatenate(pairs)
    return regression(rows, np.ones(len(rows)), np.concatenate(weights), _signs(columns))


def answer_weights(asked: Sequence[Asked], order: Rows, columns: Sequence[int]) -> Rows:
    """The weights of the confidence, those of unknown names and of the bias last."""
    seen = [one for one in asked if len(one.rows)]
    groups = [one.group for one in seen]
    weights = np.array([1 / groups.count(group) for group in groups])
    rows = np.array([first(one, order, columns) for one in seen])
    truth = np.array([float(one.case.answerable) for one in seen])
    return regression(rows, truth, weights * len(seen) / weights.sum(), [*_signs(columns), -1, 0])


def first(one: Asked, order: Rows, columns: Sequence[int]) -> Rows:
    """The parts of the first sentence, with the share of unknown names and 1 for the bias."""
    best = int((one.rows[:, columns] @ order).argmax())
    return np.array([*one.rows[best][columns], one.unknown, 1.0])


def confidence(one: Asked, order: Rows, answer: Rows, columns: Sequence[int]) -> float:
    """How likely the first sentence answers: 0 to 1."""
    return float(1 / (1 + np.exp(-(first(one, order, columns) @ answer)))) if len(one.rows) else 0.0


def line(words: str, asked: Sequence[Asked], columns: Sequence[int]) -> str:
    """One line of the table: the figures of each group, each case judged by weights fitted without its fold."""
    rng = random.Random(0)
    folds: dict[str, int] = {}
    fold = [folds.setdefault(one.group + one.case.id.rstrip("ab"), rng.randrange(FOLDS)) for one in asked]
    told: dict[str, list[tuple[Asked, list[bool], float]]] = {}
    for number in range(FOLDS):
        known = [one for one, place in zip(asked, fold, strict=True) if place != number]
        order = order_weights(known, columns)
        answer = answer_weights(known, order, columns)
        for one, place in zip(asked, fold, strict=True):
            if place == number:
                ranked = [bool(one.held[n]) for n in np.argsort(-(one.rows[:, columns] @ order), kind="stable")]
                told.setdefault(one.group, []).append((one, ranked, confidence(one, order, answer, columns)))
    return f"| {words} | " + " | ".join(_figures(told[group]) for group in sorted(told)) + " |"


def _figures(told: Sequence[tuple[Asked, list[bool], float]]) -> str:
    ranked = [held for one, held, _ in told if one.case.answerable and one.case.answers]
    top, three = (np.mean([any(held[:most]) for held in ranked]) for most in (1, 3))
    sure = [score for _, _, score in told]
    can = [one.case.answerable for one, _, _ in told]
    answerable = [score for score, yes in zip(sure, can, strict=True) if yes]
    others = [score for score, yes in zip(sure, can, strict=True) if not yes]
    return f"{top:.2f}, {three:.2f}, {auroc(sure, can):.2f}, {refusal_at(answerable, others, 0.10):.2f}"


def _signs(columns: Sequence[int]) -> list[int]:
    return [-1 if TERMS[column] in AGAINST else 1 for column in columns]


def report(asked: Sequence[Asked]) -> Iterable[str]:
    """The table, the weights and the thresholds."""
    every = range(len(TERMS))
    groups = sorted({one.group for one in asked})
    counts = [f"{group} ({sum(one.group == group for one in asked)})" for group in groups]
    yield "| without | " + " | ".join(counts) + " |\n|---|" + "---|" * len(groups)
    yield line("nothing", asked, list(every))
    for column in every:
        yield line(f"`{TERMS[column]}`", asked, [other for other in every if other != column])
    order = order_weights(asked, list(every))
    answer = answer_weights(asked, order, list(every))
    yield f"\norder:  { {name: round(float(w), 2) for name, w in zip(TERMS, order, strict=True)} }"
    names = (*TERMS, "unknown names", "bias")
    yield f"answer: { {name: round(float(w), 2) for name, w in zip(names, answer, strict=True)} }"
    sure = [(one, confidence(one, order, answer, list(every))) for one in asked]
    for threshold in THRESHOLDS:
        shares = []
        for group in groups:
            own = [(one.case.answerable, score < threshold) for one, score in sure if one.group == group]
            right, wrong = (np.mean([low for can, low in own if can == wanted]) for wanted in (False, True))
            shares.append(f"{group} {right:.2f} at {wrong:.2f}")
        yield f"from {threshold}: refused at false refusals: " + "; ".join(shares)


def main() -> None:
    """Read the command line, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="HOME=CASES")
    asked: list[Asked] = []
    for text in parser.parse_args().sets:
        home, _, cases = text.partition("=")
        with open_newsroom(Path(home)) as room:
            asked += ask(room, Path(cases).stem, load_cases(Path(cases)))
    for text in report(asked):
        print(text, flush=True)


if __name__ == "__main__":
    raise SystemExit(in_words(main))
