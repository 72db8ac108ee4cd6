"""Giving passages the vectors they wait for: at once with a progress bar, or in the background while others ask.

One process at a time embeds for a home; one that is told to embed meanwhile watches the other's work go on, and takes
over where the other stops.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from corpus.errors import GroundwireError
from rag.embed import Embedder
from rag.index import VectorIndex
from rag.progress import Progress
from rag.vectors import VectorRecord

BATCHES_AT_ONCE = 8
"""Batches between two commits: texts of like length are batched together, so more at once waste less on padding."""
IN_BACKGROUND = 2
"""The same, in the background: a question waits for the processor a second or two at most, and progress shows."""
_WATCH_SECONDS = 0.2
_LOOK_SECONDS = 1.0
"""Time between two looks for new passages: with a batch at work, they are answered from within five seconds."""
_AFTER_ERROR_SECONDS = 30.0
_log = logging.getLogger(__name__)


class EmbeddingQueue:
    """The passages of one home that wait for vectors."""

    def __init__(self, record: VectorRecord, embedder: Embedder, home: Path, batch: int) -> None:
        self._record = record
        self._embedder = embedder
        self._lock_file = home / "runs" / "embedding.lock"
        self._batch = batch

    def work_off(
        self,
        progress: Progress | None = None,
        stop: Callable[[], bool] = lambda: False,
        batches: int = BATCHES_AT_ONCE,
    ) -> int:
        """Wait until no passage waits (or `stop` says so), embedding as far as no other process does; returns how many.

        Raises `GroundwireError` where the catalogue cannot be written.
        """
        total = left = self._record.owed_count()
        while left and not stop():
            with self._only_one() as mine:
                if not mine:
                    time.sleep(_WATCH_SECONDS)
                elif owed := self._record.owed(self._batch * batches):
                    self._record.keep(owed, self._embedder.encode([text.embedded_as for text in owed]))
            left = self._record.owed_count()
            total = max(total, left)
            if progress:
                progress("indexing", total - left, total)
        return total

    @contextmanager
    def _only_one(self) -> Iterator[bool]:
        """Whether this is the one place that embeds for the home now. Where files cannot be locked, every one is."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._lock_file, blocking=False, thread_local=False)
        try:
            self._lock_file.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            yield False
            return
        except (OSError, NotImplementedError):
            yield True
            return
        try:
            yield True
        finally:
            lock.release()


class BackgroundIndexer(Thread):
    """Embeds what waits and files it in Chroma, for as long as a program runs; questions go on meanwhile."""

    def __init__(self, queue: EmbeddingQueue, index: Callable[[], VectorIndex]) -> None:
        super().__init__(name="groundwire-indexer", daemon=True)
        self._queue = queue
        self._index = index
        self._ended = Event()

    def run(self) -> None:
        """Work until `stop`; what fails is logged and tried again later."""
        while not self._ended.is_set():
            pause = _LOOK_SECONDS
            try:
                self._queue.work_off(stop=self._ended.is_set, batches=IN_BACKGROUND)
                self._index().file()
            except GroundwireError as error:
                _log.warning("Indexing waits: %s", error)
                pause = _AFTER_ERROR_SECONDS
            self._ended.wait(pause)

    def stop(self) -> None:
        """End after the batch at work."""
        self._ended.set()
        if self.is_alive():
            self.join()
