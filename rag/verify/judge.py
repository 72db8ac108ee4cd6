"""How likely a passage supports a sentence: one logistic score over a few of the evidence's numbers.

Two sets were used: AttributionBench dev (1,198 claims, each an answer to a question) and BUMP (800 news summaries, half
with one error put in). AUROC on halves that were not fitted on, grouped by question and by article; a summary counts as
its least supported sentence, and what `rag.verify.differences` finds is left out of account:

    weights                fitted on      AttributionBench  BUMP
    without a question     both           0.75              0.66
    with one               AttributionB.  0.79              (its summaries answer no question)
    (not used)             BUMP           0.68              0.68
    length of the claim                   0.50              0.50
    words in common                       0.70              0.55

What finds one wrong word in a summary and what finds an answer that its source does not speak of pull apart; the
weights without a question are fitted to both, each set counting the same.
"""

from __future__ import annotations

import numpy as np

from rag.verify.alignment import WORD_FEATURES, Alignment

# A word's weights: logistic regression (C=1) on the words that BUMP's errors changed, against all others of its
# summaries.
_WORD_WEIGHTS = {
    "held": 0.47,
    "near": -3.14,
    "same_sense": -1.34,
    "pull": 41.15,
    "together": -0.93,
    "pronoun": 4.58,
    "number": -1.5,
    "name": 1.31,
    "new_name": 1.42,
    "new_number": 1.05,
    "name_sense": 1.57,
    "number_sense": 4.15,
    "opening_name": -0.44,
}
_WORD_BIAS = -2.43
_WORDS = np.array([_WORD_WEIGHTS[name] for name in WORD_FEATURES])
# A sentence's weights: logistic regression (C=0.1, standardised, both labels and both sets weighing the same).
WORST_WEIGHT = -0.23
COSINE_WEIGHT = 2.85
MISSING_FIGURE_WEIGHT = -0.94
LEAST_WEIGHT = 0.54
BIAS = -2.56
# The same where the question is known, on AttributionBench alone.
ANSWER_NEAR_WEIGHT = 1.52
ANSWER_COSINE_WEIGHT = 2.31
ANSWER_MISSING_FIGURE_WEIGHT = -1.38
ANSWER_TOGETHER_WEIGHT = 0.7
ANSWER_LEAST_WEIGHT = 0.84
ANSWER_BIAS = -2.71
SUPPORTED_FROM = 0.55
"""Of the sentences of BUMP, all fitted on, those without an error score 0.57 at the lower quartile and 0.65 at the
median, those with one 0.50 at the median and 0.62 at the upper quartile."""
PARTIAL_FROM = 0.35
"""Set by hand."""

_MOST_FIGURES_MISSING = 2
_WORST_AT_MOST, _WORST_AT_LEAST = 4.0, -8.0


def likelihood(alignment: Alignment, answers: bool = False) -> float:
    """How likely the passage supports the aligned sentence, 0 to 1; `answers`: it answers a question that is known."""
    column = dict(zip(WORD_FEATURES, alignment.features.T, strict=True))
    figures = min(_MOST_FIGURES_MISSING, float(column["new_number"].sum()))
    least, cosine = float(column["near"].min()), alignment.cosine
    if answers:
        score = (
            ANSWER_NEAR_WEIGHT * float(column["near"].mean())
            + ANSWER_COSINE_WEIGHT * cosine
            + ANSWER_MISSING_FIGURE_WEIGHT * figures
            + ANSWER_TOGETHER_WEIGHT * float(column["together"].mean())
            + ANSWER_LEAST_WEIGHT * least
            + ANSWER_BIAS
        )
    else:
        worst = float((alignment.features @ _WORDS + _WORD_BIAS).max())
        score = (
            WORST_WEIGHT * min(max(worst, _WORST_AT_LEAST), _WORST_AT_MOST)
            + COSINE_WEIGHT * cosine
            + MISSING_FIGURE_WEIGHT * figures
            + LEAST_WEIGHT * least
            + BIAS
        )
    return float(1 / (1 + np.exp(-score)))
