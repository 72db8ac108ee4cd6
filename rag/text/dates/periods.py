"""Days that a text names, as a value, and the arithmetic of days, months and parts of months.

Which words name which days is up to `rag.text.dates.parser`.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Unit = Literal["day", "week", "month", "season", "quarter", "half", "year", "span"]
"""What a period is one of; a "span" is any other run of days."""
DAY_SLACK = 7
"""Days after an event, or after its month, in which it is still reported."""

_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "close": 2}


@dataclass(frozen=True, slots=True)
class Period:
    """Days named at `start:end` of a text, all bounds included.

    `first` to `last` are the days themselves, `since` to `until` those in which their events would be reported. `unit`
    is what it is one of; `dated` says that its year is given, `fiscal` that a company counts it in years of its own, so
    that its days are only a name. A `relative` one counts from the day of asking or of publishing, and is `current` if
    it is the one that this day is in ("this week"); a `weak` one ("recently") gives way to any other, a `coarse` one (a
    year) to days and months; one of `several` days is a range in itself ("3 to 7 May"). `part` is the "early" or "end"
    of it that is meant. `month_day` is the month and the day, or 0, of one named without a year. `aside`: only held
    against another ("up from $560 million a year earlier"). `wrong` says why there is no such day.
    """

    start: int
    end: int
    first: date = date.min
    last: date = date.min
    since: date = date.min
    until: date = date.min
    unit: Unit = "span"
    dated: bool = False
    fiscal: bool = False
    relative: bool = False
    current: bool = False
    weak: bool = False
    coarse: bool = False
    several: bool = False
    part: str = ""
    month_day: tuple[int, int] | None = None
    aside: bool = False
    wrong: str = ""

    def meets(self, other: Period) -> bool:
        """Whether one day could be in both."""
        return self.first <= other.last and other.first <= self.last

    def apart(self, day: date) -> int:
        """Days between the period and `day`; 0 within it."""
        return max(0, (self.first - day).days, (day - self.last).days)


def shift(day: date, days: int) -> date:
    """`day` moved by `days`, stopping where the calendar does."""
    return date.fromordinal(min(max(1, day.toordinal() + days), date.max.toordinal()))


def month_span(year: int, month: int, months: int = 1, part: str = "") -> tuple[date, date]:
    """First and last day of `months` months, or of the early, middle or late third; `month` may exceed 12 or be < 1."""
    third = _THIRDS.get(part)
    if third is not None and months > 1:
        return month_span(year, month + third * months // 3, months // 3)
    first = min(max(12, year * 12 + month - 1), date.max.year * 12 + 11)
    last = min(first + months - 1, date.max.year * 12 + 11)
    begin = date(first // 12, first % 12 + 1, 1)
    end = date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])
    if third is not None:
        return begin.replace(day=third * 10 + 1), end if third == 2 else begin.replace(day=third * 10 + 10)
    return begin, end


def months_on(period: Period, months: int) -> Period:
    """`period` so many months later, or earlier; a month's end stays one."""
    first, last = _months_on(period.first, months), _months_on(period.last, months)
    return replace(period, first=first, last=last, since=first, until=last)


def _months_on(day: date, months: int) -> date:
    begin, end = month_span(day.year, day.month + months)
    ends = day.day == calendar.monthrange(day.year, day.month)[1]
    return end if ends and day.day > 1 else begin.replace(day=min(day.day, end.day))


def nearest(period: Period, day: date) -> Period:
    """`period`, if its year is not given, in the year that brings it nearest to `day`; the earlier of equals."""
    if period.dated or period.relative or period.unit not in ("day", "month", "quarter", "half", "season"):
        return period
    return min((months_on(period, months) for months in (-12, 0, 12)), key=lambda one: one.apart(day))


def settled(period: Period, near: date, *, forward: bool = False) -> Period:
    """`period`, if named without a year, as the last one that begins by `near`, or the first that is not before it."""
    if period.month_day is None:
        return period
    month, day = period.month_day
    step = 1 if forward else -1
    for year in (near.year + step * n for n in range(10)):  # 29 February can be eight years away
        if not 1 <= year <= date.max.year or day > calendar.monthrange(year, month)[1]:
            continue
        first, last = (date(year, month, day),) * 2 if day else month_span(year, month, 1, period.part)
        if first >= near if forward else first <= near:
            return replace(period, first=first, last=last, since=first, until=shift(last, DAY_SLACK))
    return replace(period, first=near, last=near, since=near, until=near)  # the calendar ends here
