"""Days that count from the day of asking: "this week", "last year", "on Tuesday", "two weeks ago", "recently"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from rag.text.dates.forms import ANY, PART, QUARTER_SLACK, START, WEEKDAY, WEEKDAYS, got, reader
from rag.text.dates.periods import DAY_SLACK, Period, month_span, shift

YESTERDAY_BACK, THIS_WEEK_BACK, LAST_WEEK_BACK, RECENT_BACK, PAST_YEAR_BACK = 2, 6, 15, 45, 365
"""Days before the day of asking at which "yesterday", "this week", "last week", "recently", "the past year" begin."""
RECENT_MONTHS_BACK = 180
_AGO_SLACK = {"hour": 1, "day": 1, "week": 4, "fortnight": 7, "month": 15, "year": 182}
"""By how many days "two weeks ago" may be off, either way: half the unit it counts in."""
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_NUMBERS = {
    word: n for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "couple": 2, "few": 4, "several": 5}

_NUMBER = rf"(?P<number>\d{{1,3}}|(?:a\s)?(?:couple(?:\sof)?|few)|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|year)s?\b"
_LOOKS_BACK = (
    rf"{PART}\b(?P<which>this(?:\spast)?|last|(?:in|over|during|within)\sthe\s(?:last|past)|past)\s"
    rf"(?P<unit>week(?:end)?|fortnight|month|quarter|year|{WEEKDAY})\b(?!\sof\b)"
)
_TODAY = (
    r"\b(?:today|yesterday|tonight|this\s(?:morning|afternoon|evening)|last\snight)\b(?!['’]s)|"
    r"\btoday['’]s(?=\s(?:news|announcement|hearing|ruling|launch|keynote|event|headlines|vote|earnings|report)\b)"
)
_ON_WEEKDAY = (
    rf"\b(?:on|since|before|after|until|between|from|to|and)\s(?P<unit>{WEEKDAY})\b"
    rf"(?!\s(?:night\slive|times|telegraph))|\b(?P<own>{WEEKDAY})['’]s\b"
)
_NO_JUST = (  # what follows a "just" that does not mean "a moment ago"
    r"how|a|an|the|one|two|three|some|any|because|as|like|for|in|on|at|to|about|why|what|who|where|if|over|under|by|"
    r"before|after|when|of|this|that|these|enough|another|\d\S{0,9}|days|weeks|months|hours|minutes|years|cause|"
    r"not|is|are|was|were|its|their|his|her|and|or"
)
_RECENTLY = (
    r"(?<!most\s)(?<!most-)\brecent(?:ly)?\b(?P<months>\smonths\b)?(?!\s(?:years|decades))|"
    rf"\b(?:lately|newly|of\slate)\b|(?<!not\s)(?<!n't\s)(?<!n’t\s)\bjust\b(?=\s\w)(?!\s(?:{_NO_JUST})\b)"
)


def _back(match: re.Match[str], asked: date, back: int, first: date | None = None) -> Period:
    """The days from `back` before `asked` to it; `first` is the exact day that the words begin with, if they do."""
    since = shift(asked, -back)
    return Period(*match.span(), min(first or since, asked), asked, since, asked, relative=True)


def _relative(match: re.Match[str], asked: date) -> Period:
    """The week, weekend, weekday, month, quarter or year that is this one, the last or the past one."""
    which, unit = got(match, "which"), got(match, "unit")
    rolling = "past" in which or which.startswith(("in", "over", "during", "within"))
    last = which == "last"
    if unit in ("month", "quarter", "year"):
        return _relative_months(match, asked, last=last, rolling=rolling)
    first = _weekday_before(unit, asked) if unit in WEEKDAYS else shift(asked, -asked.weekday() - 7 * last)
    period = _back(match, asked, LAST_WEEK_BACK if last or unit == "fortnight" else THIS_WEEK_BACK, first)
    period = replace(period, unit="day" if unit in WEEKDAYS else "week", current=which == "this" and unit == "week")
    return replace(period, last=min(shift(first, 6), asked)) if last and unit not in WEEKDAYS else period


def _relative_months(match: re.Match[str], asked: date, *, last: bool, rolling: bool) -> Period:
    which, unit, part = got(match, "which"), got(match, "unit"), got(match, "part")
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    number = asked.month - (asked.month - 1) % months - months * (last or (rolling and unit == "quarter"))
    first, end = month_span(asked.year, number, months, part)
    first, end = min(first, asked), min(end, asked)
    reported = min(shift(end, QUARTER_SLACK), asked) if unit == "year" else asked
    if rolling and unit != "quarter":
        period = _back(match, asked, PAST_YEAR_BACK if unit == "year" else RECENT_BACK, first)
    else:
        until = min(shift(end, DAY_SLACK), asked) if part else reported
        period = Period(*match.span(), first, end, first, until, relative=True, part=part)
    current = which == "this" and unit == "month" and not part
    return replace(period, coarse=unit == "year", unit="span" if rolling else unit, current=current)  # type: ignore[arg-type]


def _weekday_before(name: str, asked: date) -> date:
    return shift(asked, -((asked.weekday() - WEEKDAYS.index(name)) % 7))


def _weekday(match: re.Match[str], asked: date) -> Period:
    name = "own" if match["own"] else "unit"
    day = _weekday_before(got(match, name), asked)
    return Period(match.start(name), match.end(), day, day, day, asked, unit="day", relative=True)


def _ago(match: re.Match[str], asked: date) -> Period:
    """Some days, weeks, months or years ago; or the past so many of them."""
    word, unit = got(match, "number").removeprefix("a ").removesuffix(" of"), got(match, "unit")
    number = int(word) if word.isdecimal() else _NUMBERS[word]
    if unit in ("month", "year"):
        first, last = month_span(asked.year, asked.month - number * (12 if unit == "year" else 1))
        day = min(shift(first, asked.day - 1), last, asked)
    else:
        day = shift(asked, -(-(-number // 24) if unit == "hour" else number * _DAYS[unit]))
    period = Period(*match.span(), day, asked, day, asked, relative=True, coarse=unit == "year")
    if not got(match, "ago"):
        return period
    loose = _AGO_SLACK[unit] * (2 if word in ("few", "several") else 1)
    return replace(period, last=day, since=shift(day, -loose), until=min(shift(day, loose + DAY_SLACK), asked))


def _today(match: re.Match[str], asked: date) -> Period | None:
    if _is_name(match) or re.search(r"\bstill\b[^.?!]{0,40}$", match.string[: match.start()][-60:]):  # USA Today
        return None
    day = shift(asked, -(match.group().casefold()[0] in "yl"))  # yesterday, last night
    back = 0 if day == asked else YESTERDAY_BACK
    return replace(_back(match, asked, back), first=day, last=day, unit="day", current=day == asked)


def _recent(match: re.Match[str], asked: date) -> Period | None:
    if _is_name(match):  # Just Walk Out
        return None
    return replace(_back(match, asked, RECENT_MONTHS_BACK if got(match, "months") else RECENT_BACK), weak=True)


def _is_name(match: re.Match[str]) -> bool:
    """Whether a word is capitalised where no sentence begins."""
    before = match.string[: match.start()].rstrip()
    return match.group()[0].isupper() and bool(before) and before[-1] not in ".?!:" and not match.string.isupper()


RELATIVE = (
    reader(ANY, _LOOKS_BACK, _relative),
    reader(ANY, r"\b(?P<which>over|at|on|during)\sthe\s(?P<unit>weekend)\b", _relative),
    reader(ANY, rf"{START}\b{_NUMBER}\s{_UNIT}\s(?P<ago>ago|back)\b", _ago),
    reader(ANY, rf"\b(?:past|last)\s{_NUMBER}\s{_UNIT}", _ago),
    reader(ANY, _TODAY, _today),
    reader(ANY, _ON_WEEKDAY, _weekday),
    reader(ANY, _RECENTLY, _recent),
)
