"""Where articles are kept: one SQLite file with every version of every article, in WAL mode.

A version's text never changes. A changed article gets a new version for answering; the old one stays for the record.
The passages and the full-text index live in the same file, so that they change in the same transaction as the article;
`rag.passages` owns those tables.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, Literal

from corpus.article import Article, content_hash
from corpus.errors import GroundwireError
from corpus.outlets import outlet_key

Outcome = Literal["added", "updated", "unchanged", "duplicate"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
    article_id TEXT NOT NULL, version INTEGER NOT NULL, url TEXT, title TEXT NOT NULL, source TEXT NOT NULL,
    outlet TEXT NOT NULL, authors TEXT NOT NULL, published TEXT, updated TEXT, fetched TEXT NOT NULL, language TEXT,
    section TEXT, tags TEXT NOT NULL, text TEXT NOT NULL, content_hash TEXT NOT NULL,
    published_day INTEGER, known_from INTEGER NOT NULL, known_to INTEGER,
    PRIMARY KEY (article_id, version));
CREATE TABLE IF NOT EXISTS articles (id TEXT PRIMARY KEY, version INTEGER NOT NULL, cluster TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS versions_by_hash ON versions (content_hash);
CREATE INDEX IF NOT EXISTS versions_by_outlet ON versions (outlet);
"""
_COLUMNS = (
    "article_id", "version", "url", "title", "source", "outlet", "authors", "published", "updated", "fetched",
    "language", "section", "tags", "text", "content_hash", "published_day", "known_from",
)  # fmt: skip
_SELECT = "SELECT v.*, a.cluster FROM versions v JOIN articles a ON a.id = v.article_id"


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article: the `article` as kept (version and cluster given), and how it differs from before."""

    outcome: Outcome
    article: Article

    @property
    def is_new_text(self) -> bool:
        """Whether its words are not in the catalogue's index yet."""
        return self.outcome != "unchanged"


class Catalogue:
    """The articles of one home. Safe to share between threads; every method is one transaction unless inside one."""

    def __init__(self, path: Path) -> None:
        """Open or make the file at `path`. Raises `GroundwireError` where it cannot be written or is no catalogue."""
        self.path = path
        self._lock = RLock()
        self._depth = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
            self.connection.row_factory = sqlite3.Row
            self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.execute("PRAGMA synchronous=NORMAL")  # in WAL mode: no corruption, at worst a lost tail
            self.connection.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise explained(error, path) from error

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        with self._lock:
            self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: what is done inside is kept together, or undone together when it raises. May be nested."""
        with self._lock:
            try:
                if self._depth == 0:
                    self.connection.execute("BEGIN IMMEDIATE")
                self._depth += 1
                try:
                    yield self.connection
                finally:
                    self._depth -= 1
                if self._depth == 0:
                    self.connection.execute("COMMIT")
            except BaseException as error:
                if self._depth == 0 and self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise explained(error, self.path) from error
                raise

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """The rows a query gives, read under the lock. Raises `GroundwireError` where the file cannot be read."""
        with self._lock:
            try:
                return self.connection.execute(sql, parameters).fetchall()
            except sqlite3.Error as error:
                raise explained(error, self.path) from error

    def store(self, article: Article) -> Stored:
        """Keep `article`: a new id is added, new words behind a known id become its next version.

        An exact copy of words already kept under another id is kept too, in the same cluster ("duplicate").
        """
        digest = content_hash(article.text)
        with self.transaction() as connection:
            known = self.rows(f"{_SELECT} WHERE a.id = ? AND v.version = a.version", (article.id,))
            if known and known[0]["content_hash"] == digest:
                return Stored("unchanged", _article(known[0]))
            version = known[0]["version"] + 1 if known else 1
            copy = self.rows(f"{_SELECT} WHERE v.content_hash = ? AND a.id != ? LIMIT 1", (digest, article.id))
            cluster = copy[0]["cluster"] if copy else known[0]["cluster"] if known else article.id
            kept = replace(article, version=version, cluster=cluster)
            self._insert(connection, kept, _record(kept, digest, known[0]["known_from"] if known else None))
            return Stored("updated" if known else "duplicate" if copy else "added", kept)

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One version of an article, the current one by default. Raises `KeyError` where there is none."""
        rows = self.rows(
            f"{_SELECT} WHERE a.id = ? AND v.version = coalesce(?, a.version)",
            (article_id, version),
        )
        if not rows:
            raise KeyError(article_id)
        return _article(rows[0])

    def articles(self) -> Iterator[Article]:
        """The current version of every article, newest first, undated ones last."""
        ids = self.rows(
            "SELECT a.id FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version "
            "ORDER BY v.published_day IS NULL, v.published DESC, a.id"
        )
        return (self.article(row["id"]) for row in ids)

    def remove(self, article_id: str) -> None:
        """Forget an article and all its versions. Raises `KeyError` where there is none."""
        with self.transaction() as connection:
            if not connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount:
                raise KeyError(article_id)
            connection.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))

    def count(self) -> int:
        """How many articles there are."""
        return int(self.rows("SELECT count(*) FROM articles")[0][0])

    def outlets(self) -> dict[str, str]:
        """The outlets of the current articles: key (see `corpus.outlets`) to the name most articles carry."""
        rows = self.rows(
            "SELECT v.outlet, v.source, count(*) AS n FROM versions v "
            "JOIN articles a ON a.id = v.article_id AND a.version = v.version GROUP BY 1, 2 ORDER BY n, v.source DESC"
        )
        return {row["outlet"]: row["source"] for row in rows}

    def _insert(self, connection: sqlite3.Connection, article: Article, values: dict[str, Any]) -> None:
        connection.execute(
            "UPDATE versions SET known_to = ? WHERE article_id = ? AND known_to IS NULL",
            (values["known_from"], article.id),
        )
        connection.execute(
            f"INSERT INTO versions ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})",  # noqa: S608
            tuple(values[name] for name in _COLUMNS),
        )
        connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, "
            "cluster = excluded.cluster",
            (article.id, article.version, article.cluster),
        )


def day_number(moment: datetime) -> int:
    """Days since 1 January of year 1, in UTC: what dates are compared by."""
    return moment.astimezone(UTC).date().toordinal()


def explained(error: Exception, path: Path) -> GroundwireError:
    """A storage failure in words: what happened, to which file, what to do next."""
    text = str(error)
    if "full" in text or "No space" in text:
        advice = "the disk is full. Free some space and run the same command again: what was finished is kept"
    elif isinstance(error, OSError) or "readonly" in text or "unable to open" in text or "Read-only" in text:
        advice = "it cannot be written. Set GROUNDWIRE_HOME to a folder you may write to"
    elif "not a database" in text or "malformed" in text:
        advice = "it is damaged or no Groundwire catalogue. Move it away and ingest again, or restore a backup"
    elif "locked" in text:
        advice = "another process has kept it locked for 30 seconds. Try again when that has finished"
    else:
        advice = f"it could not be used ({text}). Run `groundwire doctor`"
    return GroundwireError(f"{path}: {advice}.")


def _record(article: Article, digest: str, replaces: int | None) -> dict[str, Any]:
    """The row of a version; `replaces` is the day from which the version before it was known, None for the first."""
    latest = max((moment for moment in (article.published, article.updated) if moment), default=article.fetched)
    known_from = day_number(latest)
    if replaces is not None and known_from <= replaces:  # changed without a word: known since it was seen
        known_from = max(replaces, day_number(article.fetched))
    return {
        "article_id": article.id,
        "version": article.version,
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "outlet": outlet_key(article.source),
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": _iso(article.published),
        "updated": _iso(article.updated),
        "fetched": _iso(article.fetched),
        "language": article.language,
        "section": article.section,
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "text": article.text,
        "content_hash": digest,
        "published_day": day_number(article.published) if article.published else None,
        "known_from": known_from,
    }


def _article(row: sqlite3.Row) -> Article:
    return Article(
        id=row["article_id"],
        title=row["title"],
        source=row["source"],
        text=row["text"],
        url=row["url"],
        authors=tuple(json.loads(row["authors"])),
        published=_moment(row["published"]),
        updated=_moment(row["updated"]),
        fetched=datetime.fromisoformat(row["fetched"]),
        language=row["language"],
        section=row["section"],
        tags=tuple(json.loads(row["tags"])),
        version=row["version"],
        cluster=row["cluster"],
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None  # one zone: days and order agree, also as text


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
