"""Whether two statements contradict each other: of one thing, at one time, with two values that cannot both be right.

A conflict that is none costs more trust than one that is missed, so everything here is a reason not to see one.
"""

from __future__ import annotations

import re
from datetime import timedelta

from rag.choose.disagree.places import kind_of_place
from rag.choose.disagree.synonyms import PROPER, content_stems, is_named
from rag.choose.disagree.told_values import Told, Value
from rag.text.dates import Period
from rag.text.figures import Figure
from rag.text.words import STOP_WORDS

# Measured on 448 pairs of made-up sentences, 138 in conflict and the others made to look alike: 113 of the 138 are
# found, and 1 falsely. `tests/rag/choose/test_disagree.py` holds a part of them.
OWN_WORDS = 2
"""Stems that one clause alone may have besides; each may be a condition. With 0, 99 are found; 1 to 5 the same."""
SAME_EVENT = timedelta(days=45)
"""Apart in print by more, two statements are of two events or of a state that changed, unless they name one date.
With 7 days 108 are found; with 400, 114 and 5 falsely."""
SAME_DECISION = timedelta(days=14)
"""The same for outcomes: a ban is lifted sooner than money is raised again. With 3 days 111 are found; with 45, 113
and 2 falsely."""
SAME_STATE = timedelta(0)
"""The same for what is counted while it grows, as the dead of a flood: a day of slack, and 2 are found falsely."""
NEXT_DAY = timedelta(days=1)
"""One event has two dates on the two sides of the world. With 0 days the same are found, with 3 days 108."""
_QUALIFIERS = (
    "total paying daily weekly monthly yearly annual annually further additional another second third fourth fifth "
    "first last extra initial average part parts partly some include early close closing stock share shares cash tax "
    "net gross quarter quarterly year month week day hour fiscal half remaining former interim acting cofounder "
    "other fewer combined altogether worldwide global globally nationwide domestic next latest appeal "
    "temporarily temporary initially mostly really only single private public free paid pro commercial "
    "value revenue profit loss income cost price fine sales spend debt stake market record"
)
"""A clause with one of these is of another thing than a clause without it."""
_PREPOSITIONS = frozenset("for in of to on with from and or by at into among than as over under against".split())
_LETTERED = re.compile(r"\b(Series|Class|Phase|Tier|Level) ([A-Z])\b")
_ONCE = "found born die birth death"
"""What happens to one thing once, however long ago it is told."""
_CHANGING = (
    "die dead death toll kill injure miss missing hospital vote letter petition signature jackpot user subscriber "
    "customer evacuate arrest rescue displace download follower reach hit stand surpass top pass climb grow far"
)
_WILL = re.compile(r"\b(?:will|due to|set to|going to)\b|['’]ll\b")
_DONE = re.compile(r"\b(?:was|were|has|have|had|did|[a-z]{2,}ed|raised|bought|paid|cut|led|won|sold)\b")


def disagree(one: Told, other: Told) -> bool:
    """Whether both cannot be right, being of different stories."""
    return one.statement.cluster != other.statement.cluster and not agree(one.value, other.value) and same(one, other)


def same(one: Told, other: Told) -> bool:
    """Whether both are about one thing, so that only one of their values can be right."""
    return _same_words(one, other) and _same_time(one, other) and not (_own_names(one, other) or _own_names(other, one))


def _same_words(one: Told, other: Told) -> bool:
    shared = one.words & other.words
    mine, theirs = one.words - shared, other.words - shared
    if max(len(mine), len(theirs)) > OWN_WORDS:
        return False
    if any(word in content_stems(_QUALIFIERS) for word in mine | theirs):
        return False
    if (mine and theirs) or _of_another_owner(one, other) or _of_another_owner(other, one):
        return False
    return not (_narrows(one.clause, mine, shared) or _narrows(other.clause, theirs, shared))


def _narrows(clause: str, own: frozenset[str], shared: frozenset[str]) -> bool:
    """Whether one of a clause's `own` words narrows what it speaks of.

    By its place behind a preposition ("for phones"), behind a name ("the Orbis committee"), or right before a `shared`
    word that is no name ("cloud revenue").
    """
    written = re.findall(r"[\w-]+", clause)
    for place, word in enumerate(written):
        if not content_stems(word) & own:
            continue
        before, after = written[max(0, place - 3) : place], written[place + 1 : place + 2]
        if re.match(
            r"(?!(?:of|from|in|at|with|by|for|to|on|and) )(?:[a-z]+ )?[A-Z]", " ".join(written[place + 1 : place + 3])
        ):
            continue  # "the search company Kestrel": words that only say what a name is
        if any(other.casefold() in _PREPOSITIONS for other in before) or (before and before[-1][0].isupper()):
            return True
        if any(other in _PREPOSITIONS or (other[0].islower() and content_stems(other) & shared) for other in after):
            return True
    return False


def _of_another_owner(one: Told, other: Told) -> bool:
    """Whether `one` speaks of a belonging that `other` does not know: the firm in "fined Harlan's firm"."""
    owned = re.findall(r"\b(?:[A-Z]\w+['’]s|[Hh]er|[Hh]is) ([a-z]\w+)", one.clause)
    return not content_stems(" ".join(owned)) <= content_stems(other.clause)


def _same_time(one: Told, other: Told) -> bool:
    """Whether both can be of one time: the days they name meet, or they were published close to each other."""
    if one.days and other.days:
        if not any(mine.meets(theirs) for mine in one.days for theirs in other.days):
            return False
        if all(day.dated for day in one.days + other.days):
            return True
    if _modes(one.clause) != _modes(other.clause) and "neither" not in (_modes(one.clause), _modes(other.clause)):
        return False
    mine, theirs = one.statement.published, other.statement.published
    if mine is None or theirs is None:
        return bool(set(_LETTERED.findall(one.clause)) & set(_LETTERED.findall(other.clause)))
    if not isinstance(one.value, Figure) and one.words & other.words & content_stems(_ONCE):
        return True
    limit = _limit(one, other)
    near = all(
        day.first - limit <= published <= day.last + limit
        for told, published in ((one, theirs), (other, mine))
        for day in told.days
    )
    return abs(mine - theirs) <= limit and near


def _limit(one: Told, other: Told) -> timedelta:
    if isinstance(one.value, bool):
        return SAME_DECISION
    changing = isinstance(one.value, Figure) and (one.words | other.words) & content_stems(_CHANGING)
    return SAME_STATE if changing else SAME_EVENT


def _modes(clause: str) -> str:
    if _WILL.search(clause):
        return "will"
    return "done" if _DONE.search(clause) else "neither"


def _own_names(one: Told, other: Told) -> list[str]:
    """The names in the clause of `one` that neither the question nor the whole of `other` knows."""
    return [
        name
        for name in PROPER.findall(one.clause)
        if name.casefold() not in STOP_WORDS and not is_named(name, f"{other.statement.text} {one.known}")
    ]


def agree(one: Value, other: Value) -> bool:
    """Whether one truth could stand behind both values."""
    if isinstance(one, Figure) and isinstance(other, Figure):
        return one.agrees(other)
    if isinstance(one, Period) and isinstance(other, Period):
        years = min(one.last - one.first, other.last - other.first) > timedelta(days=300)
        gap = max(one.first - other.last, other.first - one.last)
        return gap <= (timedelta(0) if years else NEXT_DAY)
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        place = {kind_of_place(" ".join(sorted(one))), kind_of_place(" ".join(sorted(other)))}
        return bool(one & other) or len(place) > 1
    return one == other
