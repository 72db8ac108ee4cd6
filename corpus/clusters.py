"""Which articles tell the same story: their signatures in the catalogue's file, and the cluster each belongs to.

A cluster is named after the article that began it. It grows when an article is stored that is a copy of one of its
members, and two become one when an article is a copy of members of both. An article whose text changes is placed again:
it leaves a cluster in which it is a copy of nobody any more; those it brought together stay together.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.database import Database
from corpus.near_duplicates import Overlap, Reading, Signature, compare, read, signature

if TYPE_CHECKING:
    from corpus.near_duplicates import Mask

_MEMBER = (
    "FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version "
    "LEFT JOIN signatures s ON s.article_id = a.id"
)
PER_BAND = 100
"""A band with so many articles takes no more: of a site's boilerplate, thousands would share it."""
UNFILED = 128
"""Signatures looked through one by one before they are filed. The bands of one article lie on as many pages of the file
as it has bands, and each would be written: filed one at a time, 6,000 articles took 2 to 3 ms each to commit."""
COMPARED = 10
"""Articles an article is compared with at most, those with the rarest bands in common first."""
RARE, MANY = 0.2, 6
"""Shared bands suffice that ten articles have at most, two of them, or more bands with more; or six of any kind: what
the pages of one site have in common is no reason to compare them."""
TRIES = 3
"""Members of one cluster an article is compared with at most."""
SAME_PART = 0.5
"""Two articles that share words with a third tell one story if this much of the smaller part lies in the other."""
WHOLE = 0.8
"""An article that covers this much of a member is a copy of the member's story, not of one of several stories in it."""
FAINT, FAINT_BESIDE_A_MATCH = 1 / 8, 1 / 3
"""Articles with fewer bands in common than this share of the best candidate's are not compared."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An article to compare with; `strength` is its bands in common against those of the best candidate, 0 to 1."""

    article_id: str
    cluster: str
    reading: Reading
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class _Match:
    """A cluster that an article belongs to, and the words of the article that stand there."""

    cluster: str
    part: Mask


class Clusters:
    """The clusters of one catalogue."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def place(self, article: Article) -> str:
        """Return the cluster of a new or changed `article`, joining clusters where it belongs to several.

        Called in the transaction that stores the article, before or after its rows are written.
        """
        with self.database.transaction() as connection:
            signed = signature(article.text)
            matches = self._matches(connection, article, signed)
            self._record(connection, article.id, signed)
            cluster = self._joined(connection, matches) if matches else self._own(connection, article.id)
            connection.execute("UPDATE articles SET cluster = ? WHERE id = ?", (cluster, article.id))
            return cluster

    def forget(self, article_id: str) -> None:
        """Find copies of this article no more. Its cluster keeps its name and its other members."""
        with self.database.transaction() as connection:
            self._unband(connection, article_id)
            connection.execute("DELETE FROM signatures WHERE article_id = ?", (article_id,))

    def unplaced(self) -> list[str]:
        """Ids of the articles that were stored before there were signatures; `place` each to have its copies found."""
        return [row["id"] for row in self.database.rows(f"SELECT a.id {_MEMBER} WHERE s.n IS NULL ORDER BY a.id")]

    def _matches(self, connection: sqlite3.Connection, article: Article, signed: Signature) -> list[_Match]:
        """The clusters `article` belongs to, the one it shares most words with first."""
        reading = read(article.text)
        tried: Counter[str] = Counter()
        matches: dict[str, _Match] = {}
        for member in self._candidates(connection, article.id, signed):
            known = member.cluster in matches or tried[member.cluster] == TRIES
            if known or (matches and member.strength < FAINT_BESIDE_A_MATCH):
                continue
            tried[member.cluster] += 1
            overlap = compare(reading, member.reading)
            if overlap.same_story and self._of_one_story(connection, article.id, reading, member, overlap):
                matches[member.cluster] = _Match(member.cluster, overlap.first)
            if tried.total() == COMPARED:
                break
        return sorted(matches.values(), key=lambda match: (-int(match.part.sum()), match.cluster))

    def _candidates(self, connection: sqlite3.Connection, article_id: str, signed: Signature) -> Iterator[_Candidate]:
        """The articles with enough bands in common, best first. A band counts the less the more articles have it."""
        count: Counter[int] = Counter()
        rarity: defaultdict[int, float] = defaultdict(float)
        for sharing in self._sharing(connection, signed).values():
            for n in sharing:
                count[n] += 1
                rarity[n] += 1 / len(sharing)
        best = max(count.values(), default=0)
        needed = max(signed.needed, best * FAINT)
        found = [n for n in count if count[n] >= needed and (rarity[n] >= RARE or count[n] >= MANY)]
        for n in sorted(found, key=lambda n: (-rarity[n], n)):
            row = connection.execute(f"SELECT a.id, a.cluster, v.text {_MEMBER} WHERE s.n = ?", (n,)).fetchone()
            if row and row["id"] != article_id:
                yield _Candidate(row["id"], row["cluster"], read(row["text"]), count[n] / best)

    def _of_one_story(
        self, connection: sqlite3.Connection, article_id: str, reading: Reading, member: _Candidate, overlap: Overlap
    ) -> bool:
        """Whether the part of `member` that the article shares is the part its cluster shares.

        A page that gathers several stories is a member with the story it gives most room; its other stories are not.
        """
        if overlap.second.mean() >= WHOLE:
            return True
        rows = connection.execute(
            f"SELECT v.text {_MEMBER} WHERE a.cluster = ? AND a.id NOT IN (?, ?) ORDER BY s.n LIMIT ?",
            (member.cluster, member.article_id, article_id, TRIES),
        ).fetchall()
        fellows = [read(row["text"]) for row in rows]
        return not fellows or any(
            compare(reading, fellow).same_story or _same_part(overlap.second, compare(member.reading, fellow).first)
            for fellow in fellows
        )

    def _joined(self, connection: sqlite3.Connection, matches: list[_Match]) -> str:
        """One cluster of those in `matches` that share the same part of the article; the others are left alone."""
        one = [match.cluster for match in matches if _same_part(match.part, matches[0].part)]
        marks = ", ".join("?" * len(one))
        name = connection.execute(
            f"SELECT a.cluster {_MEMBER} WHERE a.cluster IN ({marks}) "
            "GROUP BY a.cluster ORDER BY count(*) DESC, min(s.n) LIMIT 1",
            one,
        ).fetchone()["cluster"]
        connection.execute(f"UPDATE articles SET cluster = ? WHERE cluster IN ({marks})", (name, *one))  # noqa: S608
        return str(name)

    def _own(self, connection: sqlite3.Connection, article_id: str) -> str:
        """A cluster of its own, named after the article; those it leaves behind under that name get another."""
        heir = connection.execute(
            f"SELECT a.id {_MEMBER} WHERE a.cluster = ? AND a.id != ? ORDER BY s.n LIMIT 1",
            (article_id, article_id),
        ).fetchone()
        if heir:
            connection.execute("UPDATE articles SET cluster = ? WHERE cluster = ?", (heir["id"], article_id))
        return article_id

    def _sharing(self, connection: sqlite3.Connection, signed: Signature) -> dict[int, list[int]]:
        """For each band of a signature that others have too, their numbers."""
        import numpy as np

        sharing: dict[int, list[int]] = defaultdict(list)
        marks = ", ".join("?" * len(signed.bands))
        for band, n in connection.execute(f"SELECT band, n FROM bands WHERE band IN ({marks})", signed.bands):  # noqa: S608
            sharing[band].append(n)
        unfiled = connection.execute("SELECT n, bands FROM signatures WHERE filed = 0").fetchall()
        if unfiled and not signed.exact_only:
            bands = np.frombuffer(b"".join(row["bands"] for row in unfiled), dtype="<i8").reshape(len(unfiled), -1)
            for row, column in np.argwhere(bands == np.array(signed.bands)).tolist():
                sharing[signed.bands[column]].append(unfiled[row]["n"])
        return sharing

    def _record(self, connection: sqlite3.Connection, article_id: str, signed: Signature) -> None:
        self._unband(connection, article_id)
        connection.execute(
            "INSERT INTO signatures (article_id, bands, filed) VALUES (?, ?, 0) "
            "ON CONFLICT (article_id) DO UPDATE SET bands = excluded.bands, filed = 0",
            (article_id, pack(f"<{len(signed.bands)}q", *signed.bands)),
        )
        unfiled = connection.execute("SELECT count(*) FROM signatures WHERE filed = 0").fetchone()[0]
        if signed.exact_only:
            self._file(connection, "article_id = ?", article_id)
        elif unfiled >= UNFILED:
            self._file(connection, "filed = ?", 0)

    def _file(self, connection: sqlite3.Connection, which: str, value: str | int) -> None:
        """Write the bands of these signatures where they are looked up, in the order in which they lie there."""
        rows = connection.execute(f"SELECT n, bands FROM signatures WHERE {which}", (value,)).fetchall()  # noqa: S608
        entries = sorted((band, row["n"]) for row in rows for band in _unpacked(row["bands"]))
        full = connection.execute(
            "SELECT band FROM bands WHERE band IN (SELECT value FROM json_each(?)) GROUP BY band HAVING count(*) >= ?",
            (json.dumps([band for band, _ in entries]), PER_BAND),
        ).fetchall()
        closed = {row["band"] for row in full}
        connection.executemany("INSERT INTO bands VALUES (?, ?)", [e for e in entries if e[0] not in closed])
        connection.execute(f"UPDATE signatures SET filed = 1 WHERE {which}", (value,))  # noqa: S608

    def _unband(self, connection: sqlite3.Connection, article_id: str) -> None:
        row = connection.execute(
            "SELECT n, bands FROM signatures WHERE article_id = ? AND filed = 1", (article_id,)
        ).fetchone()
        if row:
            filed = [(band, row["n"]) for band in _unpacked(row["bands"])]
            connection.executemany("DELETE FROM bands WHERE band = ? AND n = ?", filed)


def _unpacked(bands: bytes) -> tuple[int, ...]:
    return unpack(f"<{len(bands) // 8}q", bands)


def _same_part(a: Mask, b: Mask) -> bool:
    return int((a & b).sum()) >= SAME_PART * min(int(a.sum()), int(b.sum()))
