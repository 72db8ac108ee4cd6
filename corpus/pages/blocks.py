"""A tree's text as blocks: paragraphs, headings, items of lists, rows of tables. Each is one line that reads alone.

Web pages, mails, feeds and Markdown all end here. Which blocks are an article's is `corpus.pages.text`' business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.cleaning.plaintext import SENTENCE_END, one_line, tidy_characters
from corpus.pages.tables import holds_blocks, table_lines, term_lines
from corpus.pages.tree import INLINE, content

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_SILENT = frozenset("rp rt script style template title".split())
_LINKED = 0.8
_MARKS = ("- ", "• ", "– ", "* ")
_LAST_PIECES, _LINE_END_CHARS = 4, 20
"""As much of a line as tells how it ends; all of it at each of 10,000 line breaks would take for ever."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row: its words, how many of them link elsewhere, where it stands."""

    text: str
    linked: int
    element: HtmlElement
    kind: str

    @property
    def is_linked(self) -> bool:
        """Whether nearly all of it is a link."""
        return self.linked >= _LINKED * len(self.text)


def blocks_of(root: HtmlElement) -> list[Block]:
    """Return the blocks of text in the tree, in order."""
    walk = _Walk()
    walk.read(root)
    return walk.blocks


class _Walk:
    """Collects the blocks of a tree in order; `_text` and `_linked` are the block that is being read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._chars = self._linked = 0
        self._code = 0
        """How many <pre> elements are open: in them, lines and spaces count."""

    def read(self, element: HtmlElement) -> None:
        if (lines := _lines(element)) is not None:
            self.blocks += lines
            return
        self._code += element.tag == "pre"
        self._add(element.text)
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _SILENT:
                pass
            elif child.tag == "br":
                self._break(element)
            elif child.tag == "summary" and not holds_blocks(child):
                self._inline(child)  # it begins a line that its details go on with
                self._add(" ")
            elif child.tag in INLINE and not holds_blocks(child):
                self._inline(child)
            else:
                self._end(element)
                self.read(child)
            self._add(child.tail)
        self._end(element)
        self._code -= element.tag == "pre"

    def _inline(self, element: HtmlElement) -> None:
        before = self._chars
        self._add(element.text)
        for child in element:
            if child.tag == "br":
                self._text.append("\n")
            elif isinstance(child.tag, str) and child.tag not in _SILENT:
                self._inline(child)
            self._add(child.tail)
        if element.tag == "a" and _leads_elsewhere(element):
            self._linked += self._chars - before

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(text if self._code else _SPACE.sub(" ", text))
            self._chars += len(self._text[-1])

    def _break(self, element: HtmlElement) -> None:
        """A line ends: the second in a row ends a paragraph, and so does one after a full stop."""
        text = "".join(self._text[-_LAST_PIECES:])[-_LINE_END_CHARS:].rstrip(" ")
        if text.endswith("\n") or (SENTENCE_END.search(text) and not self._code):
            self._end(element)
        else:
            self._text.append("\n")

    def _end(self, element: HtmlElement) -> None:
        raw = "".join(self._text)
        text = tidy_characters(raw).strip("\n") if self._code else one_line(raw)
        if text.strip():
            self.blocks.append(Block(_marked(text, element), self._linked, element, _kind(element)))
        self._text, self._chars, self._linked = [], 0, 0


def _kind(element: HtmlElement) -> str:
    for each in (element, *element.iterancestors()):
        if each.tag in HEADINGS or each.tag in ("li", "blockquote", "p"):
            return str(each.tag)
        if each.tag in ("div", "section", "article", "body", "td"):
            return "p"
    return "p"


def _marked(text: str, element: HtmlElement) -> str:
    """Return what begins a list item with a dash: a short one would otherwise look like a heading or a tag."""
    return f"- {text}" if _begins_item(element) and not text.startswith(_MARKS) else text


def _begins_item(element: HtmlElement) -> bool:
    if element.tag == "li":
        return True
    parent = element.getparent()
    return parent is not None and parent.tag == "li" and parent[0] is element and not (parent.text or "").strip()


def _leads_elsewhere(link: HtmlElement) -> bool:
    return not (link.get("href") or "#").startswith("#")


def _lines(element: HtmlElement) -> list[Block] | None:
    """Return the rows of a table of data, or the lines of a list of terms; None where the element is neither."""
    lines = table_lines(element) if element.tag == "table" else term_lines(element) if element.tag == "dl" else None
    if lines is None:
        return None
    return [
        Block(text, sum(len(content(link)) for part in parts for link in part.iter("a")), element, "row")
        for text, parts in lines
    ]
