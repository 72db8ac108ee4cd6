"""The feed tables of the catalogue, and their rows as values; what is done with them is `corpus.feeds.store`."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from corpus.feeds.items import FeedItem
from corpus.plain_values import json_ready

MAX_ATTEMPTS = 6
"""An item that fails is tried again after a rest that doubles: six times in eight hours, then never again."""
LONGEST_REST = timedelta(days=1)
NEVER = "never"
"""Stands where a feed's next day of checking would: it sorts after every date."""

LIST = (
    "SELECT f.*, (SELECT count(*) FROM feed_items i WHERE i.feed_url = f.url AND i.stored IS NOT NULL) AS articles, "
    "(SELECT count(*) FROM feed_items i WHERE i.feed_url = f.url AND i.state IN ('new', 'failed')) AS waiting, "
    "(SELECT count(*) FROM feed_items i WHERE i.feed_url = f.url AND i.state = 'given up') AS given_up FROM feeds f"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedFeed:
    """A feed that is followed, and how it fares.

    `articles` counts its items whose articles are kept, `waiting` those still to be fetched or tried again, `given_up`
    those that failed `MAX_ATTEMPTS` times. `last_error` is what went wrong when it was last checked, None where nothing
    did. `next_due` is when it is to be checked again, None where its server said that it is gone for good.
    """

    url: str
    title: str
    home_url: str | None
    articles: int
    waiting: int
    given_up: int
    added: datetime
    last_checked: datetime | None
    last_ok: datetime | None
    last_error: str | None
    failures: int
    next_due: datetime | None
    etag: str | None
    last_modified: str | None


def rest(every: timedelta, times: int, asked: timedelta = timedelta()) -> timedelta:
    """How long to wait after so many failures: `every`, doubled each time, a day at most; `asked` at least."""
    doublings: int = 1 << min(times, 20)
    return max(min(every * doublings, LONGEST_REST), asked)


def text_of(moment: datetime) -> str:
    """`moment` as the tables have it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")  # of one length: they sort as they follow


def item_json(item: FeedItem) -> str:
    """An item as it waits in its row."""
    return json.dumps(json_ready(item), ensure_ascii=False)


def item_of(text: str) -> FeedItem:
    """The item that `item_json` wrote."""
    values = json.loads(text)
    for name in ("published", "updated"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name in ("authors", "tags"):
        values[name] = tuple(values[name])
    return FeedItem(**values)


def followed(row: sqlite3.Row) -> FollowedFeed:
    """A row that `LIST` gives."""
    values = {field.name: row[field.name] for field in fields(FollowedFeed)}
    if values["next_due"] == NEVER:
        values["next_due"] = None
    for name in ("added", "last_checked", "last_ok", "next_due"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return FollowedFeed(**values)
