"""The search index of the vectors, in Chroma: embedded in the home folder, or on a server by address.

Chroma holds vectors and what they are filtered by, no text: words come from the catalogue alone, so that the two
cannot disagree about what an article says. It follows the record in `rag.index.vector_record` and can always be made
again from it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from corpus.errors import GroundwireError, TryLaterError
from rag.index.scan import UNDATED
from rag.index.vector_record import Recorded
from rag.models.encoder import Vectors
from rag.values.filters import Filters

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "groundwire-passages"


class ChromaVectors:
    """One Chroma collection of unit vectors under cosine distance, of one home, filled up to one number of its record.

    Both are written in the collection itself, so that a folder that was lost, or that belongs to another state of the
    home, is noticed and filled again.
    """

    def __init__(self, folder: Path, url: str, home: str) -> None:
        """Open or make the collection: of the folder, or of `home` (its identity) on the server at `url`.

        Raises `GroundwireError` where Chroma cannot be reached or written.
        """
        self.where = url or str(folder)
        self._shared = bool(url)
        self._client = _connect(folder, url)
        self.batch = int(self._client.get_max_batch_size())
        self.belong_to(home)

    def belong_to(self, home: str) -> None:
        """Hold the vectors of `home` and no other's from now on."""
        self._home = home
        self._name = f"{COLLECTION}-{home}" if self._shared else COLLECTION
        self._collection = self._open()
        if (self._collection.metadata or {}).get("home") != home:
            self.clear()

    @property
    def filed(self) -> int:
        """The number in the record up to which every vector is filed here."""
        return int((self._collection.metadata or {}).get("filed", 0))

    def file(self, rows: Sequence[Recorded]) -> None:
        """File at most `batch` vectors, the next ones of the record, replacing what is filed under the same keys."""
        self.put(rows)
        self._try(self._collection.modify, metadata={"home": self._home, "filed": rows[-1].seq})

    def put(self, rows: Sequence[Recorded]) -> None:
        """Hold these vectors, wherever in the record they stand."""
        for first in range(0, len(rows), self.batch):
            some = rows[first : first + self.batch]
            self._try(
                self._collection.upsert,
                ids=[row.key for row in some],
                embeddings=np.stack([row.vector for row in some]),
                metadatas=[_metadata(row) for row in some],
            )

    def nearest(self, vector: Vectors, filters: Filters, limit: int) -> dict[str, float]:
        """The `limit` nearest passages to a (1, dimension) vector: key to cosine similarity."""
        found = self._try(
            self._collection.query,
            query_embeddings=vector,
            n_results=limit,
            where=_where(filters),
            include=["distances"],
        )
        return {key: 1.0 - distance for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)}

    def remove(self, keys: Sequence[str]) -> None:
        """Forget the vectors filed under `keys`."""
        for first in range(0, len(keys), self.batch):
            self._try(self._collection.delete, ids=list(keys[first : first + self.batch]))

    def keys(self) -> set[str]:
        """Every key a vector is filed under."""
        found: set[str] = set()
        total = self._try(self._collection.count)
        for first in range(0, total, self.batch):
            page = self._try(self._collection.get, limit=self.batch, offset=first, include=[])
            found.update(page["ids"])
        return found

    def clear(self) -> None:
        """Forget every vector: all are to be filed again."""
        self._try(self._client.delete_collection, self._name)
        self._collection = self._open()

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()  # type: ignore[attr-defined]  # its declared type lacks it

    def _open(self) -> Collection:
        collection: Collection = self._try(
            self._client.get_or_create_collection,
            self._name,
            embedding_function=None,
            metadata={"home": self._home, "filed": 0},
            configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
        )
        return collection

    def _try(self, call: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - passes Chroma's calls through
        try:
            return call(*args, **kwargs)
        except GroundwireError:
            raise
        except Exception as error:
            raise _explained(error, self.where) from error


def is_readable(folder: Path) -> bool:
    """Whether the database in Chroma's folder can be read; one that is not there yet can be made."""
    file = folder / "chroma.sqlite3"
    if not file.exists():
        return True
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        return isinstance(error, sqlite3.OperationalError)  # locked or forbidden, but a database
    return True


def _connect(folder: Path, url: str) -> ClientAPI:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    try:
        if not url:
            folder.mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(path=str(folder), settings=settings)
        parts = urlsplit(url if "//" in url else f"http://{url}")
        secure = parts.scheme == "https"
        return chromadb.HttpClient(
            host=parts.hostname or "", port=parts.port or (443 if secure else 8000), ssl=secure, settings=settings
        )
    except Exception as error:
        raise _explained(error, url or str(folder)) from error


def _explained(error: Exception, where: str) -> GroundwireError:
    text = (str(error).splitlines() or [type(error).__name__])[0]
    if "No space" in text or "full" in text:
        why = "the disk is full. Free some space and run the same command again: what was finished is kept"
        return TryLaterError(f"{where}: {why}.")
    if "connect" in text.lower():
        why = "no Chroma server answers there. Start `chroma run`, or unset GROUNDWIRE_CHROMA_URL"
        return TryLaterError(f"{where}: {why}.")
    if "readonly" in text or "Permission" in text or "Read-only" in text:
        advice = "it cannot be written. Set GROUNDWIRE_HOME to a folder you may write to"
    else:
        advice = f"Chroma could not use it ({text}). Run `groundwire doctor --repair`, which makes it again"
    return GroundwireError(f"{where}: {advice}.")


def _metadata(row: Recorded) -> dict[str, Any]:
    return {
        "article_id": row.article_id,
        "outlet": row.outlet,
        "published_day": row.published_day or UNDATED,
        "known_from": row.known_from,
    }


def _where(filters: Filters) -> dict[str, Any] | None:
    """What Chroma can filter itself; which version holds on a day is left to the catalogue."""
    terms: list[dict[str, Any]] = []
    if filters.since:
        terms.append({"published_day": {"$gte": filters.since.toordinal()}})
    if filters.until:
        terms.append({"published_day": {"$gt": UNDATED}})
        terms.append({"published_day": {"$lte": filters.until.toordinal()}})
    if filters.as_of:
        terms.append({"known_from": {"$lte": filters.as_of.toordinal()}})
    if filters.outlets:
        terms.append({"outlet": {"$in": list(filters.outlets)}})
    return {"$and": terms} if len(terms) > 1 else terms[0] if terms else None
