"""Periods that are named by their end: "the three months to 30 June", "the quarter that ended on 28 April 2024"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.text.dates.forms import QUARTER_SLACK
from rag.text.dates.periods import Period, Unit, month_span, shift

_ENDED = re.compile(
    r"\b(?P<length>(?:three|six|nine|twelve|3|6|9|12)[\s\-]months?|quarter|half(?:[\s\-]year)?|year|period)"
    r"(?:,?\s(?:that|which))?,?\s(?:(?:end(?:s|ed|ing)?|closed|through)(?:\son|\sin)?|to)\s(?:the\s)?$",
    re.IGNORECASE,
)
_MONTHS = {"three": 3, "3": 3, "six": 6, "6": 6, "nine": 9, "9": 9, "twelve": 12, "12": 12}
_UNITS: dict[int, Unit] = {3: "quarter", 6: "half", 12: "year"}
_LENGTHS = {"quarter": 3, "half": 6, "year": 12}


def with_ends(text: str, found: Sequence[Period]) -> list[Period]:
    """`found`, where a day or a month that ends a period is that period."""
    return [_ended(text, period, found) for period in found]


def _ended(text: str, period: Period, found: Sequence[Period]) -> Period:
    lead = _ENDED.search(text, max(0, period.start - 60), period.start)
    if period.unit not in ("day", "month") or period.several or period.relative or not lead:
        return period
    length = lead["length"].casefold()
    named = next((one for one in found if one.start <= lead.start() < one.end), None)
    if named:  # "its second fiscal quarter, which ended on 30 July 2023" is one period of two names
        months = {"quarter": 3, "half": 6, "year": 12}.get(named.unit)
    else:
        months = _MONTHS.get(re.split(r"[\s\-]", length)[0]) or _LENGTHS.get(re.split(r"[\s\-]", length)[0])
    if not months:
        return period
    last = period.last
    back, _ = month_span(last.year, last.month - months + (last.day > 15))
    first = back if last.day > 15 else shift(back, last.day)
    start = period.start if named else lead.start()
    unit = _UNITS.get(months, "span")
    return replace(
        period, start=start, first=first, since=first, until=shift(last, QUARTER_SLACK), unit=unit, month_day=None
    )
