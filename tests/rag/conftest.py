"""What the tests of rag/ share: a newsroom of eight small articles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stories import STORIES

from rag import Newsroom, open_newsroom
from rag.models.encoder import BundledEmbedder


@pytest.fixture(scope="session")
def newsroom(embedder: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The eight articles of `stories`; tests only read from it."""
    with open_newsroom(tmp_path_factory.mktemp("stories"), embedder=embedder) as room:
        assert room.ingest(STORIES).added == len(STORIES)
        yield room
