"""Which candidates contradict each other on what was asked, as the sides of a conflict to show.

Whether two statements disagree is `rag.choose.disagree`'; here candidates become statements and sides become claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.asked.question import Question
from rag.choose.chooser import Candidate
from rag.choose.disagree import Statement, disagreements
from rag.values.answer import Claim, Conflict

ON_TOPIC = 1.0
"""A sentence may score this much below the best and still speak to the question; contradictions are too rare in the
data for a measured value."""


@dataclass(frozen=True, slots=True)
class Sides:
    """One disagreement: what it is `about`, and the best candidate of each side, the later one last."""

    about: str
    candidates: tuple[Candidate, ...]

    def conflict(self, numbers: Sequence[int]) -> Conflict:
        """The conflict to show; `numbers` are the citation numbers of the candidates."""
        claims = [
            Claim(text=side.text, citations=(n,), published=side.stored.passage.published)
            for n, side in zip(numbers, self.candidates, strict=True)
        ]
        return Conflict(about=self.about, claims=tuple(claims))


def contradictions(question: Question, ranked: Sequence[Candidate]) -> list[Sides]:
    """The disagreements among the candidates near the best of `ranked`."""
    near = [c for c in ranked if c.score >= ranked[0].score - ON_TOPIC] if ranked else []
    statements = [_statement(candidate) for candidate in near]
    return [
        Sides(found.about, tuple(near[side[0]] for side in found.sides))
        for found in disagreements(question, statements)
    ]


def _statement(candidate: Candidate) -> Statement:
    passage = candidate.stored.passage
    day = passage.published.date() if passage.published else None
    return Statement(candidate.text, candidate.stored.cluster, passage.source, day, candidate.score)
