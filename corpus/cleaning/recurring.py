"""Furniture learned from recurrence: what unrelated articles of one outlet repeat word for word, without any list.

`learn` reads the cleaned texts of one outlet, `without_furniture` cuts what was learned out of a text. A `Furniture`
goes to JSON and back and merges, so that an article that arrives alone is cleaned by what earlier ones taught.

It leans one way on purpose, as `corpus.cleaning.furniture` does. Repeated words that tell news stay: quotations, a
company's standing description inside a sentence, a sentence on what its article is about, what the updates of a story
share.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.cleaning.recurring_evidence import MIN_ARTICLES, MIN_BLOCKS, Outlet, Span, edge, is_furniture
from corpus.cleaning.recurring_words import GRAM, NO_GRAM, Hashes, Words, gram_hashes, spans

_SHORT_NOTICE = 200
"""Words of a text that, printed at `MIN_ARTICLES` addresses, is a notice in place of an article; a story is longer."""
_CUT = 0.6
"""In this share of the places where words recur, it must be possible to cut them and leave no half sentence."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What recurs at one outlet, folded: whole paragraphs (`blocks`), and words within paragraphs (`runs`)."""

    blocks: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()

    def merge(self, other: Furniture) -> Furniture:
        """What either learned."""
        return _furniture({*self.blocks, *other.blocks}, {*self.runs, *other.runs})

    def to_json(self) -> str:
        """As a JSON object of two lists of strings."""
        return json.dumps({"blocks": self.blocks, "runs": self.runs}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Furniture:
        """The value that `to_json` wrote."""
        kept = json.loads(text)
        return _furniture(kept["blocks"], kept["runs"])


def _furniture(blocks: Iterable[str], runs: Iterable[str]) -> Furniture:
    return Furniture(tuple(sorted(set(blocks))), tuple(sorted(set(runs))))


def learn(texts: Sequence[str]) -> Furniture:
    """What unrelated articles among these cleaned texts of one outlet repeat; nothing from under `MIN_ARTICLES`."""
    if len(texts) < MIN_ARTICLES:
        return Furniture()
    outlet = Outlet(texts)
    return _furniture([*_notices(texts), *_blocks(outlet)], [*_runs(outlet, MIN_ARTICLES), *_runs(outlet, MIN_BLOCKS)])


def without_furniture(text: str, furniture: Furniture) -> str:
    """`text` without what was learned: a paragraph ends where it stood. "" if nothing else is left. Idempotent."""
    while (shorter := _without(text, furniture)) != text:
        text = shorter
    return text


# Cutting -------------------------------------------------------------------------------------------------------------

_CLOSING = re.compile(r"[^\w\n]*(?=\n|$)|[^\w\s“‘\"(\[]*['\"”’)\]]*(?: *[|•►▶»/;]+ *)?")
_OPENING = " \n([“‘|•►▶»/"


@lru_cache(maxsize=64)
def _wanted(furniture: Furniture) -> tuple[frozenset[str], Hashes]:
    hashes = [gram_hashes(run.split(" ")) for run in furniture.runs]
    return frozenset(furniture.blocks), np.unique(np.concatenate([np.empty(0, np.int64), *hashes]))


def _without(text: str, furniture: Furniture) -> str:
    blocks, grams = _wanted(furniture)
    words = Words(text)
    if not words.may_hold(blocks, grams):
        return text
    goes = np.zeros(len(words), dtype=bool)
    near = edge(len(words))
    for start, end in words.paragraphs:
        if words.phrase(start, end) not in blocks:
            continue
        if words.size(start, end) >= GRAM or min(start, len(words) - end) <= near:
            goes[start:end] = True
    for start, end in words.spans(words.covered(words.among(grams))):
        if part := words.removable(start, end):
            goes[slice(*part)] = True
    if not goes.any():
        return text
    pieces, begin = [], 0
    for start, end in spans(goes):
        pieces.append(text[begin : words.starts[start]].rstrip(_OPENING))
        closing = _CLOSING.match(text, words.ends[end - 1])
        begin = closing.end() if closing else words.ends[end - 1]
    pieces.append(text[begin:])
    return "\n\n".join(piece.strip() for piece in pieces if re.search(r"\w", piece))


# Learning ------------------------------------------------------------------------------------------------------------


def _notices(texts: Sequence[str]) -> Iterator[str]:
    """The paragraphs of short texts that stand at several addresses: "You are not registered" is no article."""
    for text, count in Counter(texts).items():
        words = Words(text) if count >= MIN_ARTICLES else None
        if words and len(words) <= _SHORT_NOTICE:
            yield from (words.phrase(*span) for span in words.paragraphs)


def _blocks(outlet: Outlet) -> Iterator[str]:
    where: dict[str, list[Span]] = defaultdict(list)
    for number, words in enumerate(outlet.articles):
        for start, end in words.paragraphs:
            where[words.phrase(start, end)].append((number, start, end))
    for phrase, found in where.items():
        if len(found) >= MIN_BLOCKS and not _is_quoted(outlet, found[0]) and is_furniture(outlet, found):
            yield phrase


def _is_quoted(outlet: Outlet, span: Span) -> bool:
    number, start, end = span
    return bool(2 * np.count_nonzero(outlet.articles[number].quoted[start:end]) >= end - start)


def _runs(outlet: Outlet, at_least: int) -> Iterator[str]:
    """Runs of words within paragraphs. Each gram is judged by the runs it stands in, as two runs may adjoin."""
    found = [
        (number, *span)
        for number in outlet.repeating
        for span in outlet.articles[number].spans(outlet.articles[number].covered(outlet.recurring(number, at_least)))
    ]
    cuts: list[Span] = []
    places: dict[int, list[int]] = defaultdict(list)
    total: Counter[int] = Counter()
    for number, start, end in found:
        words = outlet.articles[number]
        total.update(words.grams[start : end - GRAM + 1].tolist())
        if part := words.removable(start, end):
            for gram in words.grams[part[0] : part[1] - GRAM + 1].tolist():
                places[gram].append(len(cuts))
            cuts.append((number, *part))
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for gram, indices in places.items():
        if gram != NO_GRAM and len(indices) >= max(at_least, _CUT * total[gram]):
            alike[tuple(indices)].append(gram)
    judged = [grams for indices, grams in alike.items() if is_furniture(outlet, [cuts[index] for index in indices])]
    furniture = np.unique(np.array([gram for grams in judged for gram in grams], dtype=np.int64))
    for words in (outlet.articles[number] for number in outlet.repeating):
        for start, end in words.spans(words.covered(words.among(furniture))):
            if part := words.removable(start, end):
                yield words.phrase(*part)
