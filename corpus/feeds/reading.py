"""From an address to the feed there: fetched, parsed; the sitemaps behind an index, and the feed of a page, found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urldefrag

from corpus.errors import ArticleError
from corpus.feeds.items import MAX_ITEMS, Feed, NotAFeedError, distinct, web_address
from corpus.web.fetch import Fetched, Fetcher, FetchError


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A feed as it was read; `feed` is None where nothing has changed. `problem` is what could not be read of it.

    `moved` is the address that the feed has moved to for good. `gone` says that its server has given it up for good,
    `wait` for how many seconds the server asks to be left alone.
    """

    feed: Feed | None
    etag: str | None = None
    last_modified: str | None = None
    problem: str | None = None
    moved: str | None = None
    gone: bool = False
    wait: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether it could not be read at all."""
        return self.feed is None and self.problem is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOutcome:
    """What became of one feed: `error` says why it could not be read, or could be read in part only.

    `new` counts its items that are new or changed, `left_out` those beyond the number that is taken at a time.
    `moved_from` is the address it was followed by until now, if that has moved for good.
    """

    url: str
    title: str
    ok: bool
    changed: bool = False
    new: int = 0
    left_out: int = 0
    error: str | None = None
    moved_from: str | None = None


def outcome_of(read: FeedRead, url: str, title: str, *, new: int, moved_from: str | None) -> FeedOutcome:
    """What is told of a feed that was read, or was not."""
    return FeedOutcome(
        url=url,
        title=title,
        ok=not read.failed,
        changed=read.feed is not None,
        new=new,
        left_out=read.feed.left_out if read.feed else 0,
        error=read.problem,
        moved_from=moved_from,
    )


def feed_address(typed: str) -> str:
    """The address that somebody who types `typed` means: "example.com/feed" and "feed://..." are https.

    Raises `ArticleError` for what is no address of the web.
    """
    text = typed.strip()
    if text.lower().startswith("feed:"):
        text = text[5:].removeprefix("//")
    if "://" not in text:
        text = f"https://{text}"
    address = web_address(text, "")
    if address is None or any(character.isspace() for character in address):
        raise ArticleError(typed, "is not the address of a feed; it begins with https:// or http://")
    return urldefrag(address).url


def find_feed(address: str, fetcher: Fetcher) -> tuple[str, Feed]:
    """The feed at `address`, or the first that the web page there names; with the address it has for good.

    Raises `ArticleError` where there is none that can be read.
    """
    try:
        read = read_feed(address, fetcher)
    except NotAFeedError as page:
        if not page.feeds:
            raise
        address = page.feeds[0]
        read = read_feed(address, fetcher)
    assert read.feed is not None  # nothing was asked about changes
    return read.moved or address, read.feed


def try_feed(url: str, fetcher: Fetcher, *, etag: str | None = None, last_modified: str | None = None) -> FeedRead:
    """`read_feed`, with what went wrong in what it returns: nothing is raised."""
    try:
        return read_feed(url, fetcher, etag=etag, last_modified=last_modified)
    except FetchError as error:
        return FeedRead(None, problem=error.why, gone=error.status == HTTPStatus.GONE, wait=error.wait)
    except ArticleError as error:
        return FeedRead(None, problem=error.why or "failed")
    except Exception as error:  # noqa: BLE001 - a defect that one feed brings to light must not stop the others
        return FeedRead(None, problem=f"failed in a way that is a defect: {type(error).__name__}: {error}")


def read_feed(url: str, fetcher: Fetcher, *, etag: str | None = None, last_modified: str | None = None) -> FeedRead:
    """Fetch and parse the feed at `url`, and the sitemaps behind an index of them. Raises `ArticleError`."""
    fetched = fetcher.get(url, etag=etag, last_modified=last_modified)
    if fetched.status == 304:
        return FeedRead(None, moved=fetched.moved)
    feed = _parsed(fetched)
    if not feed.children:
        return FeedRead(feed, fetched.etag, fetched.last_modified, moved=fetched.moved)
    read = _read_children(feed, fetcher)  # without etag: a child can change while the index stays as it is
    return replace(read, moved=fetched.moved)


def _read_children(index: Feed, fetcher: Fetcher) -> FeedRead:
    read: list[Feed] = []
    errors: list[ArticleError] = []
    for address in index.children:
        try:
            read.append(_parsed(fetcher.get(address)))
        except ArticleError as error:
            errors.append(error)
    if not read:
        raise errors[0]
    items = sorted(
        distinct(item for child in read for item in child.items),
        key=lambda item: item.published or item.updated or datetime.min.replace(tzinfo=UTC),
        reverse=True,
    )
    left_out = sum(child.left_out for child in read) + max(0, len(items) - MAX_ITEMS)
    feed = replace(index, title=read[0].title or index.title, items=tuple(items[:MAX_ITEMS]), left_out=left_out)
    return FeedRead(feed, problem=str(errors[0]) if errors else None)


def _parsed(fetched: Fetched) -> Feed:
    from corpus.feeds.parse import parse_feed

    return parse_feed(fetched.body, url=fetched.url, content_type=fetched.content_type, charset=fetched.charset)
