"""Where articles are kept: one SQLite file with every version of every article, in WAL mode.

A version's text never changes. A changed article gets a new version for answering; the old one stays for the record.
The passages and the full-text index live in the same file, so that they change in the same transaction as the article;
`rag.index.passages` keeps them. All tables are made in `corpus.schema`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from corpus.article import Article, content_hash
from corpus.clusters import Clusters
from corpus.database import Database, explained
from corpus.errors import GroundwireError
from corpus.outlets import is_named
from corpus.schema import FORM, MISCOUNTED, form_of, migrate, recount
from corpus.versions import COLUMNS, SAID, article_of, carried, merged, record_of

Outcome = Literal["added", "updated", "unchanged", "duplicate"]

_SELECT = "SELECT v.*, a.cluster FROM versions v JOIN articles a ON a.id = v.article_id"


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article: the `article` as kept (version and cluster given), and how it differs from before.

    `is_new_text`: its words are not in the catalogue's index yet. `is_new_data`: the words were known, and what is
    said about them (title, date, outlet, ...) is new.
    """

    outcome: Outcome
    article: Article
    is_new_text: bool = False
    is_new_data: bool = False


class Catalogue(Database):
    """The articles of one home. Safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        """Open or make the file at `path`. Raises `GroundwireError` where it cannot be written or is no catalogue."""
        super().__init__(path)
        try:
            form = form_of(self.connection)
        except sqlite3.Error as error:
            raise explained(error, path) from error
        if form > FORM:
            raise GroundwireError(f"{path} was made by a newer Groundwire. Update Groundwire, or use another home.")
        if form < FORM:  # else opening waits for nobody who writes
            with self.transaction() as connection:
                migrate(connection)
        self.clusters = Clusters(self)

    def identity(self) -> str:
        """16 hex digits, drawn when the home was made or restored: tells what was made from it from what was not."""
        return str(self.rows("SELECT id FROM identity")[0]["id"])

    def renew_identity(self) -> None:
        """Draw a new identity: what was made from the catalogue as it was before is made again."""
        with self.transaction() as connection:
            connection.execute("UPDATE identity SET id = lower(hex(randomblob(8)))")

    def store(self, article: Article, raw: str | None = None) -> Stored:
        """Keep `article`: a new id is added, new words behind a known id become its next version.

        A copy of a story that is kept under another id, exact or near (`corpus.clusters`), is kept too, in the same
        cluster ("duplicate"). Known words that come with new data (a date that was missing) keep their version, and the
        data is brought up to date ("updated"); nothing known is given up for a value that is missing. `raw` is the text
        as it came, where recurring furniture was taken out of `article.text`: the same raw text is the same article,
        whatever has been learned about its outlet since. An article that was removed is here again; whoever brings
        articles unasked looks at `was_removed` first.
        """
        digest, raw_digest = content_hash(article.text), content_hash(article.text if raw is None else raw)
        with self.transaction() as connection:
            known = self.rows(f"{_SELECT} WHERE a.id = ? AND v.version = a.version", (article.id,))
            if known and raw_digest in (known[0]["raw_hash"], known[0]["content_hash"]):
                return self._refresh(connection, known[0], article)
            version = known[0]["version"] + 1 if known else 1
            article = carried(article_of(known[0]), article) if known else article
            kept = replace(article, version=version, cluster=self.clusters.place(article))
            record = record_of(kept, digest, raw_digest, known[0]["known_from"] if known else None)
            self._insert(connection, kept, record)
            outcome: Outcome = "updated" if known else "added" if kept.cluster == kept.id else "duplicate"
            return Stored(outcome, kept, is_new_text=True)

    def reword(self, article_id: str, text: str) -> Article:
        """Give an article a next version of the same raw text: more of it has turned out to be furniture."""
        with self.transaction() as connection:
            known = self.rows(f"{_SELECT} WHERE a.id = ? AND v.version = a.version", (article_id,))[0]
            before = article_of(known)
            kept = replace(before, text=text, version=before.version + 1)
            raw_digest = known["raw_hash"] or known["content_hash"]
            self._insert(connection, kept, record_of(kept, content_hash(text), raw_digest, known["known_from"]))
            return kept

    def of_outlet(self, outlet: str) -> list[Article]:
        """The current versions of the articles of one outlet, by its key (`corpus.outlets`)."""
        return [
            article_of(row) for row in self.rows(f"{_SELECT} WHERE v.outlet = ? AND v.version = a.version", (outlet,))
        ]

    def versions(self, article_id: str) -> list[Article]:
        """Every version of an article, the oldest first. Raises `KeyError` where there is none."""
        rows = self.rows(f"{_SELECT} WHERE a.id = ? ORDER BY v.version", (article_id,))
        if not rows:
            raise KeyError(article_id)
        return [article_of(row) for row in rows]

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One version of an article, the current one by default. Raises `KeyError` where there is none."""
        rows = self.rows(
            f"{_SELECT} WHERE a.id = ? AND v.version = coalesce(?, a.version)",
            (article_id, version),
        )
        if not rows:
            raise KeyError(article_id)
        return article_of(rows[0])

    def articles(
        self, condition: str = "v.version = a.version", values: Sequence[Any] = (), limit: int | None = None
    ) -> Iterator[Article]:
        """The current version of every article, newest first, undated ones last; at most `limit`.

        `condition` is SQL over `versions v` and `articles a`, and `values` its parameters.

        Each is read when its turn comes, so one that goes meanwhile is left out; in a `snapshot` none does.
        """
        ids = self.rows(
            "SELECT a.id FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version "  # noqa: S608
            f"WHERE {condition} "
            "ORDER BY v.published_order IS NULL, v.published_order DESC, a.id LIMIT ?",
            (*values, -1 if limit is None else limit),
        )
        current = f"{_SELECT} WHERE a.id = ? AND v.version = a.version"
        return (article_of(found) for row in ids for found in self.rows(current, (row["id"],)))

    def remove(self, article_id: str) -> None:
        """Forget an article and all its versions, but not that it was removed: see `was_removed`.

        Raises `KeyError` where there is none.
        """
        with self.transaction() as connection:
            if not connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount:
                raise KeyError(article_id)
            connection.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))
            connection.execute("INSERT OR IGNORE INTO removed VALUES (?)", (article_id,))
            self.clusters.forget(article_id)

    def was_removed(self, article_id: str) -> bool:
        """Whether somebody removed this article, so that nothing but an ingest by its reader brings it back."""
        return bool(self.rows("SELECT 1 FROM removed WHERE article_id = ?", (article_id,)))

    def remove_version(self, article_id: str, version: int) -> bool:
        """Forget a version that a newer one has replaced; False where there is no such version (any more)."""
        with self.transaction() as connection:
            replaced = "DELETE FROM versions WHERE article_id = ? AND version = ? AND known_to IS NOT NULL"
            return connection.execute(replaced, (article_id, version)).rowcount == 1

    def count(self) -> int:
        """How many articles there are."""
        return int(self.rows("SELECT articles FROM tally")[0][0])

    def counts_hold(self) -> bool:
        """Whether the counts that are kept as articles come and go are those of what is there."""
        return not self.rows(MISCOUNTED)[0][0]

    def recount(self) -> None:
        """Count everything anew."""
        with self.transaction() as connection:
            recount(connection)

    def outlets(self) -> dict[str, str]:
        """The outlets of the current articles: key (see `corpus.outlets`) to the name most articles carry."""
        rows = self.rows("SELECT outlet, source FROM outlet_counts ORDER BY articles, source DESC")
        rows.sort(key=lambda row: is_named(row["source"]))  # the last of each outlet stays
        return {row["outlet"]: row["source"] for row in rows}

    def _refresh(self, connection: sqlite3.Connection, known: sqlite3.Row, article: Article) -> Stored:
        """Bring what is said about known words up to date. Words known from a day on stay known from it."""
        before = article_of(known)
        now = merged(before, article)
        record = record_of(now, known["content_hash"], known["raw_hash"] or known["content_hash"], None)
        if all(record[name] == known[name] for name in SAID):
            return Stored("unchanged", before)
        record["known_from"] = min(record["known_from"], known["known_from"])
        columns = ", ".join(f"{name} = ?" for name in COLUMNS)
        connection.execute(
            f"UPDATE versions SET {columns} WHERE article_id = ? AND version = ?",  # noqa: S608 - our own column names
            (*(record[name] for name in COLUMNS), now.id, now.version),
        )
        return Stored("updated", now, is_new_data=True)

    def _insert(self, connection: sqlite3.Connection, article: Article, values: dict[str, Any]) -> None:
        connection.execute(
            "UPDATE versions SET known_to = ? WHERE article_id = ? AND known_to IS NULL",
            (values["known_from"], article.id),
        )
        connection.execute(
            f"INSERT INTO versions ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",  # noqa: S608
            tuple(values[name] for name in COLUMNS),
        )
        connection.execute("DELETE FROM removed WHERE article_id = ?", (article.id,))
        connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, "
            "cluster = excluded.cluster",
            (article.id, article.version, article.cluster),
        )
