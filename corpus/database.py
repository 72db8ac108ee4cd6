"""One SQLite file in WAL mode: one writer at a time, readers that never wait for it, failures told in words.

What is kept in it is `corpus.catalogue`'s and `rag`'s business. Other processes may read and write the same file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock, get_ident, local
from typing import Any

from corpus.errors import GroundwireError, TryLaterError

WAIT_SECONDS = 30
"""How long a writer waits for another process that writes; a transaction of ours takes milliseconds."""

_PAGES = ("freelist_count", "page_count")
_CHECKPOINT_PAGES = 8_000
"""Pages (of 4 kB) written between two checkpoints, which wait for the disk; SQLite's own 1,000 are some 30 articles."""


class Database:
    """A file shared by the threads of this process and by other processes; every method is safe to call from any."""

    def __init__(self, path: Path) -> None:
        """Open or make the file at `path`. Raises `GroundwireError` where it cannot be written or is no database."""
        self.path = path
        self._writing = RLock()
        self._writer_thread = 0
        self._depth = 0
        self._failed = False
        self._readers: list[sqlite3.Connection] = []
        self._readers_lock = Lock()
        self._snapshots = local()
        self._closed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = self._connect()
            self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.execute("PRAGMA synchronous=NORMAL")  # in WAL mode: no corruption, at worst a lost tail
            self.connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
            self._inode = path.stat().st_ino
        except (OSError, sqlite3.Error) as error:
            raise explained(error, path) from error

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        with self._writing, self._readers_lock:
            self._closed = True
            for reader in self._readers:
                reader.close()
            self._readers.clear()
            self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: what is done inside is kept together, or undone together when it raises. May be nested."""
        with self._writing:
            if self._depth:
                with self._nested():
                    yield self.connection
                return
            self._check_place()
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                self._writer_thread, self._depth, self._failed = get_ident(), 1, False
                try:
                    yield self.connection
                finally:
                    self._writer_thread, self._depth = 0, 0
                self._commit()
            except BaseException as error:
                if self.connection.in_transaction:  # SQLite itself may have rolled back, when the disk is full
                    self.connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise explained(error, self.path) from error
                raise

    def _check_place(self) -> None:
        """Refuse to write into a file that has been taken away: it is open here still, and nobody would find it."""
        try:
            in_place = self.path.stat().st_ino == self._inode
        except OSError:
            in_place = False
        if not in_place:
            raise GroundwireError(
                f"{self.path} has been moved, deleted or replaced while it was in use: nothing more is written to it. "
                "Put it back, or restore a backup; then start this program again."
            )

    def _commit(self) -> None:
        if self._failed:
            raise GroundwireError(f"{self.path}: a part of this change failed, so none of it was kept.")
        self.connection.execute("COMMIT")

    @contextmanager
    def _nested(self) -> Iterator[None]:
        """A part of the outer transaction, which keeps nothing once a part has failed, even if the failure is caught.

        Without savepoints: at each of them FTS5 would write out all that it holds back.
        """
        self._depth += 1
        try:
            yield
        except BaseException as error:
            self._failed = True
            if isinstance(error, sqlite3.Error):
                raise explained(error, self.path) from error
            raise
        finally:
            self._depth -= 1

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What this thread reads inside is one state of the file, whatever is written meanwhile. May be nested."""
        if self._writer_thread == get_ident() or getattr(self._snapshots, "reader", None) is not None:
            yield
            return
        with self._reader() as reader:
            self._snapshots.reader = reader
            try:
                reader.execute("BEGIN")
                yield
            finally:
                self._snapshots.reader = None
                if reader.in_transaction:
                    reader.execute("COMMIT")

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """The rows a query gives: of this thread's transaction or snapshot where it is in one, else of the last commit.

        Raises `GroundwireError` where the file cannot be read.
        """
        try:
            if self._writer_thread == get_ident():
                return self.connection.execute(sql, parameters).fetchall()
            held: sqlite3.Connection | None = getattr(self._snapshots, "reader", None)
            if held is not None:
                return held.execute(sql, parameters).fetchall()
            with self._reader() as reader:
                return reader.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise explained(error, self.path) from error

    def compact(self) -> None:
        """Give the disk back what the file holds of free pages, where that is a quarter of it or more.

        Raises `GroundwireError` where another process keeps on using the file.
        """
        with self._writing:
            try:
                free, pages = (self.connection.execute(f"PRAGMA {what}").fetchone()[0] for what in _PAGES)
                if free * 4 >= pages:
                    self.connection.execute("VACUUM")
                    self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise explained(error, self.path) from error

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        """A connection that only reads, lent for a while: as many are open as threads ever read at the same time."""
        with self._readers_lock:
            reader = self._readers.pop() if self._readers else None
        if reader is None:
            reader = self._connect()
            reader.execute("PRAGMA query_only=1")
        try:
            yield reader
        finally:
            with self._readers_lock:
                if self._closed:
                    reader.close()
                else:
                    self._readers.append(reader)

    def _connect(self) -> sqlite3.Connection:
        if self._closed:
            raise GroundwireError(f"{self.path} has been closed. Open the newsroom again.")
        connection = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None, timeout=WAIT_SECONDS)
        connection.row_factory = sqlite3.Row
        return connection


def explained(error: Exception, path: Path) -> GroundwireError:
    """A storage failure in words: what happened, to which file, what to do next."""
    text = str(error)
    if "full" in text or "No space" in text:
        why = "the disk is full. Free some space and run the same command again: what was finished is kept"
        return TryLaterError(f"{path}: {why}.")
    if "locked" in text:
        why = f"another process has kept it locked for {WAIT_SECONDS} seconds. Try again when that has finished"
        return TryLaterError(f"{path}: {why}.")
    if isinstance(error, OSError) or "readonly" in text or "unable to open" in text or "Read-only" in text:
        advice = "it cannot be written. Set GROUNDWIRE_HOME to a folder you may write to"
    elif "not a database" in text or "malformed" in text:
        advice = "it is damaged or no Groundwire catalogue. Move it away and ingest again, or restore a backup"
    else:
        advice = f"it could not be used ({text}). Run `groundwire doctor`"
    return GroundwireError(f"{path}: {advice}.")
