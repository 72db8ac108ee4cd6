"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corpus.dates import parse_date
from corpus.errors import ArticleError
from corpus.feeds.html import content_text, plain_text
from corpus.feeds.items import Feed, FeedItem, distinct, newest, page_address, plain_title, web_address


def read_json_feed(document: str, url: str) -> Feed:
    """Read a JSON Feed. Raises `ArticleError` for JSON that is broken, or is no feed."""
    try:
        feed = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise ArticleError(url, f"is not readable JSON: {error}") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ArticleError(url, "is JSON, but no JSON Feed: it has no list of items")
    entries = [entry for entry in feed["items"] if isinstance(entry, dict)]
    kept = newest(entries, lambda entry: entry.get("date_modified") or entry.get("date_published"))
    authors = _authors(feed)
    return Feed(
        title=plain_title(feed.get("title")),
        url=url,
        home_url=web_address(feed.get("home_page_url"), url),
        items=distinct(_item(entry, url, authors) for entry in kept),
        language=plain_title(feed.get("language")) or None,
        left_out=len(entries) - len(kept),
    )


def _item(entry: Mapping[str, Any], base: str, feed_authors: tuple[str, ...]) -> FeedItem:
    """One item; `external_url`, what a link blog points to, is somebody else's page and is not followed."""
    guid = entry.get("id")
    permalink = guid if isinstance(guid, str) and guid.startswith(("http://", "https://")) else None
    plain = (body for name in ("content_text", "summary") if isinstance(body := entry.get(name), str))
    html = entry.get("content_html")
    bodies = [*map(plain_text, plain), content_text(html) if isinstance(html, str) else ""]
    tags = entry.get("tags")
    names = [plain_title(tag) for tag in tags] if isinstance(tags, list) else []
    return FeedItem(
        url=page_address(entry.get("url"), base) or page_address(permalink, base),
        guid=plain_title(str(guid)) if isinstance(guid, str | int | float) else "",
        title=plain_title(entry.get("title")),
        published=parse_date(entry.get("date_published")),
        updated=parse_date(entry.get("date_modified")),
        authors=_authors(entry) or feed_authors,
        text=max(bodies, key=len),
        tags=tuple(dict.fromkeys(name for name in names if name)),
        language=plain_title(entry.get("language")) or None,
    )


def _authors(holder: Mapping[str, Any]) -> tuple[str, ...]:
    """The names under `authors` (1.1), or under `author` (1.0)."""
    authors = holder.get("authors")
    people = authors if isinstance(authors, list) else [holder.get("author")]
    names = (plain_title(person.get("name")) for person in people if isinstance(person, Mapping))
    return tuple(dict.fromkeys(name for name in names if name))
