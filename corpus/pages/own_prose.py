"""Whether a part of a page reads as the article's own text, whatever its makers called it.

A section of an article may be called "survey", "consent" or "comments" because that is what it is about. What is around
an article has other marks than its name: it asks the visitor for something, links away, holds a form, or stands apart.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from corpus.cleaning.furniture import is_furniture
from corpus.cleaning.plaintext import SENTENCE_END
from corpus.pages.blocks import HEADINGS, Block, blocks_of
from corpus.pages.tree import words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FORM = frozenset("form input button select textarea iframe ins".split())
_SENTENCE_WORDS = 6
_SENTENCE_CHARS = 20
"""Of languages without spaces."""
_LOOKED_AT = 6
"""Neighbours on each side among which a paragraph is looked for."""
_TO_VISITOR = re.compile(
    r"\b(?:you|your|you[’']re|subscribe|sign up|newsletter|this (?:site|website)|sponsored by|all rights reserved)\b"
    r"|^\W*(?:we|our|log|register|join|get|read|support|donate|click|tap|follow|share|accept|become|enter|download|"
    r"listen|watch|see|related|more)\b|©|\b(?:abonn|anmeld|s[’']inscri|suscr)\w+|订阅|登录|购読|اشترك",
    re.IGNORECASE,
)
_PROSE_TAGS = frozenset(("p", "li", "blockquote"))


def reads_as_own(element: HtmlElement) -> bool:
    """Whether `element` is a paragraph of the article, or a part of it that stands among its paragraphs."""
    if element.tag in _PROSE_TAGS:
        return _is_prose(element)
    return _stands_amid(element) and _is_prose(element)


def namespace(root: HtmlElement) -> frozenset[str]:
    """Return the first words of names that the headline bears as well as paragraphs do: those of the site's own design.

    Of "gdpr-ArticleTitle" and "gdpr-Paragraph", "gdpr" says nothing.
    """
    of_headline = {_first_word(name) for h1 in root.iter("h1") for name in words_of(h1).split()}
    of_prose = {_first_word(name) for p in root.iter("p") for name in words_of(p).split()} if of_headline else set()
    return frozenset(of_headline & of_prose)


def _first_word(name: str) -> str:
    return name.partition("-")[0]


def _is_prose(element: HtmlElement) -> bool:
    """Whether all in it but headings and lists is whole sentences that report something, and nothing only links."""
    if any(each.tag in _FORM for each in element.iter()):
        return False
    blocks = blocks_of(element)
    said = [block for block in blocks if block.kind not in HEADINGS and block.kind not in ("li", "row")]
    if element.tag == "li":
        said = blocks
    return bool(said) and all(map(_reports, said)) and not any(block.is_linked for block in blocks)


def _reports(block: Block) -> bool:
    text = block.text.removeprefix("- ")
    long = len(text.split()) >= _SENTENCE_WORDS or (not text.isascii() and len(text) >= _SENTENCE_CHARS)
    return long and bool(SENTENCE_END.search(text)) and not _TO_VISITOR.search(text) and not is_furniture(text)


def _stands_amid(element: HtmlElement) -> bool:
    """Whether paragraphs stand before and behind it; on one side will do for what leads nowhere."""
    leads_on = element.find(".//a") is not None
    while (parent := element.getparent()) is not None and parent.tag != "body":
        beside = [
            any(map(_is_paragraph, islice(element.itersiblings(preceding=way), _LOOKED_AT))) for way in (True, False)
        ]
        if any(beside) or len(parent) > 1:
            return all(beside) if leads_on else any(beside)
        element = parent  # a box around it and nothing else
    return False


def _is_paragraph(element: HtmlElement) -> bool:
    return element.tag == "p" and len("".join(element.itertext()).split()) >= _SENTENCE_WORDS
