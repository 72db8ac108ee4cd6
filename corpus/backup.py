"""A home in one file, and back: a copy of the catalogue as it stood at one moment, whoever reads and writes meanwhile.

The copy holds every article, version, feed and vector; what else a home has is made from these.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.catalogue import Catalogue
from corpus.database import WAIT_SECONDS, explained
from corpus.errors import GroundwireError
from corpus.schema import FORM, form_of

RESTORING = "restoring-"
"""How the folder begins, in the home, in which a backup is made ready; one that was left behind may be deleted."""


def back_up(catalogue: Catalogue, target: Path) -> int:
    """Write the catalogue to the new file `target`; returns how many articles it holds.

    The file appears whole or not at all. Raises `GroundwireError` where it exists already or cannot be written.
    """
    _refuse_to_overwrite(target)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.unlink(missing_ok=True)
        with closing(_opened(catalogue.path)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)  # in one step, of one state: a copy in several begins again whenever another writes
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            (articles,) = copy.execute("SELECT count(*) FROM articles").fetchone()
        _refuse_to_overwrite(target)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise explained(error, target) from error
    finally:
        partial.unlink(missing_ok=True)
    return int(articles)


def restore(catalogue: Catalogue, file: Path, *, replace: bool = False) -> int:
    """Make the catalogue what it was when `file` was written by `back_up`; returns how many articles it holds now.

    A file of an older form is brought to the present one. Other processes go on reading: they see all of the old state
    or all of the new, with a new identity, and a kill leaves one of the two. Raises `GroundwireError` where `file` is
    no sound backup, or where the catalogue holds articles and `replace` does not say that they may go; then nothing
    has changed.
    """
    if not file.is_file():
        raise GroundwireError(f"{file}: no such file. Name a file that `groundwire backup` wrote.")
    if catalogue.count() and not replace:
        raise GroundwireError(
            f"{catalogue.path} holds {catalogue.count():,} articles, which restoring would replace. "
            f"Back them up first, then add --replace; or set GROUNDWIRE_HOME to another folder."
        )
    try:
        with TemporaryDirectory(prefix=RESTORING, dir=catalogue.path.parent) as folder:
            copy = Path(folder) / "copy.sqlite3"
            _make_ready(copy, file)
            with closing(_opened(copy)) as ready, closing(_opened(catalogue.path)) as home:
                _put(ready, home)
    except (OSError, sqlite3.Error) as error:
        raise explained(error, catalogue.path) from error
    return catalogue.count()


def _make_ready(copy: Path, file: Path) -> None:
    """Copy the backup `file`, check the copy, bring it to the present form and give it a new identity."""
    try:
        with closing(_opened(file)) as backup, closing(sqlite3.connect(copy)) as source:
            backup.backup(source)
            form = form_of(source)
            source.execute("SELECT count(*) FROM articles JOIN versions ON article_id = id").fetchone()
            state = str(source.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.Error as error:
        raise GroundwireError(f"{file} is no backup of a home, or is damaged ({error}). Try another backup.") from error
    if form > FORM:
        raise GroundwireError(f"{file} was made by a newer Groundwire. Update Groundwire, then restore it.")
    if state != "ok":
        raise GroundwireError(f"{file} is damaged ({state.splitlines()[0]}). Try another backup.")
    restored = Catalogue(copy)
    try:
        restored.renew_identity()
    finally:
        restored.close()


def _put(ready: sqlite3.Connection, home: sqlite3.Connection) -> None:
    """Replace all that `home` holds in one transaction. Raises `sqlite3.Error` where another keeps on writing."""
    ends = time.monotonic() + WAIT_SECONDS

    def wait(status: int, remaining: int, total: int) -> None:  # noqa: ARG001 - as sqlite3 calls it
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > ends:
            raise sqlite3.OperationalError("database is locked")

    ready.backup(home, progress=wait)


def _refuse_to_overwrite(target: Path) -> None:
    if target.exists():
        raise GroundwireError(f"{target} exists already. Name a new file, or delete it first.")


def _opened(file: Path) -> sqlite3.Connection:
    """A file that is there; connecting by path alone would make one that is not."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS)
