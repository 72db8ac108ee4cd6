"""Whether a question asks for the newest or the earliest, and the words that say so ("latest", "now", "first")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rag.text.dates.periods import Period

Order = Literal["latest", "first"]

_LATEST = re.compile(
    r"\b(?:latest(?<!at the latest)|newest|most[ \-]recent(?:ly)?|currently|nowadays|presently|at the moment|"
    r"at present|these days|right now|as of now)\b|"
    r"\bcurrent(?= \w)(?! (?:affairs|events)\b)(?<!ic current)(?<!direct current)|"
    r"\bnow(?=\s?[?.!,;]|\s?$)(?<!until now)(?<!till now)(?<!to now)(?<!before now)(?<!by now)(?<!for now)|"
    r"^(?:who|what|which|where|how)\b(?: \S{1,30}){0,3}? (?:is|are|does|do|has|have)(?: \S{1,30}){0,2}? (?P<now>now)\b",
    re.IGNORECASE,
)
_TELLS = (  # what is done or reported first, after which "first" asks for the earliest
    r"\w{2,20}ed\b|announce|report|reveal|launch|release|sa(?:y|id)\b|t(?:ell|old)\b|c[ao]me\b|appear|show|beg[aiu]n\b|"
    r"start|become\b|became\b|hear|seen?\b|saw\b|meet\b|met\b|ma[dk]e\b|propose|suggest|mention|publish|introduce|open|"
    r"raise|invest|use\b|g[eo]t?\b|went\b|f(?:i|ou)nd\b|file|sue\b|warn|detect|identify|discover|br(?:eak|oke)\b|"
    r"wr(?:ite|ote)\b"
)
_REPORT = (
    r"(?:news )?(?:reports?|articles?|stor(?:y|ies)|mentions?|announcements?|statements?|coverage|accounts?)\b|"
    r"to (?:report|announce|reveal|say|publish|mention|write)\b"
)
_NO_FIRST = (  # after which "first" is a name or counts something else than time
    r"lady|minister|amendment|place|class|name|step|time|half|person|aid|hand|family|letters?|characters?|words?|"
    r"initials?|digits?|numbers?|lines?|sentences?|nations?|responders?|rounds?|term|to"
)
_FIRST = re.compile(
    r"\b(?:earliest|originally|initially|at first)\b|"
    r"\bfirst(?=\s?[?.!]|\s?$)(?<!come first)(?<!came first)(?<!ed first)(?<!the first)|"
    rf"\bfirst (?={_TELLS})(?<!the first )|\bthe first (?={_REPORT})|"
    r"\b(?:what|who|which|when)\b[^?]{0,40}?\b(?:is|was|were|are) (?:the |its |their |\S{1,30}['’]s )"
    rf"(?P<first>first)(?! (?:\S{{1,20}} ){{1,4}}to\b)(?! (?:{_NO_FIRST})\b)(?= [\w'’])",
    re.IGNORECASE,
)
_ORDERS: tuple[tuple[Order, re.Pattern[str]], ...] = (("latest", _LATEST), ("first", _FIRST))


def read_order(text: str, periods: Sequence[Period]) -> tuple[Order | None, list[tuple[int, int]]]:
    """Whether the newest or the earliest is asked for, and the words that say so."""
    for order, pattern in _ORDERS:
        for found in pattern.finditer(text):
            inner = "now" if order == "latest" else "first"
            start, end = found.span(inner if found[inner] else 0)
            end = start + len(text[start:end].rstrip())
            in_period = any(start < period.end and period.start < end for period in periods)
            if not in_period and not _named(text, start) and not _quoted(text, start):
                return order, [(start, end)]
    return None, []


def _named(text: str, start: int) -> bool:
    """Whether a word is capitalised where no sentence begins, or is a "Now" that begins one."""
    before = text[:start].rstrip()
    inside = bool(before) and before[-1] not in ".?!:"
    return text[start].isupper() and not text.isupper() and (inside or text[start : start + 3].casefold() == "now")


def _quoted(text: str, start: int) -> bool:
    """Whether a place is inside double quotation marks: a title, another's words."""
    return text.count('"', 0, start) % 2 == 1 or text.count("“", 0, start) > text.count("”", 0, start)
