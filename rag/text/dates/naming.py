"""Periods in words, as a reader would write them: "the third quarter of 2025", "the first half of fiscal 2024"."""

from __future__ import annotations

from rag.text.dates.periods import Period

_ORDINALS = ("first", "second", "third", "fourth")


def named(period: Period) -> str:
    """`period` in words."""
    first, last = period.first, period.last
    year = f"fiscal {first.year}" if period.fiscal else str(first.year)
    months = {"quarter": 3, "half": 6}.get(period.unit)
    if months and first.day == 1 and (first.month - 1) % months == 0:
        return f"the {_ORDINALS[(first.month - 1) // months]} {period.unit} of {year}"
    if period.unit == "year" and (first.month, first.day) == (1, 1) and first.year == last.year:
        return year
    if period.unit in ("quarter", "half", "year"):
        return f"the {period.unit} to {last.day} {last:%B %Y}"
    if period.unit == "month":
        return f"{first:%B %Y}"
    return f"{first.day} {first:%B %Y}" + ("" if first == last else f" to {last.day} {last:%B %Y}")
