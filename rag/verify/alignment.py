"""What speaks for one sentence of a claim in one passage: each of its words held against the passage's words.

Pure arithmetic over two readings; what the numbers weigh is fitted in `rag.verify.judge`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from rag.models.encoder import Vectors
from rag.verify.reading import Reading, Word
from rag.verify.stated import accounted_for

REACH = 3
"""Content words within which two words of a claim must stand in the passage to count as standing together."""
WORD_FEATURES = (
    *("held", "near", "same_sense", "pull", "together", "pronoun", "number", "name", "new_name", "new_number"),
    *("name_sense", "number_sense", "opening_name"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as evidence: its reading, stems of its title and outlet, and the day it was published."""

    reading: Reading
    about: frozenset[str] = frozenset()
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """One sentence of a claim against one passage.

    `words` are its content words, and a pronoun that opens the claim; `best` is the number of the sentence nearest to
    it. `features` has a row a word, the columns of `WORD_FEATURES`; `cosine` is that of the nearest sentence.
    """

    words: tuple[Word, ...]
    best: int
    features: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    cosine: float


def claim_words(claim: Reading, sentence: int) -> list[int]:
    """Which words of a sentence of a claim are to be accounted for, by their numbers in `claim.words`."""
    own = [n for n, word in enumerate(claim.words) if word.sentence == sentence]
    chosen = [n for n in own if claim.words[n].is_content or _stands_for_nobody(claim.words[n])]
    return chosen or own


def align(claim: Reading, sentence: int, source: Source) -> Alignment:
    """Hold each word of a claim's sentence against the words of a passage, which has at least one."""
    passage = source.reading
    numbers = claim_words(claim, sentence)
    words = [claim.words[n] for n in numbers]
    cosines = claim.vectors[numbers] @ passage.vectors.T
    theirs = np.array([word.stem for word in passage.words])
    equal = np.array([theirs == word.stem for word in words])
    starts = np.searchsorted([word.sentence for word in passage.words], np.arange(len(passage.sentences)))
    by_sentence = np.maximum.reduceat(cosines, starts, axis=1)
    around = _widened(by_sentence)
    place = int(around.mean(axis=0).argmax())
    senses = _widened(np.maximum.reduceat(np.where(equal, cosines, 0.0), starts, axis=1))[:, place]
    first, last = max(place - 1, 0), min(place + 1, len(passage.sentences) - 1)
    sentence_cosines = passage.sentence_vectors @ claim.sentence_vectors[sentence]
    held = np.array([_is_held(word, bool(same.any()), claim, source) for word, same in zip(words, equal, strict=True)])
    near = around[:, place].astype(np.float64)
    features = _features(
        words,
        held,
        near,
        senses,
        _pulls(claim, sentence, numbers, passage.sentence_vectors[int(sentence_cosines.argmax())]),
        _together(words, passage),
    )
    best = first + int((by_sentence[:, first : last + 1].mean(axis=0) + sentence_cosines[first : last + 1]).argmax())
    return Alignment(tuple(words), best, features, float(sentence_cosines.max()))


def _features(
    words: Sequence[Word],
    held: np.ndarray[tuple[int], np.dtype[np.float64]],
    near: np.ndarray[tuple[int], np.dtype[np.float64]],
    senses: Vectors,
    pulls: list[float],
    together: list[float],
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rows = []
    for n, word in enumerate(words):
        number, name = float(word.figure is not None), float(word.named)
        rows.append(
            [
                held[n],
                near[n],
                senses[n],
                pulls[n],
                together[n],
                float(_stands_for_nobody(word)),
                number,
                name,
                name * (1 - held[n]),
                number * (1 - held[n]),
                name * senses[n],
                number * near[n],
                name * float(word.opens),
            ]
        )
    return np.array(rows, dtype=np.float64)


def _stands_for_nobody(word: Word) -> bool:
    """Whether a pronoun opens the claim, so that nothing before it says whom it means."""
    return word.is_pronoun and word.opens and word.sentence == 0


def _is_held(word: Word, stands: bool, claim: Reading, source: Source) -> float:
    if word.figure is not None:
        return float(accounted_for(claim.figures[word.figure], source.reading.figures, source.published))
    return float(stands or word.stem in source.about)


def _widened(values: Vectors) -> Vectors:
    """Each column raised to its neighbours: what stands in a sentence or in the one before or after it."""
    wide = values.copy()
    wide[:, 1:] = np.maximum(wide[:, 1:], values[:, :-1])
    wide[:, :-1] = np.maximum(wide[:, :-1], values[:, 1:])
    return wide


def _pulls(claim: Reading, sentence: int, numbers: Sequence[int], nearest: Vectors) -> list[float]:
    """How much nearer the claim's sentence comes to the passage's nearest one when a word is left out."""
    own = [n for n, word in enumerate(claim.words) if word.sentence == sentence]
    if len(own) < 2:
        return [0.0] * len(numbers)
    rows = claim.vectors[own]
    total = rows.sum(axis=0)
    whole = float(total @ nearest / max(float(np.linalg.norm(total)), 1e-9))
    without = [total - claim.vectors[n] for n in numbers]
    return [float(rest @ nearest / max(float(np.linalg.norm(rest)), 1e-9)) - whole for rest in without]


def _together(words: Sequence[Word], passage: Reading) -> list[float]:
    """For each word, the share of its two neighbours in the claim that stand near it in the passage too."""
    content = [word.stem for word in passage.words if word.is_content]
    wanted = {word.stem for word in words}
    places: dict[str, list[int]] = {}
    for n, stem in enumerate(content):
        if stem in wanted:
            places.setdefault(stem, []).append(n)
    pairs = [_are_near(places, one.stem, other.stem) for one, other in pairwise(words)]
    return [(before + after) / 2 for before, after in zip([0.0, *pairs], [*pairs, 0.0], strict=True)]


def _are_near(places: Mapping[str, list[int]], one: str, other: str) -> float:
    first, second = places.get(one), places.get(other)
    if not first or not second:
        return 0.0
    at = np.searchsorted(second, first)
    gaps = [
        abs(second[k] - place) for place, j in zip(first, at, strict=True) for k in (j - 1, j) if 0 <= k < len(second)
    ]
    return float(min(gaps) <= REACH)
