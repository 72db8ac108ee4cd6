"""A text as words in their places: what `corpus.cleaning.recurring` compares, and where it may cut.

Words are compared folded; where sentences, paragraphs and quotations part is read from the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate, chain, pairwise

import numpy as np
import numpy.typing as npt

GRAM = 8
"""Words that must stand in the same order before they count as repeated: shorter, and ordinary phrases recur."""
NO_GRAM = 0
"""Stands for a gram that is not compared."""
QUOTED_WORDS = 5
"""A shorter quotation is a name or a label, and protects nothing."""

Flags = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.int64]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
# A paragraph of a longer quotation opens it again and does not close it. A straight mark may also be an inch.
_QUOTATION = re.compile(r"“[^“”\n]+”?|(?<!\w)\"(?=\S)[^\"\n]{1,600}(?<=\S)\"(?!\w)|(?<!\w)‘[^‘\n]{1,600}?’(?!\w)")
_SENTENCE_GAP = re.compile(r"[.!?…؟।]['\"”’)\]]*\s|[|•►▶»。！？]")
_SENTENCE_STOP = re.compile(r"['\"”’)\]]*[.!?…。！？؟।]")
_LABEL_GAP = re.compile(r"[|•►▶»/]")
_ABBREVIATIONS = frozenset("mr mrs ms dr prof st sen rep gov gen lt col sgt jr sr no vs".split())


class Words:
    """The words of one text, numbered from 0; a span of them is half-open."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = [_WORD.findall(paragraph) for paragraph in text.split("\n\n")]
        self.folded = " ".join(chain.from_iterable(found)).replace("’", "'").casefold().split()
        ends = accumulate(map(len, found))
        self.paragraphs = list(pairwise(sorted({0, *ends})))
        """The span of each paragraph that has words."""

    def __len__(self) -> int:
        return len(self.folded)

    def phrase(self, start: int, end: int) -> str:
        """A span as the key it is compared by."""
        return " ".join(self.folded[start:end])

    def size(self, start: int, end: int) -> int:
        """How many words a span has; two characters of a script that sets no spaces count as one."""
        unspaced = sum("\u3040" <= character <= "\u9fff" for word in self.folded[start:end] for character in word)
        return max(end - start, unspaced // 2)

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each word."""
        return [start for start, _ in self._places]

    @cached_property
    def ends(self) -> list[int]:
        """The offset after each word."""
        return [end for _, end in self._places]

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return [match.span() for match in _WORD.finditer(self.text)]

    @cached_property
    def quoted(self) -> Flags:
        """Which words stand in a quotation of `QUOTED_WORDS` or more."""
        flags = np.zeros(len(self), dtype=bool)
        for match in _QUOTATION.finditer(self.text):
            start, end = bisect_left(self.starts, match.start()), bisect_left(self.starts, match.end())
            if end - start >= QUOTED_WORDS:
                flags[start:end] = True
        return flags

    @cached_property
    def all_grams(self) -> Hashes:
        """A hash of the `GRAM` words from each word on, as `gram_hashes`; `NO_GRAM` where a paragraph ends in them."""
        hashes = gram_hashes(self.folded)
        for start, _ in self.paragraphs[1:]:
            hashes[max(0, start - GRAM + 1) : start] = NO_GRAM
        return hashes

    @cached_property
    def grams(self) -> Hashes:
        """As `all_grams`; `NO_GRAM` also where they are mostly quoted."""
        if not self.quoted.any():
            return self.all_grams
        before = np.concatenate(([0], np.cumsum(self.quoted)))
        return np.where((before[GRAM:] - before[:-GRAM]) * 2 >= GRAM, NO_GRAM, self.all_grams)

    def may_hold(self, phrases: frozenset[str], wanted: Hashes) -> bool:
        """Whether one of the phrases or of the `wanted` grams can be in the text: much cheaper than to find where."""
        if _among(self.all_grams, wanted).any():
            return True
        joined = f" {' '.join(self.folded)} "
        return any(f" {phrase} " in joined for phrase in phrases)

    def among(self, wanted: Hashes) -> Flags:
        """Which of the grams are among `wanted` (sorted)."""
        return _among(self.grams, wanted)

    def covered(self, grams: Flags) -> Flags:
        """Which words outside quotations stand in one of the flagged grams."""
        flags = np.zeros(len(self), dtype=bool)
        for index in np.flatnonzero(grams):
            flags[index : index + GRAM] = True
        return flags & ~self.quoted

    def spans(self, flags: Flags) -> list[tuple[int, int]]:
        """The runs of True among flags of the words, each within one paragraph."""
        ends = {end for _, end in self.paragraphs}
        found: list[tuple[int, int]] = []
        for start, end in spans(flags):
            edges = [start, *sorted(ends.intersection(range(start + 1, end))), end]
            found += pairwise(edges)
        return found

    def removable(self, start: int, end: int) -> tuple[int, int] | None:
        """The part of a repeated span that can go and leaves no half sentence; None if it is short.

        It begins and ends where a sentence does, or where the span does if what follows there is glued to it.
        """
        first, last = start, end
        while first < end and not (self._parts(first) or (first == start and self._is_glued(first))):
            first += 1
        while last > first and not (self._parts(last) or (last == end and self._is_glued(last))):
            last -= 1
        return (first, last) if last - first >= GRAM else None

    def is_alone(self, start: int, end: int) -> bool:
        """Whether a span is whole paragraphs."""
        return self._breaks(start) and self._breaks(end)

    def ends_sentence(self, end: int) -> bool:
        """Whether a full stop or its like follows a span that ends before the word `end`."""
        return bool(_SENTENCE_STOP.match(self.text, self.ends[end - 1]))

    def _gap(self, index: int) -> str:
        return self.text[self.ends[index - 1] : self.starts[index]]

    def _breaks(self, index: int) -> bool:
        return index in (0, len(self)) or "\n" in self._gap(index)

    def _parts(self, index: int) -> bool:
        """Whether a sentence, a paragraph or the text begins or ends before the word `index`."""
        if self._breaks(index):
            return True
        gap = self._gap(index)
        if not _SENTENCE_GAP.search(gap) or self.text[self.starts[index]].islower():
            return False
        before = self.folded[index - 1]  # "U.S. officials" and "Dr. Lau" go on
        return not gap.startswith(".") or (len(before) > 1 and before not in _ABBREVIATIONS)

    def _is_glued(self, index: int) -> bool:
        """Whether a label could end before the word `index`: capitals on both sides, or a bar, and no comma.

        "on Sunday" and "Chuck Schumer, D-N.Y." are the middle of a sentence.
        """
        gap = self._gap(index)
        if "," in gap or not self.text[self.starts[index]].isupper():
            return False
        return self.text[self.starts[index - 1]].isupper() or bool(_LABEL_GAP.search(gap))


def gram_hashes(words: list[str]) -> Hashes:
    """A hash of the `GRAM` words from each word on; equal for equal words within this process alone."""
    rows = zip(*(words[shift:] for shift in range(GRAM)), strict=False)
    return np.fromiter(map(hash, rows), dtype=np.int64, count=max(0, len(words) - GRAM + 1))


def spans(flags: Flags) -> list[tuple[int, int]]:
    """The runs of True, as half-open ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _among(hashes: Hashes, wanted: Hashes) -> Flags:
    if not len(wanted):
        return np.zeros(len(hashes), dtype=bool)
    at = np.searchsorted(wanted, hashes)
    at[at == len(wanted)] = 0
    found: Flags = wanted[at] == hashes
    return found
