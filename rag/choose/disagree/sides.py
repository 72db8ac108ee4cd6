"""The sides of a disagreement: which statements stand together, and when there is none after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from rag.asked.question import Question
from rag.choose.disagree.compare import agree, disagree, same
from rag.choose.disagree.question_words import read_asked
from rag.choose.disagree.statement import Disagreement, Statement
from rag.choose.disagree.synonyms import is_named
from rag.choose.disagree.told_values import Told
from rag.choose.disagree.value_readers import reader_of


def disagreements(question: Question, statements: Sequence[Statement]) -> tuple[Disagreement, ...]:
    """The disagreements of `statements` in what `question` asks for; none for a list, a comparison or a reason."""
    reader = reader_of(question)
    if reader is None:
        return ()
    what, read = reader
    asked = read_asked(question)
    if not asked.names:  # without a name, like words are about like events
        return ()
    told: list[Told] = []
    for index, statement in enumerate(statements):
        if not all(is_named(name, statement.text) for name in asked.names):
            continue
        found = read(asked, index, statement)
        if found is not None:
            told.append(found)
    sides = _sides(told)
    if len(sides) < 2 or _one_story_tells_both(told, sides):
        return ()
    written = " or ".join(dict.fromkeys(side[0].written for side in sides))
    return (Disagreement(f"{what}: {written}", tuple(tuple(one.index for one in side) for side in sides)),)


def _sides(told: Sequence[Told]) -> list[list[Told]]:
    """The statements in groups of one value each, best first, that all differ; the groups in order of publication."""
    ranked = sorted(told, key=lambda one: (-one.statement.score, one.index))
    pairs = [pair for pair in combinations(ranked, 2) if disagree(*pair)]
    if not pairs:
        return []
    sides = [[pairs[0][0]], [pairs[0][1]]]
    for one in ranked:
        if any(one.statement.cluster == known.statement.cluster for side in sides for known in side[:1]):
            continue
        home = next((side for side in sides if agree(one.value, side[0].value) and same(one, side[0])), None)
        if home is None and all(disagree(one, side[0]) for side in sides):
            sides.append([one])
        elif home is not None and all(one.statement.cluster != known.statement.cluster for known in home):
            home.append(one)
    return sorted(sides, key=lambda side: (side[0].statement.published or date.min, side[0].index))


def _one_story_tells_both(told: Sequence[Told], sides: Sequence[Sequence[Told]]) -> bool:
    """Whether one story knows the values of two sides, or one that both fit: then both may be true."""
    known: dict[str, set[int]] = {}
    for one in told:
        agreeing = {number for number, side in enumerate(sides) if agree(one.value, side[0].value)}
        known.setdefault(one.statement.cluster, set()).update(agreeing)
    return any(len(agreeing) > 1 for agreeing in known.values())
