"""What the page needs from a newsroom, so that it can be built and tested without one.

`rag.open_newsroom()` gives the real one; nothing here opens, indexes or answers anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from corpus.article import Article
from rag.values.answer import Answer, Readable


class Status(Protocol):
    """What a newsroom says about itself; the page shows how much there is, and how much of it is indexed."""

    @property
    def articles(self) -> int:
        """How many articles can be answered from."""

    @property
    def passages(self) -> int:
        """How many passages they have."""

    @property
    def pending(self) -> int:
        """How many of these wait for their vectors."""

    @property
    def outlets(self) -> Mapping[str, str]:
        """The outlets of the articles: key (`corpus.outlets`) to name."""


class Room(Protocol):
    """A newsroom as the page uses it. The page calls it from several threads at once."""

    @property
    def writes_with(self) -> str:
        """The name of the model that can write answers, if one is set; else nothing."""

    def stream(
        self,
        question: str,
        *,
        mode: str | None = None,
        history: Sequence[Answer | str] | None = None,
        ignore: Sequence[Readable] = (),
    ) -> Iterable[Answer]:
        """Growing answers, the last of them complete.

        `mode`: "extractive", the default, or "written". `history`: earlier answers or questions, oldest first.
        `ignore`: readings of the question that are not used.
        """

    def article(self, article_id: str, version: int | None = None) -> Article:
        """Return that version of that article, the current one by default; raise KeyError where there is none."""

    def status(self) -> Status:
        """How the newsroom stands now."""
