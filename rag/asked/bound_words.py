"""What words such as "since", "before", "by", "as of" make of the days after them: a bound, or days to point at.

Which bounds and days of a question count together is up to `rag.asked.when`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rag.text.dates.periods import Period, shift

OLDEST_NEWS = date(1990, 1, 1)
"""What happened before this day is told by later articles: it bounds nothing that could be in a corpus of news."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Days that a question is limited to, None where open, and where it says so; `coarse` if given as years."""

    start: int
    end: int
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    strict: bool = True
    coarse: bool = False


Reading = Bound | Literal["point", "nothing"]
"""What a period is for the question: a bound, days that it points at, or neither."""

_BOUND = re.compile(
    r"\b(?P<word>(?<!run[ \-])(?:no earlier than|since|no later than|not later than|up until|until|till|up to|"
    r"on or before|by|later than|on or after|after|following|earlier than|prior to|ahead of|before|as of|as at|between|"
    r"from))"
    r"\s(?:at least\s|about\s|around\s|just\s|on\s|in\s)?(?P<the>the\s)?$|"
    r"\b(?P<prefix>pre|post)-$",
    re.IGNORECASE,
)
_KINDS = {
    **dict.fromkeys(("since", "no earlier than", "on or after"), "since"),
    **dict.fromkeys(("after", "later than", "following", "post"), "after"),
    **dict.fromkeys(("before", "prior to", "ahead of", "earlier than", "pre"), "before"),
    **dict.fromkeys(("by", "until", "till", "up to", "up until", "no later than", "not later than"), "until"),
    "on or before": "until",
    **dict.fromkeys(("as of", "as at"), "as of"),
}
_BEFORE_AND_AFTER = re.compile(
    r"\b(?:before|after|since|until) (?:and|or|versus|vs\.?) (?:before|after|since) (?:the )?$", re.IGNORECASE
)
_ONWARDS = re.compile(r"\s(?:onwards?|forward|on(?=\s?[?.,!;]|\s?$)|to (?:now|date|the present))", re.IGNORECASE)
_NOT_UNTIL = re.compile(r"(?:\bnot\b|n['’]t\b|\bonly\b|\bwait\w{0,3}\b)[^.?!]{0,80}$", re.IGNORECASE)
_SINCE_CLAUSE = re.compile(r"\bsince\b[^.?!,;]{3,70}$", re.IGNORECASE)
_KNOWN = re.compile(r"\bkn(?:ow|ew|own)\b", re.IGNORECASE)
_NOUN = re.compile(
    r"\s(?!(?:and|or|but|in|on|at|to|until|was|were|is|are|did|does|do|has|had|have|who|what|which|when|how|by|for|with|"
    r"from|as|that|would|could|will|about)\b)[a-z]"
)


def leads_to(text: str, period: Period) -> re.Match[str] | None:
    """The "since" or "between" right before a period."""
    return _BOUND.search(text, max(0, period.start - 40), period.start)


def word_of(lead: re.Match[str] | None) -> str:
    """The word that `leads_to` found, as "not later than" or "pre"; empty for None."""
    return " ".join((lead["word"] or lead["prefix"]).casefold().split()) if lead else ""


def read_bound(text: str, period: Period, lead: re.Match[str] | None, asked: date) -> Reading:
    """What the words before a period make of it."""
    if not lead:
        return _since_then(text, period)
    word, start, end = word_of(lead), lead.start(), period.end
    kind = _KINDS.get(word, "")
    if word in ("from", "between"):
        onwards = _ONWARDS.match(text, end)
        if onwards:
            return Bound(start, onwards.end(), period.first) if period.first <= asked else "nothing"
        return "point"
    if period.weak or (kind == "until" and _NOT_UNTIL.search(text, max(0, start - 100), start)):
        return "point"
    if _BEFORE_AND_AFTER.search(text, max(0, period.start - 40), period.start):
        return "nothing"
    if kind == "as of" or (_KNOWN.search(text) and kind in ("until", "before")):
        told = shift(period.first, -1) if kind == "before" else period.last
        return Bound(start, end, as_of=min(told, asked) if period.first <= asked else told)
    if _names_an_event(text, period, lead):
        if kind in ("since", "after"):
            return Bound(start, end, period.first, strict=False)
        return "point" if word == "by" else "nothing"
    return _bound_of_days(kind, period, start, asked)


def _since_then(text: str, period: Period) -> Bound | Literal["point"]:
    """All that came after, for "since the crackdown that began in March 2022"; else the days themselves."""
    since = None if period.relative else _SINCE_CLAUSE.search(text, max(0, period.start - 80), period.start)
    return Bound(since.start(), period.end, period.first, strict=False) if since else "point"


def _bound_of_days(kind: str, period: Period, start: int, asked: date) -> Bound | Literal["nothing"]:
    """A bound by the first or the last day of a period. What lies after the day of asking bounds no news."""
    if kind == "since":
        return Bound(start, period.end, since=period.first, coarse=period.coarse)
    if kind == "after":
        since = min(shift(period.last, 1), asked) if period.relative else shift(period.last, 1)
        return Bound(start, period.end, since=since, coarse=period.coarse) if since <= asked else "nothing"
    until = shift(period.first, -1) if kind == "before" else period.last
    if until < OLDEST_NEWS:
        return "nothing"
    return Bound(start, period.end, until=until, coarse=period.coarse) if until <= asked else "nothing"


def _names_an_event(text: str, period: Period, lead: re.Match[str]) -> bool:
    """Whether a period only tells which event is meant: "the March 2023 launch", "last week's ruling"."""
    if re.match(r"['’]s?\s", text[period.end : period.end + 3]):
        return True
    ordinal = re.match(r"\d{1,2}(?:st|nd|rd|th)", text[period.start : period.start + 4])
    return bool(lead["the"] and not period.part and not ordinal and _NOUN.match(text, period.end))
