"""Whether a passage's sentence says otherwise than a claim: the same statement but for one figure, name or turn of it.

Mere absence is never a contradiction. All else of the claim must stand in that one sentence, and what differs must have
its counterpart there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.verify.evidence import Alignment, Source
from rag.verify.opposites import is_negated, opposites
from rag.verify.reading import Reading, Word
from rag.verify.stated import Stated, accounted_for, rivals, same

ALIKE = 0.7
"""Cosine from which two words in their contexts count as the same word in other words."""
REST_HELD = 0.8
"""Share of the claim's other content words that the sentence must hold, by stems or alike. Set by hand, as the next."""
FEWEST = 3
"""Other content words that must be held, or the two sentences only happen to share a word or two."""
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class _Pair:
    """A claim's sentence beside one sentence of a passage: their words, and which of the claim's are held there."""

    claim: Reading
    own: tuple[Word, ...]
    theirs: tuple[Word, ...]
    sentence: str
    held: tuple[bool, ...]
    source: Source

    def rest_is_held(self, but: set[int]) -> bool:
        """Whether nearly all content words stand in the sentence, those numbered in `but` left out of account."""
        rest = [held for n, held in enumerate(self.held) if n not in but]
        return sum(rest) >= max(FEWEST, REST_HELD * len(rest))

    def their_figures(self) -> list[Stated]:
        numbers = dict.fromkeys(word.figure for word in self.theirs if word.figure is not None)
        return [self.source.reading.figures[n] for n in numbers]


def contradicts(claim: Reading, alignment: Alignment, source: Source) -> bool:
    """Whether the best sentence of the passage says otherwise than the aligned sentence of the claim."""
    pair = _pair(claim, alignment, source)
    return (
        _another_figure(pair, alignment)
        or _another_name(pair, alignment)
        or _opposite_word(pair)
        or _negated(pair)
        or _roles_swapped(pair)
    )


def _pair(claim: Reading, alignment: Alignment, source: Source) -> _Pair:
    passage = source.reading
    numbers = [n for n, word in enumerate(passage.words) if word.sentence == alignment.best]
    theirs = tuple(passage.words[n] for n in numbers)
    own = {(word.start, word.end): n for n, word in enumerate(claim.words)}
    rows = [own[word.start, word.end] for word in alignment.words]
    nearest = (claim.vectors[rows] @ passage.vectors[numbers].T).max(axis=1)
    stems = {word.stem for word in theirs} | source.about
    figures = [passage.figures[n] for n in {word.figure for word in theirs if word.figure is not None}]
    held = []
    for word, cosine in zip(alignment.words, nearest, strict=True):
        if word.figure is not None:
            held.append(accounted_for(claim.figures[word.figure], figures, source.published))
        else:
            held.append(word.stem in stems or (cosine >= ALIKE and not word.named))
    span = passage.sentences[alignment.best]
    return _Pair(claim, alignment.words, theirs, passage.text[span.start : span.end], tuple(held), source)


def _another_figure(pair: _Pair, alignment: Alignment) -> bool:
    """One figure of the claim stands nowhere in the passage, and where it should stand is another of its kind."""
    lacking = {word.figure for n, word in enumerate(pair.own) if word.figure is not None and not alignment.held[n]}
    if len(lacking) != 1:
        return False
    figure = pair.claim.figures[next(number for number in lacking if number is not None)]
    but = {n for n, word in enumerate(pair.own) if word.figure in lacking}
    said = pair.claim.figures
    free = [other for other in pair.their_figures() if not any(same(mine, other) for mine in said)]
    if not any(rivals(figure, other) for other in free) or not pair.rest_is_held(but):
        return False
    return all(pair.held[n] for n in _beside(but, len(pair.own)))


def _another_name(pair: _Pair, alignment: Alignment) -> bool:
    """One name of the claim stands nowhere in the passage, and beside the words it stands by is another name."""
    lacking = {n for n, word in enumerate(pair.own) if word.named and not alignment.held[n] and not pair.held[n]}
    if not lacking or max(lacking) - min(lacking) >= len(lacking) or not pair.rest_is_held(lacking):
        return False
    mine = {word.stem for word in pair.own}
    beside = {pair.own[n].stem for n in _beside(lacking, len(pair.own)) if pair.held[n]}
    content = [word for word in pair.theirs if word.is_content]
    for n, word in enumerate(content):
        near = {other.stem for other in content[max(n - _BESIDE, 0) : n + _BESIDE + 1]}
        sure = word.named and not word.opens
        if sure and word.stem not in mine and beside & near:
            return True
    return False


def _opposite_word(pair: _Pair) -> bool:
    """A word of the claim has its opposite in the sentence, which lacks the word itself."""
    mine = {word.stem for word in pair.own}
    theirs = {word.stem for word in pair.theirs}
    for n, word in enumerate(pair.own):
        turned = word.stem not in theirs and bool(opposites(word.stem) & (theirs - mine))
        if turned and pair.rest_is_held({n}) and is_negated(_own_text(pair)) == is_negated(_their_clause(pair)):
            return True
    return False


def _negated(pair: _Pair) -> bool:
    """One of the two is negated and the other is not, and the claim's words all stand in the sentence."""
    if not all(pair.held) or len(pair.held) < FEWEST:
        return False
    return is_negated(_own_text(pair)) != is_negated(_their_clause(pair))


def _roles_swapped(pair: _Pair) -> bool:
    """Two names stand on the other sides of the same verb: "Quillon sued Borealis" for "Borealis sued Quillon"."""
    if not all(pair.held):
        return False
    own_stems = {word.stem for word in pair.own}
    mine = set(_actions(pair.own, pair.claim.text))
    theirs = set(_actions([word for word in pair.theirs if word.stem in own_stems], pair.source.reading.text))
    return any((patient, verb, agent) in theirs for agent, verb, patient in mine - theirs)


def _actions(words: Sequence[Word], text: str) -> Iterator[tuple[str, str, str]]:
    """(who, does, to whom) for each three words in a row of which an end is a name; "was sued by" turned round."""
    plain = [word for word in words if word.figure is None and word.is_content]
    for one, verb, other in zip(plain, plain[1:], plain[2:], strict=False):
        if (one.named or other.named) and not verb.named and one.stem != other.stem:
            if re.search(r"\bby\b", text[verb.end : other.start]):
                yield other.stem, verb.stem, one.stem
            else:
                yield one.stem, verb.stem, other.stem


def _own_text(pair: _Pair) -> str:
    span = pair.claim.sentences[pair.own[0].sentence]
    return pair.claim.text[span.start : span.end]


def _their_clause(pair: _Pair) -> str:
    """The part of the sentence that the claim's words stand in, from three words before the first to the last."""
    own = {word.stem for word in pair.own}
    numbers = [n for n, word in enumerate(pair.theirs) if word.is_content and word.stem in own]
    if not numbers:
        return pair.sentence
    first, last = pair.theirs[max(numbers[0] - 3, 0)], pair.theirs[numbers[-1]]
    begin = pair.source.reading.sentences[first.sentence].start
    return pair.sentence[first.start - begin : last.end - begin]


def _beside(numbers: set[int], count: int) -> set[int]:
    """The numbers right before and after a run of numbers, below `count`."""
    around = {n + step for n in numbers for step in (-1, 1)}
    return {n for n in around - numbers if 0 <= n < count}
