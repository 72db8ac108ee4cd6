"""Lines of a text that state something without being sentences: items of lists, rows of tables.

`corpus.pages.blocks` writes an item as a paragraph that begins with a mark, a row as one with commas between its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.text.sentences import Span, split_paragraphs, trim

_MARK = re.compile(r"(?:[-–•*▪●◦‣]|\(?\d{1,2}[.)])\s+(?=\S)")
_ENDS = re.compile(r"[.!?…。！？؟:]\W*$")
_CELL_CHARS = 80
"""Rows of figures and names have short cells; a paragraph with commas has long ones."""
_MIN_CELLS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """An item or a row: `text[start:end]` without the item's mark, and what it belongs to, "" where nothing does.

    An item belongs to the paragraph its list follows, a row to the first row of its table.
    """

    start: int
    end: int
    belongs_to: str


def listed_lines(text: str) -> dict[Span, Line]:
    """Return the items and rows of `text` by the place of their paragraph."""
    paragraphs = split_paragraphs(text)
    lines = {span: Line(*words, lead) for span, words, lead in _items(text, paragraphs)}
    return lines | {span: Line(*span, head) for span, head in _rows(text, [p for p in paragraphs if p not in lines])}


def _items(text: str, paragraphs: Sequence[Span]) -> Iterator[tuple[Span, Span, str]]:
    lead = ""
    for paragraph in paragraphs:
        mark = _MARK.match(text, paragraph.start, paragraph.end)
        if mark is None:
            lead = text[paragraph.start : paragraph.end]
        elif not _ENDS.search(text, paragraph.start, paragraph.end):
            yield paragraph, trim(text, mark.end(), paragraph.end), lead


def _rows(text: str, paragraphs: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """Yield the rows of each run of two or more with the same number of cells, the head of a table of figures aside."""
    for count, run in groupby(paragraphs, key=lambda span: _cells(text[span.start : span.end])):
        rows = list(run)
        if count < _MIN_CELLS or len(rows) < 2:
            continue
        head = text[rows[0].start : rows[0].end]
        figures = any(map(str.isdigit, text[rows[1].start : rows[1].end]))
        for row in rows[1:] if figures and not any(map(str.isdigit, head)) else rows:
            yield row, head


def _cells(paragraph: str) -> int:
    """How many cells a paragraph has that looks like a row; 0 for one that does not."""
    if _ENDS.search(paragraph[-10:]) or "\n" in paragraph:
        return 0
    cells = paragraph.split(", ")
    return len(cells) if all(0 < len(cell) <= _CELL_CHARS for cell in cells) else 0
