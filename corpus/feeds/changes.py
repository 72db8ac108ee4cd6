"""Which items of a feed are new, or have changed since it was last read: what is written down of them.

An item has changed when its feed states a later date for it, of publication or of change, or other words. RSS has no
date of change: what tells a correction there is its words.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from corpus.article import content_hash
from corpus.feeds.article import whole_text
from corpus.feeds.items import FeedItem
from corpus.feeds.rows import LONGEST_REST, MAX_ATTEMPTS, item_json, rest, text_of

_AGAIN = timedelta(hours=1)
"""Some feeds say of everything, every time, that it has changed ("3 comments"): the page behind such an item is fetched
again after this, doubled with each time that it brought nothing new."""


def note_item(connection: sqlite3.Connection, feed_url: str, item: FeedItem, now: datetime) -> bool:
    """Write down an item that is new, or that has changed; whether there is more to do now.

    An item that was given up gets one more try a day when it has changed.
    """
    key, changed = item.key, item.updated or item.published
    stated, words = text_of(changed) if changed else None, content_hash(f"{item.title}\n{item.text}")
    known = connection.execute(
        "SELECT state, attempts, stated, due, words, unchanged FROM feed_items WHERE feed_url = ? AND key = ?",
        (feed_url, key),
    ).fetchone()
    if known is None:
        connection.execute(
            "INSERT INTO feed_items (feed_url, key, url, state, seen, stated, due, item, words) "
            "VALUES (?, ?, ?, 'new', ?, ?, ?, ?, ?)",
            (feed_url, key, item.url, text_of(now), stated, text_of(now), item_json(item), words),
        )
        return True
    is_later = stated is not None and stated > (known["stated"] or "")
    if not is_later and known["words"] in (words, None):  # None: written down before words were
        connection.execute("UPDATE feed_items SET words = ? WHERE feed_url = ? AND key = ?", (words, feed_url, key))
        return False
    state, attempts, due = known["state"], known["attempts"], known["due"]
    if state == "stored":
        item = _as_change(item) if is_later else item
        resting = rest(_AGAIN, known["unchanged"] - 1) if known["unchanged"] and not whole_text(item) else timedelta()
        state, attempts, due = "new", 0, text_of(now + resting)
    elif state == "given up":
        state, attempts, due = "failed", MAX_ATTEMPTS - 1, text_of(now + LONGEST_REST)
    connection.execute(
        "UPDATE feed_items SET state = ?, attempts = ?, stated = max(coalesce(stated, ''), coalesce(?, '')), due = ?, "
        "item = ?, words = ? WHERE feed_url = ? AND key = ?",
        (state, attempts, stated, due, item_json(item), words, feed_url, key),
    )
    return bool(known["state"] == "stored")


def _as_change(item: FeedItem) -> FeedItem:
    """An item whose date of publication has moved on, in a feed that has no other: that is the day it was changed."""
    return replace(item, published=None, updated=item.published) if item.updated is None else item
