"""What tests of whole runs share: a newsroom of the bundled briefs, indexed once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Newsroom, open_newsroom
from rag.models.encoder import BundledEmbedder
from rag.newsroom import BRIEFS


@pytest.fixture(scope="session")
def briefs_room(
    embedder: BundledEmbedder, outside_connections: list[object], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Newsroom]:
    """The bundled briefs; tests only read from it."""
    with open_newsroom(tmp_path_factory.mktemp("briefs"), embedder=embedder) as room:
        report = room.ingest(BRIEFS)
        assert report.added
        assert not report.failed
        yield room
