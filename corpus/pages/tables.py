"""Tables and lists of terms as lines that each read alone: a row with its cells, a term with what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, groupby
from typing import TYPE_CHECKING

from corpus.pages.tree import INLINE, content

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Line = tuple[str, list["HtmlElement"]]
"""The words of a line, and the elements they come from."""

_CELL_CHARS = 300
"""A table with a longer cell lays out a page."""
_LEADING_COLUMNS = 3
"""Cells of these that reach over several rows are repeated in each: they say what a row is about."""
_MAX_ROWSPAN = 1000


def holds_blocks(element: HtmlElement) -> bool:
    """Whether anything in `element` begins a line of its own."""
    return any(
        isinstance(each.tag, str) and each.tag not in INLINE and each.tag != "br" for each in element.iterdescendants()
    )


def table_lines(table: HtmlElement) -> list[Line] | None:
    """Return the caption and the rows of a table of data; None for a table that only lays out a page."""
    if any(each.tag in ("table", "h1", "h2", "h3", "h4", "h5", "h6") for each in table.iterdescendants()):
        return None
    rows = [[(cell, content(cell)) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if max(map(len, rows), default=0) < 2 or any(len(words) > _CELL_CHARS for row in rows for _, words in row):
        return None
    captions: list[Line] = [(content(each), [each]) for each in table.iter("caption")]
    lines: list[Line] = [
        (", ".join(words for _, words in cells if words), [cell for cell, _ in cells]) for cells in _whole(rows)
    ]
    return [line for line in captions + lines if line[0]]


Cell = tuple["HtmlElement", str]


def _whole(rows: list[list[Cell]]) -> Iterator[list[Cell]]:
    """Yield the rows, each with the leading cells of rows above that reach down into it."""
    reaching: dict[int, tuple[Cell, int]] = {}
    """By column: a cell, and into how many more rows it reaches."""
    for row in rows:
        cells, own = [], iter(row)
        for column in count():
            if column in reaching:
                cell, left = reaching.pop(column)
            elif (given := next(own, None)) is not None:
                cell, left = given, _rowspan(given[0]) - 1 if column < _LEADING_COLUMNS else 0
            elif column < _LEADING_COLUMNS:
                continue
            else:
                break
            if left:
                reaching[column] = (cell, left - 1)
            cells.append(cell)
        yield cells


def _rowspan(cell: HtmlElement) -> int:
    stated = cell.get("rowspan") or ""
    return max(1, min(int(stated), _MAX_ROWSPAN)) if stated.isdecimal() and len(stated) < 9 else 1


def term_lines(listed: HtmlElement) -> list[Line] | None:
    """Return the lines "term: description" of a list of terms; None for questions with answers, and for long ones."""
    parts = list(listed.iter("dt", "dd"))
    words = {each: content(each) for each in parts}
    stray = [listed.text, *(each.tail for each in listed.iterdescendants("dt", "dd"))]
    if any((each or "").strip() for each in stray) or any(
        holds_blocks(each) or len(words[each]) > _CELL_CHARS or (each.tag == "dt" and words[each].endswith(("?", ".")))
        for each in parts
    ):
        return None
    lines: list[Line] = []
    terms: list[HtmlElement] = []
    for tag, run in groupby(parts, key=lambda each: each.tag):
        group = [each for each in run if words[each]]
        if tag == "dt":
            terms = group
        elif terms:
            said = ", ".join(words[each].rstrip(":") for each in terms)
            lines.append((f"{said}: {'; '.join(words[each] for each in group)}", [*terms, *group]))
            terms = []
        else:
            lines += [(words[each], [each]) for each in group]
    return lines + [(words[each], [each]) for each in terms]
