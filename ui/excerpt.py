"""Cutting text for display: a snippet of a passage, an article's paragraphs around a quote. Plain text in and out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PARAGRAPH_BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")


def shorten(text: str, length: int) -> str:
    """`text` on one line, cut after a whole word where it is longer than `length` characters."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    head, _, _ = text[:length].rpartition(" ")
    return (head or text[:length]) + "…"


def split_at_quote(text: str, start: int, end: int) -> Iterator[tuple[str, str, str]]:
    """Yield each paragraph of `text` as (before, quote, after): quote is the part in `text[start:end]`, often empty.

    The pieces of a paragraph add up to it. Only the blank lines between paragraphs belong to none.
    """
    at = 0
    breaks = [match.span() for match in _PARAGRAPH_BREAK.finditer(text)]
    for stop, resume in [*breaks, (len(text), len(text))]:
        first, last = max(at, start), min(stop, end)
        if first >= last:
            first = last = stop
        if at < stop:
            yield text[at:first], text[first:last], text[last:stop]
        at = resume
