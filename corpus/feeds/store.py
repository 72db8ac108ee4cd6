"""The feeds one follows and what became of each of their items: two tables in the catalogue's file.

An item is written down, with all the feed said of it, in the transaction that notes the feed as read: from then on
neither a kill nor the item's leaving its feed loses it. It waits there until its article is in the catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from corpus.article import article_id
from corpus.catalogue import Catalogue
from corpus.errors import GroundwireError
from corpus.feeds.changes import note_item
from corpus.feeds.items import Feed, FeedItem
from corpus.feeds.rows import LIST, MAX_ATTEMPTS, NEVER, FollowedFeed, followed, item_of, rest, text_of

CHECK_EVERY = timedelta(minutes=15)
"""How long a feed that was read rests; one that fails rests twice as long after each failure in a row."""

_Feeds = list[FollowedFeed]  # named here, because inside the class `list` is a method
_Keys = list[str]
_Items = list[tuple[str, str]]

__all__ = ["CHECK_EVERY", "MAX_ATTEMPTS", "FeedStore", "FollowedFeed"]


class FeedStore:
    """The feed tables of one catalogue. Every method is one transaction."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def add(self, url: str, title: str = "", *, now: datetime | None = None) -> bool:
        """Follow the feed at `url`; False if it was followed already. One that was gone for good is asked again."""
        moment = text_of(now or datetime.now(UTC))
        with self.catalogue.transaction() as connection:
            row = connection.execute(
                "INSERT OR IGNORE INTO feeds (url, title, added, next_due) VALUES (?, ?, ?, ?)",
                (url, title, moment, moment),
            )
            connection.execute("UPDATE feeds SET next_due = ? WHERE url = ? AND next_due = ?", (moment, url, NEVER))
        return row.rowcount == 1

    def move(self, url: str, to: str) -> None:
        """Follow the feed at `url` by the address `to` from now on; where that is followed too, the two become one."""
        with self.catalogue.transaction() as connection:
            connection.execute("UPDATE OR IGNORE feeds SET url = ? WHERE url = ?", (to, url))
            connection.execute("UPDATE OR IGNORE feed_items SET feed_url = ? WHERE feed_url = ?", (to, url))
            connection.execute("DELETE FROM feeds WHERE url = ?", (url,))
            connection.execute("DELETE FROM feed_items WHERE feed_url = ?", (url,))

    def remove(self, url: str) -> None:
        """Follow the feed no longer; every article that came from it stays. Raises `KeyError` where it is not known."""
        with self.catalogue.transaction() as connection:
            if not connection.execute("DELETE FROM feeds WHERE url = ?", (url,)).rowcount:
                raise KeyError(url)
            connection.execute("DELETE FROM feed_items WHERE feed_url = ?", (url,))

    def list(self) -> _Feeds:
        """Every feed, in the order in which they were added."""
        return [followed(row) for row in self.catalogue.rows(f"{LIST} ORDER BY f.added, f.rowid")]

    def get(self, url: str) -> FollowedFeed:
        """One feed. Raises `KeyError` where it is not known."""
        rows = self.catalogue.rows(f"{LIST} WHERE f.url = ?", (url,))
        if not rows:
            raise KeyError(url)
        return followed(rows[0])

    def chosen(self, urls: Sequence[str] = ()) -> _Feeds:
        """The feeds with these addresses; without any, all but those that are gone for good.

        Raises `GroundwireError` for one that is not followed.
        """
        if not urls:
            return [feed for feed in self.list() if feed.next_due]
        try:
            return [self.get(url) for url in dict.fromkeys(urls)]
        except KeyError as error:
            raise GroundwireError(
                f"No feed {error.args[0]} is followed. `groundwire feeds list` shows those that are."
            ) from None

    def due(self, now: datetime) -> _Feeds:
        """The feeds that are to be checked at `now`, longest due first."""
        rows = self.catalogue.rows(f"{LIST} WHERE f.next_due <= ? ORDER BY f.next_due, f.rowid", (text_of(now),))
        return [followed(row) for row in rows]

    def note_success(
        self,
        url: str,
        feed: Feed | None = None,
        *,
        now: datetime,
        etag: str | None = None,
        last_modified: str | None = None,
        problem: str | None = None,
        every: timedelta = CHECK_EVERY,
    ) -> int:
        """Note that the feed was read at `now`, with its items; returns how many are new or changed since.

        `feed` is None where the server said that nothing has changed. A kept item is taken up again only if it has
        changed, as `corpus.feeds.changes` says. `problem` is what went wrong though the feed could be read.
        """
        with self.catalogue.transaction() as connection:
            noted = connection.execute(
                "UPDATE feeds SET last_checked = ?1, last_ok = ?1, last_error = ?2, failures = 0, next_due = ?3 "
                "WHERE url = ?4",
                (text_of(now), problem, text_of(now + every), url),
            )
            if feed is None or not noted.rowcount:  # removed meanwhile
                return 0
            connection.execute(
                "UPDATE feeds SET etag = ?, last_modified = ?, title = coalesce(nullif(?, ''), title), home_url = ? "
                "WHERE url = ?",
                (etag, last_modified, feed.title, feed.home_url, url),
            )
            return sum(note_item(connection, url, item, now) for item in feed.items)

    def note_failure(
        self,
        url: str,
        why: str,
        *,
        now: datetime,
        every: timedelta = CHECK_EVERY,
        asked: timedelta = timedelta(),
        gone: bool = False,
    ) -> None:
        """Note that the feed could not be read, and why; it rests the longer the more often it failed in a row.

        It rests for as long as its server `asked`, at least; one that is `gone` for good is due no more.
        """
        with self.catalogue.transaction() as connection:
            row = connection.execute("SELECT failures FROM feeds WHERE url = ?", (url,)).fetchone()
            if row:
                resting = rest(every, row["failures"] + 1, asked)
                connection.execute(
                    "UPDATE feeds SET last_checked = ?, last_error = ?, failures = failures + 1, next_due = ? "
                    "WHERE url = ?",
                    (text_of(now), why, NEVER if gone else text_of(now + resting), url),
                )

    def open_items(self, url: str, now: datetime) -> _Keys:
        """The keys of the feed's items that are to be fetched at `now`, in the order in which they came."""
        rows = self.catalogue.rows(
            "SELECT key FROM feed_items WHERE feed_url = ? AND state IN ('new', 'failed') AND due <= ? ORDER BY rowid",
            (url, text_of(now)),
        )
        return [row["key"] for row in rows]

    def open_item(self, url: str, key: str) -> tuple[FeedItem, int] | None:
        """An item that waits, and how often it was tried; None if it waits no longer."""
        rows = self.catalogue.rows(
            "SELECT item, attempts FROM feed_items WHERE feed_url = ? AND key = ? AND state IN ('new', 'failed')",
            (url, key),
        )
        return (item_of(rows[0]["item"]), int(rows[0]["attempts"])) if rows else None

    def is_kept_elsewhere(self, url: str, key: str, item: FeedItem) -> bool:
        """Whether the article of a new item is here already: through another feed, or by another way."""
        others = "SELECT 1 FROM feed_items WHERE key = ? AND stored IS NOT NULL AND feed_url != ?"
        mine = "SELECT 1 FROM feed_items WHERE key = ? AND stored IS NOT NULL AND feed_url = ?"
        if item.url is None or self.catalogue.rows(mine, (key, url)):  # a changed item is to be fetched again
            return False
        return bool(self.catalogue.rows(others, (key, url))) or self.version(article_id(item.url, "")) is not None

    def version(self, identifier: str) -> int | None:
        """The version of an article that the catalogue has, 0 where it was removed; None where it never had it."""
        rows = self.catalogue.rows(
            "SELECT version FROM articles WHERE id = ?1 UNION ALL SELECT 0 FROM removed WHERE article_id = ?1",
            (identifier,),
        )
        return int(rows[0]["version"]) if rows else None

    def was_removed(self, url: str, key: str, item: FeedItem) -> bool:
        """Whether every article that this item gave, or would give, was removed: it is not fetched again."""
        rows = self.catalogue.rows("SELECT articles FROM feed_items WHERE feed_url = ? AND key = ?", (url, key))
        given = json.loads(rows[0]["articles"]) if rows else []
        given = given or ([article_id(item.url, "")] if item.url else [])
        return bool(given) and all(map(self.catalogue.was_removed, given))

    def note_stored(
        self, url: str, key: str, *, now: datetime, unchanged: bool = False, articles: Sequence[str] = ()
    ) -> None:
        """Note that the item's `articles` are in the catalogue; what the feed said of it is needed no longer.

        `unchanged` says that they were there before, in the same words, though the item had changed.
        """
        with self.catalogue.transaction() as connection:
            connection.execute(
                "UPDATE feed_items SET state = 'stored', stored = ?1, attempts = 0, last_error = NULL, due = NULL, "
                "item = NULL, unchanged = CASE WHEN ?2 THEN unchanged + 1 ELSE 0 END, "
                "articles = CASE ?3 WHEN '[]' THEN articles ELSE ?3 END WHERE feed_url = ?4 AND key = ?5",
                (text_of(now), unchanged, json.dumps(list(articles)), url, key),
            )

    def old_items(self, stored_before: datetime, read_since: datetime) -> _Items:
        """(feed, key) of the items that were stored before, of feeds that can be read, whose articles are known by id.

        Such an item is recognised without its row: an item of its address counts as stored when it is met again.
        """
        rows = self.catalogue.rows(
            "SELECT i.feed_url, i.key, i.url FROM feed_items i JOIN feeds f ON f.url = i.feed_url "
            "WHERE i.state = 'stored' AND i.url IS NOT NULL AND i.stored < ? AND f.last_ok >= ?",
            (text_of(stored_before), text_of(read_since)),
        )
        return [(row["feed_url"], row["key"]) for row in rows if self.version(article_id(row["url"], "")) is not None]

    def forget_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Forget these items: feed and key."""
        with self.catalogue.transaction() as connection:
            connection.executemany("DELETE FROM feed_items WHERE feed_url = ? AND key = ? AND state = 'stored'", items)

    def note_item_failure(
        self,
        url: str,
        key: str,
        why: str,
        *,
        now: datetime,
        final: bool = False,
        every: timedelta = CHECK_EVERY,
        asked: timedelta = timedelta(),
    ) -> None:
        """Note that the item gave no article; it is tried again later, unless that was the last time (or `final`).

        It rests for as long as its server `asked`, at least.

        If another process has stored the article meanwhile, that stands.
        """
        with self.catalogue.transaction() as connection:
            row = connection.execute(
                "SELECT attempts FROM feed_items WHERE feed_url = ? AND key = ? AND state IN ('new', 'failed')",
                (url, key),
            ).fetchone()
            if row:
                attempts = row["attempts"] + 1
                over = final or attempts >= MAX_ATTEMPTS
                connection.execute(
                    "UPDATE feed_items SET state = ?, attempts = ?, last_error = ?, due = ?, "
                    "item = CASE WHEN ? THEN NULL ELSE item END WHERE feed_url = ? AND key = ?",
                    (
                        "given up" if over else "failed",
                        attempts,
                        why,
                        None if over else text_of(now + rest(every, attempts - 1, asked)),
                        over,
                        url,
                        key,
                    ),
                )
