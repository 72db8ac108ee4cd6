"""How a question is read: its content words, the names it turns on, what kind of answer it wants, and when it means.

Pure: a question and a day in, a `Question` out. What is done with the reading is up to `rag.retrieve`, `rag.compose`
and `rag.refuse`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["who", "when", "where", "how_many", "how_much", "why", "how", "yes_no", "which", "what", "other"]

MAX_LENGTH = 1_000
"""Characters of a question; a longer one is a pasted text, which one question's answer cannot do justice to."""

STOP_WORDS = frozenset(
    "a about according after again all also am an and any are as at be been before being between both but by can "
    "could did do does doing for from further get gets getting give gives go goes going had has have having he "
    "her here hers him his how i if in into is it its just ll made make makes many may me might more most much "
    "must my no nor not of off on once only or other our ours out over own please re s said same say says shall "
    "she should since so some such t take takes tell than that the their them then there these they this those "
    "through to too under until up us used very was we were what when where which while who whom whose why will "
    "with would you your yours ve d news article articles report reports reported know happen happened happening "
    "describe explain".split()
)
NO_NAMES = frozenset("ai ceo cfo coo cto ipo ml llm llms gpu gpus api apis pc tv it hr pr r&d".split())
"""Written in capitals, yet the name of no one: an article can say the same without them."""
_WORD = re.compile(r"[^\W_]+(?:[.'’\-&][^\W_]+)*")
_KIND_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "how_much",
        r"\bhow much\b|\bwhat (?:amount|price|sum|percentage|share|proportion|fraction)\b|\bwhat did .* cost\b",
    ),
    ("how_many", r"\bhow (?:many|big|large|long|old|far|fast|often|tall|high)\b|\bwhat number\b"),
    ("when", r"\bwhen\b|\b(?:what|which) (?:day|date|month|year)\b"),
    ("where", r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|county|continent|town)\b"),
    ("who", r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman)\b"),
    ("why", r"\bwhy\b|\bwhat (?:reason|caused?)\b"),
    ("which", r"\bwhich\b"),
    ("yes_no", r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"),
    ("what", r"\bwhat\b"),
    ("how", r"\bhow\b"),
)
_COUNTED = re.compile(
    r"\bhow many (?:\w+ )??(\w+)"
    r"(?= (?:did|do|does|has|have|had|are|were|is|was|will|would|can|could|in|on|of|at)\b|\W*$)",
    re.IGNORECASE,
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KIND_PATTERNS)


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both included, that a question points at: a preference for articles of that time, not a filter."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read.

    `terms` are its content words, lower-cased, in order, once each. `names` are those of them that name something:
    capitalised inside the question, or with a digit; words of one name stand together. `counted` is what "how many"
    asks for, lower-cased, empty for other questions. `window` is the time it points at, if any.
    """

    text: str
    kind: Kind
    terms: tuple[str, ...]
    names: tuple[str, ...]
    counted: str = ""
    window: Window | None = None


def read_question(text: str, asked: date) -> Question:
    """Read `text`; words such as "this week" count back from `asked`."""
    clean = " ".join(text.encode("utf-8", "replace").decode().split())  # half a surrogate pair is no character
    words = list(_WORD.finditer(clean))
    terms = dict.fromkeys(
        _bare(word.group()) for word in words if _bare(word.group()) not in STOP_WORDS and len(_bare(word.group())) > 1
    )
    return Question(
        text=clean,
        kind=next((kind for kind, pattern in _KINDS if pattern.search(clean)), "other"),
        terms=tuple(terms),
        names=_names(clean, words),
        counted=next((_bare(found.group(1)) for found in _COUNTED.finditer(clean)), ""),
        window=read_window(clean, asked),
    )


def why_unclear(text: str) -> str | None:
    """What is wrong with `text` as a question, in words and with what to do; None for one that can be read."""
    if not text.strip():
        return "The question is empty. Ask in a sentence, for example: Who did OpenAI hire from Tesla?"
    if len(text) > MAX_LENGTH:
        return (
            f"The question is {len(text):,} characters long; up to {MAX_LENGTH:,} can be read. "
            "Ask one thing in a sentence or two."
        )
    if not any(char.isalnum() for char in text):
        return "The question has no words in it. Ask in a sentence, for example: Who did OpenAI hire from Tesla?"
    return None


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold())


def _names(text: str, words: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """The names in a question, words of one name together: "sam altman"."""
    names: list[str] = []
    end = -1
    for word in words:
        bare = _bare(word.group())
        goes_on = bool(names) and text[end : word.start()] == " "
        if not _names_something(text, word) and not (goes_on and bare.isdecimal()):
            continue
        year = bare.isdecimal() and len(bare) == 4  # stands for itself: "2023", "masters tournament"
        if goes_on and not year:
            names[-1] += f" {bare}"
        else:
            names.append(bare)
        end = -1 if year else word.end()
    return tuple(dict.fromkeys(names))


def _names_something(text: str, word: re.Match[str]) -> bool:
    """Whether a word is written as a name: with a digit, with an inner capital, or capitalised after other words."""
    written = word.group()
    if _bare(written) in STOP_WORDS | NO_NAMES or len(written) < 2:
        return False
    if any(char.isdigit() for char in written) or (not written[1:].islower() and written != written.lower()):
        return True
    opens = not text[: word.start()].strip() or text[: word.start()].rstrip()[-1] in ".?!"
    return written[0].isupper() and not opens


_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)


def read_window(text: str, asked: date) -> Window | None:
    """The days that `text` points at, counted from `asked` for "this week" and the like; None if it points at none."""
    for pattern, days in _WINDOWS:
        found = pattern.search(text)
        if found:
            return days(found, asked)
    return None


def _around_day(found: re.Match[str], _asked: date) -> Window | None:
    day, month, year = int(found["day"]), _MONTHS[found["month"].casefold()], int(found["year"])
    try:
        told = date(year, month, day)
    except ValueError:
        return None
    return Window(told, told + timedelta(days=7))


def _month_of(found: re.Match[str], _asked: date) -> Window:
    year, month = int(found["year"]), _MONTHS[found["month"].casefold()]
    return Window(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]) + timedelta(days=7))


def _year_of(found: re.Match[str], _asked: date) -> Window:
    return Window(date(int(found["year"]), 1, 1), date(int(found["year"]), 12, 31))


def _back(first: int, last: int) -> Callable[[re.Match[str], date], Window]:
    def days(asked: date, back: int) -> date:
        return date.fromordinal(max(1, asked.toordinal() - back))

    return lambda _found, asked: Window(days(asked, first), days(asked, last))


_WINDOWS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Window | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.ASCII), days)
    for pattern, days in (
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH}),? (?P<year>(?:19|20)\d\d)\b", _around_day),
        (rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b", _around_day),
        (rf"\b(?P<month>{_MONTH}),? (?:of )?(?P<year>(?:19|20)\d\d)\b", _month_of),
        (r"\b(?:in|during|of|for|since|throughout) (?P<year>(?:19|20)\d\d)\b", _year_of),
        (r"\btoday\b|\byesterday\b|\btonight\b", _back(2, 0)),
        (r"\bthis (?:past )?(?:week|weekend)\b|\bthis (?:mon|tues|wednes|thurs|fri|satur|sun)day\b", _back(8, 0)),
        (r"\blast (?:week|weekend|mon|tues|wednes|thurs|fri|satur|sun)", _back(15, 0)),
        (r"\b(?:this|past|last) month\b|\brecent(?:ly)?\b|\blatest\b|\bjust\b", _back(45, 0)),
        (r"\b(?:this|past) year\b", _back(365, 0)),
        (r"\blast year\b", _back(730, 0)),
    )
)
