"""Reading the many ways a publication date is written, without ever guessing one.

A date is read only when day, month and year are all stated. "03/04/2022" is two different days to two readers, and
"yesterday" depends on who reads it when: both are unreadable here.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Earlier dates are taken for the defaults of software (0001, 1900, 1970, 1980), not for when an article appeared."""
MAX_AHEAD = timedelta(days=366)
"""Later than this from now, a date is an error. Embargoed articles and magazine issues are dated ahead, by less."""
MAX_LENGTH = 100
"""Nothing longer is a date; it also bounds the time spent on junk."""

_LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl"]
_DATE_ONLY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b")
_DIGITS = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d\d")
_YEAR_FIRST = re.compile(r"\d{4}[./-]\d{1,2}[./-]\d{1,2}\b")
_MONTH_NAME = re.compile(r"[^\W\d_]{3}")
_LABEL = re.compile(r"^(?:first |last )?(?:published|posted|updated)(?: on| at)?:?\s+", re.IGNORECASE)
_US_ZONE = re.compile(r"\s*\(?\b([ECMP])T\b\)?\.?$")
# American newsrooms write "PT" all year round; which offset that is depends on the day.
_US_ZONES = {"E": "America/New_York", "C": "America/Chicago", "M": "America/Denver", "P": "America/Los_Angeles"}


def parse_date(value: object, *, now: datetime | None = None) -> datetime | None:
    """Return the moment `value` states as an aware datetime, or None where it states none.

    Reads ISO 8601 dates and datetimes, RFC 2822, seconds or milliseconds since 1970, and written forms such as
    "Nov. 17, 2023 1:01 p.m. PT" or "9 March 2022"; also `date` and `datetime` objects, which YAML makes. A date without
    a time is midnight UTC; a time without a zone is taken as UTC. None for anything incomplete, ambiguous
    ("03/04/2022"), relative ("yesterday"), before `EARLIEST`, or more than `MAX_AHEAD` after `now` (the clock's).
    """
    try:
        moment = _read(value)
    except (ValueError, OverflowError):
        return None
    if moment is None:
        return None
    offset = moment.utcoffset()
    moment = moment.replace(tzinfo=timezone(offset) if offset else UTC)
    latest = (now or datetime.now(UTC)) + MAX_AHEAD
    return moment if EARLIEST <= moment <= latest else None


def _read(value: object) -> datetime | None:
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
    return _read_digits(text) or _read_iso(text) or _read_mail(text) or _read_written(text)


def _read_digits(text: str) -> datetime | None:
    if not _DIGITS.fullmatch(text) or not text.isascii():
        return None
    seconds = int(text) / 1000 if len(text) == 13 and "." not in text else float(text)
    return datetime.fromtimestamp(seconds, UTC)


def _read_iso(text: str) -> datetime | None:
    if not _DATE_ONLY.match(text):  # `fromisoformat` also reads weeks ("2022-W10") and makes a day of them
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_mail(text: str) -> datetime | None:
    if not _MAIL.match(text):
        return None
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _read_written(text: str) -> datetime | None:
    numeric = _NUMERIC.match(text)
    if numeric and int(numeric[1]) <= 12 and int(numeric[2]) <= 12 and int(numeric[1]) != int(numeric[2]):
        return None  # April or March?
    if not (numeric or _YEAR_FIRST.match(text) or _MONTH_NAME.search(text)):
        return None
    zone = _US_ZONE.search(text)
    if zone:
        text = text[: zone.start()]
    import dateparser  # 0.3 s to import, and most dates are ISO

    moment: datetime | None = dateparser.parse(
        text,
        languages=_LANGUAGES,
        settings={
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
            "DATE_ORDER": _order(text, numeric),
        },
    )
    if moment is not None and zone:
        return moment.replace(tzinfo=ZoneInfo(_US_ZONES[zone[1]]))
    return moment


def _order(text: str, numeric: re.Match[str] | None) -> str:
    """Return the order of day and month that `text` itself shows: the ambiguous ones never come this far."""
    if _YEAR_FIRST.match(text):
        return "YMD"
    return "DMY" if numeric and int(numeric[1]) > 12 else "MDY"
