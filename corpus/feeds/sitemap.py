"""Sitemaps, those for news (https://www.google.com/schemas/sitemap-news/0.9) above all, and indexes of sitemaps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.dates import parse_date
from corpus.errors import ArticleError
from corpus.feeds.items import Feed, FeedItem, distinct, newest, page_address, plain_title, web_address

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CHILDREN = 10
"""Of the sitemaps in an index, those that changed last: the others are archives, often of one month each."""


def read_sitemap(document: str, url: str) -> Feed:
    """Read a sitemap or an index of sitemaps; `document` begins with its root element.

    A page's <lastmod> is when it was changed; only <news:publication_date> is when it was published. Raises
    `ArticleError` where the XML cannot be read.
    """
    root = _parsed(document, url)
    if _name(root) == "sitemapindex":
        return _index(root, url)
    entries = [_values(element) for element in root if _name(element) == "url"]
    kept = newest(entries, lambda entry: entry.get("publication_date") or entry.get("lastmod"))
    items = distinct(item for entry in kept if (item := _item(entry, url)).url)
    return Feed(
        title=next((item.source for item in items if item.source), "") or urlsplit(url).netloc,
        url=url,
        items=items,
        left_out=len(entries) - len(kept),
    )


def _parsed(document: str, url: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root: _Element | None = etree.fromstring(document.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(url, f"is not readable XML: {error}") from None
    if root is None:
        raise ArticleError(url, "is not readable XML")
    return root


def _index(root: _Element, url: str) -> Feed:
    entries = [_values(element) for element in root if _name(element) == "sitemap"]
    latest = sorted(entries, key=lambda entry: entry.get("lastmod", ""), reverse=True)
    addresses = [address for entry in latest if (address := web_address(entry.get("loc"), url)) and address != url]
    children = tuple(dict.fromkeys(addresses))[:MAX_CHILDREN]
    return Feed(title=urlsplit(url).netloc, url=url, children=children)


def _item(entry: dict[str, str], base: str) -> FeedItem:
    return FeedItem(
        url=page_address(entry.get("loc"), base),
        title=plain_title(entry.get("title")),
        published=parse_date(entry.get("publication_date")),
        updated=parse_date(entry.get("lastmod")),
        tags=tuple(dict.fromkeys(name for tag in entry.get("keywords", "").split(",") if (name := plain_title(tag)))),
        source=plain_title(entry.get("name")),
        language=plain_title(entry.get("language")) or None,
    )


def _values(element: _Element) -> dict[str, str]:
    """The texts below `element` by the local names of what holds them, the first of each name.

    Pictures and videos have titles, addresses and dates of their own, and are passed over.
    """
    values: dict[str, str] = {}
    for child in element:
        inner = child.iter() if _name(child) == "news" else [child]
        for node in inner:
            if isinstance(node.tag, str) and node.text and node.text.strip():
                values.setdefault(_name(node), node.text.strip())
    return values


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
