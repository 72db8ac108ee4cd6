"""The names of months in the languages that news is written in, from the Unicode CLDR, and days written with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

LANGUAGES = (
    *("en", "ru", "es", "fr", "de", "tr", "pt", "it", "nl", "vi", "pl", "ar", "cs", "id", "uk", "el", "he", "th", "sv"),
    *("ro", "hu", "da", "fi", "sk", "bg", "sr", "nb", "nn", "hr", "bs", "mk", "lt", "sl", "ca", "et", "lv", "hi", "bn"),
    *(
        "ur",
        "sw",
        "te",
        "mr",
        "ta",
        "fil",
        "gu",
        "kn",
        "ml",
        "pa",
        "ms",
        "ne",
        "si",
        "kk",
        "be",
        "az",
        "af",
        "sq",
        "hy",
    ),
    *("ka", "uz", "ky", "mn", "is", "ga", "cy", "mt", "eu", "gl", "lb", "am", "so", "km", "lo", "my", "eo"),
)
_VARIANTS = (
    *("en_GB", "es_PE", "es_MX", "fr_CA", "de_AT", "sr_Latn", "uz_Cyrl"),
    *("ar_SY", "ar_MA", "ar_MR", "ar_TN"),
)
"""Where the months have other names than in the language's main country."""
_ALIASES = {"no": "nb", "tl": "fil"}
_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0e7f\u1000-\u109f\u1780-\u17ff'’])*")
_GAP = re.compile(r"[\s.,ºª'’\u200f-]{0,3}")
"""What may stand between the parts of a day."""
_FILLER_CHARS = 4
"""Between them there may be one word, no longer than this: "5 de juny del 2025", "March 9th, 2023"."""
_ELIDED = re.compile(r"[dlDL]['’]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED_NAME = re.compile(r"m?\d")
_NUMBERED = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?")


class NamedDay(NamedTuple):
    """`text[start:end]` names the day `day` of `month` in `year`; whether the calendar has it is not asked."""

    start: int
    end: int
    year: int
    month: int
    day: int


def month_number(name: str, language: str | None = None) -> int | None:
    """Return the month (1 to 12) that `name` means in `language`, else in all languages that know it; else None.

    Whole and shortened names count, in any case, with or without accents. "Listopad" is November in Polish and October
    in Croatian: without the language, None.
    """
    keys = _folded(name), _folded(_ELIDED.sub("", name)), _folded(name.removeprefix("ב"))  # CLDR lacks Hebrew's "in"
    for tongue in (language or "en", "en", ""):
        known = _names_in(tongue) if tongue else _names()
        if number := next((known[key] for key in keys if key in known), 0):
            return number
    return None


def months_pattern(*languages: str) -> str:
    """Return a regular expression, to be read without regard to case, for the names of the months in these languages.

    Shortened names count, also without their full stop.
    """
    names = {name.strip(".") for language in languages for _, name in _cldr_names(language)}
    return f"(?:{'|'.join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))})\\.?"


def with_numbers(text: str, language: str | None = None) -> str:
    """Return `text` with each named day in numbers: "Thursday, 5 June 2025" gives "Thursday, 2025-06-05"."""
    text = _NUMBERED.sub(lambda day: _iso(int(day[1]), int(day[2]), int(day[3])), text.translate(_DIGITS))
    parts, end = [], 0
    for day in named_days(text, language):
        parts += [text[end : day.start], _iso(day.year, day.month, day.day)]
        end = day.end
    return "".join([*parts, text[end:]])


def named_days(text: str, language: str | None = None) -> Iterator[NamedDay]:
    """Yield the days of `text` that are stated with the name of a month and a year, in order."""
    tokens = list(_TOKEN.finditer(text)) if _YEAR.search(text) else []
    end = 0
    for at in range(len(tokens)):
        if tokens[at].start() < end or tokens[at][0][0].isdigit() or not _is_by_a_number(tokens, at):
            continue
        for last in (at + 1, at):  # some months have two words: "tháng 6", "تشرين الأول"
            if last < len(tokens) and (month := month_number(text[tokens[at].start() : tokens[last].end()], language)):
                day = _around(text, tokens, at, last, month)
                if day and day.start >= end:
                    end = day.end
                    yield day
                break


def _is_by_a_number(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a number stands near enough; the names of all languages are read for few words besides months."""
    return any(token[0][0].isdigit() for token in tokens[max(0, at - 2) : at + 4])


def _around(text: str, tokens: list[re.Match[str]], at: int, last: int, month: int) -> NamedDay | None:
    before, after = _number(text, tokens, at, -1), _number(text, tokens, last, 1)
    order: tuple[int | None, int | None]
    if before is None:
        order = after, None if after is None else _number(text, tokens, after, 1)
    elif _YEAR.fullmatch(tokens[before][0]):
        order = after, before
    elif after is None:
        further = _number(text, tokens, before, -1)
        order = before, further if further == before - 2 else None  # "2025. gada 5. jūnijs"
    else:
        order = before, after
    if order[0] is None or order[1] is None:
        return None
    day, year = (tokens[number][0] for number in order if number is not None)
    if not (1 <= int(day) <= 31 and len(day) <= 2 and _YEAR.fullmatch(year)):
        return None
    places = [tokens[number] for number in (*order, at, last) if number is not None]
    return NamedDay(
        min(each.start() for each in places), max(each.end() for each in places), int(year), month, int(day)
    )


def _number(text: str, tokens: list[re.Match[str]], start: int, step: int) -> int | None:
    """Return the place of the number next to a token, perhaps behind one short word; None where there is none."""
    at = start
    for _ in range(2):
        here, at = at, at + step
        if not 0 <= at < len(tokens):
            return None
        first, second = sorted((here, at))
        if not _GAP.fullmatch(text, tokens[first].end(), tokens[second].start()):
            return None
        if tokens[at][0][0].isdigit():
            return at if len(tokens[at][0]) <= 4 else None
        if len(tokens[at][0]) > _FILLER_CHARS:
            return None
    return None


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


_DIGITS = {
    ord(digit): str(value)
    for zero in "٠۰०০"  # Arabic, Persian, Devanagari, Bengali
    for value, digit in enumerate(chr(ord(zero) + each) for each in range(10))
}


def _folded(name: str) -> str:
    """Return `name` as the table has it: in small letters, without accents and the full stop of an abbreviation."""
    letters = unicodedata.normalize("NFKD", name.strip().strip(".").casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _names() -> dict[str, int]:
    """The months by their folded names in all languages, without the names that mean two."""
    found: dict[str, int] = {}
    doubtful = set()
    for language in LANGUAGES:
        for name, number in _names_in(language).items():
            if found.setdefault(name, number) != number:
                doubtful.add(name)
    return {name: number for name, number in found.items() if name not in doubtful}


@cache
def _names_in(language: str) -> dict[str, int]:
    """The months by their folded names in one language; {} for a language that is not here."""
    found = {_folded(name): number for number, name in _cldr_names(_ALIASES.get(language, language))}
    return {name: number for name, number in found.items() if len(name) > 1 and not _NUMBERED_NAME.match(name)}


def _cldr_names(language: str) -> Iterator[tuple[int, str]]:
    """Yield (month, name) for the whole and shortened names in a language, for itself and within a date."""
    from babel import Locale  # 0.1 s to import, and 10 ms for a language

    if language not in LANGUAGES:
        return
    for identifier in (language, *(each for each in _VARIANTS if each.startswith(f"{language}_"))):
        for names in Locale.parse(identifier).months.values():
            yield from names["wide"].items()
            yield from names["abbreviated"].items()
