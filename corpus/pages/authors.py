"""Who wrote an article, as names: out of author entries, metadata and bylines, without what is not a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.cleaning.plaintext import SENTENCE_END, one_line
from corpus.months import with_numbers
from corpus.outlets import outlet_key
from corpus.pages import jsonld
from corpus.pages.tree import content, words_of
from corpus.pages.written_dates import NUMERIC_DATE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from corpus.pages.blocks import Block
    from corpus.pages.jsonld import Entity
    from corpus.pages.metadata import Metas

_META_NAMES = (
    *(
        "author",
        "article:author",
        "og:article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
    ),
    *(
        "dc.creator.personalname",
        "citation_author",
        "byl",
        "article:author_name",
        "cxenseparse:author",
        "twitter:data1",
    ),
)
_BY = re.compile(
    r"^(?:(?:written|reported|posted|submitted|published|words|story|text|report|analysis) )?(?:by|"
    r"von|par|por|di|door|av|af|przez|بقلم|"
    r"كتب(?:ت)?|文|作者|記者|记者|撰文|執筆|取材)(?:\s*[:：/｜|]\s*|\s+)|^(?:authors?|autor(?:en|in)?|auteur|text|editor|editors|"
    r"reporter|reporting)\s*[:：]\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s?(?:[;,|•·/&、，；]|\s[–—-]\s|\b(?:and|und|et|och|og|with|mit)\b|\s(?:y|e|و)\s)\s?", re.IGNORECASE
)
_CUT = re.compile(
    r"\s?(?:\b(?:published|updated|posted|last (?:updated|modified)|on (?=\w+ \d|(?:mon|tue|wed|thu|"
    r"fri|sat|sun))|for the|for (?=[A-Z])|in (?=[A-Z])|at \d)|[(（\[<@|•·]|"
    r"\b\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b|\d{1,2} (?:min|hours?|days?)\b).*$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:reporter|editor|correspondent|journalist|columnist|writer|contributor|producer|"
    r"photographer|analyst|author|bureau|"
    r"chief|fellow|professor|\w*redakteur(?:in)?|korrespondent(?:in)?|autor(?:in)?|rédact(?:eur|rice)|"
    r"redactora?|periodista|journaliste)s?\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:the |our |by )?(?:[\w.]+ ){0,3}(?:staff|newsroom|team|desk|redaktion|rédaction|redacción|redazione|editors?|"
    r"editorial(?: team| board| staff)?|news service|admin(?:istrator)?|guest(?: author| post)?|anonymous|unknown|"
    r"staff (?:writer|reporter|report)s?|web ?master|press release|developer|author|editorial|"
    r"編集部|编辑部|編輯部)|null|none|"
    r"red|www\b.*|n/a|user\d*|root|press office|pressestelle",
    re.IGNORECASE,
)
_TAIL = re.compile(r",?\s(?:Jr\.?|Sr\.?|Ph\.?D\.?|M\.?D\.?)$", re.IGNORECASE)
_TITLED = re.compile(r"^(?:mr|mrs|ms)\.?\s+", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_ROLE = re.compile(
    r"^(?:本报|本網|本网|實習|实习)?(?:記者|记者|编辑|編輯|文|責任編輯|责任编辑)\s*[:：]?\s*|\s?(?:記者|记者|기자|編集委員|報道|报道|報導)$"
)
_BYLINE_NAME = re.compile(
    r"(?:^|[-\s])(?:by-?line\S*|authors?|author-?(?:name|link|url|info|vcard)?|vcard|writer|reporter|"
    r"contributors?|post-author|entry-author|"
    r"article-author|username|creator|submitted|journalist)(?=[-\s]|$)"
)
_MAX_WORDS, _MAX_CHARS = 5, 50
_BYLINE_CHARS = 200
_OTHER_WORDS = 8
"""A line with a name or a date and more other words than this is prose."""


def authors_of(metas: Metas, article: Entity, found: list[Entity], zone: list[HtmlElement], source: str) -> list[str]:
    """Return the authors' names, from the first place that names any.

    These are the article's JSON-LD author, metadata, microdata and rel="author", an element called byline or author,
    and a line that begins with "By". The last three are read in `zone`, the elements around the headline.
    The outlet itself, its staff and its addresses
    are no authors; another outlet or agency is one.
    """
    for names in (
        _linked_names(article, found),
        [name for meta in _META_NAMES for value in metas.get(meta, []) for name in names_in(value)],
        [name for each in zone if _is_marked(each) for name in _marked_names(each)],
        [name for each in _innermost(zone) for name in _shown_names(each)],
        [name for each in zone if _is_leaf(each) and _BY.match(content(each)) for name in names_in(content(each))],
    ):
        kept = _distinct([name for name in names if not _is_the_outlet(name, source)])
        if kept:
            return kept
    return []


def _linked_names(article: Entity, found: list[Entity]) -> list[str]:
    names: list[str] = []
    for name in ("author", "creator"):
        for each in jsonld.as_list(article.get(name)):
            entity: Any = jsonld.resolve(each, found) or each
            values = (jsonld.as_list(entity.get("name")) or [entity]) if isinstance(entity, dict) else [entity]
            for value in values:
                text = jsonld.text_of(value)
                names += names_in(text) if text else []
        if names:
            break
    return names


def _is_marked(element: HtmlElement) -> bool:
    marks = (
        f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('property') or ''}".lower().split()
    )
    return bool({"author", "creator", "dc:creator", "schema:author"} & set(marks))


def _marked_names(element: HtmlElement) -> list[str]:
    inner = [
        each for each in element.iter() if isinstance(each.tag, str) and "name" in (each.get("itemprop") or "").split()
    ]
    texts = [each.get("content") or content(each) for each in inner] or [element.get("content") or content(element)]
    return [name for text in texts if len(text) <= _BYLINE_CHARS for name in names_in(text)]


def _innermost(zone: list[HtmlElement]) -> list[HtmlElement]:
    """Return the elements called byline or author that hold no other: those around them also hold roles and dates."""
    named = [each for each in zone if _BYLINE_NAME.search(words_of(each)) and content(each)]
    outer = {id(ancestor) for each in named for ancestor in each.iterancestors()}
    return [each for each in named if id(each) not in outer]


def _shown_names(element: HtmlElement) -> list[str]:
    """Return the names in an element called byline: of its links that lead to authors' pages, else its words."""
    links = [
        each
        for each in element.iter("a")
        if re.search(r"author|/people/|/by/|profile|/u/|@|staff", each.get("href") or "")
    ]
    texts = [text for each in links if (text := content(each))] or [content(element)]
    return [name for text in texts if len(text) <= _BYLINE_CHARS for name in names_in(text)]


def _is_leaf(element: HtmlElement) -> bool:
    return len(content(element)) <= _BYLINE_CHARS


def names_in(line: str) -> list[str]:
    """Return the names in a byline or author field: "By Ann Lee and Bo Roe, senior reporters | 3 May" names two."""
    text = _TAIL.sub("", _CUT.sub("", _BY.sub("", one_line(line))))
    if "://" in line or not text:
        return []
    parts = [_TITLED.sub("", _CJK_ROLE.sub("", _BY.sub("", part))).strip(" .,:-–—") for part in _BETWEEN.split(text)]
    names = [part for part in (_restored(part, text) for part in parts) if _is_name(part)]
    return names or ([text] if _is_name(text) else [])


def _restored(part: str, line: str) -> str:
    """Give an initial at the end its full stop back: "Roe Q." lost it with the line's punctuation."""
    return f"{part}." if f"{part}." in line and re.search(r"\b[A-Z]$", part) else part


def _is_name(part: str) -> bool:
    if (
        not part
        or len(part) > _MAX_CHARS
        or len(part.split()) > _MAX_WORDS
        or "@" in part
        or any(c.isdigit() for c in part[:1])
    ):
        return False
    if _NOBODY.fullmatch(part) or _ROLE.search(part) or not re.search(r"[^\W\d_]{2}", part):
        return False
    if _BY.match(f"{part} "):
        return False
    return bool(_CJK.search(part)) or any(word[:1].isupper() or not word[:1].isascii() for word in part.split())


def _is_the_outlet(name: str, source: str) -> bool:
    ours, theirs = outlet_key(source), outlet_key(name)
    return bool(ours) and (theirs == ours or (len(ours) > 3 and theirs.startswith(ours)))


def _distinct(names: list[str]) -> list[str]:
    """Return each name once: "Ann-Lee" and "ann lee" are ways to write one."""
    return list({re.sub(r"[\W_]+", "", name).casefold(): name for name in reversed(names)}.values())[::-1]


_BYLINE_BLOCKS = 6
_BYLINE_WORDS = 25


def without_byline(blocks: list[Block], authors: list[str]) -> list[Block]:
    """Drop lines among the first blocks that give the authors or the date, and say nothing."""
    head, rest = blocks[:_BYLINE_BLOCKS], blocks[_BYLINE_BLOCKS:]
    return [block for block in head if not _is_byline(block.text, authors)] + rest


def _is_byline(line: str, authors: list[str]) -> bool:
    if len(line.split()) > _BYLINE_WORDS or SENTENCE_END.search(line):
        return False
    named = any(author in line for author in authors)
    line = with_numbers(line)
    dated = NUMERIC_DATE.search(line)
    left = NUMERIC_DATE.sub("", line)
    for author in authors:
        left = left.replace(author, "")
    few = len(re.findall(r"[^\W\d_]{2,}", left)) <= _OTHER_WORDS
    return few and (named or bool(dated))
