"""A home in one file, and back: a copy of the catalogue as it stood at one moment, whoever reads and writes meanwhile.

The copy holds every article, version, feed and vector; what else a home has is made from these.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.database import explained
from corpus.errors import GroundwireError
from corpus.schema import FORM

_PAGES_AT_ONCE = 2_000
"""Copied between two chances for others to write; about 8 MB."""


def back_up(catalogue: Catalogue, target: Path) -> int:
    """Write the catalogue to the new file `target`; returns how many articles it holds.

    The file appears whole or not at all. Raises `GroundwireError` where it exists already or cannot be written.
    """
    if target.exists():
        raise GroundwireError(f"{target} exists already. Name a new file, or delete it first.")
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(catalogue.path)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy, pages=_PAGES_AT_ONCE, sleep=0.01)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            (articles,) = copy.execute("SELECT count(*) FROM articles").fetchone()
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise explained(error, target) from error
    return int(articles)


def restore(catalogue: Catalogue, file: Path, *, replace: bool = False) -> int:
    """Make the catalogue what it was when `file` was written by `back_up`; returns how many articles it holds now.

    Other processes go on reading: they see all of the old state or all of the new. Raises `GroundwireError` where
    `file` is no sound backup, or where the catalogue holds articles and `replace` does not say that they may go; then
    nothing has changed.
    """
    _check(file)
    if catalogue.count() and not replace:
        raise GroundwireError(
            f"{catalogue.path} holds {catalogue.count():,} articles, which restoring would replace. "
            f"Back them up first, then add --replace; or set GROUNDWIRE_HOME to another folder."
        )
    try:
        with closing(_opened(file)) as source, closing(sqlite3.connect(catalogue.path, timeout=30)) as home:
            source.backup(home)
    except sqlite3.Error as error:
        raise explained(error, catalogue.path) from error
    catalogue.renew_identity()
    return catalogue.count()


def _check(file: Path) -> None:
    if not file.is_file():
        raise GroundwireError(f"{file}: no such file. Name a file that `groundwire backup` wrote.")
    try:
        with closing(_opened(file)) as source:
            form = int(source.execute("PRAGMA user_version").fetchone()[0])
            source.execute("SELECT count(*) FROM articles JOIN versions ON article_id = id").fetchone()
            state = str(source.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.Error as error:
        raise GroundwireError(f"{file} is no backup of a home, or is damaged ({error}). Try another backup.") from error
    if form != FORM:
        raise GroundwireError(f"{file} was made by another version of Groundwire. Restore it with that version.")
    if state != "ok":
        raise GroundwireError(f"{file} is damaged ({state.splitlines()[0]}). Try another backup.")


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
