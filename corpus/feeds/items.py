"""What a feed is once read, whatever its format, and the rules that hold for the items of every format.

Reading the formats is `corpus.feeds.syndication` (RSS, Atom), `corpus.feeds.json_feed` and `corpus.feeds.sitemap`.
"""

from __future__ import annotations

import heapq
import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

from corpus.article import canonical_url, content_hash
from corpus.cleaning.markup import without_tags
from corpus.cleaning.plaintext import one_line
from corpus.dates import MAX_AHEAD
from corpus.errors import ArticleError
from corpus.tracking import is_tracking

MAX_ITEMS = 1000
"""As many as a news sitemap may hold; of a longer feed, the newest are taken, and `Feed.left_out` counts the rest."""
MAX_NAME_CHARS = 500
"""Titles and names are cut here: a longer one is no title, and would stand at the head of every passage."""

_SHARED_BY = 3
"""So many headlines on one address are so many stories; two can be one story whose headline changed."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item: what the feed says of an article.

    `text` is the item's own content or summary as plain paragraphs, "" where it has none. `url` is None where the item
    leads to no page of its own. `source` is the outlet the item itself names. Dates are aware, or None where the feed
    states none that can be believed.
    """

    url: str | None = None
    guid: str = ""
    title: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    text: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    language: str | None = None

    @property
    def key(self) -> str:
        """What tells the item from the others of its feed: its canonical address, else its guid, else its words.

        The address goes first because some feeds number their items anew each time, so that a guid names many.
        """
        if self.url:
            return canonical_url(self.url)
        return self.guid or content_hash(f"{self.title}\n{self.text}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as read at one moment; `children` are the sitemaps that a sitemap index leads to."""

    title: str
    url: str
    home_url: str | None = None
    items: tuple[FeedItem, ...] = ()
    language: str | None = None
    children: tuple[str, ...] = ()
    left_out: int = 0


class NotAFeedError(ArticleError):
    """What was fetched is a web page; `feeds` are the feeds it names, in its order."""

    def __init__(self, item: str, feeds: tuple[str, ...]) -> None:
        found = f"it names these feeds: {', '.join(feeds)}" if feeds else "it names no feed either"
        super().__init__(item, f"is a web page, not a feed; {found}")
        self.feeds = feeds


def plain_title(raw: object) -> str:
    """`raw` as a title or a name: without markup and control characters, entities read, on one line."""
    if not isinstance(raw, str):
        return ""
    unescaped = html.unescape(without_tags(raw[: 10 * MAX_NAME_CHARS]))
    return without_tags(unescaped)[:MAX_NAME_CHARS].rstrip()


def web_address(link: object, base: str) -> str | None:
    """`link`, resolved against `base`, if it leads to a web page: an http(s) address with a host; else None."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        address = urljoin(base, one_line(link))
        parts = urlsplit(address)
        usable = parts.scheme.lower() in ("http", "https") and parts.hostname and parts.port != 0
        canonical_url(address)
    except ValueError:
        return None
    return address if usable else None


def page_address(link: object, base: str) -> str | None:
    """`web_address` of an item's page, without the parameters that only tell where its reader came from."""
    address = web_address(link, base)
    if address is None:
        return None
    parts = urlsplit(address)
    kept = [part for part in parts.query.split("&") if not is_tracking(part.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def newest(entries: Sequence[_T], stated_date: Callable[[_T], object]) -> list[_T]:
    """The `MAX_ITEMS` newest of `entries`, in their order; among equal and unknown dates, the first ones."""
    if len(entries) <= MAX_ITEMS:
        return list(entries)
    ranks = ((_rank(stated_date(entry)), -position) for position, entry in enumerate(entries))
    chosen = heapq.nlargest(MAX_ITEMS, ranks)
    return [entries[position] for position in sorted(-negative for _, negative in chosen)]


def _rank(stated: object) -> float:
    """Seconds since 1970 of a date in one of the two usual forms, or minus infinity: quick, as it reads 100,000."""
    if not isinstance(stated, str) or len(stated) > 60:
        return float("-inf")
    try:
        moment = datetime.fromisoformat(stated.strip())
    except ValueError:
        try:
            moment = parsedate_to_datetime(stated)
        except ValueError:
            return float("-inf")
    try:
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except OverflowError:
        return float("-inf")
    return seconds if seconds < (datetime.now(UTC) + MAX_AHEAD).timestamp() else float("-inf")


def distinct(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    """Each item once.

    Of items with one address and one headline the last changed stays. Where an address stands for several items (the
    entries of a changelog, each an anchor on one page; a feed that links everything to its front page), it is taken
    from them, so that none passes for the others: each then lives on its own words, or is an error that says so.
    """
    groups: dict[str, list[FeedItem]] = {}
    for item in items:
        groups.setdefault(item.key, []).append(item)
    found: dict[str, FeedItem] = {}
    for group in groups.values():
        if _is_one_story(group):
            found.setdefault(group[0].key, max(group, key=_changed))
            continue
        for item in group:
            own = replace(item, url=None, guid=item.guid or str(item.url))
            if own.key in found:  # they share their guid as well
                own = replace(own, guid=content_hash(f"{own.title}\n{own.text}"))
            found.setdefault(own.key, own)
    return tuple(found.values())


def _is_one_story(group: list[FeedItem]) -> bool:
    """Whether items with one key are one story that is listed more than once."""
    titles = {item.title for item in group}
    if len(titles) == 1 or group[0].url is None:
        return len(titles) == 1
    return len(titles) < _SHARED_BY and len({item.url for item in group}) == 1


def _changed(item: FeedItem) -> datetime:
    return item.updated or item.published or datetime.min.replace(tzinfo=UTC)
