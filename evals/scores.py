"""Arithmetic on plain numbers, with the source of each formula. What is put into it is decided in `evals.metrics`."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from statistics import fmean


def reciprocal_rank(relevant: Sequence[bool], k: int) -> float:
    """1 / rank of the first relevant of the best `k`, 0 where none is (Voorhees 1999, TREC-8 question answering)."""
    return next((1 / rank for rank, hit in enumerate(relevant[:k], start=1) if hit), 0.0)


def ndcg(relevant: Sequence[bool], k: int, missed: int = 0) -> float:
    """The nDCG of the best `k` with binary gains and a discount of log2(1 + rank) (Järvelin & Kekäläinen 2002).

    The ideal list begins with all relevant ones, those of `relevant` and as many as are `missed` in it. Raises
    `ValueError` where there are none at all.
    """
    ideal = _gain([True] * (sum(relevant) + missed), k)
    if not ideal:
        raise ValueError("nDCG needs something relevant")
    return _gain(relevant, k) / ideal


def _gain(relevant: Sequence[bool], k: int) -> float:
    return sum(1 / math.log2(1 + rank) for rank, hit in enumerate(relevant[:k], start=1) if hit)


def token_f1(given: Sequence[str], expected: Sequence[str]) -> float:
    """Harmonic mean of precision and recall of the tokens, each counted as often as it stands in both (SQuAD 2016).

    1 where both are empty, 0 where one is (as SQuAD 2.0's evaluation script).
    """
    if not given and not expected:
        return 1.0
    shared = (Counter(given) & Counter(expected)).total()
    return 2 * shared / (len(given) + len(expected))


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return the chance that a random positive scores above a random negative: Mann-Whitney U over P*N, ties half.

    Raises `ValueError` where there are no positives or no negatives, or a score is not a number.
    """
    _numbers(scores)
    pairs = list(zip(scores, labels, strict=True))
    positives = [score for score, label in pairs if label]
    negatives = sorted(score for score, label in pairs if not label)
    if not positives or not negatives:
        raise ValueError("AUROC needs positives and negatives")
    beaten = sum(bisect_left(negatives, score) + bisect_right(negatives, score) for score in positives)
    return beaten / (2 * len(positives) * len(negatives))


def refusal_at(
    scores_answerable: Sequence[float], scores_unanswerable: Sequence[float], false_refusals: float
) -> float:
    """Return the share of the unanswerable refused where at most `false_refusals` of the answerable are.

    Refused is what scores below the highest threshold that keeps to it: a point of the ROC curve. It is chosen on these
    same scores, so this says what they can separate, not what a fixed threshold does elsewhere. Raises `ValueError`
    where one of the two is empty, or a score is not a number.
    """
    _numbers([*scores_answerable, *scores_unanswerable])
    if not scores_answerable or not scores_unanswerable:
        raise ValueError("refusal needs answerable and unanswerable scores")
    allowed = math.floor(false_refusals * len(scores_answerable) + 1e-9)  # 0.29 * 100 is 28.999...
    threshold = sorted(scores_answerable)[allowed] if allowed < len(scores_answerable) else math.inf
    return fmean(score < threshold for score in scores_unanswerable)


def risk_coverage(scores: Sequence[float], wrong: Sequence[bool]) -> list[tuple[float, float]]:
    """Return (coverage, risk) for the best scored 1, 2 ... n: their share of all, and the share of them that is wrong.

    The curve of El-Yaniv & Wiener (2010); the mean of its risks is the AURC of Geifman & El-Yaniv (2019). No threshold
    parts equal scores, so each of them counts as wrong as they are on average: the risk expected of any order of them.
    Raises `ValueError` where a score is not a number.
    """
    _numbers(scores)
    ranked = sorted(zip(scores, wrong, strict=True), reverse=True)
    expected: list[float] = []
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        errors = [error for _, error in tied]
        expected += [fmean(errors)] * len(errors)
    return [(n / len(ranked), fmean(expected[:n])) for n in range(1, len(ranked) + 1)]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of `values` lie, interpolated between neighbours (numpy's default)."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low, high = math.floor(place), math.ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _numbers(scores: Sequence[float]) -> None:
    if any(math.isnan(score) for score in scores):
        raise ValueError("a score is not a number")
