"""Reading the many ways a publication date is written, without ever guessing one.

A date is read only when day, month and year are all stated. "03/04/2022" is two different days to two readers, and
"yesterday" depends on who reads it when: both are unreadable here.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate

from corpus.months import with_numbers
from corpus.time_zones import read_zone

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Earlier dates are taken for the defaults of software (0001, 1900, 1970, 1980), not for when an article appeared."""
MAX_AHEAD = timedelta(days=1)
"""Later than this from now, a date is an error: nothing is read before it appeared, and a day is left for zones and
clocks. One date ahead would be "the latest news" until its day comes."""
MAX_LENGTH = 100
"""Nothing longer is a date; it also bounds the time spent on junk."""

_DATE_ONLY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_DIGITS = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?(?!\d| ?[ap]\.?m\b)(.*)",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"((?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d\d(?::\d\d)?)(?![\d:]| ?[ap]\.?m\b)(.*)",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"(?:[^\s\d]{1,20} ){0,3}\(?"  # a day of the week
    r"(?:(?P<first>\d{4})(?P<between>[./-])(?P<second>\d{1,2})(?P=between)(?P<third>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<mark>[./-]) ?(?P<two>\d{1,2})(?P=mark) ?(?P<last>\d{4}|\d\d))(?!\d)"
    r"(?:[\s,.·|/)–—-]*(?:[^\s\d]{1,8} ){0,2}"  # "kl.", "at", "г. в"
    r"(?P<hour>\d{1,2})(?:[:：.h時时시](?P<minute>\d\d)(?::(?P<seconds>\d\d)(?:\.\d+)?)?[分분]?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\b\.?)?(?P<zone>\D.*)?|\D{0,20})",
    re.IGNORECASE,
)
"""A day in numbers, as `corpus.months.with_numbers` leaves it, with what may stand before and after it."""
_LIKE_A_ZONE = re.compile(r" ?(?:\(?[A-Z]{2,5}\)?)?")
_LABEL = re.compile(r"^(?:first |last )?(?:published|posted|updated)(?: on| at)?:?\s+", re.IGNORECASE)


def parse_date(value: object, *, now: datetime | None = None, language: str | None = None) -> datetime | None:
    """Return the moment `value` states as an aware datetime, or None where it states none.

    Reads ISO 8601 dates and datetimes, RFC 2822, seconds or milliseconds since 1970, and written forms such as
    "Nov. 17, 2023 1:01 p.m. PT", "9 March 2022" or "9. března 2022 v 14:20", whose months are read in `language` first
    (`corpus.months`); also `date` and `datetime` objects, which YAML makes. A date without
    a time is midnight UTC; a time without a zone, or with one that nobody knows, is taken as UTC. None for anything
    incomplete, ambiguous ("03/04/2022"), relative ("yesterday"), before `EARLIEST`, or more than `MAX_AHEAD` after
    `now` (the clock's).
    """
    try:
        moment = _read(value, language)
    except (ValueError, OverflowError):
        return None
    if moment is None:
        return None
    offset = moment.utcoffset()
    moment = moment.replace(tzinfo=timezone(offset) if offset else UTC)
    latest = (now or datetime.now(UTC)) + MAX_AHEAD
    return moment if EARLIEST <= moment <= latest else None


def in_its_zone(moment: datetime, other: datetime | None) -> datetime:
    """`moment`, in the zone of `other` where that states the same moment in a zone and `moment` is in UTC.

    Systems write UTC where readers see the publisher's clock.
    """
    same = other is not None and abs(other - moment) < timedelta(minutes=1) and not moment.utcoffset()
    return moment.astimezone(other.tzinfo) if same and other is not None else moment


def _read(value: object, language: str | None) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        value = f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    if not isinstance(value, str):
        return None
    text = _LABEL.sub("", " ".join(value.split()))
    if not 6 <= len(text) <= MAX_LENGTH:
        return None
    return _read_digits(text) or _read_iso(text) or _read_mail(text) or _read_written(text, language)


def _read_digits(text: str) -> datetime | None:
    if not _DIGITS.fullmatch(text) or not text.isascii():
        return None
    seconds = int(text) / 1000 if len(text) == 13 and "." not in text else float(text)
    return datetime.fromtimestamp(seconds, UTC)


def _read_iso(text: str) -> datetime | None:
    """Read ISO 8601 as `fromisoformat` does, and as others write it: hours without a zero, zones by name, 24:00."""
    if not _DATE_ONLY.match(text) and not _ISO.match(text):  # `fromisoformat` makes a day of a week ("2022-W10")
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _read_loose_iso(text)


def _read_loose_iso(text: str) -> datetime | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    micro = int((found[7] or "").ljust(6, "0"))
    midnight = hour == 24 and not (minute or second or micro)
    moment = datetime(year, month, day, 0 if midnight else hour, minute, min(second, 59), micro)  # noqa: DTZ001
    return _zoned(moment + timedelta(days=midnight), found[8])


def _read_mail(text: str) -> datetime | None:
    found = _MAIL.fullmatch(text)
    parts = parsedate(found[1]) if found else None
    if found is None or parts is None:
        return None
    try:
        moment = datetime(*parts[:5], min(parts[5], 59))  # noqa: DTZ001 - 60 is a leap second
    except ValueError:
        return None
    return _zoned(moment, found[2]) or moment  # what else stands there is a comment


def _zoned(moment: datetime, zone: str) -> datetime | None:
    """Return `moment` in the zone that these words name, in none where nobody knows it; None if they are no zone."""
    known = read_zone(zone, moment)
    return moment.replace(tzinfo=known) if known or _LIKE_A_ZONE.fullmatch(zone) else None


def _read_written(text: str, language: str | None) -> datetime | None:
    found = _WRITTEN.fullmatch(with_numbers(text, language))
    if not found:
        return None
    if found["first"]:  # the year
        day = date(int(found["first"]), int(found["second"]), int(found["third"]))
    elif own := _own_order(found["one"], found["two"], found["mark"]):
        day = date(int(found["last"]) + (2000 if len(found["last"]) == 2 else 0), *own)
    else:
        return None
    if found["hour"] and not (found["minute"] or found["half"]):
        return None
    moment = datetime(day.year, day.month, day.day, *_clock(found))  # noqa: DTZ001 - the zone comes next
    return _zoned(moment, found["zone"] or "") or moment  # what else stands there is a comment


def _own_order(one: str, two: str, mark: str) -> tuple[int, int] | None:
    """Return (month, day) of "13/02", "2/13" and "03.04", where full stops put the day first; None if unclear."""
    first, second = int(one), int(two)
    if mark == "." or first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else None


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    """Return hour, minute and second; midnight where no time is stated."""
    half, hour = (found["half"] or "").lower(), int(found["hour"] or 0)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(found["minute"] or 0), int(found["seconds"] or 0)
