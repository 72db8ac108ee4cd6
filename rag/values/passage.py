"""A passage: a run of whole sentences of one article version, as it is shown and as it is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from corpus.outlets import outlet_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of whole sentences of one article version: `text` is `version.text[start:end]`, offsets in characters.

    `score` orders the passages of one search (higher is nearer); it is not a probability.
    """

    article_id: str
    version: int
    title: str
    source: str
    published: datetime | None
    url: str | None
    text: str
    start: int
    end: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as found, with the key its vector has and the story (cluster of copies) it belongs to."""

    key: str
    passage: Passage
    cluster: str
    published_day: int | None

    @property
    def outlet(self) -> str:
        """The key of the outlet (`corpus.outlets`) that published it."""
        return outlet_of(self.passage.url, self.passage.source)
