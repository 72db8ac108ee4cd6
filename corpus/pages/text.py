"""The article's text out of a page's tree: trafilatura finds where it stands, and it is then read whole from there.

trafilatura tells the article from the rest of a page very well, and drops some of its paragraphs, lists and rows on the
way. So its output only marks the element that holds the article; every block in that element is the article's, but for
what is mostly links to elsewhere. The tree given has lost its furniture already (`corpus.pages.furniture`).
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from corpus.cleaning.plaintext import SENTENCE_END
from corpus.pages.blocks import HEADINGS, Block, blocks_of
from corpus.pages.tree import words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HOLDS_ARTICLE = 0.9
"""The container is the deepest element with this share of what trafilatura found: one stray block does not widen it.

On 257 real pages of news outlets in 30 languages (the test pages of fundus).
"""
_MATCHED_CHARS = 24
_MOST = 0.6
_NOT_LETTER = re.compile(r"[\W_]+")
_DEK = re.compile(
    r"(?:^|[-\s])(?:dek|deck|standfirst|sub-?(?:title|head(?:line)?|hed)|lede?|lead|intro(?:duction)?|summary|abstract|chapo|"
    r"excerpt|description|teaser-text|vorspann)(?=[-\s]|$)"
)


_MANY_ELEMENTS = 8_000
"""Beyond these, trafilatura goes without its second opinion (jusText), whose time grows with their square: 50,000 took
44 s. News pages have 500 to 5,000."""


def article_blocks(root: HtmlElement, *, title: str, live: bool = False) -> list[Block]:
    """Return the blocks that are the article's, without its headline; [] if the page shows no article.

    `live` says that the article is made of dated entries, each perhaps an article element of its own.
    """
    found = _found_by_trafilatura(root)
    blocks = blocks_of(root)
    marked = _found_in(blocks, found)
    if not marked:
        return []
    container = _container(marked)
    if live:
        container = _with_siblings(container)
    inside = {id(each) for each in container.iter()}
    own = [block for block in blocks if id(block.element) in inside or block.element is container]
    kept = _without_furniture(_standfirst(blocks, own, marked) + own, title)
    # Broken markup can part the article's paragraphs over the tree: then what trafilatura found is all there is.
    return kept if _size(kept) >= _MOST * _size(marked) else _without_furniture(marked, title)


def _size(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _found_by_trafilatura(root: HtmlElement) -> list[str]:
    """Return the letters and digits of each paragraph that trafilatura takes for the article's."""
    from trafilatura import bare_extraction  # half a second to import
    from trafilatura.settings import Document

    many = sum(1 for _ in root.iter()) > _MANY_ELEMENTS
    found = bare_extraction(deepcopy(root), with_metadata=False, include_comments=False, fast=many)
    return [_letters(line) for line in (found.text or "").split("\n")] if isinstance(found, Document) else []


def _letters(text: str) -> str:
    return _NOT_LETTER.sub("", text).lower()


def _found_in(blocks: list[Block], found: list[str]) -> list[Block]:
    """Return the blocks that stand in `found`: as one of its paragraphs, or within the whole."""
    whole, parts = "".join(found), set(found)
    letters = ((block, _letters(block.text)) for block in blocks)
    return [block for block, own in letters if own and (own in parts or own in whole)]


def _container(marked: list[Block]) -> HtmlElement:
    """Return the deepest element that holds `_HOLDS_ARTICLE` of the marked blocks' characters."""
    weights: dict[HtmlElement, int] = {}
    for block in marked:
        weight = len(block.text) if len(block.text) >= _MATCHED_CHARS else 1
        for element in (block.element, *block.element.iterancestors()):
            weights[element] = weights.get(element, 0) + weight
    enough = _HOLDS_ARTICLE * max(weights.values())
    holders = [element for element, weight in weights.items() if weight >= enough]
    deepest: HtmlElement = max(holders, key=lambda element: sum(1 for _ in element.iterancestors()))
    return deepest


def _with_siblings(container: HtmlElement) -> HtmlElement:
    """Return the element around `container` that holds the other entries of its kind, if there is one."""
    for element in (container, *container.iterancestors()):
        parent: HtmlElement | None = element.getparent()
        if parent is None or parent.tag == "body":
            return container
        twins = [each for each in parent if each.tag == element.tag and each.get("class") == element.get("class")]
        if len(twins) > 1 and element.tag in ("article", "div", "section", "li"):
            return parent
    return container


def _standfirst(blocks: list[Block], own: list[Block], marked: list[Block]) -> list[Block]:
    """Return the article's summary where it stands between the headline and the text, outside the text's element."""
    if not own:
        return []
    at = next(index for index, block in enumerate(blocks) if block is own[0])
    headline = next((index for index in range(at - 1, -1, -1) if blocks[index].kind == "h1"), None)
    if headline is None:
        return []
    kept = []
    for block in blocks[headline + 1 : at]:
        named = _DEK.search(words_of(block.element)) or any(block is each for each in marked)
        if not block.is_linked and len(block.text) >= _MATCHED_CHARS and (named or SENTENCE_END.search(block.text)):
            kept.append(block)
    return kept


def _without_furniture(blocks: list[Block], title: str) -> list[Block]:
    kept = [block for block in blocks if not _is_title(block, title) and not _is_bare_link(block)]
    return _without_last_headings(_without_repeats(kept))


def _is_title(block: Block, title: str) -> bool:
    if block.kind not in HEADINGS or not title:
        return False
    return _letters(block.text) == _letters(title) or block.kind == "h1"


def _is_bare_link(block: Block) -> bool:
    """Whether the block only leads to another page: a sentence with its full stop, or a heading, is the article's."""
    if not block.is_linked or block.kind in HEADINGS or block.kind == "row":
        return False
    return not SENTENCE_END.search(block.text) or len(block.text.split()) < 4


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """Drop quotes pulled out of the text, and second copies of a paragraph (one for phones, one for desks)."""
    letters = [_letters(block.text) for block in blocks]
    joined = "\n".join(letters)
    kept, seen = [], set()
    for block, own in zip(blocks, letters, strict=True):
        long = len(own) >= _MATCHED_CHARS
        pulled = block.kind in ("blockquote", *HEADINGS) or _in_quote(block)
        if long and (own in seen or (pulled and joined.count(own) > 1)):
            continue
        seen.add(own)
        kept.append(block)
    return kept


def _in_quote(block: Block) -> bool:
    return any(each.tag == "blockquote" for each in (block.element, *block.element.iterancestors()))


def _without_last_headings(blocks: list[Block]) -> list[Block]:
    """Drop headings at the end: what they stood over was furniture."""
    end = len(blocks)
    while end and blocks[end - 1].kind in HEADINGS:
        end -= 1
    return blocks[:end]
