"""The figures of a text: amounts of money, percentages, plain numbers, and days, each read into a value to compare.

"$1.5bn", "1.5 billion dollars" and "$1,500,000,000" are one value, and so are "29 May 1943" and "May 29, 1943". Which
figure of one text answers to which of another is `same` and `rivals`; what follows from it is `rag.verify.judge`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["number", "percent", "money", "day"]

MOST_FIGURES = 200
"""Figures read of one text: a table pasted as a sentence states nothing that its first 200 numbers do not show."""
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12, "trn": 1e12}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += ["seventeen", "eighteen", "nineteen"]
_TENS = {
    name: 10 * n for n, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_WORDS = {**{name: n for n, name in enumerate(_ONES)}, **_TENS, "dozen": 12}
_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.casefold(): n for n, name in enumerate(calendar.day_name)}

_SCALE = r"hundred|thousand|million|billion|trillion|bn|tn|trn|mn|mln"
_NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>(?:US|A|C)?[$€£¥])?\s?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:st|nd|rd|th)?(?:[\s-]?(?P<scale>{_SCALE})|(?P<short>[kmb]))?(?![\w’'])"
    r"(?:[\s-]?(?P<unit>%|percent\b|per cent\b|percentage\b|(?:US |American )?dollars?\b|euros?\b|pounds?\b|yen\b))?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    rf"(?<![\w-])(?:(?P<tens>{'|'.join(_TENS)})[\s-](?P<ones>{'|'.join(_ONES[1:10])})|(?P<word>{'|'.join(_WORDS)})|an?)"
    rf"(?:[\s-](?P<scale>{'|'.join(_SCALES)}))?(?![^\W_])"
    r"(?:[\s-]?(?P<unit>%|percent\b|per cent\b|(?:US |American )?dollars?\b|euros?\b|pounds?\b|yen\b))?",
    re.IGNORECASE,
)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?i:(?P<month>{_MONTH}))\b\.?(?:,? (?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>(?i:{_MONTH}))\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)(?:,? (?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>(?i:{_MONTH}))\b\.?,? (?:of )?(?P<year>{_YEAR})\b",
        r"\b(?P<month>January|February|April|June|July|August|September|October|November|December)\b",
        r"(?<=[Ii]n )(?P<month>March|May)\b",
        rf"(?<![\w$€£.,-])(?P<year>{_YEAR})(?![\w%]|,\d|\.\d|[\s-](?i:{_SCALE}|percent|per cent|dollars)\b)",
        r"\b(?P<weekday>(?i:" + "|".join(_WEEKDAYS) + r"))\b",
    )
)
_CURRENCIES = {"$": "$", "dollar": "$", "€": "€", "euro": "€", "£": "£", "pound": "£", "¥": "¥", "yen": "¥"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and where it stands, `text[start:end]`.

    `value` is in single units; `unit` the sign of a currency, else empty; `digits` how many digits it is written to,
    which is how far it may have been rounded. A day has the `parts` that are stated: year, month, day, weekday.
    """

    kind: Kind
    start: int
    end: int
    value: float = 0.0
    unit: str = ""
    digits: int = 0
    parts: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)


def read_figures(text: str) -> tuple[Figure, ...]:
    """The figures of `text` in order; none overlaps another."""
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []
    for figure in _all(text):
        if not any(figure.start < end and start < figure.end for start, end in taken):
            found.append(figure)
            taken.append((figure.start, figure.end))
        if len(found) == MOST_FIGURES:
            break
    return tuple(sorted(found, key=lambda figure: figure.start))


def same(one: Figure, other: Figure) -> bool:
    """Whether `other` says what `one` says: equal, or `one` is `other` rounded; a day that leaves none of it open."""
    if one.kind == "day" or other.kind == "day":
        return _same_day(one, other)
    if not _comparable(one, other):
        return False
    return one.value == other.value or (one.digits > 1 and _rounded(other.value, one.digits) == one.value)


def rivals(one: Figure, other: Figure) -> bool:
    """Whether the two are of one kind and unit and differ, so that they cannot both be the one thing stated."""
    if one.kind == "day" and other.kind == "day":
        pairs = list(zip(one.parts, other.parts, strict=True))
        return any(a is not None and b is not None for a, b in pairs) and any(
            a != b for a, b in pairs if a is not None and b is not None
        )
    if "day" in (one.kind, other.kind) or one.kind != other.kind:
        return False
    return _comparable(one, other) and not same(one, other) and not same(other, one)


def accounted_for(figure: Figure, others: Iterable[Figure], published: date | None = None) -> bool:
    """Whether one of `others` says what `figure` says; the day of publishing fills in the year and month of a day."""
    others = list(others)
    if any(same(figure, other) for other in others):
        return True
    if figure.kind != "day" or published is None:
        return False
    return any(_same_day(figure, filled) for other in others for filled in _dated(other, published)) or _says_when(
        figure, published
    )


def _all(text: str) -> Iterator[Figure]:
    """Every reading of a figure in `text`, the surest first: days, then digits, then words."""
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            parts = _parts(found)
            if parts:
                yield Figure("day", found.start(), found.end(), parts=parts)
    for found in _NUMBER.finditer(text):
        scale = (found["scale"] or found["short"] or "").casefold()
        number = found["digits"].replace(",", "")
        value = float(number) * (_SCALES | _SHORT_SCALES).get(scale, 1.0)
        yield _amount(found, value, found["sign"] or found["unit"] or "", len(number.replace(".", "").strip("0")))
    for found in _WRITTEN.finditer(text):
        written = _written_value(found)
        if written is not None:
            yield _amount(found, written, found["unit"] or "", 1)


def _written_value(found: re.Match[str]) -> float | None:
    """What a number in words is worth; None for "a" and "one" alone, which seldom count anything."""
    scale = found["scale"]
    if found["tens"]:
        base = _TENS[found["tens"].casefold()] + _ONES.index(found["ones"].casefold())
    elif found["word"]:
        base = _WORDS[found["word"].casefold()]
        if base == 1 and not scale:
            return None
    elif scale:
        base = 1
    else:
        return None
    return base * _SCALES[scale.casefold()] if scale else float(base)


def _amount(found: re.Match[str], value: float, sign: str, digits: int) -> Figure:
    sign = sign.casefold()
    if sign.startswith(("%", "per")):
        return Figure("percent", found.start(), found.end(), round(value, 9), digits=digits)
    unit = next((unit for name, unit in _CURRENCIES.items() if name in sign), "")
    start = found.start() + (len(found.group()) - len(found.group().lstrip()))
    return Figure("money" if unit else "number", start, found.end(), round(value, 6), unit, digits)


def _parts(found: re.Match[str]) -> tuple[int | None, int | None, int | None, int | None] | None:
    read = found.groupdict()
    month = int(read["number"]) if read.get("number") else _MONTHS.get((read.get("month") or "").casefold())
    day = int(read["day"]) if read.get("day") else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    weekday = _WEEKDAYS.get((read.get("weekday") or "").casefold())
    return (int(read["year"]) if read.get("year") else None, month, day, weekday)


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether two amounts may be held against each other: a bare number may stand for an amount of anything."""
    if "percent" in (one.kind, other.kind):
        return one.kind == other.kind
    return one.unit == other.unit or not (one.unit and other.unit)


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{max(digits - 1, 0)}e}")


def _same_day(one: Figure, other: Figure) -> bool:
    """Whether `other` states every part of the day `one`. A number that is no day may be a year."""
    if one.kind != other.kind:
        day, number = (one, other) if one.kind == "day" else (other, one)
        return number.kind == "number" and day.parts == (int(number.value), None, None, None)
    return all(b == a for a, b in zip(one.parts, other.parts, strict=True) if a is not None)


def _dated(figure: Figure, published: date) -> Sequence[Figure]:
    """A day of an article with the year, or for a weekday the date, that its day of publishing gives it."""
    year, month, day, weekday = figure.parts
    if figure.kind != "day" or year is not None:
        return ()
    if weekday is not None and day is None:
        back = date.fromordinal(max(1, published.toordinal() - (published.weekday() - weekday) % 7))
        return (Figure("day", 0, 0, parts=(back.year, back.month, back.day, weekday)),)
    return (Figure("day", 0, 0, parts=(published.year, month, day, weekday)),)


def _says_when(figure: Figure, published: date) -> bool:
    """Whether a day is no more than the year or month that the article is from."""
    year, month, day, weekday = figure.parts
    return day is None and weekday is None and year in (None, published.year) and month in (None, published.month)
