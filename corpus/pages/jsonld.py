"""What a page states about its article in JSON-LD: which of the page's entities is the article, and its properties.

Pages hold several entities (the site, breadcrumbs, related articles), in one script or many, in a list or a `@graph`,
referring to each other by `@id`. Only the entity that is this page's article counts.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from corpus.cleaning.markup import without_tags

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Entity = Mapping[str, Any]

_ARTICLE_TYPE = re.compile(
    r"(?:\w*Article|\w*BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|Review|Posting|PressRelease)$"
)
_LIST_TYPES = {"CollectionPage", "ItemList", "SearchResultsPage", "Blog"}
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_MAX_CHARS = 2_000_000
_MAX_REPAIRED_CHARS, _MAX_REPAIRED = 6_000, 3
"""Of a damaged script so much of its beginning is mended, in so many of a page: the time grows with its square.
Scripts have 1,000 to 6,000 characters, or else the text, which stands behind the date."""
_MAX_DEPTH = 12
_WORD = re.compile(r"\w+")
_SAME_HEADLINE = 0.6


def entities(root: HtmlElement) -> list[Entity]:
    """Return every typed JSON-LD entity of the page, outer before inner; broken scripts give none."""
    found: list[Entity] = []
    mended = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = _WRAPPER.sub("", _WRAPPER.sub("", (script.text or "")[:_MAX_CHARS].strip())).strip()
        try:
            value = json.loads(text, strict=False)  # line ends inside strings are common
        except (ValueError, RecursionError):
            mended += 1
            value = _mended(text) if "{" in text and mended <= _MAX_REPAIRED else None
        found += _typed(value, _MAX_DEPTH)
    return found


def _mended(text: str) -> object:
    """Return what can be made out of a damaged script: one wrong mark must not lose a date.

    Templates leave comments, quotation marks within strings, several objects, everything escaped as HTML.
    """
    import json_repair  # 0.1 s to import, and most scripts are sound

    text = html.unescape(text) if '"' not in text else text
    try:
        return json_repair.loads(text[:_MAX_REPAIRED_CHARS])
    except (ValueError, RecursionError):
        return None


def _typed(value: object, depth: int) -> Iterator[Entity]:
    if depth and isinstance(value, list):
        for each in value:
            yield from _typed(each, depth - 1)
    elif depth and isinstance(value, dict):
        if "@type" in value:
            yield value
        for name, each in value.items():
            # Articles inside an article are the ones it mentions, not another claim to be the page's.
            if isinstance(each, (dict, list)) and name not in _MENTIONING:
                yield from _typed(each, depth - 1)


_MENTIONING = {
    "itemListElement",
    "mentions",
    "citation",
    "isBasedOn",
    "hasPart",
    "comment",
    "review",
    "blogPost",
    "isPartOf",
}


def types(entity: Entity) -> list[str]:
    """Return the entity's types without the vocabulary's address."""
    return [str(each).rpartition("/")[2].rpartition(":")[2] for each in as_list(entity.get("@type"))]


def is_article(entity: Entity) -> bool:
    """Whether the entity is of a type that articles have."""
    return any(_ARTICLE_TYPE.match(each) for each in types(entity))


def is_list(entity: Entity) -> bool:
    """Whether the entity says that the page lists other pages."""
    return any(each in _LIST_TYPES for each in types(entity))


def main_article(found: list[Entity], addresses: list[str], headlines: list[str]) -> Entity:
    """Return the entity that is this page's article, or {}: by its address, else by its headline, else if it is alone.

    `addresses` are the page's own (canonical, fetched from), `headlines` what the page calls itself (heading, title). A
    single article entity is doubted only where it names another address and another headline.
    """
    articles = [each for each in found if is_article(each)]
    here = {_address_key(each) for each in addresses if each}
    scored = [
        (_address_score(each, here) + _headline_score(each, headlines), -index) for index, each in enumerate(articles)
    ]
    if not scored:
        return {}
    score, negative = max(scored)
    best = articles[-negative]
    if score > 0 or (len(articles) == 1 and not (_addresses(best) and text_of(best.get("headline")))):
        return best
    # Without anything to compare with, the first article is the page's: related ones come after it.
    return best if not here and not any(headlines) else {}


def _addresses(entity: Entity) -> set[str]:
    """Return the addresses the entity gives for itself."""
    pages = [entity.get("url"), entity.get("@id"), *as_list(entity.get("mainEntityOfPage"))]
    values = [each.get("@id") or each.get("url") if isinstance(each, dict) else each for each in pages]
    return {_address_key(each) for each in values if isinstance(each, str) and each and not each.startswith("#")}


def _address_score(entity: Entity, here: set[str]) -> float:
    own = _addresses(entity)
    if not own or not here:
        return 0.0
    return 2.0 if own & here else -1.0


def _address_key(address: str) -> str:
    """Return `address` without scheme, "www.", query, fragment and closing slash: enough to tell two articles apart."""
    return (
        re.sub(r"^(?:https?:)?//(?:www\.|m\.|amp\.)?|[?#].*$", "", address.strip())
        .rstrip("/")
        .removesuffix("/amp")
        .lower()
    )


def _headline_score(entity: Entity, headlines: list[str]) -> float:
    """Return how much of the entity's headline stands in the page's, by pairs of letters: Chinese has no spaces."""
    pairs = _pairs(text_of(entity.get("headline")) or text_of(entity.get("name")))
    if not pairs:
        return 0.0
    best = max((len(pairs & _pairs(each)) / len(pairs) for each in headlines), default=0.0)
    return best if best >= _SAME_HEADLINE else -0.5


def _pairs(text: str) -> set[str]:
    letters = "".join(_WORD.findall(text.lower()))
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def as_list(value: object) -> list[Any]:
    """Return `value` if it is a list, [] if it is None, else [value]."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def text_of(value: object) -> str:
    """Return a string property as one line of plain text: entities, which some systems escape twice, resolved."""
    value = next(iter(as_list(value)), "")
    if isinstance(value, dict):
        parts = (value.get("givenName"), value.get("familyName"))
        value = value.get("@value") or value.get("name") or " ".join(each for each in parts if isinstance(each, str))
    if not isinstance(value, str):
        return ""
    return without_tags(html.unescape(html.unescape(value)))


def resolve(value: object, found: list[Entity]) -> Entity:
    """Return the entity that `value` is or refers to by `@id`, else {}."""
    if not isinstance(value, dict):
        return {}
    identifier = value.get("@id")
    if isinstance(identifier, str) and "name" not in value:
        return next((each for each in found if each.get("@id") == identifier and "name" in each), value)
    return value
