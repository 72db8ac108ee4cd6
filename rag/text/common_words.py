"""The commonest words of a language, and which language a few lines are in by them: enough to know its abbreviations.

What language an article is in is told by `corpus.language`, whose model takes a second to load.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_STOPLISTS = {
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "da": "Danish",
    "fi": "Finnish",
    "pl": "Polish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "sk": "Slovak",
    "bg": "Bulgarian",
    "el": "Greek",
    "ca": "Catalan",
}
"""The languages of whose abbreviations sentencex knows, by jusText's names for them."""
_WORD = re.compile(r"[^\W\d_]+")
_LEAD = 2


def language_of(text: str, otherwise: str) -> str:
    """Return the language, of those of `_STOPLISTS`, in which most words of `text` are common; else `otherwise`.

    Names of English things stand in any text, so another language counts only where it leads by `_LEAD` words.
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {code: sum(word in common_words(code) for word in words) for code in _STOPLISTS}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= counts["en"] + _LEAD:
        return best
    return "en" if counts["en"] >= _LEAD else otherwise


@cache
def common_words(language: str) -> frozenset[str]:
    """Return the commonest words of a language that it writes small within a sentence, as jusText lists them."""
    listed = files("justext").joinpath("stoplists", f"{_STOPLISTS[language]}.txt").read_text(encoding="utf-8")
    return frozenset(word for word in listed.split() if word.islower())
