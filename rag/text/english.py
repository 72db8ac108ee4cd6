"""The words of English, to tell what is a word from what is a name: "zorblax" is in no dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("s", "ed", "ing")


def is_english(word: str) -> bool:
    """Whether a dictionary of some 160,000 English words, their forms among them, has each part of `word`.

    "robocalls" has two, run together: a name takes no such ending.
    """
    parts = _WORD.findall(word.casefold())
    return all(known_words([part]) or _is_compound(part) for part in parts)


def _is_compound(word: str) -> bool:
    halves = ((word[:at], word[at:]) for at in range(3, len(word) - 3))
    return word.endswith(_ENDINGS) and any(len(known_words(half)) == len(set(half)) for half in halves)


def looks_english(words: Iterable[str]) -> bool:
    """Whether half of `words`, lower-cased, are English."""
    given = set(words)
    return len(known_words(given)) >= len(given) / 2


def known_words(words: Iterable[str]) -> set[str]:
    """Those of `words`, lower-cased, that the dictionary has."""
    return set(_dictionary().known(words))


def one_letter_off(word: str) -> set[str]:
    """Every string that differs from `word`, lower-cased, in one letter or in the order of two."""
    return set(_dictionary().edit_distance_1(word))


@cache
def _dictionary() -> SpellChecker:
    from spellchecker import SpellChecker  # takes a third of a second to load, and few questions need it

    return SpellChecker(language="en")
