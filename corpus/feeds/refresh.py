"""Refreshing many feeds at once: what is new in them becomes articles, and nothing gets lost on the way.

Fetching and parsing happen in threads; what is written about feeds and items is written here, in the caller's thread.
An item is done only when its article is in the catalogue: until then it waits in `corpus.feeds.store`, through kills.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.feeds.article import articles_of_item
from corpus.feeds.items import FeedItem
from corpus.feeds.reading import FeedOutcome, FeedRead, outcome_of, try_feed
from corpus.feeds.store import CHECK_EVERY, MAX_ATTEMPTS, FeedStore, FollowedFeed
from corpus.web.fetch import Fetcher, FetchError

WORKERS = 8
PER_HOST = 2
"""So many threads at most work for one host: the fetcher asks a host one thing at a time, the other thread reads."""

Result = Article | ArticleError
LoadPage = Callable[[str, Fetcher], Iterator[Result]]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Job:
    """Something for a thread to do: read a feed, or, with a key, get the article of one of its items."""

    feed: FollowedFeed
    key: str | None
    host: str
    item: FeedItem | None = None
    attempts: int = 0


def refresh(
    store: FeedStore,
    feeds: Sequence[FollowedFeed],
    fetcher: Fetcher,
    *,
    workers: int = WORKERS,
    every: timedelta = CHECK_EVERY,
    clock: Clock = lambda: datetime.now(UTC),
    load_page: LoadPage | None = None,
    tell: Callable[[FeedOutcome], None] | None = None,
) -> Iterator[Result]:
    """Read `feeds` and yield the article of each item that is new or changed, or that is to be tried again.

    The caller stores each article before it asks for the next: an item whose article is then not in the catalogue
    counts as failed. What gives no article is yielded as an `ArticleError`. An article that was removed is not yielded,
    whatever its feed says of it. A feed that cannot be read is noted, and `tell` hears of it as of every feed; it stops
    nothing. `load_page` is `corpus.web.documents.load_url` by default.
    Raises `GroundwireError` only where the catalogue cannot be written.
    """
    from corpus.web.documents import load_url  # trafilatura and httpx take half a second

    run = _Run(store, fetcher, load_page or load_url, every, clock, tell)
    for feed in feeds:
        run.enqueue(_Job(feed, None, _host(feed.url)))
    pool = ThreadPoolExecutor(max(1, workers), thread_name_prefix="refresh")
    try:
        yield from run.results(pool, max(1, workers))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class _Run:
    """One refresh: a queue for each host, so that a slow one keeps no thread from the others."""

    def __init__(
        self,
        store: FeedStore,
        fetcher: Fetcher,
        load_page: LoadPage,
        every: timedelta,
        clock: Clock,
        tell: Callable[[FeedOutcome], None] | None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._load_page = load_page
        self._every = every
        self._clock = clock
        self._tell = tell
        self._queues: dict[str, deque[_Job]] = {}
        self._running: dict[Future[FeedRead | list[Result]], _Job] = {}

    def enqueue(self, job: _Job) -> None:
        self._queues.setdefault(job.host, deque()).append(job)

    def results(self, pool: ThreadPoolExecutor, workers: int) -> Iterator[Result]:
        while True:
            while len(self._running) < workers and (job := self._next_job()):
                work = self._read_feed if job.key is None else self._load_item
                self._running[pool.submit(work, job)] = job
            if not self._running:
                return
            for future in wait(self._running, return_when=FIRST_COMPLETED).done:
                job, result = self._running[future], future.result()
                if isinstance(result, FeedRead):
                    self._note_feed(job.feed, result)
                else:
                    before = self._versions(result)
                    yield from (each for each in result if not self._was_removed(each))
                    self._note_item(job, result, before)
                del self._running[future]

    def _next_job(self) -> _Job | None:
        """The next job of the host that waited longest; None where every host has enough at work."""
        for host in list(self._queues):
            busy = sum(job.host == host for job in self._running.values())
            queue = self._queues[host]
            for _ in range(len(queue) if busy < PER_HOST else 0):
                job = self._prepared(queue.popleft())
                if job:
                    self._queues[host] = self._queues.pop(host)  # to the end of the line
                    return job
            if not queue:
                del self._queues[host]
        return None

    def _prepared(self, job: _Job) -> _Job | None:
        """`job` with its item; None if the item is done already, or at work for another feed, whose turn is first."""
        if job.key is None:
            return job
        if any(other.key == job.key for other in self._running.values()):
            self.enqueue(job)
            return None
        found = self._store.open_item(job.feed.url, job.key)
        if found is None:
            return None
        item, attempts = found
        done = self._store.is_kept_elsewhere(job.feed.url, job.key, item)
        if done or self._store.was_removed(job.feed.url, job.key, item):
            self._store.note_stored(job.feed.url, job.key, now=self._clock())
            return None
        return replace(job, item=item, attempts=attempts)

    def _read_feed(self, job: _Job) -> FeedRead:
        """In a thread: fetch and parse a feed."""
        return try_feed(job.feed.url, self._fetcher, etag=job.feed.etag, last_modified=job.feed.last_modified)

    def _load_item(self, job: _Job) -> list[Result]:
        """In a thread: the articles of an item, or why there are none."""
        assert job.item is not None
        label = job.item.url or f"{job.feed.url}: {job.item.title or job.item.guid or 'an item without a title'}"
        try:
            return articles_of_item(
                job.item,
                label=label,
                feed_title=job.feed.title,
                feed_url=job.feed.url,
                load_page=lambda url: self._load_page(url, self._fetcher),
                last_try=job.attempts + 1 >= MAX_ATTEMPTS,
                fetched=self._clock(),
            )
        except ArticleError as error:
            return [error]
        except Exception as error:  # noqa: BLE001 - as above
            return [ArticleError(label, f"failed in a way that is a defect: {type(error).__name__}: {error}")]

    def _was_removed(self, result: Result) -> bool:
        return isinstance(result, Article) and self._store.catalogue.was_removed(result.id)

    def _note_feed(self, feed: FollowedFeed, read: FeedRead) -> None:
        """Note what became of a feed, and queue its items that wait: also those of a feed that could not be read."""
        now, new, moved_from = self._clock(), 0, None
        if read.failed:
            read = self._note_failure(feed, read)
        else:
            if read.moved and read.moved != feed.url:
                moved_from = feed.url
                self._store.move(moved_from, read.moved)
                feed = replace(feed, url=read.moved)
            new = self._store.note_success(
                feed.url,
                read.feed,
                now=now,
                etag=read.etag,
                last_modified=read.last_modified,
                problem=read.problem,
                every=self._every,
            )
        if read.feed:
            feed = replace(feed, title=read.feed.title or feed.title, home_url=read.feed.home_url)
        if self._tell:
            self._tell(outcome_of(read, feed.url, feed.title, new=new, moved_from=moved_from))
        for key in self._store.open_items(feed.url, now):
            self.enqueue(_Job(feed, key, _host(key)))

    def _note_failure(self, feed: FollowedFeed, read: FeedRead) -> FeedRead:
        """Note that a feed could not be read; return what is told. One that is gone is asked until no item waits."""
        over = read.gone and not self._store.open_items(feed.url, datetime.max.replace(tzinfo=UTC))
        why = f"{read.problem}: it is gone for good, and asked no more" if over else str(read.problem)
        asked = timedelta(seconds=read.wait)
        self._store.note_failure(feed.url, why, now=self._clock(), every=self._every, asked=asked, gone=over)
        return replace(read, problem=why)

    def _versions(self, results: list[Result]) -> dict[str, int | None]:
        """The versions of these articles that are kept now, by their ids."""
        return {result.id: self._store.version(result.id) for result in results if isinstance(result, Article)}

    def _note_item(self, job: _Job, results: list[Result], before: dict[str, int | None]) -> None:
        """Note what became of an item, now that the caller has had its articles; `before` it, these were kept."""
        assert job.key is not None
        assert job.item is not None
        now = self._versions(results)
        if now and None not in now.values():
            self._store.note_stored(
                job.feed.url, job.key, now=self._clock(), unchanged=now == before, articles=list(now)
            )
            return
        errors = [result for result in results if isinstance(result, ArticleError)]
        fetching = [error for error in errors if isinstance(error, FetchError)]
        gone = job.item.url is None or any(error.status == HTTPStatus.GONE for error in fetching)
        self._store.note_item_failure(
            job.feed.url,
            job.key,
            errors[0].why if errors else "its article was not stored",
            now=self._clock(),
            final=gone and not now,
            every=self._every,
            asked=timedelta(seconds=max((error.wait for error in fetching), default=0.0)),
        )


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""  # the guid of an item that has no address
