"""Dates as pages write them, in any of a dozen ways, with what each states: a day, a time, a zone; which one counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.dates import in_its_zone, parse_date
from corpus.months import with_numbers
from corpus.time_zones import read_zone

_DAY = (
    r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2}\.\s?\d{1,2}\.(?:19|20)\d\d|\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d"
    r"|(?:19|20)\d\d[./]\d{1,2}[./]\d{1,2})(?!\d)"
)
_TIME = (
    r"(?:T|,?\s+(?:[^\s\d]{1,4}\s){0,2})\d{1,2}[:：.h時时]\d\d(?::\d\d(?:\.\d+)?)?分?\s*(?:[apAP]\.?[mM]\.?)?"
    r"(?:Z|\s?[+-]\d\d:?\d\d|\s*\(?[A-Z]{2,5}\b\)?|\s*Uhr)?"
)
NUMERIC_DATE = re.compile(f"{_DAY}(?:{_TIME})?")
"""A day in numbers, perhaps with a time: in a line of which `corpus.months.with_numbers` has read the named days."""
_DATELINE = re.compile(
    r"(?:[A-Z][\w.'’-]{0,30}[ ,]{1,3}){1,6}(?P<date>\d{4}-\d\d-\d\d)\s*(?:[/(][^/()]{2,40}[/)]\s*)?[-–—]"
)
_DATELINE_CHARS = 200
_STARTS_WITH_DAY = re.compile(f".*?{_DAY}")
_CLOCK = re.compile(r"T?\d{1,2}[:：.h時时]\d\d(?::\d\d(?:\.\d+)?)?分?|T\d{2,6}|\d\s?[ap]\.?m\b\.?", re.IGNORECASE)
_HALF = re.compile(r"\s*[ap]\.?m\b\.?", re.IGNORECASE)
_SECONDS = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Stated:
    """A date a page states: the moment, and whether its time of day and its zone are stated too."""

    moment: datetime
    timed: bool
    zoned: bool


def settle(values: Iterable[object], limit: datetime, language: str | None = None) -> Stated | None:
    """Return the first believable date, made more exact by later ones of the same day that state a time or a zone."""
    best: Stated | None = None
    for value in values:
        stated = _read(value, language)
        if stated is None or stated.moment > limit:
            continue
        best = stated if best is None else _refined(best, stated)
    return best


def _refined(best: Stated, other: Stated) -> Stated:
    if not best.timed:
        return other if other.timed and best.moment.date() == other.moment.date() else best
    if best.zoned and other.timed and other.zoned:
        return Stated(in_its_zone(best.moment, other.moment), timed=True, zoned=True)
    same_clock = best.moment.replace(tzinfo=None, second=0, microsecond=0) == other.moment.replace(
        tzinfo=None, second=0, microsecond=0
    )
    if not best.zoned and other.zoned and other.timed and same_clock:
        return Stated(best.moment.replace(tzinfo=other.moment.tzinfo), timed=True, zoned=True)
    return best


def is_before(updated: Stated, published: Stated) -> bool:
    """Whether `updated` is before `published`; where one is a day alone, the days are compared."""
    if updated.timed and published.timed:
        return updated.moment < published.moment
    return updated.moment.date() < published.moment.date()


def written(stated: Stated | None) -> str | None:
    """Return the moment in ISO 8601; a day alone stays one."""
    if stated is None:
        return None
    return stated.moment.isoformat() if stated.timed else stated.moment.date().isoformat()


def _read(value: object, language: str | None) -> Stated | None:
    text = str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
    moment = parse_date(text, language=language)
    if moment is None:
        return None
    timed, zone = _time_of(with_numbers(text, language))
    zoned = timed and read_zone(zone, moment.replace(tzinfo=None)) is not None
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    if midnight and timed and (not zoned or moment.utcoffset() == timedelta(0)):
        timed = zoned = False  # systems that keep days alone write midnight
    return Stated(moment, timed, zoned)


def _time_of(text: str) -> tuple[bool, str]:
    """Return whether a date states a time of day, and what stands behind it."""
    if _SECONDS.fullmatch(text):
        return True, "Z"
    day = _STARTS_WITH_DAY.match(text)
    clock = _CLOCK.search(text, day.end() if day else 0)
    if clock is None:
        return False, ""
    half = _HALF.match(text, clock.end())
    return True, text[half.end() if half else clock.end() :]


def dateline(lead: str, language: str | None = None) -> str | None:
    """Return the date with which a press release begins: "VELM, Feb. 6, 2023 /Presswire/ -- ..."."""
    found = _DATELINE.match(with_numbers(lead[:_DATELINE_CHARS], language))
    return found["date"] if found else None
