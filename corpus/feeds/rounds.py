"""Which feeds are due, again and again: the clock of `feeds watch`. Reading them is `corpus.feeds.refresh`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from corpus.errors import TryLaterError
from corpus.feeds.store import CHECK_EVERY, FeedStore, FollowedFeed

LEAST_PAUSE = timedelta(minutes=1)


def due_rounds(
    store: FeedStore,
    *,
    every: timedelta = CHECK_EVERY,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[list[FollowedFeed]]:
    """Yield the feeds that are due, and again whenever some are, for ever; sleeps in between, a minute at least.

    While the catalogue cannot be used for now, it looks again each minute.
    """
    while True:
        pause = LEAST_PAUSE
        with suppress(TryLaterError):
            due = store.due(clock())
            if due:
                yield due
            waits = [feed.next_due - clock() for feed in store.list() if feed.next_due]
            pause = max(LEAST_PAUSE, min([*waits, every]))
        sleep(pause.total_seconds())
