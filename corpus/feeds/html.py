"""The two things a feed reader wants of HTML: the plain text of an item's content, and the feeds that a page names."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from corpus.cleaning.markup import escape_unknown_tags, holds_markup, is_markup, read_entities
from corpus.cleaning.plaintext import tidy_characters
from corpus.errors import ArticleError
from corpus.feeds.items import web_address
from corpus.pages.html import fragment_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CONTENT_CHARS = 2_000_000
"""Of an item's content no more is read: twice the longest article that is kept."""

_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_MOST_ESCAPED = 3
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")


def content_text(content: str) -> str:
    """The text of an item's content, HTML or plain, as paragraphs parted by blank lines; "" where HTML is too large.

    HTML is read as a web page's is, hidden parts, captions and the like left out. What was escaped twice is read twice.
    """
    text = _CDATA.sub("", content[:MAX_CONTENT_CHARS])
    for _ in range(_MOST_ESCAPED):
        is_plain = not holds_markup(text)
        try:
            text = unescape(text) if is_plain else _read(text)
        except ArticleError:
            return ""
        text = text if is_markup(text) else read_entities(text)
        if not (is_markup(text) or (is_plain and holds_markup(text))):
            break
    return tidy_characters(text).strip()


def _read(markup: str) -> str:
    return "\n\n".join(block.text for block in fragment_blocks(escape_unknown_tags(markup), "the content"))


def plain_text(content: str) -> str:
    """The text of an item's content that is no HTML, its format says: a tag in it is a word, unless it is all HTML."""
    return content_text(content) if is_markup(content) else tidy_characters(content[:MAX_CONTENT_CHARS]).strip()


def named_feeds(page: str, url: str) -> tuple[str, ...]:
    """The feeds that an HTML page at `url` names in its <link rel=alternate> elements, in its order."""
    root = _parsed(page[:MAX_CONTENT_CHARS])
    if root is None:
        return ()
    found = [
        web_address(link.get("href"), url)
        for link in root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES
    ]
    return tuple(dict.fromkeys(address for address in found if address and "/wp-json/" not in address))


def _parsed(markup: str) -> _Element | None:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None  # nothing in it is HTML
