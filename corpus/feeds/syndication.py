"""RSS 0.9x, 1.0 and 2.0 and Atom, read by feedparser from text that is already here: it fetches and opens nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from corpus.dates import parse_date
from corpus.feeds.html import content_text, plain_text
from corpus.feeds.items import MAX_ITEMS, Feed, FeedItem, distinct, newest, page_address, plain_title, web_address

_ITEM = re.compile(r"<(?:\w+:)?(item|entry)[\s>]", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_ITEM_DATE = re.compile(r"<(?:\w+:)?(?:pubDate|published|issued|updated|modified|date)>([^<]{8,60})<", re.IGNORECASE)
_MAILED = re.compile(r"[^\s@]+@\S+ \((.+)\)")
_STATES_CHANGE = re.compile(r"<[\w.-]+:(?:updated|modified)\b", re.IGNORECASE)


def read_syndication(document: str, url: str) -> Feed:
    """Read an RSS or Atom document, which begins with its root element; broken markup is read as far as it goes.

    In RSS, a Dublin Core date counts as the day of publication, by the custom of RSS 1.0, unless the feed also uses an
    element that speaks of changes. In Atom, `updated` is only ever a change.
    """
    from feedparser.api import parse

    document, left_out = _newest_items(document)
    # In a stream, because feedparser takes bytes for the name of a file to open. Its sanitizer and its resolver of
    # links inside HTML stay off: nothing here shows that HTML (lxml makes plain text of it), and both take time that
    # grows with the square of hostile input: 1.6 MB of "<!--" kept them busy for four minutes. It is not told the
    # address of the feed, lest it make addresses of guids that are none.
    parsed: Any = parse(  # type: ignore[no-untyped-call]
        io.BytesIO(document.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    channel = parsed.feed
    is_atom = str(parsed.version).startswith("atom")
    dc_date_is_publication = not is_atom and not _STATES_CHANGE.search(document)
    return Feed(
        title=plain_title(channel.get("title")),
        url=url,
        home_url=web_address(channel.get("link"), url),
        items=distinct(_item(entry, url, is_atom, dc_date_is_publication) for entry in parsed.entries),
        language=plain_title(channel.get("language")) or None,
        left_out=left_out,
    )


def _newest_items(document: str) -> tuple[str, int]:
    """`document` with the newest `MAX_ITEMS` of its items, and how many were left out.

    feedparser takes about a millisecond an item: an archive of 100,000 would take it minutes and gigabytes.
    """
    starts = [match.start() for match in _ITEM.finditer(document)]
    if len(starts) <= MAX_ITEMS:
        return document, 0
    closing = max((match.end() for match in _ITEM_END.finditer(document, starts[-1])), default=len(document))
    spans = list(zip(starts, [*starts[1:], closing], strict=True))

    def stated_date(span: tuple[int, int]) -> str | None:
        date = _ITEM_DATE.search(document, *span)
        return date[1] if date else None

    kept = newest(spans, stated_date)
    parts = [document[: starts[0]], *(document[start:end] for start, end in kept), document[closing:]]
    return "".join(parts), len(spans) - len(kept)


def _item(entry: Mapping[str, Any], base: str, is_atom: bool, dc_date_is_publication: bool) -> FeedItem:
    published, updated = _dates(entry, dc_date_is_publication)
    origin = entry.get("source")
    return FeedItem(
        url=_link(entry, base),
        guid=plain_title(entry.get("id")),
        title=plain_title(entry.get("title")),
        published=published,
        updated=updated,
        authors=_authors(entry),
        text=_text(entry, is_atom),
        tags=_names(entry.get("tags"), "term"),
        source=plain_title(origin.get("title")) if isinstance(origin, Mapping) else "",
        language=plain_title(entry.get("language")) or None,
    )


def _dates(entry: Mapping[str, Any], dc_date_is_publication: bool) -> tuple[datetime | None, datetime | None]:
    published = parse_date(entry.get("published"))
    updated = parse_date(entry.get("updated")) if "updated" in entry else None
    if dc_date_is_publication and "published" not in entry:
        return updated, None
    return published, updated


def _link(entry: Mapping[str, Any], base: str) -> str | None:
    """The item's page: its link; else its guid, where that is an address and meant to be one."""
    links = [link for link in entry.get("links") or () if isinstance(link, Mapping)]
    candidates = [link.get("href") for link in links if link.get("rel") == "alternate"]
    guid = entry.get("id")
    if entry.get("guidislink") and isinstance(guid, str) and guid.startswith(("http://", "https://")):
        candidates.append(guid)
    return next((address for link in candidates if (address := page_address(link, base))), None)


def _text(entry: Mapping[str, Any], is_atom: bool) -> str:
    """The longest of what the item carries of its article: its contents and its summary."""
    parts = [part for part in [*(entry.get("content") or ()), entry.get("summary_detail")] if isinstance(part, Mapping)]
    best = ""
    for part in sorted(parts, key=lambda part: len(part.get("value") or ""), reverse=True):
        raw = part.get("value") or ""
        if len(raw) > len(best):  # else its text is no longer, and need not be read to know that
            read = plain_text if is_atom and part.get("type") == "text/plain" else content_text
            best = max(best, read(raw), key=len)
    return best


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the authors, without the e-mail address that RSS puts before them: "desk@lab.example (A. Name)"."""
    mailed = _MAILED.fullmatch(plain_title(entry.get("author")))  # feedparser cuts those of long domains in two
    if mailed:
        return (mailed[1],)
    return _names(entry.get("authors"), "name") or _names([entry], "author")


def _names(values: object, field: str) -> tuple[str, ...]:
    if not isinstance(values, list):
        return ()
    names = (plain_title(value.get(field)) for value in values if isinstance(value, Mapping))
    return tuple(dict.fromkeys(name for name in names if name))
