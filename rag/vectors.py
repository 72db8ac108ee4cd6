"""Which passage has which vector: the record of every vector, content-addressed, in the catalogue's own file.

A vector is kept once per embedded text, so no text is embedded twice. Each passage gets a number, `seq`, when its
vector is there; numbers only grow, so whoever searches vectors (`rag.index`) follows the record by asking for what came
after the last number it saw, and a search index can always be made again from here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.catalogue import Catalogue
from rag.embed import Vectors

HASH_BYTES = 16
"""Of SHA-256: 128 bits, beyond any chance of two texts sharing a vector by accident."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A text that needs a vector: the string to embed, and its hash."""

    hash: bytes
    embedded_as: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A passage's vector, shape (dimension,), with what it is filtered by; days are proleptic ordinals."""

    seq: int
    key: str
    vector: np.ndarray[tuple[int], np.dtype[np.float32]]
    article_id: str
    outlet: str
    published_day: int | None
    known_from: int


def text_hash(embedded_as: str) -> bytes:
    """What the vector of this string is kept under."""
    return hashlib.sha256(embedded_as.encode()).digest()[:HASH_BYTES]


class VectorRecord:
    """The vectors of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def owed(self, limit: int) -> list[Owed]:
        """Up to `limit` texts that have no vector yet, in the order in which they came, each once."""
        rows = self.catalogue.rows(
            "SELECT p.hash, p.header, substr(v.text, p.start + 1, p.end - p.start) AS text FROM passages p "
            "JOIN versions v ON v.article_id = p.article_id AND v.version = p.version "
            "WHERE p.seq IS NULL ORDER BY p.id LIMIT ?",
            (limit,),
        )
        return list({row["hash"]: Owed(row["hash"], f"{row['header']}\n{row['text']}") for row in rows}.values())

    def owed_count(self) -> int:
        """How many passages have no vector yet; as in `owed`, those of a version that is there."""
        rows = self.catalogue.rows(
            "SELECT count(*) FROM passages p JOIN versions v ON v.article_id = p.article_id AND v.version = p.version "
            "WHERE p.seq IS NULL"
        )
        return int(rows[0][0])

    def keep(self, owed: Sequence[Owed], vectors: Vectors) -> None:
        """Record one vector a text, shape (len(owed), dimension), for every passage that waits for it."""
        with self.catalogue.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO embeddings VALUES (?, ?)",
                [(text.hash, vector.astype("<f4").tobytes()) for text, vector in zip(owed, vectors, strict=True)],
            )
            self.number(connection, [text.hash for text in owed])

    def number(self, connection: sqlite3.Connection, hashes: Sequence[bytes]) -> None:
        """Give the next numbers to the passages with these hashes whose vectors are recorded and that have none yet."""
        known = connection.execute(
            f"SELECT hash FROM embeddings WHERE hash IN ({', '.join('?' * len(hashes))})",  # noqa: S608 - only marks
            tuple(hashes),
        ).fetchall()
        waiting = [
            row
            for (digest,) in known
            for row in connection.execute("SELECT id FROM passages WHERE hash = ? AND seq IS NULL", (digest,))
        ]
        if waiting:
            (last,) = connection.execute(
                "UPDATE last_seq SET value = value + ? RETURNING value", (len(waiting),)
            ).fetchone()
            connection.executemany(
                "UPDATE passages SET seq = ? WHERE id = ?",
                [(seq, row["id"]) for seq, row in enumerate(waiting, start=last - len(waiting) + 1)],
            )

    def after(self, seq: int, limit: int) -> list[Recorded]:
        """Up to `limit` passages with their vectors whose numbers come after `seq`, in the order of the numbers."""
        rows = self.catalogue.rows(
            "SELECT p.seq, p.key, e.vector, p.article_id, v.outlet, v.published_day, v.known_from FROM passages p "
            "JOIN embeddings e ON e.hash = p.hash "
            "JOIN versions v ON v.article_id = p.article_id AND v.version = p.version "
            "WHERE p.seq > ? ORDER BY p.seq LIMIT ?",
            (seq, limit),
        )
        return [
            Recorded(
                seq=row["seq"],
                key=row["key"],
                vector=np.frombuffer(row["vector"], dtype="<f4"),
                article_id=row["article_id"],
                outlet=row["outlet"],
                published_day=row["published_day"],
                known_from=row["known_from"],
            )
            for row in rows
        ]

    def vectors(self, keys: Sequence[str]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]:
        """The vectors of these passages, each of shape (dimension,); a passage without one is left out."""
        rows = self.catalogue.rows(
            "SELECT p.key, e.vector FROM passages p JOIN embeddings e ON e.hash = p.hash "
            "WHERE p.key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        )
        return {row["key"]: np.frombuffer(row["vector"], dtype="<f4") for row in rows}

    def keys(self, upto: int | None = None) -> set[str]:
        """Keys of the passages that have a vector; with `upto`, those an index that has followed so far should hold."""
        rows = self.catalogue.rows("SELECT key FROM passages WHERE seq <= coalesce(?, seq)", (upto,))
        return {row["key"] for row in rows}

    def gone(self) -> list[str]:
        """Keys of passages that had a vector and were removed; an index drops them, then calls `forget_gone`."""
        return [row["key"] for row in self.catalogue.rows("SELECT key FROM gone")]

    def forget_gone(self, keys: Sequence[str]) -> None:
        """Note that an index has dropped these keys."""
        with self.catalogue.transaction() as connection:
            connection.executemany("DELETE FROM gone WHERE key = ?", [(key,) for key in keys])

    def unrecorded(self) -> int:
        """How many passages have a number and no vector: none, unless something was lost; `owe_unrecorded` mends."""
        return int(self.catalogue.rows(f"SELECT count(*) FROM passages WHERE {_UNRECORDED}")[0][0])  # noqa: S608

    def owe_unrecorded(self) -> None:
        """Note that passages with a number and no vector have none."""
        with self.catalogue.transaction() as connection:
            connection.execute(f"UPDATE passages SET seq = NULL WHERE {_UNRECORDED}")  # noqa: S608 - our own words

    def model(self) -> str | None:
        """Name of the embedding model the vectors were made with; None before the first."""
        rows = self.catalogue.rows("SELECT name FROM embedding_model")
        return str(rows[0]["name"]) if rows else None

    def set_model(self, name: str) -> None:
        """Note the model that vectors are made with from now on; those of another are dropped, all passages owed."""
        with self.catalogue.transaction() as connection:
            if self.model() not in (None, name):
                connection.execute("DELETE FROM embeddings")
                connection.execute("UPDATE passages SET seq = NULL")
            connection.execute(
                "INSERT INTO embedding_model VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET name = excluded.name",
                (name,),
            )


_UNRECORDED = "seq IS NOT NULL AND hash NOT IN (SELECT hash FROM embeddings)"
