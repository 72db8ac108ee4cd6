"""How likely a passage supports one sentence: rules, words and the trained reader, weighed together.

What `rag.verify.verdict` finds to differ, what `rag.verify.edits` finds changed, and what the reader says of each
sentence of the passage, in one logistic score. The weights are fitted by `python -m training.gate`, which also measures
them on sentences that they were not fitted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.values.judged import Judged
from rag.verify.alignment import WORD_FEATURES, Source, align
from rag.verify.edits import edits
from rag.verify.judge import likelihood
from rag.verify.pairing import Pair
from rag.verify.reading import Reading
from rag.verify.verdict import SupportLabel, compare, stretches, verdict

WEIGHTS: dict[str, float] = {
    "reader supports": 0.476,
    "reader contradicts": 0.118,
    "rules": 1.373,
    "contradicted": -2.556,
    "another figure": -1.709,
    "another name": -2.449,
    "other roles": -2.136,
    "swapped": -0.136,
    "another label": -2.381,
    "lacking figures": -0.62,
    "utmost": -0.464,
    "polarity": -0.246,
    "new names": -1.049,
    "least near": 1.415,
    "cosine": -0.553,
    "same": 4.631,
    "in order": -1.374,
    "held": -1.357,
    "held out of order": 0.077,
    "elsewhere": -1.042,
    "fresh": 0.533,
    "fresh in a copy": -2.009,
    "one fresh": 1.675,
    "denied": -0.319,
    "denied in a copy": -3.256,
    "turned": -0.192,
    "names turned": -0.163,
    "names turned in a copy": -0.182,
    "left out": -0.188,
}
BIAS = 0.561
_CERTAIN = 1e-3
_FOREIGN, _SCRAP = 0.5, 0.5
"""From which share of its content words a sentence tells of something else, or leaves out nearly all; set by hand."""
_KEPT, _NEAR, _SHARED, _MOSTLY = 0.8, 0.4, 0.6, 0.5
"""From which share of words in order, or held, a sentence is a copy with a change; set by hand."""


@dataclass(frozen=True, slots=True)
class Backing:
    """What a passage is to a sentence: features by name, the rules' label, and its sentences that bear on it most.

    `foreign`: half or more of the sentence's content words stand nowhere in the passage, or it is a mere scrap of one
    of its sentences; such a one is not supported, whatever the score.
    """

    features: dict[str, float]
    label: SupportLabel
    first: int
    last: int
    foreign: bool

    @property
    def score(self) -> float:
        """How likely it supports the sentence, 0 to 1."""
        logit = BIAS + sum(weight * self.features[name] for name, weight in WEIGHTS.items())
        return float(1 / (1 + np.exp(-logit)))


def backing(claim: Reading, sentence: int, source: Source, judged: Sequence[Judged], about: str) -> Backing:
    """What `source`, a passage `about` something, says of one sentence of a claim.

    `judged` is what the reader says of each sentence of the passage, which has at least one with words.
    """
    alignment = align(claim, sentence, source)
    score = likelihood(alignment)
    found = [compare(Pair(claim, sentence, source, *stretch)) for stretch in stretches(alignment, source)]
    label, _ = verdict(found, score)
    nearest = min(found, key=lambda c: sum(d.kind != "word" for d in c.differences) + 3 * (1 - c.coverage))
    column = dict(zip(WORD_FEATURES, alignment.features.T, strict=True))
    own = claim.sentences[sentence]
    theirs = [source.reading.text[span.start : span.end] for span in source.reading.sentences]
    changed = edits(claim.text[own.start : own.end], theirs, about)
    kinds = [difference.kind for difference in nearest.differences]
    rivals = {difference.kind for difference in nearest.differences if difference.rival}
    features = {
        "reader supports": _log_odds(max(one.supports for one in judged)),
        "reader contradicts": _log_odds(max(one.contradicts for one in judged)),
        "rules": score,
        "contradicted": float(label == "contradicted"),
        "another figure": float("figure" in rivals),
        "another name": float("name" in rivals),
        "other roles": float("roles" in rivals),
        "swapped": float("swap" in rivals),
        "another label": float("label" in rivals),
        "lacking figures": float(kinds.count("figure")),
        "utmost": float(kinds.count("utmost")),
        "polarity": float(kinds.count("polarity")),
        "new names": float(column["new_name"].sum()),
        "least near": float(column["near"].min()),
        "cosine": alignment.cosine,
        "same": float(changed.in_order == 1),
        "in order": changed.in_order,
        "held": changed.held,
        "held out of order": changed.held - changed.in_order,
        "elsewhere": changed.elsewhere,
        "fresh": float(changed.fresh),
        "fresh in a copy": float(changed.fresh > 0 and changed.in_order > _KEPT),
        "one fresh": float(changed.fresh == 1) * max(0.0, changed.held - _MOSTLY),
        "denied": float(changed.denied),
        "denied in a copy": float(changed.denied > 0) * max(0.0, changed.in_order - _NEAR),
        "turned": changed.turned,
        "names turned": float(changed.names_turned),
        "names turned in a copy": float(changed.names_turned > 0) * max(0.0, changed.held - _SHARED),
        "left out": changed.left_out,
    }
    scrap = changed.in_order == 1 and changed.left_out > _SCRAP
    foreign = changed.fresh_share >= _FOREIGN or scrap
    return Backing(features, label, nearest.first, nearest.last, foreign)


def _log_odds(chance: float) -> float:
    return float(np.log((chance + _CERTAIN) / (1 - chance + _CERTAIN)))
