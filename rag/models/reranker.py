"""The passages found, ranked once more by a cross-encoder, which reads a question and a passage together.

Only where a setting names one: the default loads none. It is loaded when first needed, and nothing is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from corpus.errors import GroundwireError
from rag.values.passage import StoredPassage

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 30
"""Passages read beside the question; each costs the model about as much as embedding it."""


class Reranker:
    """A sentence-transformers cross-encoder by name or folder; safe to share between threads."""

    def __init__(self, model: str, batch_size: int = 32) -> None:
        self.name = model
        self.batch_size = batch_size
        self._lock = Lock()

    def rerank(self, question: str, ranked: Sequence[StoredPassage]) -> list[StoredPassage]:
        """`ranked`, best first, with the best `RERANKED` in the model's order, scored 1 to 0; the others follow below.

        Where the model tells no difference nothing changes. Raises `GroundwireError` where it cannot be loaded.
        """
        head, rest = ranked[:RERANKED], ranked[RERANKED:]
        if not head:
            return []
        scores = self.scores([(question, f"{stored.passage.title}. {stored.passage.text}") for stored in head])
        lowest, highest = min(scores), max(scores)
        if lowest == highest:
            return list(ranked)
        read = [
            with_score(stored, (score - lowest) / (highest - lowest))
            for stored, score in zip(head, scores, strict=True)
        ]
        below = max((stored.passage.score for stored in rest), default=0.0) + 1.0
        return [
            *sorted(read, key=lambda stored: -stored.passage.score),
            *(with_score(stored, stored.passage.score - below) for stored in rest),
        ]

    def scores(self, pairs: list[tuple[str, str]]) -> list[float]:
        """The model's score of each (question, text). Raises `GroundwireError` where it gives more than one figure."""
        model: Any = self._model  # its stub knows texts alone as a sequence of lists
        predicted = model.predict(pairs, batch_size=self.batch_size, show_progress_bar=False, convert_to_numpy=True)
        if predicted.shape != (len(pairs),):
            raise GroundwireError(
                f"The reranker {self.name!r} gives {predicted.shape[1]} figures for a passage, and one is needed. "
                "Set GROUNDWIRE_RERANKER to a cross-encoder that scores relevance, or unset it."
            )
        return [round(float(score), 5) for score in predicted]  # the last bits depend on the batch

    @property
    def _model(self) -> CrossEncoder:
        with self._lock:  # two first questions at once must not load it twice
            return self._loaded

    @cached_property
    def _loaded(self) -> CrossEncoder:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a model that is not on the disk is an error, not a download
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # as in `rag.models.encoder`
        try:
            model: CrossEncoder = CrossEncoder(self.name, device="cpu")
        except (OSError, ValueError) as error:
            raise GroundwireError(
                f"The reranker {self.name!r} could not be loaded: {str(error).splitlines()[0]} "
                "Set GROUNDWIRE_RERANKER to a folder that holds a sentence-transformers cross-encoder, or unset it."
            ) from error
        return model


def with_score(stored: StoredPassage, score: float) -> StoredPassage:
    """`stored` with another score."""
    return replace(stored, passage=replace(stored.passage, score=score))
