"""`groundwire feeds`: which feeds are followed, and bringing in what is new in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import ArticleError, GroundwireError, TryLaterError
from rag.text.dates.naming import written_day
from ui.shell import AsJson, open_room, show
from ui.terminal import plain, report_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.feeds.reading import FeedOutcome
    from corpus.feeds.store import FollowedFeed
    from corpus.web.fetch import Fetcher
    from rag.index.intake import IngestReport
    from rag.newsroom import Newsroom

feeds_app = typer.Typer(help="Follow feeds: RSS, Atom, JSON Feed, news sitemaps.", no_args_is_help=True)

NONE_YET = "No feed is followed yet. Follow one with `groundwire feeds add URL`, or many with `feeds import FILE`."

NOT_READ_YET = (
    "Nothing is read yet: `groundwire feeds refresh` brings the articles in, `feeds watch` does so again and again."
)


@feeds_app.command("add")
def add_feeds(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Feeds, or pages that name their feed.")],
    force: Annotated[bool, typer.Option("--force", help="Also one that cannot be read now.")] = False,
) -> None:
    """Follow feeds; each is looked at, to see that it is one, and read at the next refresh."""
    from corpus.feeds.reading import feed_address, find_feed

    failed = added = False
    with open_room() as room, room.fetcher() as fetcher:
        for typed in urls:
            try:
                address, title = feed_address(typed), ""
            except ArticleError as error:
                failed = True
                _warn(str(error))
                continue
            try:
                address, feed = find_feed(address, fetcher)
                title = feed.title
            except ArticleError as error:
                _warn(f"{error}. {'It is followed all the same.' if force else 'Not added; --force adds it anyway.'}")
                if not force:
                    failed = True
                    continue
            new = room.feeds.add(address, title)
            added |= new
            _say(f"{'Added' if new else 'Followed already:'} {_named(title, address)}")
    if added:
        _say(NOT_READ_YET)
    if failed:
        raise typer.Exit(1)


@feeds_app.command("list")
def list_feeds(as_json: AsJson = False) -> None:
    """List the feeds, how many articles came from each, and how each fares."""
    with open_room() as room:
        feeds = room.feeds.list()
    show(feeds, [line for feed in feeds for line in _feed_lines(feed)] or [NONE_YET], as_json)


@feeds_app.command("remove")
def remove_feed(url: Annotated[str, typer.Argument(metavar="URL", help="As `feeds list` shows it.")]) -> None:
    """Follow a feed no longer; the articles that came from it stay."""
    with open_room() as room:
        [feed] = room.feeds.chosen([url])
        room.feeds.remove(feed.url)
    _say(f"Removed {_named(feed.title, feed.url)}. Its articles stay.")


@feeds_app.command("refresh")
def refresh_feeds(
    urls: Annotated[list[str] | None, typer.Argument(metavar="URL...", help="Only these feeds.")] = None,
    as_json: AsJson = False,
) -> None:
    """Bring in what is new; exit status 1 where a feed could not be read, after all others were."""
    with open_room() as room:
        feeds = room.feeds.chosen(urls or [])
        if not room.feeds.list():
            _warn(NONE_YET)
        for gone in [] if urls else [feed for feed in room.feeds.list() if not feed.next_due]:
            _warn(f"{gone.url}: is gone for good and not asked. `groundwire feeds remove {gone.url}` forgets it.")
        with room.fetcher() as fetcher:
            outcomes, report = _refresh(room, fetcher, feeds)
    show({"feeds": outcomes, "articles": report}, _refresh_lines(outcomes, report), as_json)
    if any(not outcome.ok for outcome in outcomes):
        raise typer.Exit(1)


@feeds_app.command("watch")
def watch_feeds(
    every: Annotated[int, typer.Option(min=1, max=1440, metavar="M", help="Minutes between two looks.")] = 15,
) -> None:
    """Bring in what is new, again and again, until Ctrl+C; a feed that fails is asked less and less often.

    A lock, a full disk or a server that is down is said, and what it kept from being done is tried again.
    """
    from corpus.feeds.rounds import due_rounds

    pause = timedelta(minutes=every)
    with open_room() as room, room.fetcher() as fetcher:
        if not room.feeds.list():
            _warn(NONE_YET)
        for feeds in due_rounds(room.feeds, every=pause):
            try:
                outcomes, report = _refresh(room, fetcher, feeds, pause)
            except TryLaterError as error:
                _warn(f"{error} Trying again in a minute.")
                continue
            _say(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC  {'; '.join(_refresh_lines(outcomes, report)[:2])}")


@feeds_app.command("import")
def import_feeds(file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file.")]) -> None:
    """Follow every feed that an OPML file lists; they are read at the next refresh."""
    from corpus.feeds.opml import read_opml

    try:
        data = file.read_bytes()
    except OSError as error:
        raise GroundwireError(f"{file} cannot be read: {error.strerror or error}.") from None
    outlines = read_opml(data, str(file))
    with open_room() as room:
        added = sum(room.feeds.add(outline.url, outline.title) for outline in outlines)
    _say(f"{added} feeds added, {len(outlines) - added} followed already.{f' {NOT_READ_YET}' if added else ''}")


@feeds_app.command("export")
def export_feeds() -> None:
    """Write the feeds as OPML, which feed readers and `feeds import` read."""
    from corpus.feeds.opml import Outline, write_opml

    with open_room() as room:
        typer.echo(write_opml(Outline(feed.url, feed.title) for feed in room.feeds.list()), nl=False)


def _refresh(
    room: Newsroom, fetcher: Fetcher, feeds: Sequence[FollowedFeed], every: timedelta | None = None
) -> tuple[list[FeedOutcome], IngestReport]:
    """Refresh `feeds` into the newsroom; tells on standard error of those that fail, as they do."""
    from corpus.feeds.refresh import refresh
    from corpus.feeds.store import CHECK_EVERY
    from rag.index.progress import progress_bar

    outcomes: list[FeedOutcome] = []

    def tell(outcome: FeedOutcome) -> None:
        outcomes.append(outcome)
        if outcome.moved_from:
            _warn(f"{outcome.moved_from}: has moved for good, and is followed as {outcome.url} from now on.")
        if outcome.error:
            _warn(f"{outcome.url}: {outcome.error}")
        if outcome.left_out:
            _warn(f"{outcome.url}: has {outcome.left_out:,} more items than are taken at a time; the newest were.")

    with progress_bar() as progress:
        articles = refresh(room.feeds, feeds, fetcher, every=every or CHECK_EVERY, tell=tell)
        return outcomes, room.ingest(articles, progress)


def _refresh_lines(outcomes: Sequence[FeedOutcome], report: IngestReport) -> list[str]:
    failed = sum(not outcome.ok for outcome in outcomes)
    counts, *failures = report_lines(report)
    return [f"feeds: {len(outcomes) - failed} refreshed, {failed} failed", f"articles: {counts}", *failures]


def _feed_lines(feed: FollowedFeed) -> list[str]:
    read = f"read {_minute(feed.last_ok)}" if feed.last_ok else "never read"
    waiting = f", {feed.waiting} to come" if feed.waiting else ""
    lost = f", {feed.given_up} given up" if feed.given_up else ""
    due = f"due {_minute(feed.next_due)}" if feed.next_due else "asked no more"
    lines = [_named(feed.title, feed.url), f"  {feed.articles} articles{waiting}{lost}; {read}; {due}"]
    if feed.last_error:
        times = f" ({feed.failures} times in a row)" if feed.failures > 1 else ""
        lines.append(f"  error{times}: {feed.last_error}")
    return lines


def _minute(moment: datetime) -> str:
    return f"{written_day(moment)} {moment.astimezone(UTC):%H:%M} UTC"


def _named(title: str, url: str) -> str:
    return f"{title}  {url}" if title else url


def _say(message: str) -> None:
    typer.echo(plain(message))


def _warn(message: str) -> None:
    typer.echo(" ".join(plain(message).split()), err=True)
