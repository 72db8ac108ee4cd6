"""How a sentence parts its figures, names and kinds among each other: "40% to the state, 60% to the firm", "Series B".

Pure reading of words in their order. What a claim parts otherwise than a passage is `rag.verify.differences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.verify.grammar import Grammar
from rag.verify.reading import Reading, Word
from rag.verify.stated import Day, Stated, is_alike, is_number

ORDINALS = {
    name: n
    for n, name in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
_NAMES_A_KIND = frozenset("version unit phase".split())
_LARGEST_LABEL = 1000
_QUARTER = re.compile(r"q([1-4])$")
_MARK = re.compile(r"[,;:()—–]")
_JOINS = frozenset("and but while whereas against versus from to compared with than or up down".split())
_PREPOSITIONS = frozenset("on for in at by".split())
_KEEPS_TOGETHER = frozenset("to from with".split())

Label = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence cut between the figures of one kind: the part that each word is in, and the figure of each part."""

    parts: tuple[int, ...]
    figures: tuple[Stated, ...]


def labels(words: Sequence[Word], reading: Reading) -> Iterator[frozenset[Label]]:
    """What tells one of a kind from another: (quarter, 3), (seri, b), (llama, 4), each with the kinds it may be of."""
    for n, word in enumerate(words):
        low = word.written.casefold()
        if quarter := _QUARTER.match(low):
            yield frozenset({("quarter", quarter[1])})
        elif low in ORDINALS:
            following = [other.stem for other in words[n + 1 : n + 3] if other.is_content]
            if following:
                yield frozenset((stem, str(ORDINALS[low])) for stem in following)
        elif n and reading.text[words[n - 1].end : word.start] in (" ", "-"):
            label = _label(words[n - 1], word, reading)
            if label:
                yield frozenset({label})


def _label(before: Word, word: Word, reading: Reading) -> Label | None:
    if before.figure is not None or not before.is_content:
        return None
    if word.figure is None:
        letter = len(word.written) == 1 and word.written.isupper() and before.written[0].isupper()
        return (before.stem, word.written.casefold()) if letter else None
    figure = reading.figures[word.figure]
    kind = (before.named and not before.opens) or before.stem in _NAMES_A_KIND
    if (
        isinstance(figure, Day)
        or figure.unit
        or figure.start != word.start
        or not kind
        or figure.value >= _LARGEST_LABEL
    ):
        return None
    return before.stem, reading.text[figure.start : figure.end].casefold()


def counted(words: Sequence[Word], figure: Stated) -> str:
    """The stem of the noun that a plain number counts, the content word right behind it; "" where there is none."""
    if not is_number(figure):
        return ""
    behind = [word for word in words if word.start >= figure.end][:2]
    return next((word.stem for word in behind if word.is_content and word.figure is None), "")


def in_name(grammar: Grammar, n: int) -> bool:
    """Whether a number is part of a name: "GPT-4", "Llama 4"."""
    before = grammar.words[n - 1] if n else None
    return before is not None and before.named and not before.opens and grammar.gap(n) in ("-", " ")


def cut_by_figures(grammar: Grammar, reading: Reading, like: Stated, noun: str = "") -> Cut:
    """Cut a sentence at the last mark or joining word before each further figure of the kind of `like`.

    `noun`: what the figures count; numbers of other things are left out.
    """
    parts = [0] * len(grammar.words)
    figures: list[Stated] = []
    last, seen = 0, set()
    for n, word in enumerate(grammar.words):
        if word.figure is None or word.figure in seen:
            continue
        figure = reading.figures[word.figure]
        if not _is_like(grammar, n, figure, like, noun):
            continue
        seen.add(word.figure)
        if figures:
            cut = _last_join(grammar, last, n)
            parts[cut:] = [len(figures)] * (len(parts) - cut)
        figures.append(figure)
        last = n
    return Cut(tuple(parts), tuple(figures))


def _is_like(grammar: Grammar, n: int, figure: Stated, like: Stated, noun: str) -> bool:
    if not is_alike(figure, like) or in_name(grammar, n):
        return False
    other = counted(grammar.words, figure)
    return not (noun and other and other != noun)


def _last_join(grammar: Grammar, last: int, n: int) -> int:
    joins = [k for k in range(last + 1, n + 1) if grammar.low(k) in _JOINS or _MARK.search(grammar.gap(k))]
    joins = joins or [k for k in range(last + 1, n) if grammar.low(k) in _PREPOSITIONS]
    return joins[-1] if joins else n


def cut_by_names(grammar: Grammar) -> list[int]:
    """The part of a sentence that each word is in, cut at joining words and marks between names."""
    parts, part, seen = [], 0, False
    for n, word in enumerate(grammar.words):
        cut = grammar.low(n) in _JOINS - _KEEPS_TOGETHER or bool(_MARK.search(grammar.gap(n)))
        if cut and seen and not _joins_names(grammar, n):
            part, seen = part + 1, False
        seen = seen or (word.named and not word.opens)
        parts.append(part)
    return parts


def _joins_names(grammar: Grammar, n: int) -> bool:
    inside = 0 < n < len(grammar.words) - 1 and grammar.low(n) == "and"
    return inside and grammar.words[n - 1].named and grammar.words[n + 1].named
