"""What HTML leaves in a line of plain text: raised and lowered figures, and the tags of a title or a name.

Whole documents are read as trees (`corpus.pages`); this is what they and single lines have in common.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from functools import cache, partial

from corpus.cleaning.plaintext import one_line

_ORDINAL = re.compile(r"(?:st|nd|rd|th|er?|[eè]re|[eè]me|n?de|os?|as?|[aoº])\.?", re.IGNORECASE)
_POWER = re.compile(r"[+−–-]?\s?(?:\d[\d.,]*|[A-Za-z])(?:\s?[+−–/×-]\s?\w{1,4}){0,3}")
"""What is a power by its look: "25", "-4", "n", "n+1"."""
_NOTE = re.compile(r"[\[(]\w{1,3}[\])]|[*†‡§¶]+|\d{1,3}(?:\s?[,–-]\s?\d{1,3})+")
"""The number or mark of a footnote, by its look."""
_OPENS = "([{“‘«/–—-−+=<>~≈×$€£"
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]{0,63}+)([^<>]*+)>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_AMPERSANDS = re.compile(r"&(?:(?:amp|#0{0,4}38|#x0{0,4}26);)+", re.IGNORECASE)
_ATTRIBUTES = re.compile(r":\w|\s[^<>=]{0,60}=")
"""What follows a name in a tag and in no word: a name in another namespace ("<o:p>"), an attribute."""
_OTHER_ELEMENTS = (
    "bdi data dialog main nobr picture rb rtc search slot svg template math annotation menclose mfrac mi mn mo mover "
    "mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "semantics"
)
"""What lxml's list lacks of HTML, and of the formulas that may stand in it."""
_EMPTY = frozenset("hr img input wbr".split())
_LINE_ENDS = frozenset("br li p".split())
_NESTED = 5
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
    """Return a title or a name on one line, without HTML's tags; what only looks like one is a word.

    That is what HTML has no element for ("<think>"), and a bare tag without its other half: "What <s> does".
    """
    line = one_line(text)
    for _ in range(_NESTED):  # "<<b>i>" holds a tag, and then another
        settled = _SCRIPT.sub(_settled, line)
        without = one_line(_TAG.sub(partial(_untagged, _paired(settled)), settled))
        if without == line:
            break
        line = without
    return line


def escape_unknown_tags(markup: str) -> str:
    """Return HTML in which what only looks like a tag ("<think>") is written so that a parser keeps it as a word."""
    paired = _paired(markup)
    return _TAG.sub(lambda tag: tag[0] if _is_tag(tag, paired) else html.escape(tag[0], quote=False), markup)


def holds_markup(text: str) -> bool:
    """Whether text holds HTML: an element that ends, or needs no end, or that it begins with; or a comment."""
    paired, first = _paired(text), _TAG.match(text.lstrip())
    begins = first is not None and _is_tag(first, paired)
    return begins or "<!--" in text or any(_untagged(paired, tag) != tag[0] for tag in _TAG.finditer(text))


def is_markup(text: str) -> bool:
    """Whether plain text is HTML as a whole, escaped once too often: an element begins it, and ends in it."""
    tag = _TAG.match(text.lstrip())
    return bool(tag and not tag[1] and tag[2].lower() in _elements() and f"</{tag[2]}>" in text)


def read_entities(text: str) -> str:
    """Return plain text in which the entities are read that were escaped too often: "R&amp;amp;D" is "R&D"."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), _AMPERSANDS.sub("&", text))


def _settled(match: re.Match[str]) -> str:
    settle = raised if match[1].lower() == "sup" else lowered
    return settle(match[2], match.string[max(0, match.start() - 1) : match.start()])


def _paired(markup: str) -> set[str]:
    """Return the names that stand both in a start tag and in an end tag."""
    starts: dict[str, set[str]] = {"": set(), "/": set()}
    for tag in _TAG.finditer(markup):
        starts[tag[1]].add(tag[2].lower())
    return starts[""] & starts["/"]


def _untagged(paired: Collection[str], tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if not _is_tag(tag, paired):
        return tag[0]
    if name in _LINE_ENDS:
        return " "
    return "" if name in paired or tag[3].strip() or name in _EMPTY else tag[0]


def _is_tag(tag: re.Match[str], paired: Collection[str]) -> bool:
    """Whether it is of an element that HTML has or a page defines: one of these has a hyphen, or an attribute."""
    name = tag[2].lower()
    return name in _elements() or bool(_ATTRIBUTES.match(tag[3])) or ("-" in name and name in paired)


@cache
def _elements() -> frozenset[str]:
    from lxml.html.defs import tags  # lxml.html takes 50 ms to import

    return frozenset(tags) | set(_OTHER_ELEMENTS.split())
