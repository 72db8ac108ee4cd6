"""Where on a page its article's byline and dates are looked for: around the headline, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.cleaning.plaintext import SENTENCE_END, one_line
from corpus.pages.tree import INLINE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ZONE_BEFORE = 40
_PROSE_WORDS, _SENTENCE_WORDS = 25, 10


def headline_zone(root: HtmlElement) -> list[HtmlElement]:
    """Return the elements around the headline, where bylines and dates stand.

    They reach from the start of the headline's own header or article to the first paragraph; the foot of the
    article is added. Without a headline it is what stands before the first paragraph.
    """
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    place = {id(each): at for at, each in enumerate(elements)}
    heading = root.find(".//h1")
    start, at = 0, 0
    if heading is not None:
        at = place[id(heading)]
        holder = next(
            (each for each in heading.iterancestors() if each.tag in ("article", "header", "main", "body")), root
        )
        start = max(place[id(holder)], at - _ZONE_BEFORE)
    zone: list[HtmlElement] = []
    sentences = 0
    for element in elements[start:]:
        after = heading is None or place[id(element)] > at
        sentences += after and _is_prose(element, _SENTENCE_WORDS)
        # A summary of one sentence may stand between headline and byline; a second sentence, or a longer one, is text.
        if sentences > 1 or (after and _ends_zone(element, heading)):
            break
        zone.append(element)
    return zone + _foot(zone, heading)


def _ends_zone(element: HtmlElement, heading: HtmlElement | None) -> bool:
    return _is_prose(element, _PROSE_WORDS) or (heading is not None and element.tag == "article")


def _is_prose(element: HtmlElement, words: int) -> bool:
    """Whether `element` itself holds a sentence of that many words, or of twice as many characters of Chinese."""
    if element.tag not in ("p", "div", "td", "section"):
        return False
    text = " ".join([element.text or "", *(child.tail or "" for child in element)])
    inline = " ".join("".join(child.itertext()) for child in element if child.tag in INLINE)
    line = one_line(f"{text} {inline}")
    long = len(line.split()) >= words or (len(line) >= 2 * words and not line.isascii() and " " not in line[:20])
    return long and bool(SENTENCE_END.search(line))


def _foot(zone: list[HtmlElement], heading: HtmlElement | None) -> list[HtmlElement]:
    """Return the elements of the article's own <footer>, where some themes put byline and date."""
    article = (
        next((each for each in heading.iterancestors() if each.tag == "article"), None) if heading is not None else None
    )
    if article is None:
        return []
    seen = {id(each) for each in zone}
    feet = [each for each in article.iter("footer") if next(each.iterancestors("article"), None) is article]
    return [each for foot in feet[-1:] for each in foot.iter() if isinstance(each.tag, str) and id(each) not in seen]
