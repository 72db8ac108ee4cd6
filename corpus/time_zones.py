"""Time zones as dates name them: "+02:00", "GMT+2", "CEST", "PT", "[Europe/Paris]"; which offset from UTC each is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"(?:UTC|GMT|UT|Z)? ?([+\-\u2212])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_BRACKET = re.compile(r"[()\[\]]")
_FARTHEST = timedelta(hours=14)
_UNIVERSAL = {"z", "utc", "gmt", "ut"}
_REGIONS = {
    **dict.fromkeys(("et", "eastern"), "America/New_York"),
    **dict.fromkeys(("ct", "central"), "America/Chicago"),
    **dict.fromkeys(("mt", "mountain"), "America/Denver"),
    **dict.fromkeys(("pt", "pacific"), "America/Los_Angeles"),
    "ist": "Asia/Kolkata",
}
"""American newsrooms write "PT" all year round; which offset that is depends on the day. "IST" is India's in nearly all
news that uses it; dateparser takes it for Israel's."""

_SPELT_OUT = re.compile(
    r"(?:Eastern|Central|Mountain|Pacific|Alaska|Hawaii|(?:Central|Eastern|Western) European|British|Greenwich|India|"
    r"Japan|Korea|New Zealand|Australian (?:Eastern|Central|Western)) (?:(?:Standard|Daylight|Summer|Mean) )?Time",
    re.IGNORECASE,
)
"""Names whose initials are the abbreviation; those of others belong to somebody else: "China Standard Time"."""


def read_zone(words: str, clock: datetime) -> tzinfo | None:
    """Return the zone that `words` name for the naive moment `clock`, as a fixed offset; None where they name none.

    What stands in brackets is the name of the zone before it ("+0200 (CEST)"), or, with nothing before it, the zone.
    """
    pieces = (" ".join(piece.split()).strip(".") for piece in _BRACKET.split(words))
    zone = next((zone for piece in pieces if piece and (zone := _in_digits(piece) or _named(piece))), None)
    offset = zone.utcoffset(clock) if zone else None
    return timezone(offset) if offset else UTC if zone else None


def _in_digits(words: str) -> tzinfo | None:
    found = _OFFSET.fullmatch(words)
    if words.casefold() in _UNIVERSAL:
        return UTC
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset > _FARTHEST:
        return None
    return timezone(offset if found[1] == "+" else -offset)


def _named(name: str) -> tzinfo | None:
    if _SPELT_OUT.fullmatch(name):
        name = "".join(word[0] for word in name.split())
    place = _REGIONS.get(name.casefold(), name if "/" in name else "")
    if place:
        try:
            return ZoneInfo(place)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
    offset = _offset_of(name.upper()) if name.isascii() and name.isalpha() else None
    return None if offset is None else timezone(offset)


@cache
def _offset_of(abbreviation: str) -> timedelta | None:
    """Return the offset that dateparser knows for an abbreviation."""
    if not 3 <= len(abbreviation) <= 5:
        return None
    from dateparser.timezone_parser import pop_tz_offset_from_string  # 0.3 s to import, and most zones are digits

    rest, zone = pop_tz_offset_from_string(f"0:00 {abbreviation}")
    return zone.utcoffset(None) if zone is not None and rest.strip() == "0:00" else None
