"""What a home holds and needs no longer: shown by the doctor, and cleared when it is told to.

docs/how-it-works.md says what is kept, and for how long. Nothing goes that a stored answer cites, nor anything by which
an article is recognised when it comes again.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from corpus.backup import RESTORING
from rag.index.home import Home

RUNS = "runs"
EVALS = "evals"
"""The folder in `RUNS` with the homes in which evals keep their articles indexed."""
YEAR = timedelta(days=365)
MONTH = timedelta(days=30)
AT_ONCE = 100
"""Versions to a commit: others may write in between."""
_CITED = re.compile(r'"article_id":\s*("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True)
class Leftover:
    """One kind of thing that is needed no longer: how many there are, in words, and how to be rid of them."""

    count: int
    what: str
    clear: Callable[[], None]


def leftovers(home: Home, now: datetime | None = None) -> list[Leftover]:
    """What `home` needs no longer `now`, each kind of which there is any. Nothing is changed."""
    now, folder = now or datetime.now(UTC), home.settings.home
    versions = _old_versions(home, now)
    items = home.feeds.old_items(now - YEAR, read_since=now - MONTH)
    evals = [one for one in _folders(folder / RUNS / EVALS) if _unused_since(one) < now - MONTH]
    copies = [one for one in _folders(folder, RESTORING) if _unused_since(one) < now - timedelta(days=1)]
    kinds = (
        Leftover(len(versions), "versions of articles that newer ones replaced", partial(_remove, home, versions)),
        Leftover(home.passages.vectors.unused(), "vectors of no passage", home.passages.vectors.forget_unused),
        Leftover(len(items), "items of feeds whose articles are here", partial(home.feeds.forget_items, items)),
        Leftover(len(evals), "indexes that no eval has used for a month", partial(_delete, evals)),
        Leftover(len(copies), "copies that an interrupted restore left", partial(_delete, copies)),
    )
    return [kind for kind in kinds if kind.count]


def _old_versions(home: Home, now: datetime) -> list[tuple[str, int]]:
    """Versions that were replaced a year ago; or a month ago, on the day they came, so that no `as_of` shows them."""
    rows = home.catalogue.rows(
        "SELECT v.article_id, v.version, v.known_from >= v.known_to AS brief, (SELECT n.fetched FROM versions n "
        "WHERE n.article_id = v.article_id AND n.version > v.version ORDER BY n.version LIMIT 1) AS replaced "
        "FROM versions v WHERE v.known_to IS NOT NULL ORDER BY v.article_id, v.version"
    )
    cited = set(_cited(home.settings.home / RUNS)) if rows else set()
    return [
        (row["article_id"], row["version"])
        for row in rows
        if row["article_id"] not in cited
        and datetime.fromisoformat(row["replaced"]) < now - (MONTH if row["brief"] else YEAR)
    ]


def _cited(runs: Path) -> Iterator[str]:
    """The articles that a stored answer cites: votes and results of evals, wherever they lie among the runs."""
    for file in sorted(runs.rglob("*.json*")):
        if (runs / EVALS) in file.parents:
            continue
        with file.open(encoding="utf-8", errors="replace") as text:
            for line in text:
                yield from (json.loads(found) for found in _CITED.findall(line))


def _remove(home: Home, versions: Sequence[tuple[str, int]]) -> None:
    for first in range(0, len(versions), AT_ONCE):
        with home.catalogue.transaction():
            for article_id, version in versions[first : first + AT_ONCE]:
                if home.catalogue.remove_version(article_id, version):
                    home.passages.remove(article_id, version)
    home.index.file()


def _folders(parent: Path, begins: str = "") -> list[Path]:
    return sorted(path for path in parent.glob(f"{begins}*") if path.is_dir()) if parent.is_dir() else []


def _unused_since(folder: Path) -> datetime:
    """When a folder, or a file right in it, was last written."""
    times = [path.stat().st_mtime for path in (folder, *folder.iterdir())]
    return datetime.fromtimestamp(max(times), UTC)


def _delete(folders: Sequence[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
