"""Versions, rounds and models of a series that a text names: "version 2", "Series B", "Quill 2.5", "the first version".

Pure. One of a series is never another: what version 1 costs is not what version 2 costs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from rag.text.dates.forms import MONTH

_NOUNS = "version series round generation edition phase part release level tier class type stage"
_SHORT = {"v": "version", "ver": "version", "gen": "generation"}
_SERIES = "|".join((*_NOUNS.split(), *_SHORT))
_NUMBER = r"\d{1,4}(?:\.\d{1,3}){0,2}(?![\w%])(?![.,]\d)"
_NAMED = re.compile(
    rf"(?<![\w.$€£])(?:(?P<name>[^\W\d_]{{2,30}})(?:['’]s)?[\s\-])?(?P<series>(?i:{_SERIES}))[\s\-.]{{0,2}}"
    rf"(?P<number>{_NUMBER}|(?<=\s)[A-H]\b)|"
    rf"(?<![\w.$€£])(?P<own>[^\W\d_]{{1,30}})[\s\-]?(?P<of_own>{_NUMBER})"
)
_ORDINALS = {word: str(n) for n, word in enumerate("first second third fourth fifth sixth seventh eighth".split(), 1)}
_COUNTED = re.compile(
    rf"\b(?P<number>{'|'.join(_ORDINALS)}|\d{{1,2}}(?=st|nd|rd|th))(?:st|nd|rd|th)?[\s\-](?:[a-z]{{2,20}}\s)?"
    rf"(?P<series>{_SERIES})\b",
    re.IGNORECASE,
)
_NO_SERIES = re.compile(
    rf"(?:{MONTH}|q|fy|in|on|at|to|of|by|for|from|over|about|with|the|an?|all|only|some|than|and|or|but|its|their|these|"
    r"after|before|since|until|under|within|around|nearly|almost|was|were|is|are|has|have|had|up|top|just|first|last|"
    r"next|past|every|each|least|most|more|between|through|chapter|page|day|year|week|month)",
    re.IGNORECASE,
)
"""Before a number, no name of a series."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def versions(text: str, *, typed: bool = False) -> Mapping[str, frozenset[str]]:
    """The numbers that `text` names of each series, lower-cased: {"version": {"2"}, "quill": {"2.5", "2"}}.

    In a text that somebody `typed`, a name may be in small letters: "llama 3".
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for named in _NAMED.finditer(text):
        number = _plain(named["number"] or named["of_own"])
        series = (named["series"] or named["own"]).casefold()
        own = named["own"]
        unwritten = own and own.islower() and " " in named.group() and not typed  # "costs 9"
        if unwritten or _NO_SERIES.fullmatch(series) or _YEAR.fullmatch(number):
            continue
        found[_SHORT.get(series, series)].add(number)
        if named["name"] and not _NO_SERIES.fullmatch(named["name"]):
            found[named["name"].casefold()].add(number)
    for counted in _COUNTED.finditer(text):
        number = counted["number"].casefold()
        series = counted["series"].casefold()
        found[_SHORT.get(series, series)].add(_ORDINALS.get(number, number))
    return {series: frozenset(numbers) for series, numbers in found.items()}


def of_another(asked: Mapping[str, frozenset[str]], sentence: str, around: str = "") -> bool:
    """Whether `sentence` names another of a series than `asked`, and neither it nor what stands `around` names that."""
    if not asked:
        return False
    told = versions(sentence)
    others = [series for series, numbers in asked.items() if told.get(series) and not told[series] & numbers]
    known = versions(around) if others else {}
    return any(not known.get(series, frozenset()) & asked[series] for series in others)


def _plain(number: str) -> str:
    """A number as it is compared: "2.0" is "2"."""
    return number.removesuffix(".0").upper()
