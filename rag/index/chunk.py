"""From an article to its passages: runs of whole sentences that fit the embedder, header included.

A passage is embedded as `header + text`, so that a vector knows the outlet and the day its words come from; only
`text` is ever shown or cited. How passages are embedded is `rag.models.encoder`, how they are kept
`rag.index.passages`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.article import Article
from rag.text.sentences import Span, split_sentences, trim

TokenStarts = Callable[[str], Sequence[int]]
"""A tokenizer's view of a text: where each token begins, in order, special tokens left out."""

TARGET_TOKENS = 160
"""Body tokens after which a passage is closed, about 107 words of news; leaves room for a long header. Not tuned."""
OVERLAP_SENTENCES = 1
"""Sentences a passage repeats from the one before, so that a pronoun and its name stand together somewhere."""
SLACK = 4
"""Tokens kept free: sentences that touch without white space can tokenize to a few more pieces together than apart."""
MOST_OVERLAP_TOKENS = 60
"""A longer last sentence is not repeated: it would be half of the next passage."""
MOST_CHARS = 2_000
"""Characters of a piece, half of a passage's: a word of a million letters is one token, and would be one passage."""
HEADER_TOKENS = 48
"""Most tokens of a header; a longer title is cut there, in the header only."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """`article.text[start:end]`, with the header it is embedded under. `key` is unique in a catalogue and stable."""

    key: str
    start: int
    end: int
    header: str
    text: str

    @property
    def embedded_as(self) -> str:
        """The string that is embedded."""
        return f"{self.header}\n{self.text}"


def split_article(article: Article, token_starts: TokenStarts, max_tokens: int) -> list[Chunk]:
    """The passages of `article` in order, together covering every sentence of its text.

    `max_tokens` is the embedder's window without its special tokens; no chunk's `embedded_as` is longer. A sentence
    that alone is longer than the window or `MOST_CHARS` is cut between tokens or words, the only case in which a
    passage is not whole sentences.
    """
    header = _header(article, token_starts)
    room = max_tokens - len(token_starts(header + "\n"))
    starts = token_starts(article.text)
    pieces = [
        piece
        for span in split_sentences(article.text)
        for piece in _fitting(article.text, span, starts, token_starts, room)
    ]
    return [_chunk(article, header, group) for group in _groups(pieces, starts, min(room - SLACK, TARGET_TOKENS))]


def _header(article: Article, token_starts: TokenStarts) -> str:
    day = f", {article.published:%d %B %Y}" if article.published else ""
    title = article.title
    starts = token_starts(title)
    if len(starts) > HEADER_TOKENS:
        title = title[: starts[HEADER_TOKENS]].rstrip()
    source = article.source[:80]
    return f"{title}\n{source}{day}"


def _count(starts: Sequence[int], span: Span) -> int:
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)


def _fitting(text: str, span: Span, starts: Sequence[int], token_starts: TokenStarts, room: int) -> Iterator[Span]:
    """`span` itself, or the parts of it that fit `room` tokens each when tokenized on their own."""
    while span.end - span.start > MOST_CHARS:
        cut = _cut_before(text, span.start, span.start + MOST_CHARS)
        yield from _fitting(text, trim(text, span.start, cut), starts, token_starts, room)
        span = trim(text, cut, span.end)
    if _count(starts, span) <= room // 2:
        yield span
        return
    while len(own := token_starts(text[span.start : span.end])) > room:
        cut = _cut_before(text, span.start, span.start + own[room])
        yield trim(text, span.start, cut)
        span = trim(text, cut, span.end)
    yield span


def _cut_before(text: str, start: int, limit: int) -> int:
    """The last place at or before `limit` where a word ends; `limit` where no white space follows `start`."""
    cut = limit
    while cut > start + 1 and not text[cut - 1].isspace():
        cut -= 1
    return cut if cut > start + 1 else limit


def _groups(pieces: Sequence[Span], starts: Sequence[int], target: int) -> list[list[Span]]:
    groups: list[list[Span]] = []
    current: list[Span] = []
    used = 0
    for piece in pieces:
        size = _count(starts, piece)
        if current and (used + size > target or piece.end - current[0].start > 2 * MOST_CHARS):
            groups.append(current)
            current = _overlap(current, starts, target - size)
            used = sum(_count(starts, kept) for kept in current)
        current.append(piece)
        used += size
    return [*groups, current] if current else groups


def _overlap(group: Sequence[Span], starts: Sequence[int], spare: int) -> list[Span]:
    """The end of `group` that the next one repeats: nothing where it would crowd out what comes next."""
    tail = list(group[-OVERLAP_SENTENCES:]) if OVERLAP_SENTENCES and len(group) > OVERLAP_SENTENCES else []
    return tail if sum(_count(starts, span) for span in tail) <= min(spare, MOST_OVERLAP_TOKENS) else []


def _chunk(article: Article, header: str, group: Sequence[Span]) -> Chunk:
    start, end = group[0].start, group[-1].end
    key = hashlib.sha256(f"{article.id}:{article.version}:{start}:{end}".encode()).hexdigest()[:24]
    return Chunk(key=key, start=start, end=end, header=header, text=article.text[start:end])
