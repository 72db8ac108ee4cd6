"""Texts to vectors: articles through sentence-transformers; questions, with the bundled model, through onnxruntime.

torch and sentence-transformers take seconds to import, so a question to an existing index must not need them. Nothing
is fetched: a model is the one that is installed with Groundwire, a folder, or one already in the local cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.errors import GroundwireError
from rag.config import BUNDLED_MODEL
from rag.models.minilm import WINDOW, MiniLM, model_folder
from rag.models.wordpiece import WordPieceStarts, is_wordpiece

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

SPECIAL_TOKENS = 2
"""[CLS] and [SEP], which the model adds to every text and which its window includes."""

Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""One row a text, each of length 1, so that a dot product is the cosine similarity."""


class Embedder(Protocol):
    """What the rest of Groundwire asks of an embedding model."""

    @property
    def name(self) -> str:
        """What the model is called in the settings and in the home it made vectors for."""
        ...

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that the model sees, special tokens not counted."""
        ...

    def token_starts(self, text: str) -> list[int]:
        """Where each token of `text` begins, special tokens left out, nothing cut off."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a passage: shape (len(texts), dimension), float32."""
        ...

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a question, to be compared with those of passages: the same shape."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model by name or folder; the weights are loaded on the first `encode`."""

    def __init__(self, model: str, batch_size: int = 32) -> None:
        self.name = model
        self.batch_size = batch_size
        self._folder = model
        self._lock = Lock()

    @cached_property
    def max_tokens(self) -> int:
        """Tokens of a text that the model sees, special tokens not counted."""
        return int(self._model.max_seq_length or 512) - SPECIAL_TOKENS

    def token_starts(self, text: str) -> list[int]:
        """See `Embedder.token_starts`."""
        return self._starts(text)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.encode`. Texts of like length are batched together, so little is spent on padding."""
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        vectors: Vectors = self._model.encode(
            list(texts),
            batch_size=self.batch_size,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        ).astype(np.float32, copy=False)
        return vectors

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.encode_query`; with the prompt that a model was trained to put before questions."""
        vectors: Vectors = self._model.encode_query(
            list(texts), show_progress_bar=False, convert_to_numpy=True, normalize_embeddings=True
        ).astype(np.float32, copy=False)
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """The vectors of the tokens of each text, those that the model adds left out: shape (tokens, dimension)."""
        if not texts:
            return []
        rows = self._model.encode(
            list(texts),
            batch_size=self.batch_size,
            show_progress_bar=False,
            convert_to_numpy=False,
            output_value="token_embeddings",
        )
        return [row[1:-1].float().cpu().numpy() for row in rows]

    @property
    def _dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def _starts(self) -> Callable[[str], list[int]]:
        tokenizer = self._tokenizer
        if is_wordpiece(tokenizer):
            return WordPieceStarts(tokenizer)
        return lambda text: [start for start, _ in tokenizer.encode(text, add_special_tokens=False).offsets]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @property
    def _model(self) -> SentenceTransformer:
        with self._lock:  # two first questions at once must not load it twice
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a model that is not on the disk is an error, not a download
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # "Loading weights" is no news to the reader of an answer
        try:
            return SentenceTransformer(self._folder, device="cpu")
        except (OSError, ValueError) as error:
            raise GroundwireError(
                f"The embedding model {self.name!r} could not be loaded: {str(error).splitlines()[0]} "
                f"Set GROUNDWIRE_EMBEDDING_MODEL to a folder that holds a sentence-transformers model, or unset it."
            ) from error


class BundledEmbedder(SentenceTransformerEmbedder):
    """all-MiniLM-L6-v2 as it is installed: passages through sentence-transformers, the rest through onnxruntime.

    The weights are the same, and so are the vectors (cosine above 0.99999).
    """

    max_tokens = WINDOW - SPECIAL_TOKENS

    def __init__(self, batch_size: int = 32) -> None:
        super().__init__(BUNDLED_MODEL, batch_size)
        self._folder = str(model_folder())
        self._minilm = MiniLM()

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.encode_query`."""
        return np.stack([one.vector for one in self._minilm.encode(texts)])

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """See `SentenceTransformerEmbedder.encode_tokens`."""
        return [one.last[1:-1] for one in self._minilm.encode(texts)]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def open_embedder(model: str = BUNDLED_MODEL, batch_size: int = 32) -> SentenceTransformerEmbedder:
    """The embedder of that name: the bundled one, or any sentence-transformers model or folder."""
    return BundledEmbedder(batch_size) if model == BUNDLED_MODEL else SentenceTransformerEmbedder(model, batch_size)
