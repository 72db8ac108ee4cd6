"""Articles that a page carries as data for its script: `__NEXT_DATA__` and the like, where no paragraph is in the HTML.

Nothing is assumed of a system's names beyond the common ones: the article is the JSON value with the most prose, given
as HTML or text in one string, or as a list of blocks whose strings are its paragraphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.cleaning.plaintext import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Island = dict[str, Any]

MIN_ISLAND_CHARS = 200
"""Less prose than this in a JSON value is a teaser or a setting."""
_MAX_ISLAND_CHARS = 5_000_000
_ASSIGNED = re.compile(r"^\s*(?:window|self|globalThis)?(?:\.|\[[\"'])?[\w$.]+(?:[\"']\])?\s*=\s*(?=[{\[])")
_HTML = re.compile(r"<(?:p|h[2-6]|li|div|br)\b", re.IGNORECASE)
_BODY_NAMES = re.compile(
    r"body|content|article_?text|html|blocks|paragraphs|sections|elements|components|children|nodes|text", re.IGNORECASE
)
_OTHERS = re.compile(
    r"related|recommend|latest|popular|trending|comments?|sidebar|translations?|footer|nav|teasers?|more|caption|credit|bio",
    re.IGNORECASE,
)
_TEXT_NAMES = ("text", "value", "content", "html", "body", "data", "paragraph", "title", "heading")
_NO_PROSE = re.compile(
    r"image|photo|video|embed|caption|credit|ad(?:vert\w*)?|promo|newsletter|related|button|audio|pull_?quote",
    re.IGNORECASE,
)
_PUBLISHED = (
    "datePublished",
    "publishedAt",
    "published_at",
    "firstPublishedAt",
    "publishedDate",
    "publishDate",
    "pubDate",
    "published",
    "publicationDate",
)
_UPDATED = (
    "dateModified",
    "updatedAt",
    "updated_at",
    "modifiedAt",
    "lastModified",
    "lastUpdated",
    "dateUpdated",
    "modified",
)
_MAX_DEPTH = 30


def island_article(root: HtmlElement) -> Island:
    """Return the article in the page's data; {} where no data holds `MIN_ISLAND_CHARS` of prose.

    "html" is its body; "title", "published", "updated", "authors", "section" and "url" are there if the data has them.
    """
    best: tuple[int, str, list[dict[str, Any]]] = (0, "", [])
    for script in root.iter("script"):
        for chars, html, around in _bodies(_data(script), [], _MAX_DEPTH):
            if chars > best[0]:
                best = (chars, html, around)
    chars, html, around = best
    if chars < MIN_ISLAND_CHARS:
        return {}
    return {"html": html, **_properties(around)}


def _data(script: HtmlElement) -> object:
    kind, text = (script.get("type") or "").lower(), (script.text or "").strip()
    if not text or len(text) > _MAX_ISLAND_CHARS or "ld+json" in kind:
        return None
    if "json" not in kind:
        if not _ASSIGNED.match(text):
            return None
        text = _ASSIGNED.sub("", text)
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _bodies(value: object, around: list[dict[str, Any]], depth: int) -> Iterator[tuple[int, str, list[dict[str, Any]]]]:
    """Yield (characters of prose, as HTML, the objects around it) for each value that may be an article's body."""
    if not depth:
        return
    if isinstance(value, dict):
        for name, each in value.items():
            if _OTHERS.search(name):
                continue
            if isinstance(each, str) and _BODY_NAMES.search(name):
                yield _prose_chars(each), each if _HTML.search(each) else _as_paragraphs(each), [*around, value]
            elif isinstance(each, (dict, list)):
                yield from _bodies(each, [*around, value], depth - 1)
    elif isinstance(value, list):
        paragraphs = [html for each in value for html in _paragraphs(each, depth - 1)]
        if len(paragraphs) > 1:
            html = "".join(paragraphs)
            # Of two lists, one within the other, the outer wins only by holding more prose.
            yield sum(map(_prose_chars, paragraphs)), html, around
        for each in value:
            yield from _bodies(each, around, depth - 1)


def _paragraphs(block: object, depth: int) -> Iterator[str]:
    """Yield the paragraphs of one block of a structured body, as HTML."""
    if isinstance(block, str):
        yield block if _HTML.search(block) else f"<p>{block}</p>"
    if not isinstance(block, dict) or not depth:
        return
    kind = " ".join(str(block.get(name) or "") for name in ("type", "_type", "__typename", "kind", "name", "component"))
    if _NO_PROSE.search(kind):
        return
    tag = (
        "h2"
        if re.search(r"head|h[2-6]\b", f"{kind} {block.get('style') or ''}", re.IGNORECASE)
        else "li"
        if "list" in kind.lower() and "item" in kind.lower()
        else "p"
    )
    spans = block.get("children") or block.get("spans")
    if isinstance(spans, list) and any(isinstance(each, dict) and isinstance(each.get("text"), str) for each in spans):
        yield f"<{tag}>{''.join(str(each.get('text') or '') for each in spans if isinstance(each, dict))}</{tag}>"
        return
    for name in _TEXT_NAMES:
        each = block.get(name)
        if isinstance(each, str) and " " in each.strip():
            yield each if _HTML.search(each) else f"<{tag}>{each}</{tag}>"
            return
    for name in ("items", "children", "content", "blocks", "data", "attrs", "props"):
        each = block.get(name)
        for inner in each if isinstance(each, list) else [each]:
            yield from (
                (f"<li>{inner}</li>",) if isinstance(inner, str) and name == "items" else _paragraphs(inner, depth - 1)
            )


def _prose_chars(html: str) -> int:
    text = re.sub(r"<[^>]*>", " ", html)
    return len(text) if " " in text.strip() or not text.isascii() else 0


def _as_paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in re.split(r"\s*\n\s*", text.strip()) if line)


def _properties(around: list[dict[str, Any]]) -> Island:
    """Return what the objects around the body say of the article: the nearest object that says it wins."""
    found: Island = {}
    for each in around:  # from the outside in
        found |= {
            name: value
            for name, value in (
                ("title", _string(each, ("headline", "title"))),
                ("published", _string(each, _PUBLISHED)),
                ("updated", _string(each, _UPDATED)),
                ("section", _string(each, ("section", "sectionName", "category"))),
                ("url", _string(each, ("canonicalUrl", "canonical_url"))),
                ("authors", _people(each)),
            )
            if value
        }
    return found


def _string(entity: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = entity.get(name)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title") or value.get("rendered")
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return one_line(str(value))
    return ""


def _people(entity: dict[str, Any]) -> list[str]:
    for name in ("authors", "author", "byline", "bylines", "creators"):
        value = entity.get(name)
        people = value if isinstance(value, list) else [value]
        names = [
            _string(each, ("name", "fullName", "displayName", "full_name")) if isinstance(each, dict) else each
            for each in people
        ]
        kept = [one_line(each) for each in names if isinstance(each, str) and each]
        if kept:
            return kept
    return []
