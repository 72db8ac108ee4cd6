"""The things that a question sets side by side: "GPT-4 vs Claude 3", "which deals have Google and Microsoft made?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.asked.asking_words import AUX, LONGEST, WH, masked

_A, _B = r"(?P<a>[^?]{1,80}?)", r"(?P<b>[^?]{1,120})"
_COMPARING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"\b(?:differences?|similarit(?:y|ies)|comparison|distinction|gap|choice)\b"
            rf"[^?]{{0,60}}?\bbetween {_A} and {_B}"
        ),
        (
            rf"\b(?:compare|contrast|differentiate|distinguish)(?: between)?\s+{_A}"
            rf",? (?:and|with|to|against|from|vs\.?|versus) {_B}"
        ),
        (
            rf"\bhow (?:do|does|did|is|are|was|were) {_A} (?:compared?|differ(?:ent)?|fare)"
            rf"(?: (?:to|with|from|against|and))+ {_B}"
        ),
        r"\bhow (?:do|did) (?P<a>[^?]{1,80}?) and (?P<b>[^?]{1,80}?) (?:compare|differ)\b",
        rf"(?P<a>[^?,:;]{{1,60}}?),? (?:vs\.?|versus|compared (?:to|with)|as opposed to) {_B}",
        rf"\b(?:which|who|what|whose)\b[^?]{{0,120}}?[,:] {_A},? or {_B}",
        rf"^\W*{AUX} {_A} (?:\w+ ){{0,3}}?(?:more|less|fewer|\w{{3,}}er|better|worse)(?: [\w-]+){{0,3}}? than {_B}",
    )
)
_NAMED = r"[A-Z][\w.&-]*(?: [A-Z0-9][\w.&-]*)*"
_EACH = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"\b[Ww]h(?:ich|at)\s+(?:[\w-]+ ){{0,4}}?[\w-]+s (?:have|had|did|do|are|were|will) "
            rf"(?P<a>{_NAMED}(?:, {_NAMED})*),? and (?P<b>{_NAMED})"
        ),
        rf"\bof (?P<a>{_NAMED}),? and of (?P<b>{_NAMED})",
    )
)
"""Things of the same kind that are asked of each of several: "which deals have Google and Microsoft made?"."""
_NO_SIDE = re.compile(
    r"[$€£\d]|(?:an?|one|two|half|expected|ever|before|usual|any|other|that|it|what|hundred|all)\b", re.IGNORECASE
)
_SIDE_ENDS = re.compile(
    r"\s+(?:on|in|for|by|when|at|as|regarding|over|during|since|after|before|according|do|does|did|is|was)\b.*"
    r"|(?:[!?;:]|[.,](?=\s|$)).*",
    re.IGNORECASE | re.DOTALL,
)
_SIDE_BEGINS = re.compile(rf"^(?:(?:{WH}|{AUX}|the difference between|between|both)\s+)+", re.IGNORECASE)


def read_sides(text: str) -> tuple[str, ...]:
    """The two or more things that `text` compares or asks the same of, as written; none for another question."""
    return _found(text, (*_COMPARING, *_EACH))


def compared_sides(text: str) -> tuple[str, ...]:
    """The two or more things that `text` compares, as written."""
    return _found(text, _COMPARING)


def _found(text: str, patterns: Sequence[re.Pattern[str]]) -> tuple[str, ...]:
    mask = masked(text[:LONGEST])
    for pattern in patterns:
        found = pattern.search(mask)
        if found:
            sides = [text[found.start("a") : found.end("a")], text[found.start("b") : found.end("b")]]
            return _sides(sides)
    return ()


def _sides(pair: Sequence[str]) -> tuple[str, ...]:
    of_both = re.match(r"(?:the )?[\w ]{1,30} of (?P<first>.+)", pair[0].strip())
    head = of_both["first"] if of_both and " of " not in pair[1] else pair[0].strip()
    first = re.split(r"\s*,\s*(?:and\s+)?", _SIDE_BEGINS.sub("", head))
    more = re.split(r"\s*,?\s+(?:and|or)\s+", pair[1].strip())
    sides = [_SIDE_ENDS.sub("", side).strip(" \"'“”‘’?,.") for side in [*first, *more]]
    sides = [side for side in sides if side]
    if len(sides) < 2 or any(_NO_SIDE.match(side) for side in sides[1:]):
        return ()
    named = [side != side.casefold() for side in sides]
    return tuple(sides) if all(named) or not any(named) else ()
