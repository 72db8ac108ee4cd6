"""Dates as pages write them, in any of a dozen ways, with what each states: a day, a time, a zone; which one counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.dates import parse_date

_MONTHS = r"[^\W\d_]{3,10}\.?"
_TIME = (
    r"(?:,?\s+(?:at |um |à |kl\. ?)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*(?:\(?(?:UTC|GMT|[ECMP][SD]?T|CES?T|BST|IST|JST)\)?)|\s*Uhr)?)?"
)
WRITTEN_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\s?[+-]\d\d:?\d\d)?)?"
    rf"|\d{{4}}年\s?\d{{1,2}}月\s?\d{{1,2}}日(?:\s*\d{{1,2}}[:：时時]\d\d分?)?"
    rf"|\b\d{{1,2}}\.?(?:st|nd|rd|th)?(?: de)? {_MONTHS}(?: de)?,? (?:19|20)\d\d{_TIME}"
    rf"|\b{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d{_TIME}"
    rf"|\b\d{{1,2}}\.\s?\d{{1,2}}\.(?:19|20)\d\d{_TIME}"
    rf"|\b\d{{1,2}}[/-]\d{{1,2}}[/-](?:19|20)\d\d{_TIME}"
    rf"|\b(?:19|20)\d\d[./]\d{{1,2}}[./]\d{{1,2}}(?:\s+\d{{1,2}}:\d\d)?"
)
_DATELINE = re.compile(
    rf"(?:[A-Z][\w.'’-]*[ ,]+){{1,6}}(?P<date>{_MONTHS} \d{{1,2}},? (?:19|20)\d\d|\d{{1,2}} {_MONTHS} (?:19|20)\d\d)\s*"
    r"(?:[/(][^/()]{2,40}[/)]\s*)?[-–—]"
)
_HAN = re.compile(r"(\d{4})年\s?(\d{1,2})月\s?(\d{1,2})日(?:\s*(\d{1,2})[:：时時](\d\d))?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.((?:19|20)\d\d)(.*)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_ARABIC_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "يناير",
            "فبراير",
            "مارس",
            "أبريل ابريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس اغسطس",
            "سبتمبر",
            "أكتوبر اكتوبر",
            "نوفمبر",
            "ديسمبر",
        ),
        1,
    )
    for name in names.split()
}
ARABIC_DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join(_ARABIC_MONTHS)}) (\d{{4}})")
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_HAS_TIME = re.compile(r"\d[:.]\d\d|\d\s?[ap]\.?m|T\d\d|\b\d{10}(?:\d{3})?\b|[时時]", re.IGNORECASE)
_ZONED = re.compile(r"(?:Z|[+-]\d\d:?\d\d|UTC|GMT|[ECMP][SD]?T\)?|CES?T|BST|IST|JST)\s*$|^\d{10,13}$")


@dataclass(frozen=True, slots=True)
class Stated:
    """A date a page states: the moment, and whether its time of day and its zone are stated too."""

    moment: datetime
    timed: bool
    zoned: bool


def settle(values: Iterable[object], limit: datetime) -> Stated | None:
    """Return the first believable date, made more exact by later ones of the same day that state a time or a zone."""
    best: Stated | None = None
    for value in values:
        stated = _read(value)
        if stated is None or stated.moment > limit:
            continue
        best = stated if best is None else _refined(best, stated)
    return best


def _refined(best: Stated, other: Stated) -> Stated:
    if not best.timed:
        return other if other.timed and best.moment.date() == other.moment.date() else best
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


def _read(value: object) -> Stated | None:
    text = str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
    if not text:
        return None
    text = _ORDINAL.sub("", _plain(text))
    moment = parse_date(text)
    if moment is None:
        return None
    timed = (
        bool(_HAS_TIME.search(text.partition(",")[2] or text)) if not re.match(r"\d{1,2}\.\d", text) else ":" in text
    )
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    zoned = bool(_ZONED.search(text)) and timed
    if midnight and timed and (not zoned or moment.utcoffset() == timedelta(0)):
        timed = zoned = False  # systems that keep days alone write midnight
    return Stated(moment, timed, zoned)


def _plain(text: str) -> str:
    """Return a date that is certain in its own language in a form that `parse_date` reads."""
    text = text.translate(ARABIC_DIGITS)
    han = _HAN.search(text)
    if han:
        day = f"{int(han[1]):04}-{int(han[2]):02}-{int(han[3]):02}"
        return f"{day}T{int(han[4]):02}:{han[5]}" if han[4] else day
    arabic = ARABIC_DATE.search(text)
    if arabic:
        return f"{int(arabic[3]):04}-{_ARABIC_MONTHS[arabic[2]]:02}-{int(arabic[1]):02}"
    dotted = _DOTTED.fullmatch(text)  # with full stops the day comes first, wherever that is the custom
    if dotted and int(dotted[2]) <= 12:
        clock = re.search(r"(\d{1,2})[:.](\d\d)", dotted[4])
        day = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}"
        return f"{day}T{int(clock[1]):02}:{clock[2]}" if clock else day
    return text.removesuffix(" Uhr")


def dateline(lead: str) -> str | None:
    """Return the date with which a press release begins: "VELM, Feb. 6, 2023 /Presswire/ -- ..."."""
    found = _DATELINE.match(lead)
    return found["date"] if found else None
