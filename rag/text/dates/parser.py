"""The days that words such as "3 March 2023", "Q3", "last summer" or "two weeks ago" stand for, and where they stand.

A question looks back from the day of asking: "in May" is the latest May that has begun. A sentence of an article is
read near the day of publishing, on which a plan may lie ahead. What "since" or "between" makes of such days, and which
of several count, is up to `rag.asked.when`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from rag.text.dates.comparing import compared
from rag.text.dates.dated import DATES
from rag.text.dates.ending import with_ends
from rag.text.dates.forms import QUARTER_SLACK, Reader
from rag.text.dates.periods import Period, month_span, nearest, shift
from rag.text.dates.relative import RELATIVE
from rag.text.dates.yearless import YEARLESS

READERS: tuple[Reader, ...] = (*DATES, *YEARLESS, *RELATIVE)
"""In order: where two read the same words, the first counts."""
_NEEDS = {needs: re.compile(needs, re.IGNORECASE | re.ASCII) for needs in dict.fromkeys(one.needs for one in READERS)}
"""Most texts name no time: asking first for what a reader cannot do without halves their cost."""
_NEAR_YEAR = re.compile(r"[\s\-](?:(?!than\b|from\b|over\b|against\b)[a-z]{1,20}\s){0,4}")
"""What may stand between a quarter and its year in a sentence: "second-quarter revenue in 2024"."""
_SOME_DAY = date(2000, 6, 15)
"""Stands for the day of an article that has none: what counts from it is left out."""


def periods_asked(text: str, asked: date) -> list[Period]:
    """The periods named in a question, in its order; "this week" and the like count from `asked`."""
    found = _found(text, asked)
    years = [period for period in found if _is_year(period)]
    if len(years) == 1:
        found = [_of_year(period, years[0]) for period in found]
    return with_ends(text, found)


def periods_told(text: str, published: date | None, before: Iterable[Period] = ()) -> list[Period]:
    """The periods named in a sentence, in its order; `before` are those of the sentence before it.

    One without its year is the nearest to the day of publishing; "a year earlier" counts from the period named before.
    Without that day, those that count from it are left out.
    """
    if published and not 1900 <= published.year <= 2100:  # a mistake, and near the ends of the calendar days run out
        published = None
    day = published or _SOME_DAY
    found = _found(text, day)
    years = [period for period in found if _is_year(period)]
    for year in years:
        found = [_of_year(one, year) if _NEAR_YEAR.fullmatch(text, one.end, year.start) else one for one in found]
    found = with_ends(text, [_whole(nearest(period, day)) for period in found if not period.wrong])
    found = compared(text, found, before)
    return [period for period in found if published or not (period.relative or not period.dated)]


def _found(text: str, day: date) -> list[Period]:
    found: list[Period] = []
    worth = {needs: bool(pattern.search(text)) for needs, pattern in _NEEDS.items()}
    for needs, pattern, read in READERS:
        for match in pattern.finditer(text) if worth[needs] else ():
            period = read(match, day)
            if period and not any(period.start < other.end and other.start < period.end for other in found):
                found.append(period)
    return sorted(found, key=lambda period: period.start)


def _is_year(period: Period) -> bool:
    return period.unit == "year" and period.dated and not (period.several or period.part or period.wrong)


def _of_year(period: Period, year: Period) -> Period:
    """A quarter or half without a year as that of `year`."""
    if period.dated or period.relative or period.unit not in ("quarter", "half"):
        return period
    months = (period.last.month - period.first.month) + 1
    first, last = month_span(year.first.year, period.first.month, months)
    fiscal = period.fiscal or year.fiscal
    until = shift(last, QUARTER_SLACK)
    return replace(period, first=first, last=last, since=first, until=until, dated=True, fiscal=fiscal)


def _whole(period: Period) -> Period:
    """A month, quarter or year that counts from a day, with the days after that day."""
    months = {"month": 1, "quarter": 3, "year": 12}.get(period.unit)
    if not (period.relative and months) or period.part:
        return period
    first, last = month_span(period.first.year, period.first.month, months)
    return replace(period, first=first, last=last)
