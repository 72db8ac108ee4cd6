"""Days and periods in words, as a reader would write them: "7 Jan 2023", "the third quarter of 2025"."""

from __future__ import annotations

from datetime import date, datetime

from rag.text.dates.periods import Period

_ORDINALS = ("first", "second", "third", "fourth")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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


def written_day(day: date | datetime | None) -> str:
    """`7 Jan 2023`, whatever the machine's language; "undated" for None."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "undated"
