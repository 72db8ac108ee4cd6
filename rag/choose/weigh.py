"""What the parts of the evidence weigh: for the order in which sentences are shown, and for answering at all.

Both sums take logarithms of the parts, so they are products of powers: a sentence that fails in one part is not saved
by its others. The parts themselves are `rag.choose.evidence`; what follows from a refusal is `rag.write.refuse`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rag.choose.evidence import Parts, logarithm

UNREAD = -1.0
"""The reader's logit below which its judgement is weighed once more, as `unread`: it is surer that a sentence does not
answer than that it does."""
_FLOORS: Mapping[str, float] = {"typed": 0.15, "least_name": 0.3, "version": 0.3, "years": 0.3}
"""Added to a part before its logarithm is taken; the other parts are weighed as they are."""
# Both sets of weights are fitted by `python -m benchmarks.weights` to the 140 cases of news_quiz_2023, the 385 over the
# bundled briefs (evals/cases) and the 186 near misses and answerable neighbours over ai_news_2022_2023
# (benchmarks/cases), but for `version` and unknown names, which are exact and few: theirs were raised by hand. They are
# of the reader before this one; fitted anew they hardly differ. Answering does without `passage`, which says how a
# passage compares with the others found and not whether any is good.
# docs/measurements.md has the figures and what is lost without each part.
RANK_WEIGHTS: Mapping[str, float] = {
    "reads": 0.37,
    "typed": 1.3,
    "least_name": 0.63,
    "version": 2.0,
    "years": 0.54,
    "passage": 4.27,
    "cosine": 0.92,
    "withheld": -0.53,
    "rival": -1.37,
}
"""For the order in which sentences are shown."""
ANSWER_WEIGHTS: Mapping[str, float] = {
    "reads": 0.23,
    "unread": 0.5,
    "typed": 0.36,
    "least_name": 0.75,
    "version": 2.5,
    "years": 1.02,
    "cosine": 2.11,
    "withheld": -1.27,
    "rival": -0.47,
}
"""For answering at all, of the first sentence."""
UNKNOWN_NAMES_WEIGHT = 1.5
"""Of the share of the names that stand nowhere in the articles searched."""
BIAS = -1.27
"""Of the logistic that makes a chance of the sum."""
ANSWER_FROM = 0.45
"""Refuses 0.53 of the unanswerable of 100 of the briefs' cases at 0.12 false refusals, 0.45 of the near misses over
ai_news at 0.09, 0.72 of the quiz's at 0.13."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer: the `parts` of the best place for it, None where there is no sentence.

    `unknown_names` stand nowhere in the articles searched, `unknown_share` is their share of the question's names.
    """

    parts: Parts | None = None
    unknown_names: tuple[str, ...] = ()
    unknown_share: float = 0.0

    def confidence(self) -> float:
        """How likely it is that the place answers the question: 0 to 1."""
        if self.parts is None:
            return 0.0
        score = weighed(self.parts, ANSWER_WEIGHTS) - UNKNOWN_NAMES_WEIGHT * self.unknown_share
        return 1 / (1 + math.exp(-(score + BIAS)))


def weighed(parts: Parts, weights: Mapping[str, float]) -> float:
    """The weighted sum of `parts`."""
    terms = terms_of(parts)
    return sum(weight * terms[name] for name, weight in weights.items())


def terms_of(parts: Parts) -> dict[str, float]:
    """What is weighed of `parts`: the logarithm where `_FLOORS` has one, and `unread`."""
    terms = {
        name: logarithm(value, _FLOORS[name]) if name in _FLOORS else value for name, value in parts._asdict().items()
    }
    return {**terms, "unread": min(0.0, parts.reads - UNREAD)}
