"""How an outlet and a day are written in front of a quote: "The Guardian, 7 Jan 2023"."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def written_day(day: date | datetime | None) -> str:
    """`7 Jan 2023`, whatever the machine's language; "undated" for None."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "undated"


def attribution(source: str, published: date | datetime | None) -> str:
    """`The Guardian, 7 Jan 2023`; an article without a date says so."""
    return f"{source}, {written_day(published)}"
