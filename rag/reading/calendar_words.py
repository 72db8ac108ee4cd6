"""The days that words such as "3 March 2023", "Q3", "last summer" or "two weeks ago" stand for, and where they stand.

What "since" or "between" makes of such days, and which of several count, is up to `rag.reading.when`.
"""

from __future__ import annotations

import re
from datetime import date

from rag.reading.calendar_forms import Reader
from rag.reading.date_words import DATES
from rag.reading.periods import Period
from rag.reading.relative_words import RELATIVE
from rag.reading.yearless_words import YEARLESS

__all__ = ["READERS", "Period", "find_periods"]

READERS: tuple[Reader, ...] = (*DATES, *YEARLESS, *RELATIVE)
"""In order: where two read the same words, the first counts."""
_NEEDS = {needs: re.compile(needs, re.IGNORECASE | re.ASCII) for needs in dict.fromkeys(one.needs for one in READERS)}
"""Most questions name no time: asking first for what a reader cannot do without halves their cost."""


def find_periods(text: str, asked: date) -> list[Period]:
    """The periods named in `text`, in its order; "this week" and the like count from `asked`."""
    found: list[Period] = []
    worth = {needs: bool(pattern.search(text)) for needs, pattern in _NEEDS.items()}
    for needs, pattern, read in READERS:
        for match in pattern.finditer(text) if worth[needs] else ():
            period = read(match, asked)
            if period and not any(period.start < other.end and other.start < period.end for other in found):
                found.append(period)
    return sorted(found, key=lambda period: period.start)
