"""Where the tokens of a text begin, many times faster than tokenizing it: a word is tokenized once in a process's life.

BERT's tokenizers part a text at white space and around every punctuation mark before they do anything else, so its
tokens are those of its words, one after another. News uses few distinct words; looking them up replaces nearly all
tokenizing.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_MARKS = r"!-/:-@\[-`{-~"
"""ASCII's punctuation, as ranges of a character class: each mark is one token, wherever it stands."""
_SPACE = " \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""What BERT's normalizer takes for white space: Unicode's Zs, tab and line ends."""
_WORD = re.compile(f"([{_MARKS}])|[^{_SPACE}{_MARKS}]+")
_MOST_CHARS = 100
"""Of a word that WordPiece looks at; a longer one is unknown, as one token."""
_MOST_WORDS = 200_000
"""Words remembered, about 30 MB; when there are more, all are forgotten."""


class WordPieceStarts:
    """The token starts of texts under one WordPiece tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._pieces = frozenset(tokenizer.get_vocab())
        self._lower = bool(json.loads(tokenizer.to_str())["normalizer"].get("lowercase"))
        self._words: dict[str, tuple[int, ...]] = {}

    def __call__(self, text: str) -> list[int]:
        """The place in `text` where each token begins, special tokens left out: what the tokenizer itself says."""
        found: list[int] = []
        add, words = found.append, self._words
        for match in _WORD.finditer(text):
            start = match.start()
            if match.lastindex:
                add(start)
                continue
            word = match.group()
            tokens = words.get(word) or self._tokenized(word)
            for token in tokens:
                add(start + token)
        return found

    def _tokenized(self, word: str) -> tuple[int, ...]:
        if len(self._words) >= _MOST_WORDS:
            self._words.clear()
        if word.isascii() and word.isalnum() and len(word) <= _MOST_CHARS:
            tokens = self._matched(word.lower() if self._lower else word)
        else:  # what the normalizer makes of other characters is the tokenizer's business
            tokens = tuple(start for start, _ in self._tokenizer.encode(word, add_special_tokens=False).offsets)
        self._words[word] = tokens
        return tokens

    def _matched(self, word: str) -> tuple[int, ...]:
        """The starts of a word's pieces: the longest that is known, again and again; of an unknown word, its own."""
        starts: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            end = len(word)
            while end > start and mark + word[start:end] not in self._pieces:
                end -= 1
            if end == start:
                return (0,)
            starts.append(start)
            start = end
        return tuple(starts)


def is_wordpiece(tokenizer: Tokenizer) -> bool:
    """Whether a tokenizer parts at white space and punctuation first, as BERT's do: `WordPieceStarts` holds for it."""
    form = json.loads(tokenizer.to_str())
    normalizer, pre_tokenizer = form.get("normalizer") or {}, form.get("pre_tokenizer") or {}
    return (normalizer.get("type"), pre_tokenizer.get("type"), form["model"].get("type")) == (
        "BertNormalizer",
        "BertPreTokenizer",
        "WordPiece",
    )
