"""What HTML leaves in a line of plain text: raised and lowered figures, and the tags of a title or a name.

Whole documents are read as trees (`corpus.pages`); this is what they and single lines have in common.
"""

from __future__ import annotations

import html
import re
from functools import cache

from corpus.cleaning.plaintext import one_line

_ORDINAL = re.compile(r"(?:st|nd|rd|th|er?|[eè]re|[eè]me|n?de|os?|as?|[aoº])\.?", re.IGNORECASE)
_POWER = re.compile(r"[+−–-]?\s?(?:\d[\d.,]*|[A-Za-z])(?:\s?[+−–/×-]\s?\w{1,4}){0,3}")
"""What is a power by its look: "25", "-4", "n", "n+1"."""
_NOTE = re.compile(r"[\[(]\w{1,3}[\])]|[*†‡§¶]+|\d{1,3}(?:\s?[,–-]\s?\d{1,3})+")
"""The number or mark of a footnote, by its look."""
_OPENS = "([{“‘«/–—-−+=<>~≈×$€£"
_TAG = re.compile(r"</?([A-Za-z][\w-]*)[^<>]*>")
_SCRIPT = re.compile(r"<(su[pb])\b[^<>]{0,200}>([^<>]{0,40})</\1\s*>", re.IGNORECASE)


def raised(text: str, before: str) -> str:
    """Return superscript `text` as a plain line has it behind `before`: "10" and "25" give "^25", "1" and "st" "st".

    The number of a footnote is no word of the text: "". A number glued to its footnote's would be another number.
    """
    text, last = one_line(text), before[-1:]
    if _NOTE.fullmatch(text) and not last.isdigit():
        return ""
    if not _POWER.fullmatch(text) or (last.isdigit() and _ORDINAL.fullmatch(text)):
        return text
    if last.isalnum() or last in (")", "]", "}"):
        return text if text.isalpha() and not last.isdigit() else f"^{text}"
    if not last or last.isspace():
        return f"{text} " if text[-1].isdigit() else text
    return text if last in _OPENS else ""


def lowered(text: str, before: str) -> str:
    """Return subscript `text` as a plain line has it behind `before`: "CO" and "2" give "2", "10" and "2" give "_2"."""
    text = one_line(text)
    return f"_{text}" if text[:1].isdigit() and before[-1:].isdigit() else text


def without_tags(text: str) -> str:
    """Return a title or a name on one line, without HTML's tags; what only looks like one ("<think>") is a word."""
    line = one_line(text)
    while (without := one_line(_TAG.sub(_untagged, _SCRIPT.sub(_settled, line)))) != line:
        line = without  # "<<b>i>" holds a tag, and then another
    return line


def escape_unknown_tags(markup: str) -> str:
    """Return HTML in which what only looks like a tag ("<think>") is written so that a parser keeps it as a word."""
    return _TAG.sub(lambda tag: tag[0] if tag[1].lower() in _elements() else html.escape(tag[0], quote=False), markup)


def _settled(match: re.Match[str]) -> str:
    settle = raised if match[1].lower() == "sup" else lowered
    return settle(match[2], match.string[max(0, match.start() - 1) : match.start()])


def _untagged(match: re.Match[str]) -> str:
    return "" if match[1].lower() in _elements() else match[0]


@cache
def _elements() -> frozenset[str]:
    from lxml.html.defs import tags  # lxml.html takes 50 ms to import

    return frozenset(tags) | set("bdi data dialog main nobr picture rb rtc search slot template".split())
