"""What a reader takes and gives back: stretches of articles, and what each of their sentences is to a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Stretch(NamedTuple):
    """Sentences of an article that stand together, in order, under `head`: its title, outlet and day."""

    head: str
    sentences: tuple[str, ...]


class Judged(NamedTuple):
    """What the reader says of one sentence.

    `answers` is the logit that it answers what is asked. `supports` and `contradicts` are the chances, of 0 to 1, that
    it does so to a claim. `words` is where its answering words stand in it, best guess, whether or not it answers.
    """

    answers: float
    supports: float
    contradicts: float
    words: tuple[int, int]


class SentenceReader(Protocol):
    """What the rest of Groundwire asks of a reader; see `rag.models.reader`."""

    def read(self, asked: str, stretches: Sequence[Stretch]) -> list[list[Judged]]:
        """Return what each sentence of each stretch is to the question or claim `asked`, in their order."""
        ...
