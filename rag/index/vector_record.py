"""Which passage has which vector: the record of every vector, content-addressed, in the catalogue's own file.

A vector is kept once per embedded text, so no text is embedded twice. Each passage gets a number, `seq`, when its
vector is there; numbers only grow, so whoever searches vectors (`rag.index.vector_index`) follows the record by
asking for what came after the last number it saw, and a search index can always be made again from here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.catalogue import Catalogue
from rag.index.where import where
from rag.models.encoder import Vectors
from rag.values.filters import Filters

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

    def owed(self, limit: int, without: Collection[bytes] = ()) -> list[Owed]:
        """Up to `limit` texts that have no vector yet, in the order in which they came, each once.

        Those whose hashes are in `without` are left out.
        """
        rows = self.catalogue.rows(
            "SELECT p.hash, p.header, substr(v.text, p.start + 1, p.end - p.start) AS text FROM passages p "
            "JOIN versions v ON v.article_id = p.article_id AND v.version = p.version "
            "WHERE p.seq IS NULL AND lower(hex(p.hash)) NOT IN (SELECT value FROM json_each(?)) ORDER BY p.id LIMIT ?",
            (json.dumps([digest.hex() for digest in without]), limit),
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
        """Give the next numbers to the passages with these hashes whose vectors are recorded and that have none yet.

        A key that is numbered again is gone no longer: an index that dropped it later would drop its new vector.
        """
        known = connection.execute(
            f"SELECT hash FROM embeddings WHERE hash IN ({', '.join('?' * len(hashes))})",  # noqa: S608 - only marks
            tuple(hashes),
        ).fetchall()
        waiting = [
            row
            for (digest,) in known
            for row in connection.execute("SELECT id, key FROM passages WHERE hash = ? AND seq IS NULL", (digest,))
        ]
        if waiting:
            (last,) = connection.execute(
                "UPDATE last_seq SET value = value + ? RETURNING value", (len(waiting),)
            ).fetchone()
            connection.executemany(
                "UPDATE passages SET seq = ? WHERE id = ?",
                [(seq, row["id"]) for seq, row in enumerate(waiting, start=last - len(waiting) + 1)],
            )
            connection.executemany("DELETE FROM gone WHERE key = ?", [(row["key"],) for row in waiting])

    def last(self) -> int:
        """The highest number that was ever given."""
        return int(self.catalogue.rows("SELECT value FROM last_seq")[0]["value"])

    def after(self, seq: int, limit: int) -> list[Recorded]:
        """Up to `limit` passages with their vectors whose numbers come after `seq`, in the order of the numbers."""
        rows = self.catalogue.rows(f"{_RECORDED} WHERE p.seq > ? ORDER BY p.seq LIMIT ?", (seq, limit))
        return [_recorded(row) for row in rows]

    def passing(self, filters: Filters, limit: int, among: Sequence[str] | None = None) -> list[str]:
        """Keys of up to `limit` passages (of those `among`) that pass `filters` and have a vector."""
        condition, values = where(filters)
        if among is None:
            sql = (
                "SELECT p.key FROM versions v CROSS JOIN passages p ON p.article_id = v.article_id "  # noqa: S608 - ours
                f"AND p.version = v.version WHERE {condition} AND p.seq NOT NULL LIMIT ?"
            )
            return [row["key"] for row in self.catalogue.rows(sql, (*values, limit))]
        sql = (
            "SELECT p.key FROM passages p JOIN versions v INDEXED BY versions_filtered ON v.article_id = p.article_id "  # noqa: S608
            "AND v.version = p.version WHERE p.key IN (SELECT value FROM json_each(?)) AND p.seq NOT NULL "
            f"AND {condition} LIMIT ?"
        )
        return [row["key"] for row in self.catalogue.rows(sql, (json.dumps(list(among)), *values, limit))]

    def numbered(self, keys: Sequence[str]) -> list[Recorded]:
        """Those of these passages that have a number, with their vectors."""
        of_keys = f"{_RECORDED} WHERE p.seq NOT NULL AND p.key IN (SELECT value FROM json_each(?))"  # noqa: S608 - ours
        return [_recorded(row) for row in self.catalogue.rows(of_keys, (json.dumps(list(keys)),))]

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

    def unused(self) -> int:
        """How many vectors no passage has (any more)."""
        return int(self.catalogue.rows(f"SELECT count(*) FROM embeddings WHERE {_UNUSED}")[0][0])  # noqa: S608 - ours

    def forget_unused(self) -> None:
        """Forget the vectors that no passage has; a text that comes again is embedded again."""
        with self.catalogue.transaction() as connection:
            connection.execute(f"DELETE FROM embeddings WHERE {_UNUSED}")  # noqa: S608 - our own words

    def trouble(self) -> str | None:
        """Why some passages could not be given their vectors when that was last tried; None where all could."""
        rows = self.catalogue.rows("SELECT why FROM indexing_trouble")
        return str(rows[0]["why"]) if rows else None

    def note_trouble(self, why: str | None) -> None:
        """Note `why` passages could not be given their vectors, or that all could."""
        if why == self.trouble():
            return
        with self.catalogue.transaction() as connection:
            connection.execute("DELETE FROM indexing_trouble")
            if why is not None:
                connection.execute("INSERT INTO indexing_trouble VALUES (1, ?)", (why,))

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


def _recorded(row: sqlite3.Row) -> Recorded:
    return Recorded(
        seq=row["seq"],
        key=row["key"],
        vector=np.frombuffer(row["vector"], dtype="<f4"),
        article_id=row["article_id"],
        outlet=row["outlet"],
        published_day=row["published_day"],
        known_from=row["known_from"],
    )


_RECORDED = (
    "SELECT p.seq, p.key, e.vector, p.article_id, v.outlet, v.published_day, v.known_from FROM passages p "
    "JOIN embeddings e ON e.hash = p.hash JOIN versions v ON v.article_id = p.article_id AND v.version = p.version"
)
_UNUSED = "NOT EXISTS (SELECT 1 FROM passages p WHERE p.hash = embeddings.hash)"
_UNRECORDED = "seq IS NOT NULL AND hash NOT IN (SELECT hash FROM embeddings)"
