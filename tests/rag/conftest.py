"""What the tests of rag/ share: the real embedding model, loaded once, and a newsroom of eight small articles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stories import STORIES

from rag import Newsroom, open_newsroom
from rag.embed import BundledEmbedder


@pytest.fixture(scope="session")
def embedder() -> BundledEmbedder:
    """The bundled all-MiniLM-L6-v2: importing its library takes seconds, so every test uses this one.

    One thread, because these texts are small and threads that wait for each other would take the time of the others.
    """
    import torch

    torch.set_num_threads(1)
    return BundledEmbedder()


@pytest.fixture(scope="session")
def newsroom(embedder: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The eight articles of `stories`; tests only read from it."""
    with open_newsroom(tmp_path_factory.mktemp("stories"), embedder=embedder) as room:
        assert room.ingest(STORIES).added == len(STORIES)
        yield room
