"""Whether a home's parts agree: catalogue, full text, vectors and model; and how to make them agree again.

The catalogue is the record. Everything else can be made from it, so repairing never loses an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.errors import GroundwireError
from rag.config import BUNDLED_MODEL
from rag.index.home import Home
from rag.index.progress import Progress
from rag.models.minilm import verify_model


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, whether it is as it should be, and in words how it stands."""

    what: str
    ok: bool
    detail: str


def examine(home: Home) -> list[Finding]:
    """Look at every part of `home`; nothing is changed. A part that cannot be read is a finding, not an error."""
    checks: tuple[tuple[str, Callable[[Home], Finding]], ...] = (
        ("catalogue", _catalogue),
        ("full text", _full_text),
        ("embedding model", _model),
        ("vectors", _vectors),
    )
    return [_attempt(what, check, home) for what, check in checks]


def repair(home: Home, progress: Progress | None = None) -> None:
    """Make full text and vectors agree with the catalogue, with the embedding model that the settings name.

    Raises `GroundwireError` where the catalogue itself cannot be written.
    """
    home.catalogue.recount()
    record = home.passages.vectors
    if record.model() != home.embedder.name:
        record.set_model(home.embedder.name)
    record.owe_unrecorded()
    home.intake.cut_missing()
    home.passages.rebuild_full_text()
    if not home.index.holds_chroma or any(home.index.strays_and_losses()):
        home.index.rebuild()
    home.embed_pending(progress)


def _attempt(what: str, check: Callable[[Home], Finding], home: Home) -> Finding:
    try:
        return check(home)
    except GroundwireError as error:
        return Finding(what, ok=False, detail=str(error))


def _catalogue(home: Home) -> Finding:
    state = str(home.catalogue.rows("PRAGMA quick_check")[0][0])
    if state != "ok":
        return Finding("catalogue", ok=False, detail=f"damaged ({state}): restore a backup, or ingest again")
    if not home.catalogue.counts_hold():
        return Finding("catalogue", ok=False, detail="its counts of articles, outlets or passages are wrong")
    return Finding("catalogue", ok=True, detail=f"{home.catalogue.count():,} articles")


def _full_text(home: Home) -> Finding:
    passages = home.passages.counts()[0]
    indexed = int(home.catalogue.rows("SELECT count(*) FROM passages_fts")[0][0])
    missing = len(home.intake.without_passages())
    if missing or indexed != passages:
        detail = f"{missing} article versions without passages, {indexed:,} of {passages:,} passages in the index"
        return Finding("full text", ok=False, detail=detail)
    return Finding("full text", ok=True, detail=f"{passages:,} passages")


def _model(home: Home) -> Finding:
    if home.embedder.name == BUNDLED_MODEL:
        verify_model()
    made_with = home.passages.vectors.model()
    if made_with not in (None, home.embedder.name):
        detail = f"the vectors were made with {made_with!r}, the settings name {home.embedder.name!r}"
        return Finding("embedding model", ok=False, detail=detail)
    return Finding("embedding model", ok=True, detail=home.embedder.name)


def _vectors(home: Home) -> Finding:
    pending, unrecorded = home.passages.counts()[1], home.passages.vectors.unrecorded()
    strays, losses = home.index.strays_and_losses()
    if unrecorded or strays or losses:
        detail = f"{unrecorded + len(losses):,} vectors are lost, {len(strays):,} stand for no passage"
        return Finding("vectors", ok=False, detail=detail)
    trouble = home.passages.vectors.trouble()
    if pending and trouble:
        return Finding("vectors", ok=False, detail=f"{pending:,} passages could not be given theirs: {trouble}")
    waiting = f", {pending:,} passages wait for theirs, which the next ingest or chat gives them" if pending else ""
    searched = "" if home.index.holds_chroma else ", searched without Chroma, which another process has or which failed"
    return Finding("vectors", ok=True, detail=f"{home.passages.counts()[0] - pending:,} vectors{waiting}{searched}")
