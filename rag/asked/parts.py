"""The questions in a question: several things asked at once, taken apart so that each stands alone.

Pure text to text, in words taken from the question. What kind of answer a part wants is `rag.asked.kinds`' business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.asked.asking_words import AUX, LONGEST, PREP, SENTENCE_END, WH, masked
from rag.asked.comparison import read_sides
from rag.asked.pronouns import Clause, without_pronouns

__all__ = ["MAX_PARTS", "SENTENCE_END", "read_parts", "read_sides"]

MAX_PARTS = 4
"""More questions than this stay together in the last part: an answer of three sentences covers no more."""


_OPENS = re.compile(
    rf"\W*(?:(?:so|and|also|then|but|please|ok|okay|now)[,\s]+)*"
    rf"(?:(?:(?:can|could) you )?(?:tell me|explain|say)\s+|i (?:want|would like) to know\s+)?"
    rf"(?:{PREP}\s+)?(?:{WH}\b|{AUX}\s)",
    re.IGNORECASE,
)
"""A sentence or clause that asks."""
_INTRO = re.compile(rf"^\W*((?!{WH}\b|{AUX}\b)[^,;?]{{3,80}},)\s+(?=(?:{PREP}\s+)?(?:{WH}|{AUX})\b)", re.IGNORECASE)
_INVERTED = (
    rf"(?:{PREP}\s+)?(?:{WH}(?:['’]s|['’]re|\s+{AUX})|how\s+(?:much|many|long|old|big|large|far|often|fast|soon|well)\b|"
    rf"(?:which|what|whose)\s+(?:[\w'’-]+\s+){{1,4}}?{AUX}|who\s+(?!that\b)\w+)\b"
)
_JOIN = re.compile(
    rf"(?:,\s*|;\s*|\s+)(?:and|but|or)(?:\s+(?:also|if so|then),?)?\s+(?={_INVERTED})|[;,]\s*(?={_INVERTED})"
)
_JOIN_AUX = re.compile(rf"(?:,\s*|;\s*|\s+)and\s+(?:also\s+)?(?={AUX}\s+(?:it|they|he|she|there|the|its|their|[A-Z]))")
_SHARED = re.compile(
    rf"^(?P<intro>\W*)(?P<heads>(?:(?:{PREP} )?(?:{WH}|how (?:much|many|long|often))(?:,\s*|,? and ))+"
    rf"(?:{PREP} )?(?:{WH}|how (?:much|many|long|often))) (?P<rest>{AUX}\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""When and where was X?"""
_TAIL = re.compile(rf"^(?P<first>.+?),?\s+and (?P<head>(?:{PREP} )?(?:{WH}|how much|how many))\W*$", re.DOTALL)
"""Who bought X and when?"""
_HEAD_ALONE = re.compile(rf"(?:{PREP}\s+)?(?:{WH}|how (?:much|many|long|often))\W*", re.IGNORECASE)
_HEAD = re.compile(
    rf"^\W*(?:{PREP}\s+)?(?:how (?:much|many|long|often)|(?:which|what|whose) (?:\w+ )??(?={AUX})|{WH})\s+",
    re.IGNORECASE,
)


def read_parts(text: str) -> tuple[str, ...]:
    """The questions in `text`, at most four, each standing alone; `(text,)` if it is one question."""
    if len(text) > LONGEST:
        return (text,)
    clauses = [clause for sentence in _questions(text) for clause in _clauses(sentence)]
    parts = without_pronouns(clauses)
    if len(parts) < 2:
        return (text,)
    return (*parts[: MAX_PARTS - 1], " ".join(parts[MAX_PARTS - 1 :])) if len(parts) > MAX_PARTS else tuple(parts)


def _cut(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    ends = [start for start, _ in places] + [len(text)]
    starts = [0] + [end for _, end in places]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _questions(text: str) -> list[str]:
    """The sentences that ask; one that tells stays with the question after it, or with the last one."""
    sentences = _cut(text, [found.span() for found in SENTENCE_END.finditer(masked(text))])
    asked: list[str] = []
    told: list[str] = []
    for sentence in sentences:
        told.append(sentence)
        if sentence.endswith("?") or _OPENS.match(sentence):
            asked.append(" ".join(told))
            told = []
    if told and asked:
        asked[-1] = " ".join([asked[-1], *told])
    return asked or [text]


def _clauses(sentence: str) -> list[Clause]:
    """The questions that one sentence joins, each with what leads into it."""
    mask = masked(sentence)
    shared = _SHARED.match(mask)
    if shared:
        heads = re.split(r",? and |,\s*", sentence[shared.start("heads") : shared.end("heads")])
        return [Clause("", f"{head} {sentence[shared.start('rest') :]}") for head in heads]
    begin = _asks_from(mask)
    joins = _joins(mask, begin)
    clauses = _cut(sentence[begin:], [(start - begin, end - begin) for start, end in joins])
    asked = [part for clause in clauses for part in _with_tail(clause)]
    told = sentence[:begin].strip()
    if len(asked) < 2:
        return [Clause(told, sentence[begin:].strip())]
    end = "?" if sentence.rstrip().endswith("?") else ""
    repeats = told.endswith(",")  # "In 2023, which ... and how ...?" asks both of 2023
    return [
        Clause(told if repeats or not number else "", f"{clause.rstrip(' ,;?')}{end}", repeats)
        for number, clause in enumerate(asked)
    ]


def _asks_from(mask: str) -> int:
    """Where the asking begins, after sentences that tell or a phrase that leads in."""
    begin = max((found.end() for found in SENTENCE_END.finditer(mask) if _OPENS.match(mask, found.end())), default=0)
    intro = _INTRO.match(mask[begin:])
    return begin + intro.end() if intro else begin


def _joins(mask: str, begin: int) -> list[tuple[int, int]]:
    """Where questions are joined: the words before ask, and the words after ask again."""
    if not _OPENS.match(mask, begin):
        return []
    places = sorted({found.span() for pattern in (_JOIN, _JOIN_AUX) for found in pattern.finditer(mask, begin)})
    kept: list[tuple[int, int]] = []
    last = begin
    for start, end in places:
        if _HEAD_ALONE.fullmatch(mask, end):
            continue
        if len(mask[last:start].split()) >= 2 and len(re.findall(r"\w+", mask[end:])) >= 2:
            kept.append((start, end))
            last = end
    return kept


def _with_tail(clause: str) -> list[str]:
    """`clause`, and what a bare "and when" at its end asks."""
    tail = _TAIL.match(masked(clause))
    if not tail or not _OPENS.match(clause):
        return [clause]
    first, head = clause[: tail.end("first")], clause[tail.start("head") : tail.end("head")]
    opening = _HEAD.match(first)
    rest = first[opening.end() :] if opening else first[:1].lower() + first[1:]
    return [first, f"{head} {rest}"]
