"""What tests of whole runs share: the real embedding model, and a newsroom of the bundled briefs, indexed once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Newsroom, open_newsroom
from rag.embed import BundledEmbedder
from rag.newsroom import BRIEFS


@pytest.fixture(scope="session")
def embedder() -> BundledEmbedder:
    """The bundled all-MiniLM-L6-v2, in one thread, as the tests of rag/ use it."""
    import torch

    torch.set_num_threads(1)
    return BundledEmbedder()


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
