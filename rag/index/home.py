"""An open home by its parts, as those see it that examine and mend the whole: a Protocol that the newsroom keeps."""

from __future__ import annotations

from typing import Protocol

from corpus.catalogue import Catalogue
from corpus.feeds.store import FeedStore
from rag.config import Settings
from rag.index.intake import Intake
from rag.index.passages import PassageStore
from rag.index.progress import Progress
from rag.index.vector_index import VectorIndex
from rag.models.encoder import Embedder


class Home(Protocol):
    """The parts of one home, each open."""

    @property
    def settings(self) -> Settings:
        """The settings it was opened with."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """The record that everything else can be made from."""
        ...

    @property
    def feeds(self) -> FeedStore:
        """The feeds that are followed."""
        ...

    @property
    def passages(self) -> PassageStore:
        """The passages and the record of their vectors."""
        ...

    @property
    def intake(self) -> Intake:
        """What stores articles and cuts them into passages."""
        ...

    @property
    def embedder(self) -> Embedder:
        """The embedding model that the settings name."""
        ...

    @property
    def index(self) -> VectorIndex:
        """The nearest vectors."""
        ...

    def embed_pending(self, progress: Progress | None = None) -> int:
        """Give every passage that has no vector its vector; return how many had none."""
        ...
