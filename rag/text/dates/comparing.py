"""Periods that are told by another one: "a year earlier", "the same quarter last year", "in that quarter"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.text.dates.periods import Period, months_on

_UNITS = r"quarter|half|period|month|year"
_EARLIER = re.compile(
    rf"\b(?:(?:an?|one)\s(?P<back>year|quarter|month)\s(?:earlier|ago|before|previously|prior)|"
    rf"the\s(?P<before>year|quarter|month)\s(?:before|earlier)(?=\W?$|[,.;:)]|\sand\b)|"
    rf"(?:the\s|its\s|their\s)?(?P<previous>previous|prior|preceding)\s(?P<unit>{_UNITS})|"
    rf"(?:the\s)?(?P<ago>year-(?:earlier|ago)|prior-year)\s(?:{_UNITS})|"
    rf"(?:the\s)?(?:same|corresponding|comparable|equivalent)\s(?:{_UNITS})"
    rf"(?P<last>(?:\s(?:of|in|the|a|one|from)){{0,3}}\s(?:(?:last|previous|prior|preceding)\syear|"
    rf"year\s(?:earlier|ago|before)))?|"
    rf"that\s(?:{_UNITS}))\b(?!-)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:from|than|compared\s(?:with|to)|against|versus|vs\.?)\s(?:[^\s,;.][^,;]{0,30}\s)?(?:in\s)?(?:the\s)?$"
)
"""Before what something is only held against: "from $1.7 billion in 2023", "than in the first quarter"."""
_ACCOUNTED = ("quarter", "half", "year")
_MONTHS = {"quarter": 3, "half": 6, "month": 1, "year": 12}


def compared(text: str, found: Sequence[Period], before: Iterable[Period]) -> list[Period]:
    """`found` with what is told by one of them, or else by the newest of `before`; those held against are `aside`."""
    marked = [replace(period, aside=bool(_BESIDE.search(text, 0, period.start))) for period in found]
    anchors = [period for period in (*before, *marked) if period.unit in _ACCOUNTED and not period.aside]
    told: list[Period] = []
    for words in _EARLIER.finditer(text) if anchors else ():
        earlier = [one for one in reversed(anchors) if one not in marked or one.start < words.start()]
        alike = [one for one in earlier if one.unit in words.group().casefold()]
        anchor = next(iter([*alike, *earlier]), None)
        if anchor:
            told.append(_counted(words, anchor))
    kept = [period for period in marked if not any(period.start < one.end and one.start < period.end for one in told)]
    return sorted([*kept, *told], key=lambda period: period.start)


def _counted(words: re.Match[str], anchor: Period) -> Period:
    """What `words` make of the period they count from."""
    year_back = words["ago"] or words["last"]
    unit = "year" if year_back else words["back"] or words["before"] or (words["unit"] if words["previous"] else "")
    months = _MONTHS.get((unit or "").casefold(), 0)
    if words["unit"] and words["unit"].casefold() == "period":
        months = _MONTHS.get(anchor.unit, 0)
    period = months_on(anchor, -months) if months else anchor
    return replace(period, start=words.start(), end=words.end(), aside=bool(months), relative=False, dated=anchor.dated)
