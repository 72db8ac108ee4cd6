"""Powers, formulas and twice escaped words in a page's tree: made plain where they stand, before anything is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.cleaning.markup import lowered, raised, read_entities
from corpus.cleaning.plaintext import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_STYLED = re.compile(r"vertical-align\s*:\s*(super|sub)\b")
_LINE = frozenset("a abbr b bdi bdo cite code em font i ins mark q s small span strong time tt u var".split())
_AS_WRITTEN = frozenset("script style pre code kbd samp textarea noscript template".split())
"""Elements whose words are kept as they are: code may show entities."""
_LOOKED_BACK = 20
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a page may hold, also as entities ("&#8;"), and that no tree takes when words are put back."""
_FRACTION = ("/", "⁄")


def make_plain(root: HtmlElement) -> None:
    """Write powers as "10^25", indices as "CO2" and formulas on one line; take out the numbers of footnotes.

    Words that a system escaped twice ("R&amp;amp;D") are read, outside code.
    """
    _read_entities(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == "math":
            _put(element, element.get("alttext") or _formula(element))
            element.tag = "span"
        elif kind := _kind(element):
            text = "".join(element.itertext())
            if kind == "sub":
                _put(element, lowered(text, _before(element)))
            else:
                _put(element, "" if _is_note(element) else _raised(element, text))


def _read_entities(root: HtmlElement) -> None:
    as_written: set[HtmlElement] = set()
    for element in root.iter():
        parent = element.getparent()
        if element.tail and parent not in as_written:
            element.tail = _NOT_XML.sub("", read_entities(element.tail))
        if not isinstance(element.tag, str) or element.tag in _AS_WRITTEN or parent in as_written:
            as_written.add(element)
        elif element.text:
            element.text = _NOT_XML.sub("", read_entities(element.text))


def _kind(element: HtmlElement) -> str:
    if element.tag in ("sup", "sub"):
        return str(element.tag)
    styled = _STYLED.search(element.get("style") or "")
    return styled[1].removesuffix("er") if styled and element.tag in _LINE else ""


def _raised(element: HtmlElement, text: str) -> str:
    before, after = _before(element), element.getnext()
    if (element.tail or "").strip() in _FRACTION and after is not None and after.tag == "sub":
        return f" {text}" if before[-1:].isdigit() else text  # 2 1/2
    return raised(text, before)


def _is_note(element: HtmlElement) -> bool:
    """Whether it leads to a footnote: a link within the page, in it or around it."""
    links = [*element.iter("a"), *element.iterancestors("a")]
    return any("#" in (link.get("href") or "") or link.get("role") == "doc-noteref" for link in links)


def _before(element: HtmlElement) -> str:
    """Return what stands before `element` on its line; "" at the start of one."""
    for _ in range(_LOOKED_BACK):
        previous, parent = element.getprevious(), element.getparent()
        text = previous.tail if previous is not None else parent.text if parent is not None else ""
        if text:
            return str(text)
        if previous is not None:
            if inner := "".join(previous.itertext()):
                return inner
            element = previous
        elif parent is not None and parent.tag in _LINE:
            element = parent
        else:
            break
    return ""


def _put(element: HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = _NOT_XML.sub("", text)


def _formula(element: HtmlElement) -> str:
    """Return MathML as one line: powers with "^", fractions with "/"."""
    notes = next((each for each in element.iter("annotation") if "tex" in (each.get("encoding") or "")), None)
    if notes is not None:
        return one_line(notes.text or "")
    parts = [_formula(child) for child in element if isinstance(child.tag, str)]
    text = (element.text or "").strip()
    if element.tag == "msup" and len(parts) == 2:
        return f"{parts[0]}^{parts[1]}"
    if element.tag == "mfrac" and len(parts) == 2:
        return f"{parts[0]}/{parts[1]}"
    return text + "".join(parts)
