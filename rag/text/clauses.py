"""A sentence in clauses, without who said it: a value belongs to what its own clause says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_SPOKE = r"(?:said|says|saying|told|announced|announces|reported|reports|confirmed|claim(?:s|ed))"
_TRAILING = re.compile(
    rf",\s+(?:according to\b[^,;]*|[^,;]{{0,60}}\b{_SPOKE}\b[^,;]*)(?=[,.;]|$)|\baccording to [^,.;]+"
)
_COUNT_OF_VOTES = re.compile(r"\bby (?:a vote of )?\d+(?: votes)? ?(?:to|[-–]) ?\d+(?: votes)?\b")
_INTRODUCED = re.compile(r"^\W*(?:In|On|At|To|For|By|With|Under)\b[^,;]{1,40},")
_CLAUSE = re.compile(
    r"[;:()—–]|\s-\s|,(?=\s)(?! \d{4})|\s(?=(?:but|while|whereas|after|before|as (?:it|he|she|they|part)|"
    r"over (?:its|their|how|what|several|the next)|for (?:its |their |his |her )?[a-z]+ing|although|though|because|"
    r"which|who|when|why|how|that|where|and (?:is|was|has|had|will|it|its|the|he|she|said|[a-z]+ed))\b)"
)


def unattributed(text: str) -> str:
    """`text` with who said it, and when, blanked out, and so the count of a vote."""
    text = _COUNT_OF_VOTES.sub(lambda votes: " " * len(votes.group()), text)
    return _TRAILING.sub(lambda said: " " * len(said.group()), text)


def clauses(text: str) -> list[tuple[int, int, str]]:
    """The clauses of `text` with where they begin and end."""
    opening = _INTRODUCED.match(text)
    begin = opening.end() if opening else 0
    cuts = [0, *(cut.end() for cut in _CLAUSE.finditer(text) if cut.start() >= begin), len(text)]
    return [(begin, end, text[begin:end]) for begin, end in pairwise(cuts) if begin < end]


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with `spans` blanked out, in place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
