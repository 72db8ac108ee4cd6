"""The errors Groundwire raises on purpose; the command line and the page turn them into words."""

from __future__ import annotations


class GroundwireError(Exception):
    """Something a person can mend: the message says what happened, to what, and what to do next."""


class TryLaterError(GroundwireError):
    """What keeps something from being done may pass by itself: a lock, a full disk, a server that is down."""


class ArticleError(GroundwireError):
    """One item that could not become an article; the items beside it are not affected.

    `item` names it as a person would look for it: a path, `path:line`, or an address.
    """

    def __init__(self, item: str, why: str) -> None:
        super().__init__(f"{item}: {why}")
        self.item = item
        self.why = why
