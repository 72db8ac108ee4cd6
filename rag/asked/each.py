"""One question about several things as a question about each: "What did Apple and Meta announce?" asks two.

Pure text to text. Whether one sentence answers for all of them, as for a deal between two, is up to
`rag.choose.gather`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.asked.asking_words import AUX, LONGEST, masked
from rag.asked.comparison import compared_sides
from rag.asked.noun_types import type_of
from rag.asked.word_classes import FUNCTION, WORD

MOST = 4
"""Things asked about one by one; of more, the question stays whole."""
_NAME = r"[A-Z][\w.&-]{0,30}(?: (?:version |series |round )?[A-Z0-9][\w.&-]{0,30}){0,4}"
_NAMES = re.compile(rf"(?:\bboth )?(?<![\w.])(?P<names>{_NAME}(?:, {_NAME}){{0,4}},? and {_NAME})(?=[\s?.!,]|$)")
_TYPED = re.compile(
    rf"\b{AUX} (?P<names>[\w.&-]{{2,30}}(?:, [\w.&-]{{2,30}}){{1,4}},? and [\w.&-]{{2,30}}) (?=\w)", re.IGNORECASE
)
"""In small letters, a list of three or more right behind the verb: "what did apple, meta and google announce"."""
_COMMA = re.compile(r",? and |, ")
_SETS_BESIDE = re.compile(
    r"differ\w*|compar\w*|contrast\w*|similar\w*|versus|vs|more|less|fewer|better|worse|\w{3,}er|distinguish",
    re.IGNORECASE,
)


class Each(NamedTuple):
    """One of several things that a question asks the same about, and that question of it alone."""

    name: str
    question: str


def read_each(text: str, without: Sequence[tuple[int, int]] = ()) -> tuple[Each, ...]:
    """The questions about each of the things that `text` names together; none where it names one.

    Names in the places `without` count as none: outlets asked, and times.
    """
    text = text[:LONGEST]
    sides = compared_sides(text)
    each = _beside(text, sides) if sides else _together(text, without)
    return each if 1 < len(each) <= MOST else ()


def _together(text: str, without: Sequence[tuple[int, int]]) -> tuple[Each, ...]:
    mask = masked(text)
    for pattern in (_NAMES, _TYPED):
        for found in pattern.finditer(mask):
            start, end = found.span("names")
            if not any(begin < end and start < stop for begin, stop in without):
                names = _COMMA.split(text[start:end])
                return tuple(
                    Each(name, f"{text[: found.start() if pattern is _NAMES else start]}{name}{text[end:]}")
                    for name in names
                )
    return ()


def _beside(text: str, sides: Sequence[str]) -> tuple[Each, ...]:
    """Of a comparison, what is asked about each side, in the words that neither name the sides nor compare them."""
    rest = text
    for side in sides:
        rest = rest.replace(side, " ")
    asked = " ".join(
        word for word in WORD.findall(rest) if word.casefold() not in FUNCTION and not _SETS_BESIDE.fullmatch(word)
    )
    if type_of(asked) != "any":  # "price", which is a sum of money
        return tuple(Each(side, f"What is the {asked} of {side}?") for side in sides)
    return tuple(Each(side, f"{side}: {asked}?") for side in sides) if asked else ()
