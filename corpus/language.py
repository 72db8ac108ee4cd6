"""Which language an article is written in: as its record states it, else as py3langid tells it from the words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

READ_CHARS = 1000
"""This much of a text is read to tell its language: 0.5 ms on two cores, and more tells no more."""
MIN_PROBABILITY = 0.75
"""Below this, a text has no known language.

Measured on 111 made-up news texts of 10 to 400 characters in 14 languages: from 0.6 to 0.75 up, 103 are told and none
wrongly (the other 8 are headlines of four words); at 0.3 it is 106. Lists of names and of models, code and addresses
stay below 0.2.
"""
NEWS = "en de fr es it pt nl pl cs sv da no fi hu ro ru uk bg el tr ar he fa hi zh ja ko vi id th ca".split()
"""The languages that a sentence is told among."""
SHORT_PROBABILITY = 0.7
"""Below this share among them a sentence has no known language: of 1,656 English questions none is told wrongly, of 25
in 11 other languages 22 are told."""
_NO_WORDS = "zxx"
"""What the model calls a text without linguistic content."""
_TAG = re.compile(r"([a-z]{2})(?:[-_.@].*)?", re.IGNORECASE)


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language `text` is in; None if it is too short or too mixed to tell.

    Nothing is fetched: the model comes with py3langid, and takes 1.5 s to load in the first call of a process.
    """
    sample = text[:READ_CHARS]
    if not sample.strip():
        return None
    language, probability = _classifier()(sample)
    return language if probability >= MIN_PROBABILITY and language != _NO_WORDS else None


def detect_short(text: str, least: float = SHORT_PROBABILITY) -> str | None:
    """Return the same for a sentence, told among the languages of `NEWS` alone, where it has the share `least` there.

    Names, which are written alike in all of them, are better left out.
    """
    ranked = dict(_ranker()(text[:READ_CHARS]))
    known = {code: ranked.get(code, 0.0) for code in NEWS}
    best = max(known, key=lambda code: known[code])
    return best if known[best] > 0 and known[best] >= least * sum(known.values()) else None


def language_name(code: str) -> str:
    """Return the English name of the language with this code: "German" for "de"."""
    from babel import Locale

    return str(Locale("en").languages.get(code, code))


def stated_language(stated: str) -> str | None:
    """Return the ISO 639-1 code that `stated` means: "en-US", "en_GB.UTF-8", "eng" and "English" are "en".

    None for what names no language, so that the words can speak for themselves.
    """
    tag = _TAG.fullmatch(stated.strip())
    if tag:
        return tag[1].lower()
    return _codes_by_name().get(stated.strip().lower())


def _classifier() -> Callable[[str], tuple[str, float]]:
    classify: Callable[[str], tuple[str, float]] = _identifier().classify
    return classify


def _ranker() -> Callable[[str], list[tuple[str, float]]]:
    rank: Callable[[str], list[tuple[str, float]]] = _identifier().rank
    return rank


@cache
def _identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: Any = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)  # type: ignore[no-untyped-call]
    # Of 140 languages, those with a code of two letters: dialects (Wu, Moroccan Arabic, Nigerian Pidgin) otherwise take
    # probability from the languages that news is written in.
    identifier.set_languages([code for code in identifier.labels if len(code) == 2 or code == _NO_WORDS])
    return identifier


@cache
def _codes_by_name() -> dict[str, str]:
    """Names in English ("german") and codes of three letters ("deu", "ger"), each with its code of two letters."""
    from babel import Locale  # 0.1 s; and nearly every language is stated as a tag
    from babel.core import get_global

    names = {name.lower(): code for code, name in Locale("en").languages.items() if len(code) == 2}
    aliases = {alias: code for alias, code in get_global("language_aliases").items() if len(code) == 2}
    return {**names, **aliases}
