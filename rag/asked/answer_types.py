"""What is asked for, as a value, and the type of thing that must stand in a sentence that answers.

How it is read from a question is `rag.asked.kinds`' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.asked.noun_types import type_of
from rag.asked.who_verbs import firms_too

Kind = Literal[
    "who", "when", "where", "how_many", "how_much", "why", "how", "yes_no", "which", "what", "list", "compare", "other"
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the kind of question, and the head of what it wants ("which country": country).

    `noun` is lower-cased, empty if there is none. "how long" and "how old" have `long` and `old`, "how much did it
    raise" has `money`, "how much of" has `share`, "what did it cost" has `cost`. `verb` is that of a "who" question, as
    `rag.asked.who_verbs` reads it.
    """

    kind: Kind
    noun: str
    verb: str = ""


_DURATIONS = frozenset("days weeks months years hours minutes seconds decades quarters long soon time".split())
_MEASURES = frozenset("big large heavy fast far tall high deep wide expensive".split())
"""After "how", these ask for a number, a sum of money or a percentage."""


def answer_type(asked: Asked) -> str:
    """What must stand in a sentence that answers; a "name" is that of a person, an organisation or a product.

    One of person, organisation, place, date, duration, amount, money, percent, number, name, reason, any.
    """
    told = type_of(asked.noun)
    if asked.kind in ("how_many", "how_much"):
        if asked.noun in _DURATIONS:
            return "duration"
        if asked.noun in _MEASURES:
            return "amount"
        if told in ("money", "percent"):
            return told
        return "number" if asked.kind == "how_many" else "amount"
    if asked.kind == "who":
        return "name" if firms_too(asked.verb) else "person"
    return {"when": "date", "where": "place", "why": "reason"}.get(asked.kind, told)
