"""Stand-ins for what is slow: an embedder that needs no torch, so that property tests can open a home per example."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from zlib import crc32

import numpy as np

from rag.models.encoder import BundledEmbedder, Vectors
from rag.models.word_vectors import WORD, Row, WordVectors

DIMENSION = 64
ROOT = 4
"""Letters by which words are alike: "hire" and "hired"."""


@cache
def bundled_tokenizer() -> BundledEmbedder:
    """The real model's tokenizer; its weights are never loaded."""
    return BundledEmbedder()


class HashEmbedder:
    """An `Embedder` whose vectors come from the words of the text: texts that share words are near each other.

    Tokens are those of the bundled model, so passages are cut as they are in earnest. `texts` lists what was embedded;
    `before`, where given, is called with the number of earlier calls before each one.
    """

    def __init__(self, name: str = "hash-of-words", before: Callable[[int], object] | None = None) -> None:
        self.name = name
        self.max_tokens = bundled_tokenizer().max_tokens
        self.before = before
        self.calls = 0
        self.texts: list[str] = []

    def token_starts(self, text: str) -> list[int]:
        return bundled_tokenizer().token_starts(text)

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.before:
            self.before(self.calls)
        self.calls += 1
        self.texts += texts
        return np.array([hashed(text) for text in texts], dtype=np.float32).reshape(len(texts), DIMENSION)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        return [_of_words(text, whole) for text, whole in zip(texts, self.encode(texts), strict=True)]


def _of_words(text: str, whole: Row) -> WordVectors:
    spans = tuple(word.span() for word in WORD.finditer(text))
    roots = [text[slice(*span)][:ROOT] for span in spans]
    rows = np.array([hashed(root) for root in roots], dtype=np.float32).reshape(len(spans), DIMENSION)
    return WordVectors(text, whole, spans, rows, rows)


def hashed(text: str) -> Vectors:
    """A unit vector, shape (64,): each word adds 1 or -1 at two places that its letters choose."""
    vector = np.zeros(DIMENSION)
    for word in re.findall(r"\w+", text.casefold()):
        for salt in "ab":
            number = crc32((salt + word).encode("utf-8", "surrogatepass"))
            vector[number % DIMENSION] += 1 if number & 1024 else -1
    if not vector.any():
        vector[crc32(text.encode("utf-8", "surrogatepass")) % DIMENSION] = 1
    return vector / np.linalg.norm(vector)


class StoppedError(BaseException):
    """What an embedder raises in a test that stops an ingest halfway, as a kill does: no error of the model's."""


def stop_at(call: int) -> Callable[[int], None]:
    """For `HashEmbedder(before=...)`: raise at this call, counted from 0, and at every later one."""

    def stop(earlier: int) -> None:
        if earlier >= call:
            raise StoppedError

    return stop
