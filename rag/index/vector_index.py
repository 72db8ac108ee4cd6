"""Nearest vectors of a home, whoever else is using it: Chroma for those it has filed, an exact scan for the rest.

Embedded Chroma is for one process. The process that holds the home's lock uses it; any other, and every process while
Chroma fails, scans the recorded vectors instead, with the same results. So a second process may ask and ingest at any
time, a vector counts as soon as it is recorded, and nothing that happens to Chroma's folder makes an answer fail.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import GroundwireError
from rag.index.chroma import ChromaVectors, is_readable
from rag.index.scan import NOTHING
from rag.index.vector_record import VectorRecord
from rag.models.encoder import Vectors
from rag.values.filters import Filters

if TYPE_CHECKING:
    from filelock import FileLock

FEW = 4_000
"""Passages under a filter that are compared one by one."""
AHEAD = (8, 64)
"""How many times more passages than are wanted are looked through for those that pass a filter."""
_PAGE = 2_000
"""Vectors read or filed at once; Chroma's own limit may be lower."""
_DECIMALS = 6
"""Of a similarity: what float32 vectors carry."""
_log = logging.getLogger(__name__)


class VectorIndex:
    """The vectors of one home. Safe to share between threads."""

    def __init__(self, record: VectorRecord, home: Path, url: str = "") -> None:
        """Open Chroma in `home`, or on the server at `url`; where another process has the folder, scan instead.

        Raises `GroundwireError` where a server is named that does not answer.
        """
        self.record = record
        self._home = home
        self._url = url
        self._guard = RLock()
        self._filing = Lock()
        self._lock: FileLock | None = None
        self._chroma: ChromaVectors | None = None
        self._identity, self._model = record.catalogue.identity(), record.model()
        self._scan = NOTHING
        self._read = 0
        self._open_chroma()

    @property
    def holds_chroma(self) -> bool:
        """Whether this process searches and fills Chroma; otherwise it scans."""
        return self._chroma is not None

    def nearest(self, vector: Vectors, filters: Filters, limit: int) -> dict[str, float]:
        """The `limit` nearest passages to a (1, dimension) vector: key to cosine similarity, nearest first.

        Similarities are computed from the record, so that they do not tell whether Chroma or the scan found a passage.
        Under filters, few passages are compared one by one, and of many the nearest of all are looked through for those
        that pass: Chroma itself reads all that it holds to filter, so it does that last.
        """
        exact = self.cosines(vector, self._candidates(vector, filters, limit))
        return dict(sorted(exact.items(), key=lambda item: (-item[1], item[0]))[:limit])

    def _candidates(self, vector: Vectors, filters: Filters, limit: int) -> list[str]:
        """Keys of passages among which the nearest are."""
        if filters != Filters():
            few = self.record.passing(filters, FEW + 1)
            if len(few) <= FEW:
                return few
            for many in (limit * times for times in AHEAD):
                passing = self.record.passing(filters, many, self._found(vector, Filters(), many))
                if len(passing) >= limit:
                    return passing
        return self._found(vector, filters, limit)

    def _found(self, vector: Vectors, filters: Filters, limit: int) -> list[str]:
        """Keys of the `limit` nearest passages that Chroma and the scan find."""
        with self._guard:
            self._follow()
            found: dict[str, float] = {}
            if self._chroma is not None:
                try:
                    found = self._chroma.nearest(vector, filters, limit)
                except GroundwireError as error:
                    self._leave_chroma(error)
                    self._follow()
            scan = self._scan
        return list(found | scan.nearest(vector, filters, limit))

    def cosines(self, vector: Vectors, keys: Sequence[str]) -> dict[str, float]:
        """Cosine similarity of these passages to a (1, dimension) vector; one without a vector is left out."""
        query = vector[0].astype(np.float64)
        return {key: round(float(query @ row), _DECIMALS) for key, row in self.record.vectors(keys).items()}

    def keys(self) -> set[str]:
        """Every passage that is searched by vector."""
        with self._guard:
            self._follow()
            return {*self._scan.keys, *(self._chroma.keys() if self._chroma is not None else ())}

    def file(self, progress: Callable[[int], None] | None = None) -> None:
        """Bring Chroma up to the record, if this process has it or can get it; `progress` gets how many were filed.

        Raises `GroundwireError` where Chroma cannot be written; answers go on with a scan.
        """
        with self._guard:
            self._follow()
            if self._chroma is None:
                self._open_chroma()
            if self._chroma is None:
                return
            chroma = self._chroma
        try:
            with self._filing:
                self._file(chroma, progress)
        except GroundwireError as error:
            self._leave_chroma(error)
            raise

    def strays_and_losses(self) -> tuple[set[str], set[str]]:
        """Keys that Chroma holds and should not, and that it should hold and does not. Both empty without Chroma."""
        if self._chroma is None:
            return set(), set()
        have = self._chroma.keys()
        # A process that was killed may have filed more than it noted, and what was removed goes when it files again.
        may = self.record.keys() | set(self.record.gone())
        return have - may, self.record.keys(upto=self._chroma.filed) - have

    def rebuild(self) -> None:
        """Throw away what Chroma holds, so that `file` fills it again from the record."""
        with self._guard:
            if self._chroma is not None:
                self._chroma.clear()
            elif not self._url and self._acquire():
                shutil.rmtree(self._home / "chroma", ignore_errors=True)
            self._scan, self._read = NOTHING, 0

    def close(self) -> None:
        """Let go of the files."""
        with self._guard:
            if self._chroma is not None:
                self._chroma.close()
                self._chroma = None
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def _follow(self) -> None:
        """Read what was recorded since the last look; start again where the home was restored from a backup."""
        identity = self.record.catalogue.identity()
        if identity != self._identity:
            if self.record.model() != self._model:
                raise GroundwireError(
                    f"{self._home} has been restored with vectors of another embedding model. Start this program again."
                )
            self._identity = identity
            self._scan, self._read = NOTHING, 0
            if self._chroma is not None:
                self._chroma.belong_to(identity)
        if self._chroma is not None and self._chroma.filed > self._read:
            self._read = self._chroma.filed
        while rows := self.record.after(self._read, _PAGE):
            self._scan = self._scan.extended(rows)
            self._read = rows[-1].seq

    def _file(self, chroma: ChromaVectors, progress: Callable[[int], None] | None) -> None:
        gone = self.record.gone()
        chroma.remove(gone)
        self.record.forget_gone(gone)
        chroma.put(self.record.numbered(gone))  # of a server: another process may have filed them again meanwhile
        while rows := self.record.after(chroma.filed, min(chroma.batch, _PAGE)):
            chroma.file(rows)
            if progress:
                progress(len(rows))
        with self._guard:
            self._scan = self._scan.after(chroma.filed)

    def _open_chroma(self) -> None:
        if not self._url and not self._acquire():
            return
        folder = self._home / "chroma"
        if not self._url and not is_readable(folder):
            # Before Chroma looks: after a failed start it keeps the failure for the rest of the process.
            _log.warning("%s is damaged and is made again from the catalogue.", folder)
            shutil.rmtree(folder)
        try:
            self._chroma = ChromaVectors(folder, self._url, self._identity)
        except GroundwireError as error:
            if self._url:
                raise
            self._leave_chroma(error)
            return
        if self._chroma.filed > self.record.last():  # the catalogue is an older one, put back by hand
            self._chroma.clear()
        self._scan, self._read = NOTHING, self._chroma.filed

    def _leave_chroma(self, error: GroundwireError) -> None:
        """Go on without Chroma: every recorded vector is scanned from now on."""
        _log.warning("Searching without Chroma: %s", error)
        with self._guard:
            self._chroma = None
            self._scan, self._read = NOTHING, 0

    def _acquire(self) -> bool:
        """Whether this process has the home's Chroma folder to itself now."""
        from filelock import FileLock, Timeout

        if self._lock is not None:
            return True
        file = self._home / "runs" / "chroma.lock"
        lock = FileLock(file, blocking=False, thread_local=False)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except (Timeout, OSError, NotImplementedError):  # held by another process, or a file system without locks
            return False
        self._lock = lock
        return True
