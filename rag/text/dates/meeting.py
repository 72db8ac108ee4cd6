"""Whether a period that a sentence tells of is the one that a question asks for."""

from __future__ import annotations

from rag.text.dates.periods import Period

_ACCOUNTED = ("quarter", "half", "year")
"""What companies count their figures by: a figure of one is none of another, even of one that lies in it."""
_SAME = 0.6
"""Share of the longer of two such periods in which both must lie: books that close on the last Sunday are off by days,
a year that begins in February makes its quarters overlap the calendar's by two thirds."""


def met(asked: Period, told: Period, *, figure: bool = False) -> bool:
    """Whether `told` is, or lies in, what is `asked`; of the `figure` of a quarter or a year, it must be the same one.

    A company's own quarter of a year meets any that bears its name: which days it has is not known.
    """
    if asked.unit in _ACCOUNTED and not asked.several and told.unit in _ACCOUNTED:
        if asked.fiscal or told.fiscal:
            return _same_name(asked, told)
        if figure:
            return asked.unit == told.unit and _shared(asked, told) >= _SAME
    if figure and asked.several and told.unit in _ACCOUNTED:
        return asked.first <= told.first and told.last <= asked.last
    return asked.meets(told)


def accounted(period: Period) -> bool:
    """Whether it is one of those that companies count their figures by."""
    return period.unit in _ACCOUNTED and not period.part


def _same_name(asked: Period, told: Period) -> bool:
    if asked.fiscal and told.fiscal:
        return (asked.unit, asked.first, asked.last) == (told.unit, told.first, told.last)
    fiscal, plain = (asked, told) if asked.fiscal else (told, asked)
    if plain.first.day == 1 and _shared(asked, told) == 1:  # "Q3 2025" may be short for a year of its own
        return asked.unit == told.unit
    ended = plain.unit == fiscal.unit and not _is_calendar(plain)
    return ended and abs(plain.last.year - fiscal.last.year) <= 1


def _is_calendar(period: Period) -> bool:
    return period.first.day == 1 and (period.first.month - 1) % 3 == 0


def _shared(one: Period, other: Period) -> float:
    """Days in both, as a share of the longer one."""
    both = (min(one.last, other.last) - max(one.first, other.first)).days + 1
    return max(0, both) / (max((one.last - one.first).days, (other.last - other.first).days) + 1)
