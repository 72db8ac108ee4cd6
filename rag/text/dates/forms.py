"""How parts of a date are written, as pieces of patterns with named groups, and what the matched words count.

The patterns made of these pieces are in `rag.text.dates.dated`, `yearless` and `relative`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from rag.text.dates.periods import DAY_SLACK, Period, Unit, shift

QUARTER_SLACK = 45
"""Days after a quarter or a half in which its results come out."""
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month that each begins with."""
WEEKDAYS = [name.casefold() for name in calendar.day_name]
_MONTHS = [name.casefold() for name in calendar.month_name]
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}

MONTH = (
    "(?:"
    + "|".join(rf"{name}|{name[:3]}\b\.?" for name in _MONTHS[1:] if name != "may")
    + r"|may(?:\.(?=\s\d))?|sept\b\.?)(?!\w)"
)
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
START = r"(?<![\w$€£¥#/\-–])(?<!\d[.,])(?<![$€£¥#]\s)"  # not inside a number, a price or the name of a model
END = r"(?![\w%])(?![.,/\-–]\d)"
NO_COUNT = (  # "in 2000 stores" names no year
    r"(?!\s(?:million|billion|trillion|thousand|percent|per\scent|dollars|euros|pounds|employees|workers|people|jobs|"
    r"staff|stores|tokens|words|users|customers|gpus|chips|companies|hours|days|miles|pages|questions|others|times)\b)"
)
FOUR_DIGITS = r"(?P<year>(?:19|20)\d\d)"
OF_YEAR = (
    rf"[\s,]{{1,3}}(?:of\s|in\s)?"
    rf"(?P<year>(?:1[5-9]|20)\d\d{END}{NO_COUNT}|['’]\d\d(?!\w)|(?:last|this|next)\syear\b)"
)
FISCAL_YEAR = (
    r"(?:(?:fiscal\syear|fiscal|fy)[\s\-]?(?P<fy>(?:19|20)\d\d|['’]?\d\d)(?!\w)|"
    r"(?P<year_fiscal>(?:19|20)\d\d)\sfiscal\syear\b)"
)
"""A year of a company's own: "fiscal 2025", "FY25", "its 2024 fiscal year"."""
PART = r"(?:\b(?P<part>earlier|early|middle|mid|later|late|beginning|start|end|close)[\s\-](?:of\s|in\s)?(?:the\s)?)?"
QUARTER = (
    r"(?:(?P<own>fiscal)[\s\-])?"
    r"(?P<quarter>q[1-4]|[1-4]q|(?:first|second|third|fourth|final|1st|2nd|3rd|4th)[\s\-](?P<mid>fiscal[\s\-])?quarter)(?!\w)"
)
HALF = r"(?P<half>h[12]|(?:first|second|1st|2nd)[\s\-]half)(?!\w)"
SEASON = rf"(?P<season>{'|'.join(SEASONS)})(?!\w)(?!\s(?:solstice|equinox|olympics|games|time))"


DAY_LIKE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}\b|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?! ?(?:million|billion|%))\b"
    r"|(?<![$€£\d,.])\b(?:19|20)\d\ds?\b(?!,\d| (?:million|billion|people|jobs))"
    r"|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
"""A day, a year or a time of day by its looks: no figure."""


class Reader(NamedTuple):
    """A pattern, and what reads its matches on the day of asking; `needs` is found in every text that it matches."""

    needs: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], Period | None]


ANY, DIGIT, MONTH_NAME = r"", r"\d", rf"\b{MONTH}"
PART_OF_YEAR = r"\b(?:q[1-4]|[1-4]q|quarter|h[12]|half)\b"
FISCAL = r"\b(?:fiscal|fy)"
SEASON_NAME = rf"\b(?:{'|'.join(SEASONS)})\b"


def reader(needs: str, pattern: str, read: Callable[[re.Match[str], date], Period | None]) -> Reader:
    """A reader of `pattern`, in any case and in ASCII letters."""
    return Reader(needs, re.compile(pattern, re.IGNORECASE | re.ASCII), read)


def got(match: re.Match[str], name: str) -> str:
    """What a group matched, in lower case with single spaces; empty where the pattern has no such group."""
    return " ".join((match.groupdict().get(name) or "").casefold().split())


def number_of_month(written: str) -> int:
    """The number of "Sept.", "March", "03"."""
    return int(written) if written.isdecimal() else [name[:3] for name in _MONTHS].index(written.casefold()[:3])


def number_of_year(written: str, asked: date) -> int | None:
    """The year of "2023", "'23", "last year", "this year"; None for the next one, which no news has reached."""
    if written[-1].isdecimal():
        return int(written) if len(written) == 4 else 2000 + int(written.lstrip("'’"))
    return None if written.startswith("next") else asked.year - written.startswith("last")


def ordinal(written: str) -> int:
    """The number of "Q3", "third quarter", "H1"."""
    digit = re.search(r"\d", written)
    return int(digit.group()) if digit else _ORDINALS[re.split(r"[\s\-]", written)[0]]


def told(match: re.Match[str], first: date, last: date, slack: int = DAY_SLACK, unit: Unit = "day") -> Period:
    """The period that a whole match names, its year given, whose events are reported up to `slack` days later."""
    part = got(match, "part")
    return Period(*match.span(), first, last, first, shift(last, slack), unit=unit, dated=True, part=part)
