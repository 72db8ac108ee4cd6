"""How else a word may be written: parted or joined otherwise ("gpt4.5", "Coca AI"), or typed with a letter wrong. Pure.

Which of these the articles hold is looked up by `rag.index.lexicon`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

SHORTEST = 4
"""Letters of a word that may have one wrong; of 5 and more it may be another letter, of shorter ones only out of place,
missing or too many."""
LONGEST = 24
"""Letters of a word that is looked up in other forms; a longer one is no name."""
_TOKEN = re.compile(r"[^\W_]+(?:(?<=\d)\.\d+(?!\w))*")
_GAP = re.compile(r"[ \-–.'’&/]?")
_SEAM = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def plain(text: str) -> str:
    """`text` in small letters without accents, as full-text search compares it."""
    low = text.casefold()
    if low.isascii():
        return low
    return "".join(char for char in unicodedata.normalize("NFD", low) if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The words of `text` in plain letters; a figure with its decimals is one: "gpt", "4.5"."""
    return [token.group() for token in _TOKEN.finditer(plain(text))]


def stand_together(joined: str, words: Sequence[str]) -> bool:
    """Whether some of `words` in a row are `joined`: "gpt4.5" of "gpt" and "4.5"."""
    for first, word in enumerate(words):
        last = first
        while word != joined and joined.startswith(word) and last + 1 < len(words):
            last += 1
            word += words[last]
        if word == joined:
            return True
    return False


def squeezed(text: str) -> str:
    """The letters and digits of `text` alone, lower-cased: "coca-ai" and "cocaai" are one; "4.5" and "45" are not."""
    return "".join(words_of(text))


def parted(word: str) -> list[str]:
    """The ways to part `word` by spaces: between letters and digits, and in two at every place; with it, joined."""
    joined = squeezed(word)
    if not 1 < len(joined) <= LONGEST:
        return []
    twice = [f"{joined[:at]} {joined[at:]}" for at in range(1, len(joined)) if "." not in joined[at - 1 : at + 1]]
    return list(dict.fromkeys([joined, _SEAM.sub(" ", joined), *twice]))


def runs(word: str, text: str) -> Iterator[str]:
    """The runs of words in `text` that are `word` but for what stands between their letters, as they are written."""
    wanted = squeezed(word)
    tokens = list(_TOKEN.finditer(text))
    for first, token in enumerate(tokens):
        joined, last = plain(token.group()), first
        while joined != wanted and wanted.startswith(joined) and last + 1 < len(tokens):
            if not _GAP.fullmatch(text, tokens[last].end(), tokens[last + 1].start()):
                break
            last += 1
            joined += plain(tokens[last].group())
        if joined == wanted:
            yield text[token.start() : tokens[last].end()]


def slip(written: str, meant: str) -> float | None:
    """How unlikely it is that somebody who meant `meant` wrote `written`, lower for likelier; None for no one slip.

    One letter is missing or too many, two stand in each other's place, or one stands for another; people seldom err in
    the first. Names that differ in a digit are different names.
    """
    short = min(len(written), len(meant))
    if short < SHORTEST or written == meant or not (written.isalpha() and meant.isalpha()):
        return None
    at = next((at for at in range(short) if written[at] != meant[at]), short)
    if len(written) == len(meant):
        if written[at + 2 :] == meant[at + 2 :] and written[at : at + 2] == meant[at : at + 2][::-1]:
            return 1.0
        return 3.0 if at and short > SHORTEST and written[at + 1 :] == meant[at + 1 :] else None
    if at and len(written) < len(meant):
        return 1.5 if written[at:] == meant[at + 1 :] else None
    return 2.0 if at and written[at + 1 :] == meant[at:] else None
