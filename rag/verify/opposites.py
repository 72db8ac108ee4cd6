"""Words that turn a statement round: negations, and pairs of verbs and adjectives of which only one can hold.

A small general list. It names what news tells of again and again; a pair it lacks is not found.
"""

from __future__ import annotations

import re
from functools import cache

from rag.text.stems import stems

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without)\b|\b\w+n[’']t\b", re.IGNORECASE
)
_HEDGE = re.compile(
    r"\b(?:if|whether|unless|false|falsely|denied|denies|deny|rumou?rs?|rumou?red|alleged(?:ly)?"
    r"|claims? that|could|might|may)\b",
    re.IGNORECASE,
)
_PAIRS = """
rose fell|rise fall|risen fallen|increased decreased|increase decrease|gained lost|gain loss|grew shrank
up down|higher lower|won lost|win lose|acquitted convicted|guilty innocent|approved rejected|approve reject
accepted refused|accept refuse|accepted rejected|allowed banned|allow ban|permitted prohibited|allows forbids
allow forbid|legal illegal|legalised banned|supported opposed|support oppose|backed opposed|confirmed denied
confirm deny|agreed refused|hired fired|hire fire|joined left|opened closed|open closed|opens closes
opened shut|started ended|began ended|launched cancelled|started stopped|released withdrew|bought sold
buy sell|acquired sold|succeeded failed|succeed fail|passed failed|profit loss|upheld overturned|upheld struck
granted denied|grant deny|arrested freed|arrested released|alive dead|survived died|strengthened weakened
improved worsened|better worse|first last|more fewer|more less|above below|before after|early late
expanded cut|raised cut|raised lowered|lifted imposed|resumed halted|resumed suspended|halted continued
halted resumed|adopted rejected|admitted denied|praised criticised|praised criticized|public private
open secret|free paid|largest smallest|biggest smallest|faster slower|fastest slowest|cheaper dearer
most least|top bottom|start end|north south|east west|entered left|added removed|appointed dismissed
"""
_TURNS = (
    "refuse refused decline declined fail failed failure deny denied denies reject rejected dismiss dismissed stop "
    "stopped cease ceased halt halted prevent prevented block blocked ban banned bar barred forbid forbids forbidden "
    "prohibit prohibited avoid avoided lack lacks lacked abandon abandoned scrap scrapped cancel cancelled canceled "
    "veto vetoed false falsely untrue unable impossible unfounded exclude excluded excludes withdraw withdrew "
    "withdrawn overturn overturned annul annulled without neither nor"
)
_HEDGES = (
    "if unless whether alleged allegedly alleges allege accuse accused accuses accusing accusation claims claimed "
    "rumour rumor rumours rumors rumoured unlikely possibly potential potentially proposed proposal consider "
    "considered considering discussing talks weigh weighed weighing seek seeks seeking sought hope hopes hoped want "
    "wants wanted aim aims aimed intend intends intended expect expects expected plan plans planned planning"
)
_PREFIXES = ("un", "in", "il", "im", "ir", "dis", "non", "mis")
_SHORTEST = 4


def opposites(stem: str) -> set[str]:
    """The stems of the words that exclude the word of this stem: of "fell" for "rose"."""
    return _table().get(stem, set())


def turns(stem: str) -> bool:
    """Whether a word of this stem says that something was not, or will not be: "refused", "denied", "false"."""
    return stem in _stems_of(_TURNS)


def hedges(stem: str) -> bool:
    """Whether a word of this stem leaves open if something is so: "alleged", "rumour", "if"."""
    return stem in _stems_of(_HEDGES)


@cache
def _stems_of(words: str) -> frozenset[str]:
    return frozenset(stems(words))


def is_negated_form(one: str, other: str) -> bool:
    """Whether one stem is the other with a negation before it: "legal" and "illegal"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and any(long == prefix + short for prefix in _PREFIXES)


def is_turned(text: str) -> bool:
    """Whether words that go before a statement may take it back: "it is not true that", "denied that", "if"."""
    return bool(_NEGATION.search(text) or _HEDGE.search(text))


@cache
def _table() -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}  # filled before anybody sees it: several threads may ask first
    for pair in re.split(r"[|\n]", _PAIRS.strip()):
        one, other = (min(stems(word)) for word in pair.split())
        table.setdefault(one, set()).add(other)
        table.setdefault(other, set()).add(one)
    return table
