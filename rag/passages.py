"""The passages of the catalogue's articles: kept beside them in SQLite, found by BM25, owed a vector until embedded.

The vectors themselves are in `rag.index`. A passage is written in the transaction that writes its article, with
`embedded = 0`; so after any interruption the rows that still say 0 are exactly the work left to do.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from corpus.article import Article
from corpus.catalogue import Catalogue
from rag.answer import Passage
from rag.chunk import Chunk
from rag.filters import Filters

_SCHEMA = """
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL, version INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, header TEXT NOT NULL, embedded INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id, version);
CREATE INDEX IF NOT EXISTS passages_owed ON passages (embedded) WHERE embedded = 0;
CREATE VIRTUAL TABLE IF NOT EXISTS passages_fts USING fts5 (
    header, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS embedding_model (one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL);
INSERT OR IGNORE INTO identity VALUES (1, lower(hex(randomblob(8))));
"""
_JOIN = (
    "FROM passages p JOIN versions v ON v.article_id = p.article_id AND v.version = p.version "
    "JOIN articles a ON a.id = p.article_id"
)
_PASSAGE = (
    "p.key, p.article_id, p.version, p.start, p.end, v.title, v.source, v.published, v.url, v.published_day, v.outlet, "
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


@dataclass(frozen=True, slots=True)
class Owed:
    """A passage without a vector yet: the string to embed and what the vector is filed under."""

    key: str
    embedded_as: str
    article_id: str
    outlet: str
    published_day: int | None
    known_from: int


class PassageStore:
    """The passage tables of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        with catalogue.transaction() as connection:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)

    def add(self, article: Article, chunks: Sequence[Chunk]) -> None:
        """Keep the passages of one article version, findable by full text at once; call it in the same transaction."""
        with self.catalogue.transaction() as connection:
            for chunk in chunks:
                row = connection.execute(
                    "INSERT INTO passages (key, article_id, version, start, end, header) VALUES (?, ?, ?, ?, ?, ?)",
                    (chunk.key, article.id, article.version, chunk.start, chunk.end, chunk.header),
                )
                connection.execute(
                    "INSERT INTO passages_fts (rowid, header, body) VALUES (?, ?, ?)",
                    (row.lastrowid, chunk.header, chunk.text),
                )

    def remove(self, article_id: str) -> list[str]:
        """Forget the passages of an article; returns their keys, whose vectors the caller removes."""
        with self.catalogue.transaction() as connection:
            rows = connection.execute("SELECT id, key FROM passages WHERE article_id = ?", (article_id,)).fetchall()
            connection.executemany("DELETE FROM passages_fts WHERE rowid = ?", [(row["id"],) for row in rows])
            connection.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
        return [row["key"] for row in rows]

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

    def owed(self, limit: int) -> list[Owed]:
        """Up to `limit` passages that have no vector yet, in the order in which they came."""
        rows = self.catalogue.rows(
            f"SELECT p.key, p.header, substr(v.text, p.start + 1, p.end - p.start) AS text, p.article_id, v.outlet, "
            f"v.published_day, v.known_from {_JOIN} WHERE p.embedded = 0 ORDER BY p.id LIMIT ?",
            (limit,),
        )
        return [
            Owed(
                key=row["key"],
                embedded_as=f"{row['header']}\n{row['text']}",
                article_id=row["article_id"],
                outlet=row["outlet"],
                published_day=row["published_day"],
                known_from=row["known_from"],
            )
            for row in rows
        ]

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
        row = self.catalogue.rows("SELECT count(*), coalesce(sum(embedded = 0), 0) FROM passages")[0]
        return int(row[0]), int(row[1])

    def mark_embedded(self, keys: Sequence[str]) -> None:
        """Note that these passages have their vectors."""
        with self.catalogue.transaction() as connection:
            connection.executemany("UPDATE passages SET embedded = 1 WHERE key = ?", [(key,) for key in keys])

    def owe_all(self, keys: Sequence[str] | None = None) -> None:
        """Note that these passages (all of them by default) have no vectors."""
        with self.catalogue.transaction() as connection:
            if keys is None:
                connection.execute("UPDATE passages SET embedded = 0")
            else:
                connection.executemany("UPDATE passages SET embedded = 0 WHERE key = ?", [(key,) for key in keys])

    def embedded_keys(self) -> set[str]:
        """Keys of the passages that should have a vector."""
        return {row["key"] for row in self.catalogue.rows("SELECT key FROM passages WHERE embedded = 1")}

    def model(self) -> str | None:
        """Name of the embedding model the vectors were made with; None before the first."""
        rows = self.catalogue.rows("SELECT name FROM embedding_model")
        return str(rows[0]["name"]) if rows else None

    def identity(self) -> str:
        """16 hex digits, drawn when the home was made: tells its vectors from another home's on the same server."""
        return str(self.catalogue.rows("SELECT id FROM identity")[0]["id"])

    def set_model(self, name: str) -> None:
        """Note the embedding model the vectors are made with."""
        with self.catalogue.transaction() as connection:
            connection.execute(
                "INSERT INTO embedding_model VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET name = excluded.name",
                (name,),
            )


def query_terms(text: str) -> list[str]:
    """The words of `text` as full-text search sees them: runs of letters and digits, lower-cased."""
    return re.findall(r"[^\W_]+", text.casefold())


def name_parts(name: str) -> list[str]:
    """What must be found of a name: each of its words, a number only right behind the word before it ("llama 5")."""
    parts: list[str] = []
    for word in query_terms(name):
        if word.isdecimal() and parts:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def _quoted(term: str) -> str:
    """`term` as an FTS5 string, in which nothing is an operator."""
    return '"' + term.replace('"', '""').replace("\0", " ") + '"'


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
