"""The two things a feed reader wants of HTML: the plain text of an item's content, and the feeds that a page names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.cleaning.plaintext import tidy_characters
from corpus.feeds.items import web_address

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CONTENT_CHARS = 2_000_000
"""Of an item's content no more is read: twice the longest article that is kept."""

_MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>|&#?\w+;")
_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SKIPPED = frozenset("script style noscript template iframe object svg math button form select textarea".split())
_SPACE = re.compile(r"\s+")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")


def content_text(content: str) -> str:
    """The text of an item's content, HTML or plain, as paragraphs parted by blank lines."""
    content = tidy_characters(content[:MAX_CONTENT_CHARS])
    if not _MARKUP.search(content):
        return content.strip()
    root = _parsed(content)
    return _paragraphs(root) if root is not None else ""


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


def _paragraphs(root: _Element) -> str:
    from lxml import etree

    blocks: list[list[str]] = [[]]
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = str(element.tag)
        if name in _BLOCKS:
            blocks.append([])
        elif name == "br" and event == "start":
            blocks[-1].append("\n")
        if event == "start":
            if name in _SKIPPED:
                walk.skip_subtree()
            elif element.text:
                blocks[-1].append(_SPACE.sub(" ", element.text))
        elif element.tail:
            blocks[-1].append(_SPACE.sub(" ", element.tail))
    paragraphs = ("".join(block).strip() for block in blocks)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
