"""Further evidence: the next best sentences behind those that are shown, for a reader who wants more than the answer.

What is shown is `rag.choose.chooser`'s to choose; nothing here changes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.choose.chooser import MOST_SHARED, Candidate, Choice
from rag.choose.overlap import adds_to

MOST_IN_ALL = 5
"""Sentences that an answer has at most, those shown and those offered apart together."""
MOST_BEHIND = 3.0
"""How far behind the best sentence of its question one may score and still be offered; set by hand."""


def further(choices: Sequence[Choice], shown: Sequence[Candidate]) -> list[Candidate]:
    """The sentences to offer behind those `shown`, best first.

    Each says more than those shown and those offered before it, and is of no other version or figure than asked for.
    """
    ranked = [(one.ranked[0].score - c.score, c) for one in choices for c in one.ranked]
    said = [candidate.text for candidate in shown]
    offered: list[Candidate] = []
    for behind, candidate in sorted(ranked, key=lambda one: one[0]):
        if behind > MOST_BEHIND or len(said) >= MOST_IN_ALL:
            break
        rival = candidate.parts and candidate.parts.rival
        if not rival and candidate.text not in said and adds_to(candidate.text, said, MOST_SHARED):
            said.append(candidate.text)
            offered.append(candidate)
    return offered
