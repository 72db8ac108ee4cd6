"""What a page states about its article besides dates: title, authors, outlet, address, section, tags, language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from corpus.cleaning.plaintext import one_line
from corpus.outlets import outlet_key
from corpus.pages import jsonld
from corpus.pages.canonical import names_this_page
from corpus.pages.tree import content, first, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from corpus.pages.jsonld import Entity

Metas = dict[str, list[str]]

_SEPARATOR = re.compile(r"\s[|–—·»•:-]\s|\s?[|｜]\s?|：")
_OUTLET_WORDS = 5
_SAME = 0.5
"""A heading that shares this part of its words with another statement of the title is the headline."""
_WORD = re.compile(r"\w")


def title_of(root: HtmlElement, metas: Metas, article: Entity, source: str) -> str:
    """Return the headline: the heading that readers see where another statement backs it, else what the page states.

    Search engines' and networks' titles (`<title>`, og:title) often differ from the headline and carry the outlet's
    name; JSON-LD headlines are cut at 110 characters. None of them is the headline a reader would quote.
    """
    stated = [
        jsonld.text_of(article.get("headline")) or jsonld.text_of(article.get("name")),
        first(
            metas,
            "og:title",
            "twitter:title",
            "dc.title",
            "dcterms.title",
            "parsely-title",
            "sailthru.title",
            "citation_title",
        ),
        title_element(root),
    ]
    stated = [shorn for each in stated if (shorn := without_outlet(each, source))]
    headings = [text for h1 in root.iter("h1") if (text := content(h1))]
    headings = [each for each in headings if outlet_key(each) != outlet_key(source) or not stated]
    backed = [(max((_likeness(each, other) for other in stated), default=0.0), -at) for at, each in enumerate(headings)]
    score, at = max(backed, default=(0.0, 0))
    if headings and score >= _SAME:
        return _without_kicker(headings[-at], stated)
    # One heading alone is the headline, also where the page was given another title for searches.
    if len(headings) == 1 and (not stated or article or _shares(headings[0], stated)):
        return headings[0]
    return next(iter(stated), next(iter(headings), ""))


def title_element(root: HtmlElement) -> str:
    """Return the page's <title>, not that of a picture in it."""
    return next((content(each) for each in root.iter("title") if each.getparent().tag != "svg"), "")


def without_outlet(title: str, source: str) -> str:
    """Return `title` without the outlet's name at its end (or start), as "Headline - Section | Outlet" has it."""
    title = one_line(title)
    if not source:
        return title
    while (parts := list(_SEPARATOR.finditer(title))) and (cut := parts[-1]):
        last, rest = title[cut.end() :], title[: cut.start()]
        if not rest or not _is_outlet(last, source):
            break
        title = rest
    head = _SEPARATOR.search(title)
    if head and _is_outlet(title[: head.start()], source) and len(title[head.end() :].split()) > 2:
        return title[head.end() :]
    return title


def _is_outlet(part: str, source: str) -> bool:
    ours, theirs = outlet_key(source), outlet_key(part)
    if not theirs or len(part.split()) > _OUTLET_WORDS:
        return False
    return theirs == ours or (len(theirs) > 2 and (ours.startswith(theirs) or theirs.startswith(ours)))


def _likeness(one: str, other: str) -> float:
    """Return the share of pairs of letters that two titles have in common (Dice): it also works for Chinese."""
    pairs = [{(text[at : at + 2]) for at in range(len(text) - 1)} for text in (_squeezed(one), _squeezed(other))]
    total = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / total if total else 0.0


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))


def _shares(heading: str, stated: list[str]) -> bool:
    return any(_likeness(heading, each) > 0.2 for each in stated)


def _without_kicker(heading: str, stated: list[str]) -> str:
    """Return the heading without the label some pages put inside it ("Analysis Headline"), told by the other titles."""
    for each in stated:
        if len(each.split()) > 2 and heading != each and heading.endswith(each):
            return each
    return heading


def outlet_of(metas: Metas, article: Entity, found: list[Entity]) -> str:
    """Return the outlet's name: og:site_name, the JSON-LD publisher, the site's own entity, the app's name; else ""."""
    publisher = jsonld.resolve(next(iter(jsonld.as_list(article.get("publisher"))), None), found)
    site = next((each for each in found if {"WebSite", "NewsMediaOrganization"} & set(jsonld.types(each))), {})
    names = (
        first(metas, "og:site_name"),
        jsonld.text_of(publisher.get("name")),
        first(metas, "dc.publisher", "dcterms.publisher", "citation_journal_title", "copyright-holder"),
        jsonld.text_of(site.get("name")),
        first(metas, "application-name", "apple-mobile-web-app-title", "al:android:app_name"),
    )
    return next((name for name in names if name), "")


def address_of(root: HtmlElement, metas: Metas, article: Entity, url: str | None) -> str | None:
    """Return the page's canonical address: what it states itself, where that can be its own, else `url`.

    A canonical address elsewhere is the mark of a syndicated copy, and this copy is not that article; one that fits
    many pages is a mistake of the template (`corpus.pages.canonical`).
    """
    base = next((href for each in root.iter("base") if (href := each.get("href"))), "")
    links = [
        each.get("href") or "" for each in root.iter("link") if "canonical" in (each.get("rel") or "").lower().split()
    ]
    entity = next(iter(jsonld.as_list(article.get("mainEntityOfPage"))), None)
    named = entity.get("@id") if isinstance(entity, dict) else entity
    for stated in (*links, first(metas, "og:url"), article.get("url"), named):
        address = _absolute(stated.strip(), base, url) if isinstance(stated, str) else None
        if address and names_this_page(address, url):
            return address
    return url


def _absolute(stated: str, base: str, url: str | None) -> str | None:
    try:
        address = urljoin(urljoin(url or "", base), stated)
        parts = urlsplit(address)
        opens = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return address if opens else None


def section_of(root: HtmlElement, metas: Metas, article: Entity, found: list[Entity], title: str) -> str | None:
    """Return the section: article:section, the JSON-LD articleSection, other metadata, the breadcrumbs; else None."""
    stated = (
        first(metas, "article:section", "og:article:section"),
        jsonld.text_of(article.get("articleSection")),
        first(
            metas,
            "parsely-section",
            "sailthru.section",
            "dc.subject.section",
            "section",
            "cxenseparse:section",
            "category",
        ),
    )
    named = next((each for each in stated if each and "://" not in each), "")
    crumbs = _listed_crumbs(found) or _shown_crumbs(root)
    between = [each for each in crumbs[1:] if _likeness(each, title) < 0.8]
    return named or (between[-1] if between else None)


def _listed_crumbs(found: list[Entity]) -> list[str]:
    crumbs = next((each for each in found if "BreadcrumbList" in jsonld.types(each)), {})
    items = [each for each in jsonld.as_list(crumbs.get("itemListElement")) if isinstance(each, dict)]
    names = [jsonld.text_of(each.get("name")) or jsonld.text_of(each.get("item")) for each in items]
    return [name for name in names if name and "://" not in name]


def _shown_crumbs(root: HtmlElement) -> list[str]:
    for element in root.iter("nav", "ol", "ul", "div", "p"):
        if "breadcrumb" in words_of(element) or "breadcrumb" in (element.get("aria-label") or "").lower():
            items = [content(each) for each in element.iter("a")]
            return [item for item in items if item]
    return []


def tags_of(root: HtmlElement, metas: Metas, article: Entity) -> list[str]:
    """Return the article's tags: article:tag, else JSON-LD keywords, other metadata's, or links with rel="tag"."""
    keywords = article.get("keywords")
    stated = (
        [jsonld.text_of(each) for each in keywords]
        if isinstance(keywords, list)
        else jsonld.text_of(keywords).split(",")
    )
    listed = first(metas, "news_keywords", "parsely-tags", "sailthru.tags", "keywords").split(",")
    links = [content(each) for each in root.iter("a") if "tag" in (each.get("rel") or "").lower().split()]
    for tags in (metas.get("article:tag", []), stated, links, listed):
        kept = [tag for each in tags if (tag := one_line(each).lstrip("#").strip()) and ":" not in tag]
        if kept:
            return list(dict.fromkeys(kept))
    return []


_DIALECTS = {"nb": "no", "nn": "no", "in": "id", "iw": "he"}
_ALIKE = (
    {"no", "da", "sv"},
    {"hr", "sr", "bs", "sl"},
    {"id", "ms"},
    {"cs", "sk"},
    {"gl", "pt", "es", "ca"},
    {"af", "nl"},
)
_ENOUGH_CHARS = 200


def language_of(root: HtmlElement, metas: Metas, article: Entity, text: str) -> str | None:
    """Return the article's language as ISO 639-1: the page's, unless it states none or the words clearly speak another.

    Templates left at lang="en" are common, so `corpus.language` has the last word on a text of `_ENOUGH_CHARS`, except
    between languages that it takes for each other.
    """
    from corpus.language import detect_language

    stated = (
        next(
            (
                value
                for each in root.iter("html", "body", "article")
                if (value := each.get("lang") or each.get("xml:lang"))
            ),
            "",
        ),
        first(metas, "og:locale", "content-language", "language", "dc.language", "dcterms.language"),
        jsonld.text_of(article.get("inLanguage")),
    )
    page = next((code for each in stated if (code := _code(each))), None)
    words = detect_language(text)
    words = _DIALECTS.get(words, words) if words else None
    if page is None or words is None or page == words or any({page, words} <= group for group in _ALIKE):
        return page or words
    return words if len(text) >= _ENOUGH_CHARS or (page == "en" and not text.isascii() and len(text) >= 60) else page


def _code(stated: str) -> str | None:
    code = re.match(r"\s*([a-zA-Z]{2})(?:[-_]|\s*$)", stated)
    return _DIALECTS.get(code[1].lower(), code[1].lower()) if code else None
