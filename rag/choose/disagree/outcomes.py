"""Whether a statement says that what is asked about happened, or that it did not."""

from __future__ import annotations

import re

from rag.choose.disagree.question_words import Asked
from rag.choose.disagree.statement import Statement
from rag.choose.disagree.synonyms import HARMLESS, content_stems
from rag.choose.disagree.told_values import NEGATOR, Told, tell, without_sayings
from rag.text.clauses import clauses

_OUTCOMES = (
    ("approve clear authorise authorize accept", "reject block veto"),
    ("pass adopt", "reject defeat veto"),
    ("convict", "acquit"),
    ("guilty", "innocent"),
    ("confirm admit", "deny"),
    ("keep retain", "remove oust dismiss"),
    ("win", "lose"),
    ("uphold", "overturn"),
    ("allow permit", "ban prohibit"),
    ("rise increase", "fall decrease"),
)


def read_outcome(asked: Asked, index: int, statement: Statement) -> Told | None:
    """The statement with what it says of the outcome: True or False."""
    text = without_sayings(statement.text, asked)
    for clause in clauses(text):
        found = _sign(asked, clause[2])
        if found:
            sign, start, end = found
            return tell(asked, index, statement, text, (clause[0] + start, clause[0] + end), sign)
    return None


def _sign(asked: Asked, clause: str) -> tuple[bool, int, int] | None:
    """Whether `clause` says yes or no, and which of its letters say so; None if it says neither."""
    for yes, no in _OUTCOMES:
        sides = (content_stems(yes), content_stems(no))
        hits = [
            (word, bool(content_stems(word.group()) & sides[0]))
            for word in re.finditer(r"[\w-]+", clause)
            if content_stems(word.group()) & (sides[0] | sides[1])
        ]
        if len(hits) == 1 and (asked.question.kind == "what" or asked.relation & (sides[0] | sides[1])):
            return _with_negation(clause, hits[0][0], positive=hits[0][1])
    needed = asked.relation - content_stems(HARMLESS)
    if asked.question.kind != "yes_no" or not asked.relation or not needed <= content_stems(clause):
        return None
    spoken = re.finditer(r"[\w-]+", clause)
    word = next((found for found in spoken if content_stems(found.group()) & asked.relation), None)
    return _with_negation(clause, word, positive=True) if word else None


def _with_negation(clause: str, word: re.Match[str], *, positive: bool) -> tuple[bool, int, int] | None:
    negators = [found for found in NEGATOR.finditer(clause) if found.start() != word.start()]
    if not negators:
        return positive, word.start(), word.end()
    return not positive, negators[0].start(), word.end()
