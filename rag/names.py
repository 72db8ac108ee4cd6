"""How far a text names what a question names: the same thing in other words, another of its kind, or nothing of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from rag.passages import query_terms
from rag.question import STOP_WORDS
from rag.relevance import stems

_PEOPLE = re.compile(r"(?:[ai]ns?|ese|ish)$")
"""How words for a country's people and language end."""
_ROOT = 4
_INITIALS = (2, 3, 4)
"""Letters of a name that may be the first ones of words: "eu", "ftc", "gdpr"."""
_LINKS = frozenset("of and for the".split())
"""Words that initials leave out: "fbi" for "Federal Bureau of Investigation"."""
_DOTTED = re.compile(r"(?:[a-z]\.)+[a-z]?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_VERSION = re.compile(r"([a-z]*)(\d+)")


def accounted(name: str, words: Sequence[str], present: set[str]) -> float:
    """How far a text with these `words` and stems accounts for `name`: 0 to 1.

    A figure or a single letter must stand, behind the word before it: "series b", "llama 3", "r1". Of other names a
    part may do, a surname wholly; initials do for the words they stand for, and a country for its people and language.
    """
    parts = query_terms(name.replace(".", "") if _DOTTED.fullmatch(name) else name)
    joined = f" {' '.join(words)} "
    for place, part in enumerate(parts):
        if not (len(part) == 1 or any(char.isdigit() for char in part)):
            continue
        before = parts[place - 1] if place else ""
        if not any(f" {form} " in joined for form in ((f"{before} {part}", f"{before}{part}") if before else (part,))):
            return 0.0
    plain = [part for part in parts if len(part) > 1 and not any(char.isdigit() for char in part)]
    closed = {before for before, after in pairwise(parts) if after not in plain and f" {before}{after} " in joined}
    met = [float(stems(part) <= present or part in closed or _otherwise(part, words)) for part in plain]
    return max(met[-1], sum(met) / len(met)) if met else 1.0


def is_meant(name: str, text: str) -> bool:
    """Whether `text` means `name` in other words: "dma" by "Digital Markets Act", "european" by "Europe"."""
    if _PEOPLE.search(name) and _otherwise(name, query_terms(text)):
        return True
    if not name.isalpha() or len(name) not in _INITIALS:
        return False
    words = r"(?: (?:of|and|for|the))?[ -]".join(rf"{letter}[\w’'.]*" for letter in name.upper())
    return bool(re.search(rf"(?<!\w){words}(?!\w)", text))


def is_numbered(name: str) -> bool:
    """Whether a name is told from others of its kind by a figure or a letter: "gpt-5", "series f", not "29th"."""
    parts = query_terms(name)
    worded = any(len(part) > 1 and not part.isdecimal() for part in parts)
    return worded and any(
        len(part) == 1 or (any(char.isdigit() for char in part) and not _ORDINAL.fullmatch(part)) for part in parts
    )


def _otherwise(part: str, words: Sequence[str]) -> bool:
    """Whether a part of a name stands in `words` in another form: "eu" as "European Union", "chinese" as "China"."""
    if _PEOPLE.search(part):  # of a land alone: "Justin" is not met by "just"
        return any(word[:_ROOT] == part[:_ROOT] for word in words if word in _lands())
    if len(part) not in _INITIALS:
        return False
    named = [word for word in words if word not in _LINKS]
    firsts = "".join(" " if word in STOP_WORDS else word[0] for word in named)
    return part in firsts


@cache
def _lands() -> frozenset[str]:
    """Words of the English names of countries and continents, from the Unicode CLDR, and how news shortens some."""
    from babel import Locale

    names = " ".join(Locale("en").territories.values()).casefold()
    return frozenset(query_terms(names)) - STOP_WORDS | {"america", "britain", "england", "scotland"}


def rivalled(name: str, words: Sequence[str]) -> bool:
    """Whether `words` name another of the same kind: "r2" where "r1" is asked for, "series c" for "series b"."""
    parts = query_terms(name)
    for place, part in enumerate(parts):
        version = _VERSION.fullmatch(part)
        if version and version[1] and any(w != part and re.fullmatch(version[1] + r"\d+", w) for w in words):
            return True
        if place and (len(part) == 1 or part.isdigit()):
            followers = {after for word, after in pairwise(words) if word == parts[place - 1]}
            if any(after != part and (len(after) == 1 or after[0].isdigit()) for after in followers):
                return True
    return False
