"""Bootstrap draws of claims that stand on the same passages, and the figures of each draw; balanced accuracy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import Any

import numpy as np

_AT_ONCE = 4_000_000
"""Weights of claims held in memory at once, 32 MB of them."""


def balanced_accuracy(called: Sequence[bool], truth: Sequence[bool]) -> float:
    """The mean of the shares of supported and of other claims that were called right (Brodersen et al. 2010).

    Raises `ValueError` where one of the two is absent.
    """
    sides = [[said == so for said, so in zip(called, truth, strict=True) if so is side] for side in (True, False)]
    if not all(sides):
        raise ValueError("balanced accuracy needs supported and other claims")
    return fmean(fmean(side) for side in sides)


class Draws:
    """Bootstrap draws of claims, all those over the same passages together (Davison and Hinkley 1997, section 3.8).

    Claims over one article are no independent evidence: BUMP's 800 stand on 59, and drawn one by one they would give
    intervals that are too narrow. A draw is kept as how often each claim is in it. Every measure sees the same draws.
    """

    def __init__(self, passages: Sequence[tuple[str, ...]], truth: Sequence[bool], seed: int, rounds: int) -> None:
        numbers = {key: n for n, key in enumerate(dict.fromkeys(passages))}
        self._cluster = np.array([numbers[key] for key in passages], dtype=np.int64)
        self._truth = np.array(truth, dtype=bool)
        self._clusters, self._seed, self._rounds = len(numbers), seed, rounds

    def auroc(self, score: Sequence[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The AUROC of each draw, ties counting half; NaN for one without both kinds of claim."""
        order = np.argsort(np.array(score), kind="stable")
        ordered = np.array(score, dtype=np.float64)[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        drawn = []
        for weights in self._weights():
            sorted_weights, truth = weights[:, order], self._truth[order]
            positives = np.add.reduceat(sorted_weights * truth, starts, axis=1)
            negatives = np.add.reduceat(sorted_weights * ~truth, starts, axis=1)
            below = np.cumsum(negatives, axis=1) - negatives
            pairs = positives.sum(axis=1) * negatives.sum(axis=1)
            beaten = (positives * (below + negatives / 2)).sum(axis=1)
            drawn.append(np.where(pairs > 0, beaten / np.maximum(pairs, 1), np.nan))
        return np.concatenate(drawn)

    def balanced_accuracy(self, called: Sequence[bool]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The balanced accuracy of each draw; NaN for one without both kinds of claim."""
        right = np.array(called, dtype=bool) == self._truth
        drawn = []
        for weights in self._weights():
            shares = []
            for side in (self._truth, ~self._truth):
                total = weights[:, side].sum(axis=1)
                shares.append(np.where(total > 0, weights[:, side & right].sum(axis=1) / np.maximum(total, 1), np.nan))
            drawn.append((shares[0] + shares[1]) / 2)
        return np.concatenate(drawn)

    def _weights(self) -> Iterator[np.ndarray[Any, np.dtype[np.float64]]]:
        """Yield how often each claim is drawn, a row a draw."""
        generator = np.random.default_rng(self._seed)
        even = np.full(self._clusters, 1 / self._clusters)
        at_once = max(1, _AT_ONCE // len(self._cluster))
        for begun in range(0, self._rounds, at_once):
            times = generator.multinomial(self._clusters, even, size=min(at_once, self._rounds - begun))
            yield times[:, self._cluster].astype(np.float64)
