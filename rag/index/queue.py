"""Giving passages the vectors they wait for: at once with a progress bar, or in the background while others ask.

One process at a time embeds for a home; one that is told to embed meanwhile watches the other's work go on, and takes
over where the other stops.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from corpus.errors import GroundwireError
from rag.index.progress import Progress
from rag.index.vector_index import VectorIndex
from rag.index.vector_record import Owed, VectorRecord
from rag.models.encoder import Embedder, Vectors

BATCHES_AT_ONCE = 8
"""Batches between two commits: texts of like length are batched together, so more at once waste less on padding."""
IN_BACKGROUND = 2
"""The same, in the background: a question waits for the processor a second or two at most, and progress shows."""
_WATCH_SECONDS = 0.2
_LOOK_SECONDS = 1.0
"""Time between two looks for new passages: with a batch at work, they are answered from within five seconds."""
_AFTER_ERROR_SECONDS = 30.0
_PLAIN = "The news of the day."
"""A text that any model can embed, to tell a text that fails from a model that fails."""
_log = logging.getLogger(__name__)


class ModelError(GroundwireError):
    """The embedding model failed on texts, in a way of its own: torch raises `RuntimeError`, others anything."""

    def __init__(self, error: Exception) -> None:
        said = " ".join(str(error).split())
        super().__init__(f"The embedding model failed with {type(error).__name__}{f': {said}' if said else ''}.")


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

        A text that the model fails on waits on and holds up no other; the home notes why. Raises `GroundwireError`
        where the catalogue cannot be written, or the model fails on every text.
        """
        total = left = self._record.owed_count()
        failed: dict[bytes, str] = {}
        while left and not stop():
            with self._only_one() as mine:
                owed = self._record.owed(self._batch * batches, failed)
                if not owed:
                    break
                if mine:
                    failed |= self._embed(owed)
                else:
                    time.sleep(_WATCH_SECONDS)
            left = self._record.owed_count()
            total = max(total, left)
            if progress:
                progress("indexing", total - left, total)
        if failed or not left:
            self._record.note_trouble(next(iter(failed.values()), None))
        return total

    def _embed(self, owed: Sequence[Owed]) -> dict[bytes, str]:
        """Record the vectors of these texts; returns hash and reason of each that the model fails on."""
        try:
            vectors = self._encoded([text.embedded_as for text in owed])
        except ModelError as error:
            if len(owed) == 1:
                self._check_model()
                _log.warning("A passage has no vector. %s", error)
                return {owed[0].hash: str(error)}
            return {digest: why for text in owed for digest, why in self._embed([text]).items()}
        self._record.keep(owed, vectors)
        return {}

    def _check_model(self) -> None:
        """Raise `GroundwireError` where the model fails on any text at all."""
        try:
            self._encoded([_PLAIN])
        except ModelError as error:
            raise GroundwireError(
                f"{error} Articles are kept and found by their words. Run `groundwire doctor --repair` to try again."
            ) from error

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        try:
            return self._embedder.encode(texts)
        except GroundwireError:
            raise
        except Exception as error:  # a model that somebody names may raise anything
            raise ModelError(error) from error

    def trouble(self) -> str | None:
        """Why passages have no vector though it was tried to give them one; None where none was refused."""
        return self._record.trouble()

    def note_trouble(self, error: Exception) -> None:
        """Note in the home, if it can be written, why indexing does not go on."""
        try:
            self._record.note_trouble(" ".join(str(error).split()) or type(error).__name__)
        except GroundwireError:
            _log.warning("What went wrong could not be noted in the home")

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
            try:
                self._queue.work_off(stop=self._ended.is_set, batches=IN_BACKGROUND)
                self._index().file()
                pause = _AFTER_ERROR_SECONDS if self._queue.trouble() else _LOOK_SECONDS
            except GroundwireError as error:
                _log.warning("Indexing waits: %s", error)
                self._queue.note_trouble(error)
                pause = _AFTER_ERROR_SECONDS
            except Exception as error:  # noqa: BLE001 - where the thread ended, every passage would wait for ever
                _log.exception("Indexing failed, and is tried again in %d seconds", _AFTER_ERROR_SECONDS)
                self._queue.note_trouble(error)
                pause = _AFTER_ERROR_SECONDS
            self._ended.wait(pause)

    def stop(self) -> None:
        """End after the batch at work."""
        self._ended.set()
        if self.is_alive():
            self.join()
