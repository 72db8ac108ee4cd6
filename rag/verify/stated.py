"""The figures and days that a claim states, held against those that a passage states.

What a figure is worth is read by `rag.text.figures`; "29 May 1943" and "May 29, 1943" are one day. What follows from a
difference is `rag.verify.judge`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.text import figures
from rag.text.figures import Figure, read_figures

_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.casefold(): n for n, name in enumerate(calendar.day_name)}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_COUNTED = r"hundred|thousand|million|billion|trillion|bn|tn|trn|mn|mln|percent|per cent|dollars"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?i:(?P<month>{_MONTH}))\b\.?(?:,? (?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>(?i:{_MONTH}))\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)(?:,? (?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>(?i:{_MONTH}))\b\.?,? (?:of )?(?P<year>{_YEAR})\b",
        r"\b(?P<month>January|February|April|June|July|August|September|October|November|December)\b",
        r"(?<=[Ii]n )(?P<month>March|May)\b",
        rf"(?<![\w$€£.,-])(?P<year>{_YEAR})(?![\w%]|,\d|\.\d|[\s-](?i:{_COUNTED})\b)",
        r"\b(?P<weekday>(?i:" + "|".join(_WEEKDAYS) + r"))\b",
    )
)
Parts = tuple[int | None, int | None, int | None, int | None]
"""Year, month, day of the month and weekday, as far as they are stated."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the part of one that `text[start:end]` states."""

    start: int
    end: int
    parts: Parts


Stated = Figure | Day


def read_stated(text: str) -> tuple[Stated, ...]:
    """The figures and days of `text` in order; none overlaps another."""
    found: list[Day] = []
    for day in _days(text):
        if not any(day.start < other.end and other.start < day.end for other in found):
            found.append(day)
    spans = [(day.start, day.end) for day in found]
    return tuple(sorted((*found, *read_figures(text, spans)), key=lambda stated: stated.start))


def same(one: Stated, other: Stated) -> bool:
    """Whether `other` says what `one` says; a day must leave none of it open, and a number may be its year."""
    if isinstance(one, Figure) and isinstance(other, Figure):
        return figures.same(one, other)
    if isinstance(one, Day) and isinstance(other, Day):
        return all(b == a for a, b in zip(one.parts, other.parts, strict=True) if a is not None)
    day, figure = (one, other) if isinstance(one, Day) else (other, one)
    return isinstance(day, Day) and isinstance(figure, Figure) and _is_year(figure, day)


def rivals(one: Stated, other: Stated) -> bool:
    """Whether the two are of one kind and unit and differ, so that they cannot both be the one thing stated."""
    if isinstance(one, Day) and isinstance(other, Day):
        pairs = [(a, b) for a, b in zip(one.parts, other.parts, strict=True) if a is not None and b is not None]
        return any(a != b for a, b in pairs)
    if isinstance(one, Day) or isinstance(other, Day) or one.unit != other.unit:
        return False
    return not same(one, other) and not same(other, one)


def accounted_for(stated: Stated, others: Iterable[Stated], published: date | None = None) -> bool:
    """Whether one of `others` says what `stated` says; the day of publishing fills in the year and month of a day."""
    others = list(others)
    if any(same(stated, other) for other in others):
        return True
    if not isinstance(stated, Day) or published is None:
        return False
    filled = (day for other in others if isinstance(other, Day) for day in _dated(other, published))
    if any(same(stated, day) for day in filled):
        return True
    return _says_when(stated, published) and not any(rivals(stated, other) for other in others)


def is_number(stated: Stated) -> bool:
    """Whether it is a plain number, which the word behind it says of what."""
    return isinstance(stated, Figure) and not stated.unit


def is_alike(one: Stated, other: Stated) -> bool:
    """Whether the two are of one kind: days both, or figures of one unit."""
    if isinstance(one, Figure) and isinstance(other, Figure):
        return one.unit == other.unit
    return isinstance(one, Day) and isinstance(other, Day)


def _days(text: str) -> Iterator[Day]:
    """Every reading of a day in `text`, the surest first."""
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            parts = _parts(found)
            if parts:
                yield Day(found.start(), found.end(), parts)


def _parts(found: re.Match[str]) -> Parts | None:
    read = found.groupdict()
    month = int(read["number"]) if read.get("number") else _MONTHS.get((read.get("month") or "").casefold())
    day = int(read["day"]) if read.get("day") else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    weekday = _WEEKDAYS.get((read.get("weekday") or "").casefold())
    return (int(read["year"]) if read.get("year") else None, month, day, weekday)


def _is_year(figure: Figure, day: Day) -> bool:
    return not figure.unit and day.parts == (int(figure.value), None, None, None)


def _dated(day: Day, published: date) -> Sequence[Day]:
    """A day of an article with the year, or for a weekday the date, that its day of publishing gives it."""
    year, month, number, weekday = day.parts
    if year is not None:
        return ()
    if weekday is not None and number is None:
        back = date.fromordinal(max(1, published.toordinal() - (published.weekday() - weekday) % 7))
        return (Day(0, 0, (back.year, back.month, back.day, weekday)),)
    return (Day(0, 0, (published.year, month, number, weekday)),)


def _says_when(stated: Day, published: date) -> bool:
    """Whether a day is no more than the year or month that the article is from."""
    year, month, day, weekday = stated.parts
    return day is None and weekday is None and year in (None, published.year) and month in (None, published.month)
