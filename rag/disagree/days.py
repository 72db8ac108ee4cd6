"""The days that a sentence names, each as the first and the last it may mean: "in May", "the third quarter of 2022".

Pure reading of English news prose, near the day of publication where no year is told. How questions name days is
`rag.reading.when`'s business.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `since` to `until`, both included, that `text[start:end]` may mean.

    `dated` if it gives the year; `relative` if it counts from the day of publication ("Monday", "last year").
    """

    since: date
    until: date
    start: int
    end: int
    dated: bool
    relative: bool

    def meets(self, other: Days) -> bool:
        """Whether one day could stand behind both."""
        return self.since <= other.until and other.since <= self.until


_MONTHS = {name[:3].casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
DAY_LIKE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b|\b{_MONTH.replace('month', 'other')} \d{{1,2}}(?:st|nd|rd|th)?"
    r"(?! ?(?:million|billion|%))\b"
    r"|(?<![$€£\d,.])\b(?:19|20)\d\ds?\b(?!,\d| (?:million|billion|people|jobs))"
    r"|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("day", rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? {_YEAR})?\b"),
    ("day", rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d)(?:,? {_YEAR}\b)?"),
    ("month", rf"\b{_MONTH},? (?:of )?{_YEAR}\b"),
    ("month", rf"\b(?:in|last|next|this|since|until|early|late|mid|of|by)[ -]{_MONTH}(?!\w)(?P<year>(?!))?"),
    ("quarter", rf"\b(?P<nth>first|second|third|fourth) quarter(?: of)?(?: (?:fiscal )?{_YEAR})?\b"),
    ("year", rf"(?<![$€£\d,.])\b{_YEAR}\b(?![,.]?\d)"),
    ("weekday", r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
    ("around", r"\b(?:to|yester)day\b|\btomorrow\b|\b(?:last|this|next) week\b"),
    ("near", r"\b(?:last|this|next) month\b|\brecently\b"),
    ("years", r"\b(?P<which>last|this|next|previous) (?:year|spring|summer|autumn|fall|winter)\b"),
)
_TIMES = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)


def read_days(text: str, published: date | None) -> list[Days]:
    """The days that `text` names, in order. Those without a year are read near `published`, and left out without it."""
    found: list[Days] = []
    if published and not 1900 <= published.year <= 2100:  # a mistake, and near the ends of the calendar days run out
        published = None
    for kind, pattern in _TIMES:
        for match in pattern.finditer(text):
            if any(match.start() < known.end and known.start < match.end() for known in found):
                continue
            span = _SPANS[kind](match, published)
            if span:
                dated = "year" in match.groupdict() and bool(match["year"])
                found.append(Days(*span, match.start(), match.end(), dated, kind in _RELATIVE))
    return sorted(found, key=lambda days: days.start)


_Span = tuple[date, date] | None


def _nearest(match: re.Match[str], published: date | None, month: int, day: int) -> date | None:
    """That day of the year that is named, else of the year that brings it nearest to `published`."""
    years = [int(match["year"])] if match["year"] else [published.year + n for n in (-1, 0, 1)] if published else []
    days = [date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1]]
    return min(days, key=lambda told: abs(told - (published or told)), default=None)


def _day(match: re.Match[str], published: date | None) -> _Span:
    number = int(match["day"])
    told = _nearest(match, published, _MONTHS[match["month"][:3].casefold()], number) if 0 < number < 32 else None
    return (told, told) if told else None


def _month(match: re.Match[str], published: date | None) -> _Span:
    first = _nearest(match, published, _MONTHS[match["month"][:3].casefold()], 1)
    return (first, first.replace(day=calendar.monthrange(first.year, first.month)[1])) if first else None


def _quarter(match: re.Match[str], published: date | None) -> _Span:
    month = 1 + 3 * ("first", "second", "third", "fourth").index(match["nth"])
    first = _nearest(match, published, month, 1)
    # a company's own year may begin elsewhere, so a quarter is held to a year's length
    return (first, first + timedelta(days=91)) if first else None


def _year(match: re.Match[str], _published: date | None) -> _Span:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _years(match: re.Match[str], published: date | None) -> _Span:
    if not published:
        return None
    year = published.year + {"last": -1, "previous": -1, "this": 0, "next": 1}[match["which"]]
    return date(year, 1, 1), date(year, 12, 31)


def _weekday(match: re.Match[str], published: date | None) -> _Span:
    """The last such day, as news tells it; one to come is told with its date."""
    if not published:
        return None
    number = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun").index(match["weekday"])
    told = published - timedelta(days=(published.weekday() - number) % 7)
    return told, told


def _within(days: int) -> Callable[[re.Match[str], date | None], _Span]:
    def span(_match: re.Match[str], published: date | None) -> _Span:
        return (published - timedelta(days=days), published + timedelta(days=days)) if published else None

    return span


_SPANS: dict[str, Callable[[re.Match[str], date | None], _Span]] = {
    "day": _day,
    "month": _month,
    "quarter": _quarter,
    "year": _year,
    "years": _years,
    "weekday": _weekday,
    "around": _within(8),
    "near": _within(62),
}
_RELATIVE = frozenset(("weekday", "around", "near", "years"))
