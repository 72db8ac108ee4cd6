"""The days that a statement names, loosened where they only count from the day of publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rag.text.dates import Period, periods_told
from rag.text.dates.periods import shift

_LOOSE = {"day": 8, "week": 8, "weekend": 8, "month": 62}
"""Days by which "today", "last week" and "last month" may be off: two outlets need not mean the same day by them."""


def read_days(text: str, published: date | None) -> list[Period]:
    """The days that `text` names, in order. Those without a year are read near `published`, and left out without it."""
    return [_loosened(period) for period in periods_told(text, published)]


def _loosened(period: Period) -> Period:
    slack = _LOOSE.get(period.unit, 62 if period.weak else 0) if period.relative else 0
    return replace(period, first=shift(period.first, -slack), last=shift(period.last, slack))
