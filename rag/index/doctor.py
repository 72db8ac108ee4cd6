"""Whether a home's parts agree: catalogue, full text, vectors and model; and how to make them agree again.

The catalogue is the record. Everything else can be made from it, so repairing never loses an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.errors import GroundwireError
from rag.config import BUNDLED_MODEL
from rag.index.progress import Progress
from rag.models.minilm import verify_model
from rag.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, whether it is as it should be, and in words how it stands."""

    what: str
    ok: bool
    detail: str


def examine(room: Newsroom) -> list[Finding]:
    """Look at every part of `room`; nothing is changed. A part that cannot be read is a finding, not an error."""
    checks: tuple[tuple[str, Callable[[Newsroom], Finding]], ...] = (
        ("catalogue", _catalogue),
        ("full text", _full_text),
        ("embedding model", _model),
        ("vectors", _vectors),
    )
    return [_attempt(what, check, room) for what, check in checks]


def repair(room: Newsroom, progress: Progress | None = None) -> None:
    """Make full text and vectors agree with the catalogue, with the embedding model that the settings name.

    Raises `GroundwireError` where the catalogue itself cannot be written.
    """
    room.catalogue.recount()
    record = room.passages.vectors
    if record.model() != room.embedder.name:
        record.set_model(room.embedder.name)
    record.owe_unrecorded()
    room.intake.cut_missing()
    room.passages.rebuild_full_text()
    if not room.index.holds_chroma or any(room.index.strays_and_losses()):
        room.index.rebuild()
    room.embed_pending(progress)


def _attempt(what: str, check: Callable[[Newsroom], Finding], room: Newsroom) -> Finding:
    try:
        return check(room)
    except GroundwireError as error:
        return Finding(what, ok=False, detail=str(error))


def _catalogue(room: Newsroom) -> Finding:
    state = str(room.catalogue.rows("PRAGMA quick_check")[0][0])
    if state != "ok":
        return Finding("catalogue", ok=False, detail=f"damaged ({state}): restore a backup, or ingest again")
    if not room.catalogue.counts_hold():
        return Finding("catalogue", ok=False, detail="its counts of articles, outlets or passages are wrong")
    return Finding("catalogue", ok=True, detail=f"{room.catalogue.count():,} articles")


def _full_text(room: Newsroom) -> Finding:
    passages = room.passages.counts()[0]
    indexed = int(room.catalogue.rows("SELECT count(*) FROM passages_fts")[0][0])
    missing = len(room.intake.without_passages())
    if missing or indexed != passages:
        detail = f"{missing} article versions without passages, {indexed:,} of {passages:,} passages in the index"
        return Finding("full text", ok=False, detail=detail)
    return Finding("full text", ok=True, detail=f"{passages:,} passages")


def _model(room: Newsroom) -> Finding:
    if room.embedder.name == BUNDLED_MODEL:
        verify_model()
    made_with = room.passages.vectors.model()
    if made_with not in (None, room.embedder.name):
        detail = f"the vectors were made with {made_with!r}, the settings name {room.embedder.name!r}"
        return Finding("embedding model", ok=False, detail=detail)
    return Finding("embedding model", ok=True, detail=room.embedder.name)


def _vectors(room: Newsroom) -> Finding:
    pending, unrecorded = room.passages.counts()[1], room.passages.vectors.unrecorded()
    strays, losses = room.index.strays_and_losses()
    if unrecorded or strays or losses:
        detail = f"{unrecorded + len(losses):,} vectors are lost, {len(strays):,} stand for no passage"
        return Finding("vectors", ok=False, detail=detail)
    trouble = room.passages.vectors.trouble()
    if pending and trouble:
        return Finding("vectors", ok=False, detail=f"{pending:,} passages could not be given theirs: {trouble}")
    waiting = f", {pending:,} passages wait for theirs, which the next ingest or chat gives them" if pending else ""
    searched = "" if room.index.holds_chroma else ", searched without Chroma, which another process has or which failed"
    return Finding("vectors", ok=True, detail=f"{room.passages.counts()[0] - pending:,} vectors{waiting}{searched}")
