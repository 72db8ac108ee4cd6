"""Which value of a statement answers the question: by what is asked for, the amount, day, name or place in it.

A statement that holds two of them is left out, for either may be meant. Outcomes are read in `outcomes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from rag.asked.question import Question
from rag.choose.disagree.days import read_days
from rag.choose.disagree.outcomes import read_outcome
from rag.choose.disagree.places import kind_of_place
from rag.choose.disagree.question_words import Asked
from rag.choose.disagree.statement import Statement
from rag.choose.disagree.synonyms import ALIASES, PROPER, content_stems
from rag.choose.disagree.told_values import Told, tell, without_sayings
from rag.text.clauses import without
from rag.text.dates import DAY_LIKE
from rag.text.figures import Figure, read_figures
from rag.text.words import STOP_WORDS, query_terms

_UNIQUE = "buy replace win lead name kill own"
"""What one person or company does alone; of suing, backing or supplying another story may name another one."""
_OFFICE = "chief executive president chair chairman chairwoman director minister head chancellor governor secretary"
_AMOUNT_ASKED = re.compile(
    r"\b(?:value[ds]?|valuation|worth|price|cost|revenue|fine|fee|sum|amount|profit|loss)\b", re.IGNORECASE
)
_Reader = Callable[[Asked, int, Statement], "Told | None"]


def reader_of(question: Question) -> tuple[str, _Reader] | None:
    """What is asked for, in words, and what reads it in a statement; None for what no two stories differ on."""
    kind: str = question.kind
    if kind in ("how_much", "how_many") or (kind == "what" and _AMOUNT_ASKED.search(question.text)):
        return "the amount", _read_amount
    if kind == "when":
        return "the date", _read_day
    if kind in ("who", "which"):
        return "the name", _read_name
    if kind == "where":
        return "the place", _read_place
    return ("the outcome", read_outcome) if kind in ("yes_no", "what") else None


def _read_amount(asked: Asked, index: int, statement: Statement) -> Told | None:
    text = without_sayings(statement.text, asked)
    amounts = [amount for amount in _amounts(text) if _is_asked(asked, amount, text)]
    if len(amounts) != 1:
        return None
    amount = amounts[0]
    return tell(asked, index, statement, text, (amount.start, amount.end), amount)


def _amounts(text: str) -> list[Figure]:
    """The figures of `text` in order, a range as one; what is part of a day or a name ("Category 3") is none."""
    amounts: list[Figure] = []
    for figure in read_figures(text, [day.span() for day in DAY_LIKE.finditer(text)]):
        last = amounts[-1] if amounts else None
        if last and (last.low, last.high, last.unit) == (figure.low, figure.high, figure.unit):
            amounts[-1] = replace(last, end=figure.end)
        elif not figure.named:
            amounts.append(figure)
    return amounts


def _is_asked(asked: Asked, amount: Figure, text: str) -> bool:
    if asked.counted:
        nouns = re.match(r"(?: of (?:its|the|their|his|her))?((?: [\w-]+){1,4})", text[amount.end :])
        following = [] if nouns is None else nouns[1].split()
        reach = next((n for n, word in enumerate(following) if word.casefold() in STOP_WORDS), len(following))
        return amount.unit == "" and asked.counted <= content_stems(" ".join(following[:reach]))
    if asked.question.kind == "how_many":
        return amount.unit == "days"
    percent = re.search(
        r"\b(?:percent\w*|share|proportion|fraction|stake|owns?|fall|fell|rise|rose|drop|grow)\b", asked.question.text
    )
    return amount.unit == "%" if percent else amount.unit not in ("", "%", "days")


def _read_day(asked: Asked, index: int, statement: Statement) -> Told | None:
    text = without_sayings(statement.text, asked)
    days = [days for days in read_days(text, statement.published) if not days.relative]
    if len(days) != 1:
        return None
    return tell(asked, index, statement, text, (days[0].start, days[0].end), days[0])


def _read_name(asked: Asked, index: int, statement: Statement) -> Told | None:
    office = asked.relation & content_stems(_OFFICE)

    return _read_new_name(asked, index, statement, _is_holder if office else _is_doer)


def _read_place(asked: Asked, index: int, statement: Statement) -> Told | None:
    return _read_new_name(asked, index, statement, _is_place)


def _read_new_name(
    asked: Asked, index: int, statement: Statement, fits: Callable[[Asked, str, int, int], bool]
) -> Told | None:
    """The statement with the one name in it that the question does not know, where it plays the part that is asked."""
    text = without_sayings(statement.text, asked)
    blank = without(text, [(day.start, day.end) for day in read_days(text, statement.published)])
    known = content_stems(" ".join((asked.question.text, ALIASES)))
    new = [
        name
        for name in re.finditer(rf"{PROPER.pattern}(?: {PROPER.pattern})*", blank)
        if not content_stems(name.group()) <= known and name.group().casefold() not in STOP_WORDS
    ]
    if len(new) != 1 or not fits(asked, text, new[0].start(), new[0].end()):
        return None
    value = frozenset(query_terms(new[0].group()))
    return tell(asked, index, statement, text, new[0].span(), value)


def _is_doer(asked: Asked, text: str, start: int, end: int) -> bool:
    """Whether the name does what is asked, as subject right before the verb or behind "by"."""
    relation = asked.relation & content_stems(_UNIQUE)
    if re.search(r"\bby (?:the )?$", text[:start]):
        return bool(relation & content_stems(text[:start]))
    behind = re.match(r"(?: (?:has|have|had|will|is|was))?((?: [\w-]+){1,2})", text[end:])
    return behind is not None and bool(relation & content_stems(behind[1]))


def _is_holder(asked: Asked, text: str, _start: int, _end: int) -> bool:
    """Whether the statement is about who holds the office that is asked for."""
    office = asked.relation & content_stems(_OFFICE)
    return office <= content_stems(text) and not re.search(r"\buntil\b", text)


def _is_place(_asked: Asked, text: str, start: int, end: int) -> bool:
    return bool(re.search(r"\b(?:in|at|to)$", text[:start].rstrip())) and kind_of_place(text[start:end]) != ""
