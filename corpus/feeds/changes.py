"""Which items of a feed are new, or have changed since it was last read: what is written down of them.

An item has changed when its feed states a later date for it, of publication or of change, or other words. RSS has no
date of change: what tells a correction there is its words.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from corpus.article import article_id, content_hash
from corpus.feeds.article import carries_all
from corpus.feeds.items import FeedItem
from corpus.feeds.rows import LONGEST_REST, MAX_ATTEMPTS, item_json, rest, text_of

_AGAIN = timedelta(hours=1)
"""Some feeds say of everything, every time, that it has changed ("3 comments"): the page behind such an item is fetched
again after this, doubled with each time that it brought nothing new."""
_AT_ONCE = 3
"""So many versions a day are read at once where a feed states no date of change: a feed that prints the time of day, or
another advertisement each time, would make a hundred."""


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
        in_vain = 0 if carries_all(item, feed_url) else known["unchanged"]
        too_many = 0 if is_later else _versions_lately(connection, item, now) - _AT_ONCE + 1
        times = max(in_vain, too_many)
        state, attempts, due = "new", 0, text_of(now + (rest(_AGAIN, times - 1) if times > 0 else timedelta()))
    elif state == "given up":
        state, attempts, due = "failed", MAX_ATTEMPTS - 1, text_of(now + LONGEST_REST)
    connection.execute(
        "UPDATE feed_items SET state = ?, attempts = ?, stated = max(coalesce(stated, ''), coalesce(?, '')), due = ?, "
        "item = ?, words = ? WHERE feed_url = ? AND key = ?",
        (state, attempts, stated, due, item_json(item), words, feed_url, key),
    )
    return bool(known["state"] == "stored")


def _versions_lately(connection: sqlite3.Connection, item: FeedItem, now: datetime) -> int:
    """How many versions the item's article was given in the last day."""
    row = connection.execute(
        "SELECT count(*) FROM versions WHERE article_id = ? AND fetched > ?",
        (article_id(item.url, item.text), text_of(now - LONGEST_REST)),
    ).fetchone()
    return int(row[0])


def _as_change(item: FeedItem) -> FeedItem:
    """An item whose date of publication has moved on, in a feed that has no other: that is the day it was changed."""
    return replace(item, published=None, updated=item.published) if item.updated is None else item
