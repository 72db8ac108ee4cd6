"""The passages of the catalogue's articles: kept beside them in SQLite, found by BM25, owed a vector until embedded.

A passage is written in the transaction that writes its article, without a number (`seq`); `rag.index.vector_record`
numbers it when its vector is recorded, so after any interruption the passages without a number are exactly the work
left to do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from corpus.article import Article
from corpus.catalogue import Catalogue
from rag.index.chunk import Chunk
from rag.index.vector_record import VectorRecord, text_hash
from rag.index.where import stored_order, where
from rag.text.figures import as_figure, ways_to_write
from rag.values.filters import Filters
from rag.values.passage import Passage, StoredPassage

FILTERED = "JOIN versions v INDEXED BY versions_filtered ON v.article_id = p.article_id AND v.version = p.version"
"""What a passage's version is filtered by: out of the index alone, since in the table it lies behind the text."""
_TEXT = (
    "JOIN versions v ON v.article_id = p.article_id AND v.version = p.version JOIN articles a ON a.id = p.article_id"
)
_PASSAGE = (
    "p.key, p.article_id, p.version, p.start, p.end, v.title, v.source, v.published, v.url, v.published_day, "
    "a.cluster, substr(v.text, p.start + 1, p.end - p.start) AS text"
)
_SELECT = f"SELECT {_PASSAGE} FROM passages p {_TEXT}"  # noqa: S608 - our own words
MOST_READ = 10_000
"""Passages with a word that are ranked or counted one by one; no set that Groundwire is measured on has so many."""
HEADER_WEIGHT = 0.5
"""BM25 weight of a hit in title, outlet or date, against 1 in the words: a headline stands on all its passages."""


class PassageStore:
    """The passage tables of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.vectors = VectorRecord(catalogue)

    def add(self, article: Article, chunks: Sequence[Chunk]) -> None:
        """Keep the passages of one article version, findable by full text at once; call it in the same transaction.

        What had been cut from this version before is replaced.
        """
        hashes = [text_hash(chunk.embedded_as) for chunk in chunks]
        with self.catalogue.transaction() as connection:
            self._remove(connection, "article_id = ? AND version = ?", (article.id, article.version))
            (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM passages").fetchone()
            connection.executemany(
                "INSERT INTO passages (id, key, article_id, version, start, end, header, hash) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (n, chunk.key, article.id, article.version, chunk.start, chunk.end, chunk.header, digest)
                    for n, (chunk, digest) in enumerate(zip(chunks, hashes, strict=True), start=first)
                ],
            )
            connection.executemany(
                "INSERT INTO passages_fts (rowid, header, body) VALUES (?, ?, ?)",
                [(n, chunk.header, chunk.text) for n, chunk in enumerate(chunks, start=first)],
            )
            self.vectors.number(connection, hashes)

    def remove(self, article_id: str, version: int | None = None) -> None:
        """Forget the passages of an article, or of one version of it, and the vectors that no other passage shares."""
        with self.catalogue.transaction() as connection:
            hashes = self._remove(
                connection, "article_id = ? AND version = coalesce(?, version)", (article_id, version)
            )
            connection.executemany(
                "DELETE FROM embeddings WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM passages WHERE hash = ?1)",
                [(digest,) for digest in hashes],
            )

    def _remove(self, connection: sqlite3.Connection, condition: str, values: tuple[Any, ...]) -> list[bytes]:
        """Forget the passages under `condition`; returns the hashes of their texts."""
        rows = connection.execute(f"SELECT id, key, hash, seq FROM passages WHERE {condition}", values).fetchall()  # noqa: S608
        connection.executemany("DELETE FROM passages_fts WHERE rowid = ?", [(row["id"],) for row in rows])
        connection.executemany(
            "INSERT OR IGNORE INTO gone VALUES (?)", [(row["key"],) for row in rows if row["seq"] is not None]
        )
        connection.execute(f"DELETE FROM passages WHERE {condition}", values)  # noqa: S608 - our own conditions
        return [row["hash"] for row in rows]

    def match(self, terms: Sequence[str], filters: Filters, limit: int) -> list[StoredPassage]:
        """The passages with any of `terms`, best BM25 first (scores are positive, higher is better).

        Of those `MOST_READ` are ranked, so that common words cost no more where there is more to read: most often the
        newest. `rag.index.occurrence.telling` leaves the commonest words out.
        """
        if not terms:
            return []
        query = " OR ".join(quoted(term) for term in dict.fromkeys(terms))
        condition, values = where(filters)
        matching = (  # its words and the conditions are ours, what is asked are parameters
            f"SELECT rowid AS id, -bm25(passages_fts, {HEADER_WEIGHT}, 1.0) AS score FROM passages_fts "  # noqa: S608
            f"WHERE passages_fts MATCH ? ORDER BY rowid {stored_order(filters)} LIMIT ?"
        )
        best = (
            f"SELECT p.id, m.score FROM ({matching}) m JOIN passages p ON p.id = m.id {FILTERED} "  # noqa: S608
            f"WHERE {condition} ORDER BY m.score DESC, p.key LIMIT ?"
        )
        rows = self.catalogue.rows(
            f"SELECT {_PASSAGE}, b.score FROM ({best}) b JOIN passages p ON p.id = b.id {_TEXT} "  # noqa: S608
            "ORDER BY b.score DESC, p.key",
            (query, MOST_READ, *values, limit),
        )
        return [_stored(row, row["score"]) for row in rows]

    def by_keys(self, scores: dict[str, float], filters: Filters) -> list[StoredPassage]:
        """The passages with these keys that pass `filters`, each with its score, highest first."""
        condition, values = where(filters)
        marks = ", ".join("?" * len(scores))
        rows = self.catalogue.rows(
            f"{_SELECT} WHERE p.key IN ({marks}) AND {condition}",
            (*scores, *values),
        )
        return sorted((_stored(row, scores[row["key"]]) for row in rows), key=lambda p: (-p.passage.score, p.key))

    def at(self, passages: Sequence[Passage], filters: Filters) -> list[StoredPassage]:
        """Those of `passages` that are kept and pass `filters`, as they are kept, in their order."""
        condition, values = where(filters)
        found = []
        for passage in passages:
            place = (passage.article_id, passage.version, passage.start, passage.end)
            rows = self.catalogue.rows(
                f"{_SELECT} WHERE p.article_id = ? AND p.version = ? AND p.start = ? AND p.end = ? AND {condition}",
                (*place, *values),
            )
            found += [_stored(row, passage.score) for row in rows]
        return found

    def holding_quote(self, article_id: str, version: int, start: int, end: int) -> Passage:
        """The first passage of that article version that holds `text[start:end]` whole; else those it reaches over.

        These are given as one. Raises `KeyError` where there are none.
        """
        rows = self.catalogue.rows(
            f"{_SELECT} WHERE p.article_id = ? AND p.version = ? AND p.start < ? AND p.end > ? ORDER BY p.start",
            (article_id, version, end, start),
        )
        reached = [_stored(row, 0.0).passage for row in rows]
        if not reached:
            raise KeyError(article_id)
        whole = [passage for passage in reached if passage.start <= start and end <= passage.end]
        if whole:
            return whole[0]
        first, last = reached[0], max(reached, key=lambda passage: passage.end)
        text = self.catalogue.article(article_id, version).text
        return replace(first, text=text[first.start : last.end], end=last.end)

    def rebuild_full_text(self) -> None:
        """Index again every passage that the full-text index lacks, and drop what it has of passages that are gone."""
        with self.catalogue.transaction() as connection:
            connection.execute("DELETE FROM passages_fts WHERE rowid NOT IN (SELECT id FROM passages)")
            connection.execute(
                "INSERT INTO passages_fts (rowid, header, body) "
                "SELECT p.id, p.header, substr(v.text, p.start + 1, p.end - p.start) FROM passages p JOIN versions v "
                "ON v.article_id = p.article_id AND v.version = p.version "
                "WHERE p.id NOT IN (SELECT rowid FROM passages_fts)"
            )

    def counts(self) -> tuple[int, int]:
        """(passages, passages without a vector yet)."""
        (row,) = self.catalogue.rows("SELECT passages, waiting FROM tally")
        return int(row["passages"]), int(row["waiting"])


def quoted(term: str) -> str:
    """`term` as an FTS5 string, in which nothing is an operator; a figure in any of the ways that news writes it."""
    figure = as_figure(term)
    ways = ways_to_write(figure) if figure else (term,)
    return "(" + " OR ".join('"' + way.replace('"', '""').replace("\0", " ") + '"' for way in ways) + ")"


def _stored(row: sqlite3.Row, score: float) -> StoredPassage:
    published = row["published"]
    passage = Passage(
        article_id=row["article_id"],
        version=row["version"],
        title=row["title"],
        source=row["source"],
        published=datetime.fromisoformat(published) if published else None,
        url=row["url"],
        text=row["text"],
        start=row["start"],
        end=row["end"],
        score=score,
    )
    return StoredPassage(row["key"], passage, row["cluster"], row["published_day"])
