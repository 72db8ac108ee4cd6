"""Whether a text says what is expected: answers, quotes and words, compared without a model.

Two ways of comparing: an expected answer is found however it is written, a quote only as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

LEAST_PIECE = 4
"""Words that a part of a quote has at least: of fewer, any text holds some."""

_ARTICLE = re.compile(r"^(?:a|an|the) ")
_ARTICLES = frozenset({"a", "an", "the"})
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_TYPOGRAPHIC = str.maketrans({"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"'})
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Letters of the scripts that put no space between words."""


def answer_in(text: str, answers: Iterable[str], all_of: bool = False) -> bool:
    """Whether any of `answers` (with `all_of`, each of them) stands in `text` as whole words.

    Letter case, punctuation and white space do not count, nor does an answer's own leading article. "U.S." is "US",
    "1,000" is "1000", "60%" is "60 percent", and "5" does not stand in "3.5". False where there are no answers, and
    for an answer without a letter or digit.
    """
    words = f" {_normal(text)} "
    found = [bool(answer) and f" {answer} " in words for answer in map(_bare, answers)]
    return bool(found) and (all(found) if all_of else any(found))


def tokens(text: str) -> list[str]:
    """The words of `text` in order, as SQuAD compares them (Rajpurkar et al. 2016, evaluation script).

    Lower case, no punctuation, no "a", "an", "the"; beyond SQuAD, numbers and initials are written as in `answer_in`.
    """
    return [word for word in _normal(text).split() if word not in _ARTICLES]


def holds_quote(text: str, quote: str) -> bool:
    """Whether `quote` stands in `text` word for word, not beginning or ending inside a word or number.

    White space and typographic quotation marks are folded; letter case and all other punctuation count. False for a
    quote without anything in it.
    """
    return bool(_places(fold(text), fold(quote)))


def is_piece(text: str, quote: str) -> bool:
    """Whether `text` lies inside `quote`, as `holds_quote`, and has `LEAST_PIECE` words."""
    return len(text.split()) >= LEAST_PIECE and holds_quote(quote, text)


def covers(texts: Sequence[str], quote: str) -> bool:
    """Whether one of `texts` holds `quote`, or those that lie inside it leave out none of its words."""
    if any(holds_quote(text, quote) for text in texts):
        return True
    left = list(fold(quote))
    for piece in (fold(text) for text in texts if is_piece(text, quote)):
        for start, end in _places(fold(quote), piece):
            left[start:end] = " " * (end - start)
    return not "".join(left).strip() and bool(left)


def first_words(texts: Iterable[str], limit: int) -> list[str]:
    """Return the first `limit` words (runs without white space) of `texts` in order; the text that passes it is cut."""
    kept: list[str] = []
    left = limit
    for text in texts:
        words = list(re.finditer(r"\S+", text))
        if left <= 0:
            break
        kept.append(text if len(words) <= left else text[: words[left - 1].end()])
        left -= len(words)
    return kept


def _bare(answer: str) -> str:
    return _ARTICLE.sub("", _normal(answer))


def _normalised(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), text)
    text = _NUMBER_POINT.sub(" ", _THOUSANDS.sub("", text)).replace("%", " percent ")
    kept = (char if char.isalnum() or char == "." or unicodedata.combining(char) else " " for char in text)
    return " ".join("".join(kept).split()).replace("per cent", "percent")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHIC).split())


_normal = lru_cache(maxsize=1 << 14)(_normalised)
fold = lru_cache(maxsize=1 << 14)(_folded)
"""`text` with its white space and quotation marks folded. Remembered, as an interval measures the same texts often."""


def _places(text: str, part: str) -> list[tuple[int, int]]:
    """Where `part` stands in `text`, both folded: the offsets of each time, from left to right, none overlapping."""
    if not part:
        return []
    found = re.finditer(f"{_before(part[0])}{re.escape(part)}{_after(part[-1])}", text)
    return [match.span() for match in found]


def _before(char: str) -> str:
    """What may not stand before a part that begins with `char`: the rest of its word or number."""
    if not char.isalnum() or _UNSPACED.match(char):
        return ""
    return r"(?<![^\W_])(?<!\d[.,])" if char.isdigit() else r"(?<![^\W_])"


def _after(char: str) -> str:
    if not char.isalnum() or _UNSPACED.match(char):
        return ""
    return r"(?![^\W_])(?![.,]\d)" if char.isdigit() else r"(?![^\W_])"
