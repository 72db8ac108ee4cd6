"""What a home holds, counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.catalogue import Catalogue
from rag.index.passages import PassageStore
from rag.models.encoder import Embedder


@dataclass(frozen=True, slots=True)
class Status:
    """What a home holds. `pending` passages wait for their vectors and are found by full text meanwhile.

    `outlets` maps the key of each outlet (`corpus.outlets`) to its name; `oldest` and `newest` are publishing days.
    """

    home: str
    articles: int
    passages: int
    pending: int
    outlets: dict[str, str]
    oldest: date | None
    newest: date | None
    embedding_model: str


def read_status(home: Path, catalogue: Catalogue, passages: PassageStore, embedder: Embedder) -> Status:
    """Count what the home of `catalogue` holds."""
    kept, pending = passages.counts()
    days = [catalogue.rows(f"SELECT {end}(published_day) FROM versions")[0][0] for end in ("min", "max")]  # noqa: S608
    return Status(
        home=str(home),
        articles=catalogue.count(),
        passages=kept,
        pending=pending,
        outlets=catalogue.outlets(),
        oldest=date.fromordinal(days[0]) if days[0] else None,
        newest=date.fromordinal(days[1]) if days[1] else None,
        embedding_model=passages.vectors.model() or embedder.name,
    )
