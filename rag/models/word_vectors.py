"""Texts as vectors of their words in context, beside the vector of the whole: what soft matching of words rests on.

Both come out of one pass through the embedding model, so the words cost nothing more. A word's vector is the mean of
its tokens' states in a hidden layer: an early one still tells words apart by what they mean alone, a later one by what
they do in their sentence (which "who" or "how many" is being asked for).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Rows = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""One row a word, each of length 1."""
Row = np.ndarray[tuple[int], np.dtype[np.float32]]
Offsets = np.ndarray[tuple[int, int], np.dtype[np.int64]]

WORD = re.compile(r"[^\W_]+(?:[.'’\-&][^\W_]+)*")
EARLY_LAYER = 1 / 3
LATE_LAYER = 2 / 3
"""Of the model's layers: 2 and 4 of MiniLM's 6. Ranking the sentences that answer the questions of news_quiz_2023 by
their words alone puts one first in 0.43 of the cases by layer 2, 0.40 by layer 4, 0.39 by layer 6, 0.41 by the input;
the question word is matched best by layer 4."""


@dataclass(frozen=True, slots=True)
class WordVectors:
    """One text: its unit vector (dim,), where its words stand, and their unit vectors in two layers (words, dim)."""

    text: str
    whole: Row
    spans: tuple[tuple[int, int], ...]
    early: Rows
    late: Rows


def word_vectors(model: SentenceTransformer, texts: Sequence[str], batch_size: int) -> list[WordVectors]:
    """`texts` through `model`, in their order; what lies beyond the model's window is left out.

    Texts of like length share a batch, so little is spent on padding.
    """
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found: dict[int, WordVectors] = {}
    for first in range(0, len(order), batch_size):
        places = order[first : first + batch_size]
        found |= zip(places, _batch(model, [texts[place] for place in places]), strict=True)
    return [found[place] for place in range(len(texts))]


def _batch(model: SentenceTransformer, texts: list[str]) -> list[WordVectors]:
    import torch

    encoded = model.tokenizer(
        texts,
        padding=True,
        truncation=True,
        max_length=model.max_seq_length,
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    offsets = encoded.pop("offset_mapping").numpy()
    with torch.inference_mode():
        transformer: Any = model[0]
        states = transformer.model(**encoded, output_hidden_states=True).hidden_states
        features = {**encoded, "token_embeddings": states[-1]}
        for module in list(model.children())[1:]:
            features = module(features)
        wholes = torch.nn.functional.normalize(features["sentence_embedding"], dim=1).numpy()
    early, late = (states[round(share * (len(states) - 1))].numpy() for share in (EARLY_LAYER, LATE_LAYER))
    return [
        pooled(text, whole, places, early_states, late_states)
        for text, whole, places, early_states, late_states in zip(texts, wholes, offsets, early, late, strict=True)
    ]


def pooled(text: str, whole: Row, offsets: Offsets, early: Rows, late: Rows) -> WordVectors:
    """`text` with the means of each word's tokens.

    `offsets` (tokens, 2) are where tokens stand, (0, 0) for those that the model adds.
    """
    spans, starts, ends = [], [], []
    for word in WORD.finditer(text):
        inside = np.flatnonzero((offsets[:, 1] > word.start()) & (offsets[:, 0] < word.end()))
        if len(inside):
            spans.append(word.span())
            starts.append(int(inside[0]))
            ends.append(int(inside[-1]) + 1)
    return WordVectors(text, whole, tuple(spans), _means(early, starts, ends), _means(late, starts, ends))


def _means(states: Rows, starts: list[int], ends: list[int]) -> Rows:
    sums = np.concatenate([np.zeros((1, states.shape[1]), dtype=np.float32), np.cumsum(states, axis=0)])
    means = (sums[ends] - sums[starts]) / np.maximum(np.subtract(ends, starts), 1)[:, None]
    rows: Rows = (means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return rows


def nearest(question: Rows, sentence: Rows) -> list[float]:
    """For each word of `question`, the cosine similarity of the nearest word of `sentence`; 0 where it has none."""
    if not len(sentence):
        return [0.0] * len(question)
    best: list[float] = (question @ sentence.T).max(axis=1).tolist()
    return best
