"""Where sentences begin and end in a text, in characters; what a sentence is worth is `rag.compose`'s business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sentencex import get_sentence_boundaries  # type: ignore[attr-defined]  # compiled, and its stub lacks it

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
# sentencex ends a sentence after "3 p.m." and "No."; these continue when what follows cannot open one.
_CONTINUES = re.compile(r"\b(?:[ap]\.m|No|vs|approx|est)\.$", re.IGNORECASE)
# "Series H. The round ..." ends a sentence, "Michael H. Jordan" does not: sentencex takes both for an initial.
# It also takes the month "May." for an abbreviation.
_LETTERED = re.compile(
    r"\b(?:(?:Series|Plan|Class|Phase|Group|Type|Grade|Part|Appendix|Category|Schedule|Level|Tier) [A-Z]|May)\."
    r"(?=\s+[A-Z“\"])"
)
# "... in Brussels Tue 24 Oct 2023 09.44 EDT The EU is ...": a page's time stamp, scraped into its first sentence.
_STAMPED = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? \d{1,2} [A-Z][a-z]{2,8} \d{4},? \d{1,2}[.:]\d{2} [A-Z]{2,4}(?=\s)"
)
_GOES_ON = re.compile(r"(?:(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b|\d|[a-z(])")


class Span(NamedTuple):
    """Half-open character range of a text: `text[start:end]`."""

    start: int
    end: int


def split_paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text`, separated by blank lines, without the white space around them."""
    return [trim(text, match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]


def split_sentences(text: str) -> list[Span]:
    """The sentences of `text` in order, without the white space around them; none crosses a blank line."""
    return [span for paragraph in split_paragraphs(text) for span in _sentences_of(text, paragraph)]


def _sentences_of(text: str, paragraph: Span) -> Iterator[Span]:
    body = text[paragraph.start : paragraph.end]
    begin = 0
    for end in _ends(body):
        if _CONTINUES.search(body[begin:end].rstrip()) and _GOES_ON.match(body[end:].lstrip()):
            continue
        span = trim(text, paragraph.start + begin, paragraph.start + end)
        begin = end
        if span.end > span.start:
            yield span


def _ends(body: str) -> list[int]:
    found = {int(boundary["end_index"]) for boundary in get_sentence_boundaries("en", body)}
    for pattern in (_LETTERED, _STAMPED):
        found.update(match.end() for match in pattern.finditer(body))
    return sorted(found)


def trim(text: str, start: int, end: int) -> Span:
    """`text[start:end]` without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
