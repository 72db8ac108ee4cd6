"""How far a text names what a question names: the same thing in other words, another of its kind, or nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from rag.text.spelling import stand_together, words_of
from rag.text.stems import stems
from rag.text.words import STOP_WORDS, query_terms

_PEOPLE = re.compile(r"(?:[ai]ns?|ese|ish)$")
"""How words for a country's people and language end."""
_ROOT = 4
_INITIALS = (2, 3, 4)
"""Letters of a name that may be the first ones of words: "eu", "ftc", "gdpr"."""
_LINKS = frozenset("of and for the".split())
"""Words that initials leave out: "fbi" for "Federal Bureau of Investigation"."""
_DOTTED = re.compile(r"(?:[a-z]\.)+[a-z]?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_VERSION = re.compile(r"([a-z]*)\d")
_CODE = 4
"""Letters and figures from which two of one shape are of one kind: "H100" and "B200", not "R1" and "Q3"."""


def accounted(name: str, words: Sequence[str], present: set[str]) -> float:
    """How far a text with these `words` (see `words_of`) and stems accounts for `name`: 0 to 1.

    A figure or a single letter must stand, behind the word before it: "series b", "llama 3", "r1". Of other names a
    part may do, a surname wholly; initials do for the words they stand for, and a country for its people and language.
    """
    parts = words_of(name.replace(".", "") if _DOTTED.fullmatch(name) else name)
    if stand_together("".join(parts), words):
        return 1.0
    for place, part in enumerate(parts):
        if _tells(part) and not stand_together("".join(parts[max(0, place - 1) : place + 1]), words):
            return 0.0
    plain = [part for part in parts if not _tells(part)]
    closed = {one for one, part in pairwise(parts) if _tells(part) and one + part in words}
    met = [float(stems(part) <= present or part in closed or _otherwise(part, words)) for part in plain]
    return max(met[-1], sum(met) / len(met)) if met else 1.0


def _tells(part: str) -> bool:
    """Whether a part of a name tells it from others of its kind: a figure, a letter."""
    return len(part) == 1 or any(char.isdigit() for char in part)


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
    parts = words_of(name)
    worded = any(len(part) > 1 and not part.replace(".", "").isdecimal() for part in parts)
    return worded and any(_tells(part) and not _ORDINAL.fullmatch(part) for part in parts)


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
    """Whether `words` name another of the same kind: "r2" where "r1" is asked for, "gpt-4.5" for "gpt-4"."""
    parts = words_of(name)
    for place, part in enumerate(parts):
        if not _tells(part):
            continue
        head = parts[place - 1] if place else ""
        version = _VERSION.match(part)
        if version and version[1] and any(w != part and _alike(w, part, version[1]) for w in words):
            return True
        if head and any(_tells(other) and other != part for other in _followers(head, words)):
            return True
    return False


def _alike(word: str, part: str, head: str) -> bool:
    """Whether a word is a code of the same make: the same letters and another figure, or other letters and figures."""
    return bool(re.fullmatch(head + r"\d+", word)) or (len(part) >= _CODE and _shape(word) == _shape(part))


def _shape(code: str) -> str:
    return re.sub(r"[a-z]", "a", re.sub(r"\d", "9", code))


def _followers(head: str, words: Sequence[str]) -> Iterator[str]:
    """What stands behind `head`, with or without a space, where that begins with a digit or is a letter."""
    yield from (after for word, after in pairwise(words) if word == head and (len(after) == 1 or after[0].isdigit()))
    yield from (word[len(head) :] for word in words if word.startswith(head) and word[len(head) :][:1].isdigit())
