"""Stand-ins for what is slow: an embedder and a reader without a model, so that property tests can open many homes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from zlib import crc32

import numpy as np

from rag.models.encoder import BundledEmbedder, Vectors
from rag.text.stems import stems
from rag.text.words import STOP_WORDS
from rag.values.judged import Judged, Stretch

DIMENSION = 64


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


class SharedWords:
    """A `SentenceReader` for which a sentence answers as far as it has the words of the question: all 6, none -6."""

    def read(self, asked: str, stretches: Sequence[Stretch]) -> list[list[Judged]]:
        wanted = stems(asked) - _STOPS or stems(asked)
        return [[_shared(wanted, sentence) for sentence in stretch.sentences] for stretch in stretches]


_STOPS = stems(" ".join(STOP_WORDS))


def _shared(wanted: set[str], sentence: str) -> Judged:
    share = len(wanted & stems(sentence)) / max(1, len(wanted))
    return Judged(12 * share - 6, share, 0.0, (0, len(sentence)))


class StoppedError(BaseException):
    """What an embedder raises in a test that stops an ingest halfway, as a kill does: no error of the model's."""


def stop_at(call: int) -> Callable[[int], None]:
    """For `HashEmbedder(before=...)`: raise at this call, counted from 0, and at every later one."""

    def stop(earlier: int) -> None:
        if earlier >= call:
            raise StoppedError

    return stop
