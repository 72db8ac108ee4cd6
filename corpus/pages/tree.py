"""A page's HTML as a tree, and the small questions every reader of that tree asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from corpus.cleaning.plaintext import one_line
from corpus.errors import ArticleError
from corpus.pages.raised import make_plain

if TYPE_CHECKING:
    from lxml.html import HtmlElement, HTMLParser

MAX_ELEMENTS = 30_000
"""News pages have 500 to 5,000, long live blogs some 20,000; trafilatura's time grows faster than their number."""
MAX_PAGE_CHARS = 10_000_000
"""A page with an article is under 1 MB, a heavy one 5; parsing takes ten times the page in memory."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9\s]+")
# What a theme says of the page, or a blog of the article's subjects, names no part of the page.
_STATE_OR_SUBJECT = re.compile(
    r"(?:^|(?<=\s))(?:(?:has|with|without|no|not|is|js|no-js|hide|show|tag|category|post-tag|"
    r"supports?|after|before)-\S*"
    r"|\S+:\S+)(?=\s|$)"
)
_OG_ARTICLE = "http://ogp.me/ns/article#"
_NAMING_ATTRIBUTES = ("class", "id", "data-testid", "data-component", "data-module", "role")


def parse_page(page: str, item: str) -> HtmlElement:
    """Return the root of `page`. Raises `ArticleError` if it is larger than the limits or holds no element.

    Powers, formulas and the numbers of footnotes are made plain, so that no reader of the tree takes 10^25 for 1025.
    libxml2 keeps the first 255 levels of nesting and drops what is deeper: no walk of the tree runs out of stack.
    """
    from lxml.etree import ParserError
    from lxml.html import document_fromstring

    if len(page) > MAX_PAGE_CHARS:
        raise ArticleError(
            item,
            f"is a page of {len(page) / 1e6:,.0f} million characters; the limit is {MAX_PAGE_CHARS // 10**6} million",
        )
    try:
        data = page.replace("\x00", "").encode("utf-8", "replace")
        root: HtmlElement = document_fromstring(data, parser=_parser())  # type: ignore[no-untyped-call]
    except ParserError:
        raise ArticleError(item, "has no article text: the page is empty") from None
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise ArticleError(item, f"has more than {MAX_ELEMENTS:,} elements: a list or data, and no article")
    make_plain(root)
    return root


@cache
def _parser() -> HTMLParser:
    from lxml.html import HTMLParser

    return HTMLParser(  # type: ignore[no-untyped-call]
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )


def words_of(element: HtmlElement) -> str:
    """Return what `element` is called (class, id, role, ...) in lower case, its words parted by hyphens."""
    names = " ".join(value for name in _NAMING_ATTRIBUTES if (value := element.get(name)))
    if not names:
        return ""
    return _NOT_WORD.sub("-", _STATE_OR_SUBJECT.sub(" ", _CAMEL.sub("-", names).lower()))


def content(element: HtmlElement) -> str:
    """Return all text inside `element` on one line; where a block or a line ends, so does a word."""
    return one_line("".join(_pieces(element)))


INLINE = frozenset(
    "a abbr acronym b bdi bdo big center cite code data del dfn em font i ins kbd mark q rb rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr label nobr".split()
)
"""Elements that stand within a line of text."""


def _pieces(element: HtmlElement) -> Iterator[str]:
    from lxml.etree import iterwalk

    for event, node in iterwalk(element, events=("start", "end")):
        if event == "start":
            yield "" if node.tag in INLINE else " "
            yield node.text or ""
        else:
            yield "" if node.tag in INLINE else " "
            yield (node.tail or "") if node is not element else ""


def drop(element: HtmlElement) -> None:
    """Take `element` out of its tree; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()  # type: ignore[no-untyped-call]


def metas(root: HtmlElement) -> dict[str, list[str]]:
    """Return the page's `<meta>` values by name (property, name, itemprop or http-equiv; lower case), as they stand."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        value = one_line(unescape(meta.get("content") or ""))  # some systems escape twice
        # An itemprop inside the body may be a related article's own.
        in_head = meta.getparent() is not None and meta.getparent().tag == "head"
        names = [
            meta.get("property"),
            meta.get("name"),
            meta.get("http-equiv"),
            meta.get("itemprop") if in_head else None,
        ]
        for name in (
            each.replace(_OG_ARTICLE, "article:") for given in names if given for each in given.lower().split()
        ):
            if value:
                found.setdefault(name, []).append(value)
    return found


def first(found: dict[str, list[str]], *names: str) -> str:
    """Return the first value under the first of `names` that has one, else ""."""
    return next((found[name][0] for name in names if name in found), "")
