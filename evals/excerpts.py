"""A text in parts, with what was expected marked in it, and cut around that where it is long. For a report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evals.cases import Case

Part = tuple[str, bool]
"""A run of the text, and whether it is what was expected."""

_QUOTE_MARKS = {"'": "['‘’‚‛]", '"': '["“”„‟]'} | dict.fromkeys("‘’‚‛", "['‘’‚‛]") | dict.fromkeys("“”„‟", '["“”„‟]')
"""Any of the marks that stand for one another, as `evals.texts` folds them."""


def marked(text: str, case: Case, limit: int) -> list[Part]:
    """Return `text` in parts, cut to about `limit` characters around what the case expects, with "… " where it was cut.

    What is marked are the case's quotes, or its answers where it has none or none stands there. The parts joined are
    the text where it is not longer than `limit`.
    """
    spans = _spans(text, case.quotes) or _spans(text, case.answers)
    start, end = _window(text, spans, limit)
    parts: list[Part] = [("… ", False)] if start else []
    at = start
    for low, high in spans:
        low, high = max(low, at), min(high, end)
        if low < high:
            parts += [(text[at:low], False), (text[low:high], True)]
            at = high
    parts += [(text[at:end], False)] + ([(" …", False)] if end < len(text) else [])
    return [part for part in parts if part[0]]


def _spans(text: str, expected: Iterable[str]) -> list[tuple[int, int]]:
    """Where the expected words stand in `text`, in order; white space and quotation marks may differ."""
    found = [
        match.span() for words in map(str.strip, expected) if words for match in re.finditer(_pattern(words), text)
    ]
    return sorted(found)


def _pattern(words: str) -> str:
    pieces = ("".join(_QUOTE_MARKS.get(char, re.escape(char)) for char in word) for word in words.split())
    whole = r"\s+".join(pieces)
    before, after = (r"(?<!\w)" if words[0].isalnum() else ""), (r"(?!\w)" if words[-1].isalnum() else "")
    return f"{before}{whole}{after}"


def _window(text: str, spans: list[tuple[int, int]], limit: int) -> tuple[int, int]:
    """Return what to show of `text`: the first span in the middle, ends between words where there are any."""
    if len(text) <= limit:
        return 0, len(text)
    first, last = spans[0] if spans else (0, 0)
    start = max(0, min(first - max(0, limit - (last - first)) // 2, len(text) - limit))
    end = min(len(text), start + limit)
    if start:
        space = text.find(" ", start, min(first, start + 40))
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", max(min(last, end), end - 40), end)
        end = space if space > start else end
    return start, end
