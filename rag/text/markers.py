"""Citation markers in text that a model wrote: read in whatever form they come, and believed in none.

A marker is a number of a passage that the model was shown: [1], [1][2], [1, 2], [1-3], (1), ［1］, 【1】, [^1],
"Source 1". Numbers of no passage are reported beside the others; what is left of the text is free of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.text.sentences import split_sentences

_WIDE = str.maketrans("［］【】（）０１２３４５６７８９", "[][]()0123456789")
_NUMBERS = r"\^?\d{1,3}(?:\s{0,3}(?:[,;–—-]|and|&)\s{0,3}\^?\d{1,3})*"
_SOURCE = r"(?:sources?|passages?|refs?|references?|citations?|articles?)\.?\s{0,3}(?:no\.?\s{0,3})?"
_MARKER = re.compile(
    rf"\s{{0,3}}\[(?:{_SOURCE})?({_NUMBERS})(?:†[^\]]{{0,40}})?\](?::?\s{{0,3}}$)?"
    rf"|\s{{0,3}}\((?:{_SOURCE})({_NUMBERS})\)"
    rf"|\s{{0,3}}\(({_NUMBERS})\)"
    rf"|\s{{0,3}}(?<=[\s.!?,;:(])(?:Sources?|Passages?):?\s{{1,3}}({_NUMBERS})\b(?=\s{{0,3}}[.,;:)\]]|\s{{0,3}}$)",
    re.IGNORECASE | re.MULTILINE,
)
_RANGE = re.compile(r"(\d+)\s*[–—-]\s*\^?(\d+)")
_FOOTNOTE = re.compile(r"^[ \t]{0,3}\[\^?\d{1,3}\]:.*$", re.MULTILINE)
LONGEST_RANGE = 20
"""Numbers of a range that are read; a longer one is no citation."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as written, without its markers, and the numbers in them: those of passages, and `unknown` ones."""

    text: str
    cited: tuple[int, ...]
    unknown: tuple[int, ...] = ()


def read_written(text: str, passages: int) -> list[Written]:
    """The sentences of `text` with what each cites of passages 1 to `passages`, in order of mention, once each.

    A marker belongs to the sentence that it stands in or right behind. A number in round brackets is one only where
    there is such a passage: "(2024)" stays.
    """
    plain, markers = _without_markers(_FOOTNOTE.sub("", text.translate(_WIDE)), passages)
    spans = split_sentences(plain)
    cited: list[list[int]] = [[] for _ in spans]
    for place, numbers in markers:
        at = max((n for n, span in enumerate(spans) if span.start < place), default=0)
        if spans:
            cited[at] += numbers
    return [
        Written(
            " ".join(plain[span.start : span.end].split()),
            tuple(dict.fromkeys(n for n in numbers if 1 <= n <= passages)),
            tuple(dict.fromkeys(n for n in numbers if not 1 <= n <= passages)),
        )
        for span, numbers in zip(spans, cited, strict=True)
    ]


def _without_markers(text: str, passages: int) -> tuple[str, list[tuple[int, list[int]]]]:
    """`text` without markers, and of each its place in that and its numbers."""
    kept, markers, length, end = [], [], 0, 0
    for found in _MARKER.finditer(text):
        round_ones = found[3]
        numbers = list(_numbers(next(group for group in found.groups() if group)))
        if round_ones and not all(1 <= n <= passages for n in numbers):
            continue
        before = text[end : found.start()]
        kept.append(before)
        length += len(before)
        markers.append((length, numbers))
        end = found.end()
    kept.append(text[end:])
    return "".join(kept), markers


def _numbers(written: str) -> Iterator[int]:
    end = 0
    for found in _RANGE.finditer(written):
        yield from map(int, re.findall(r"\d+", written[end : found.start()]))
        first, last = int(found[1]), int(found[2])
        yield from range(first, last + 1) if first <= last < first + LONGEST_RANGE else (first, last)
        end = found.end()
    yield from map(int, re.findall(r"\d+", written[end:]))
