"""Which items of a feed are new, or have changed since it was last read: what is written down of them."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from corpus.feeds.items import FeedItem
from corpus.feeds.rows import LONGEST_REST, MAX_ATTEMPTS, item_json, text_of


def note_item(connection: sqlite3.Connection, feed_url: str, item: FeedItem, now: datetime) -> bool:
    """Write down an item that is new, or that the feed says has changed since; whether there is more to do now.

    An item that was given up gets one more try a day when its feed says that it has changed: some feeds say so of
    everything, every time.
    """
    key, changed = item.key, item.updated or item.published
    stated = text_of(changed) if changed else None
    known = connection.execute(
        "SELECT state, attempts, stated, due FROM feed_items WHERE feed_url = ? AND key = ?", (feed_url, key)
    ).fetchone()
    if known is None:
        connection.execute(
            "INSERT INTO feed_items (feed_url, key, url, state, seen, stated, due, item) "
            "VALUES (?, ?, ?, 'new', ?, ?, ?, ?)",
            (feed_url, key, item.url, text_of(now), stated, text_of(now), item_json(item)),
        )
        return True
    if item.updated is None or stated is None or stated <= (known["stated"] or ""):
        return False
    state, attempts, due = {
        "stored": ("new", 0, text_of(now)),
        "given up": ("failed", MAX_ATTEMPTS - 1, text_of(now + LONGEST_REST)),
    }.get(known["state"], (known["state"], known["attempts"], known["due"]))
    connection.execute(
        "UPDATE feed_items SET state = ?, attempts = ?, stated = ?, due = ?, item = ? WHERE feed_url = ? AND key = ?",
        (state, attempts, stated, due, item_json(item), feed_url, key),
    )
    return bool(known["state"] == "stored")
