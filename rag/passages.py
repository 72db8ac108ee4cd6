"""The passages of the catalogue's articles: kept beside them in SQLite, found by BM25, owed a vector until embedded.

A passage is written in the transaction that writes its article, without a number (`seq`); `rag.vectors` numbers it when
its vector is recorded, so after any interruption the passages without a number are exactly the work left to do.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from corpus.article import Article
from corpus.catalogue import Catalogue
from corpus.outlets import outlet_of
from rag.answer import Passage
from rag.chunk import Chunk
from rag.filters import Filters
from rag.text.figures import as_figure, ways_to_write
from rag.vectors import VectorRecord, text_hash

_JOIN = (
    "FROM passages p JOIN versions v ON v.article_id = p.article_id AND v.version = p.version "
    "JOIN articles a ON a.id = p.article_id"
)
_PASSAGE = (
    "p.key, p.article_id, p.version, p.start, p.end, v.title, v.source, v.published, v.url, v.published_day, "
    "a.cluster, substr(v.text, p.start + 1, p.end - p.start) AS text"
)
HEADER_WEIGHT = 0.5
"""BM25 weight of a hit in title, outlet or date, against 1 in the words: a headline stands on all its passages."""


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

    def remove(self, article_id: str) -> None:
        """Forget the passages of an article, and the vectors that no other passage shares."""
        with self.catalogue.transaction() as connection:
            hashes = self._remove(connection, "article_id = ?", (article_id,))
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
        """The passages with any of `terms`, best BM25 first (scores are positive, higher is better)."""
        if not terms:
            return []
        query = " OR ".join(_quoted(term) for term in dict.fromkeys(terms))
        condition, values = filters.sql()
        rows = self.catalogue.rows(
            f"SELECT {_PASSAGE}, -bm25(passages_fts, {HEADER_WEIGHT}, 1.0) AS score "
            f"{_JOIN} JOIN passages_fts f ON f.rowid = p.id WHERE passages_fts MATCH ? AND {condition} "
            "ORDER BY score DESC, p.key LIMIT ?",
            (query, *values, limit),
        )
        return [_stored(row, row["score"]) for row in rows]

    def by_keys(self, scores: dict[str, float], filters: Filters) -> list[StoredPassage]:
        """The passages with these keys that pass `filters`, each with its score, highest first."""
        condition, values = filters.sql()
        marks = ", ".join("?" * len(scores))
        rows = self.catalogue.rows(
            f"SELECT {_PASSAGE} {_JOIN} WHERE p.key IN ({marks}) AND {condition}",
            (*scores, *values),
        )
        return sorted((_stored(row, scores[row["key"]]) for row in rows), key=lambda p: (-p.passage.score, p.key))

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands, of all versions and outlets."""
        count = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ?"
        return {term: int(self.catalogue.rows(count, (_quoted(term),))[0][0]) for term in dict.fromkeys(terms)}

    def holding(self, terms: Sequence[str], filters: Filters) -> list[bool]:
        """For each term, whether all its words stand, each somewhere, in passages that pass `filters` (stemmed).

        One with a number must stand as it is: an article on Llama 3 that counts 5 things does not mention "llama 5".
        """
        return [all(self.match([part], filters, 1) for part in name_parts(term)) for term in terms]

    def article_count(self, filters: Filters) -> int:
        """How many articles pass `filters`."""
        condition, values = filters.sql()
        rows = self.catalogue.rows(
            f"SELECT count(*) FROM versions v JOIN articles a ON a.id = v.article_id WHERE {condition}",  # noqa: S608
            tuple(values),
        )
        return int(rows[0][0])

    def newest(self, filters: Filters) -> date | None:
        """The day of the newest article that passes `filters`; None where none has a date."""
        condition, values = filters.sql()
        rows = self.catalogue.rows(
            "SELECT max(v.published_day) FROM versions v JOIN articles a ON a.id = v.article_id "  # noqa: S608 - ours
            f"WHERE {condition}",
            tuple(values),
        )
        return date.fromordinal(rows[0][0]) if rows[0][0] else None

    def outlets_of(self, clusters: Collection[str], filters: Filters) -> set[str]:
        """Keys (`corpus.outlets`) of the outlets whose articles tell one of these stories and pass `filters`."""
        condition, values = filters.sql()
        rows = self.catalogue.rows(
            "SELECT DISTINCT v.outlet FROM versions v JOIN articles a ON a.id = v.article_id "  # noqa: S608 - only marks
            f"WHERE a.cluster IN ({', '.join('?' * len(clusters))}) AND {condition}",
            (*clusters, *values),
        )
        return {row["outlet"] for row in rows}

    def holding_quote(self, article_id: str, version: int, start: int, end: int) -> Passage:
        """The first passage of that article version that holds `text[start:end]` whole. Raises `KeyError` for none."""
        rows = self.catalogue.rows(
            f"SELECT {_PASSAGE} {_JOIN} WHERE p.article_id = ? AND p.version = ? AND p.start <= ? AND p.end >= ? "
            "ORDER BY p.start LIMIT 1",
            (article_id, version, start, end),
        )
        if not rows:
            raise KeyError(article_id)
        return _stored(rows[0], 0.0).passage

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


def query_terms(text: str) -> list[str]:
    """The words of `text` as full-text search sees them: runs of letters and digits, lower-cased."""
    return re.findall(r"[^\W_]+", text.casefold())


def name_parts(name: str) -> list[str]:
    """What must be found of a name: each of its words, a number only right behind the word before it ("llama 5")."""
    parts: list[str] = []
    if as_figure(name):
        return [name]
    for word in query_terms(name):
        if word.isdecimal() and parts:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def _quoted(term: str) -> str:
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
