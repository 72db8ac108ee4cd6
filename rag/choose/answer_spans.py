"""The parts of a sentence that could be what a question asks for: an amount, a day, a person, a place, a reason.

Pure, by the look of the words alone. Which type a question wants is read in `rag.asked.kinds`; what it counts for
that a sentence has such a part is weighed in `rag.choose.weigh`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from rag.asked.kinds import Asked, answer_type
from rag.text.stems import stems
from rag.text.words import STOP_WORDS


class AnswerSpan(NamedTuple):
    """`sentence[start:end]` could be the answer; `fit` says how well its type fits: 0 to 1."""

    start: int
    end: int
    fit: float


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} (?:of )?(?:19|20)\d\d|(?:19|20)\d\d\b(?!,\d)"
    rf"|(?:in|by|until|since|of|late|early|mid|last|this|next) {_MONTH}(?=\W)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tomorrow|tonight"
    r"|(?:last|this|next) (?:week|month|year|spring|summer|autumn|fall|winter|quarter)"
    r"|\w+ (?:days|weeks|months|years) ago)"
)
_SMALL = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few)"
_DURATION = re.compile(
    rf"\b(?:\d[\d,.]{{0,20}}|{_SMALL})(?:[ -](?:and a half|or so|more|full))?[ -]"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF) )\s?\d[\d,.]{0,20}(?:[\s-]?(?:k|m|mn|bn|b|million|billion|trillion|thousand))?\b"
    r"|\b\d[\d,.]{0,20}\s?(?:k|m|mn|bn|million|billion|trillion)?\s?"
    r"(?:(?:US|Canadian|Australian) )?(?:dollars|euros|pounds|yen|yuan|won|rupees|francs|cents)\b"
    r"|\b(?:thousands|millions|billions) of (?:dollars|euros|pounds)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"\b\d[\d,.]{0,20}\s?(?:%|percent|per cent|percentage points)"
    r"|\b(?:half|a third|a quarter|two[- ]thirds|three[- ]quarters)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.\-])\d[\d,.]{0,20}(?:\s?(?:k|m|bn|million|billion|trillion|thousand))?\b(?!\w*-)"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|trillions?|half|double|twice|once)\b(?!-(?!one|two|three|four|five|six|seven|eight|nine)[a-z])",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b[A-Z][\w’'&.\-]*(?:(?: (?:of|the|de|van|von|der|al|bin|da|del|la|le|and|for))? (?:[A-Z][\w’'&.\-]*|\d[\w.]*))*"
)
_QUOTED = re.compile(r"[“\"‘][^”\"’]{2,60}[”\"’]")
_REASON = re.compile(
    r"\b(?:because|due to|in order to|so that|since|as a result|after|owing to|reasons?|amid|over|citing|motivated|"
    r"to (?:avoid|protect|help|make|prevent|reduce|focus|give|allow|keep|get)|caus\w+|led to|aim\w*|concern\w*|fear\w*|"
    r"worr\w+|too \w+)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:in|at|from|to|near|of|across)(?: the)? $")
_COUNTED_WITHIN = 4
"""Words behind a number in which what it counts must stand: "200,000 of its GPUs"."""
_USED = 0.1
"""What a part fits that the question itself holds already."""


def answer_spans(asked: Asked, sentence: str, question: set[str]) -> list[AnswerSpan]:
    """The parts of `sentence` that could answer what is `asked`, in order; `question` holds the question's own stems.

    A sentence of which any part may answer ("what", "how") is one span of its own.
    """
    finder = _FINDERS.get(answer_type(asked))
    if finder is None:
        return [AnswerSpan(0, len(sentence), 1.0)]
    return [
        span._replace(fit=span.fit * _USED) if stems(sentence[span.start : span.end]) <= question else span
        for span in finder(asked, sentence, question)
    ]


def _matches(pattern: re.Pattern[str], sentence: str, fit: float = 1.0) -> list[AnswerSpan]:
    return [AnswerSpan(found.start(), found.end(), fit) for found in pattern.finditer(sentence)]


def _simple(*patterns: tuple[re.Pattern[str], float]) -> Finder:
    def find(_asked: Asked, sentence: str, _question: set[str]) -> list[AnswerSpan]:
        return [span for pattern, fit in patterns for span in _matches(pattern, sentence, fit)]

    return find


def _numbers(asked: Asked, sentence: str, _question: set[str]) -> list[AnswerSpan]:
    """Numbers that are no part of a date; those that count what is asked for fit wholly, sums of money hardly."""
    blank = _DATE.sub(lambda date: " " * len(date.group()), sentence)
    counted = stems(asked.noun) - stems(" ".join(_MEASURES))
    spans = []
    for number in _NUMBER.finditer(blank):
        behind = stems(" ".join(blank[number.end() :].split()[:_COUNTED_WITHIN]))
        money = number.start() > 0 and blank[number.start() - 1] in "$€£¥"
        fit = 1.0 if counted and counted <= behind else 0.2 if money else 0.6
        spans.append(AnswerSpan(number.start(), number.end(), fit))
    return spans


_MEASURES = ("long", "old", "big", "large", "far", "fast", "often", "tall", "high", "deep", "wide", "heavy")
"""Of "how long" and the like: nothing that a number would count."""


def _amounts(asked: Asked, sentence: str, question: set[str]) -> list[AnswerSpan]:
    plain = [span._replace(fit=min(span.fit, 0.5)) for span in _numbers(asked, sentence, question)]
    return [*_matches(_MONEY, sentence), *_matches(_PERCENT, sentence, 0.8), *plain]


def _named(asked: Asked, sentence: str, question: set[str]) -> Iterator[AnswerSpan]:
    """Names with a word that the question does not hold, fitting by what is known of their type."""
    wanted = answer_type(asked)
    for found in _NAME.finditer(sentence):
        start, name = found.start(), found.group()
        opens = not sentence[:start].strip() or sentence[:start].rstrip()[-1] in '.“"!?:‘'
        if opens and name.split(" ")[0].casefold() in STOP_WORDS:  # "The Information", "But Altman"
            _, _, name = name.partition(" ")
            start = found.end() - len(name)
        words = [word for word in name.split(" ") if word[:1].isupper() or word[:1].isdigit()]
        new = [
            w
            for w in words
            if not stems(w) <= question and w.casefold() not in STOP_WORDS and not _DATE.fullmatch(w.rstrip("."))
        ]
        if not new or not name[:1].isupper():
            continue
        yield AnswerSpan(start, found.end(), _fit_of_name(wanted, name, len(words), opens, sentence[:start]))
    if wanted == "name":
        yield from _matches(_QUOTED, sentence, 0.6)


def _fit_of_name(wanted: str, name: str, words: int, opens: bool, before: str) -> float:
    if wanted == "person":
        return 1.0 if words >= 2 else 0.5
    if wanted == "place":
        return 1.0 if name.casefold() in _places() or _AT.search(before) else 0.4
    return 0.6 if opens and words == 1 else 1.0


@cache
def _places() -> frozenset[str]:
    """The world's countries and territories in English, from the Unicode CLDR, and how news shortens some."""
    from babel import Locale

    names = {name.casefold() for code, name in Locale("en").territories.items() if code.isalpha()}
    return frozenset(names | {"us", "uk", "u.s.", "u.k.", "eu", "america", "britain", "england", "scotland", "wales"})


Finder = Callable[[Asked, str, set[str]], "list[AnswerSpan] | Iterator[AnswerSpan]"]
_FINDERS: dict[str, Finder] = {
    "money": _simple((_MONEY, 1.0)),
    "percent": _simple((_PERCENT, 1.0)),
    "duration": _simple((_DURATION, 1.0)),
    "date": _simple((_DATE, 1.0)),
    "reason": _simple((_REASON, 1.0)),
    "number": _numbers,
    "amount": _amounts,
    "person": _named,
    "organisation": _named,
    "place": _named,
    "name": _named,
}
