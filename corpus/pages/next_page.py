"""Articles that a site cuts into several pages: where the next page is, and whether it is of the same article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from corpus.article import canonical_url
from corpus.pages.tree import content, parse_page, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAY_GO_ON = re.compile(r"\brel\s*=\s*[\"']?[^\"'<>]{0,40}\bnext\b|>\s*\d{1,2}\s*</", re.IGNORECASE)
"""What a page that goes on holds: others need not be read for it."""
_TO_OTHERS = re.compile(r"(?:^|[-\s])(?:post-nav\w*|nav-(?:next|previous|links)|adjacent\S*|posts?-pager)(?=[-\s]|$)")
"""What blogs call the links to the articles before and after this one, which have rel="next" too."""
_LABEL_CHARS = 20
_LABEL_WORDS = 2
_NUMBER = r"\b\d{1,2}(?:\W{0,3}(?:[^\W\d_]{1,4}\W)?\d{1,2})?\W{0,3}$"
_NUMBERS_AT_END = (re.compile(_NUMBER), re.compile(r"\b[^\W\d_]{1,8}\W{1,2}" + _NUMBER))
"""What titles of later pages end with: "(2/3)"; "- Page 2", "– Seite 2 von 3"."""
_END_CHARS = 40


def next_page(page: str, url: str, first: str, number: int) -> str | None:
    """Return the address of page `number` of the article that begins at `first`; None where `page`, at `url`, has none.

    It is of the same host, and either said to be the next (rel="next"), or the address of the first page with its
    number, under a link that is that number.
    """
    if not _MAY_GO_ON.search(page):
        return None
    root = parse_page(page, url)
    base = next((href for each in root.iter("base") if (href := each.get("href"))), "")
    for link, is_next in _links(root):
        try:
            address: str = urldefrag(urljoin(urljoin(url, base), (link.get("href") or "").strip())).url
            if _is_elsewhere(address, url) or canonical_url(address) in (canonical_url(url), canonical_url(first)):
                continue
        except ValueError:
            continue
        if is_next or (content(link) == str(number) and _is_numbered(address, first, number)):
            return address
    return None


def is_same_title(title: str, first: str) -> bool:
    """Whether a later page's title is that of the first page, its number aside."""
    start, end = title[:-_END_CHARS], title[-_END_CHARS:]
    without = (start + number.sub("", end) for number in _NUMBERS_AT_END)
    return _bare(first) in map(_bare, (title, *without))


def _links(root: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Yield the links that may lead to the next page, and whether they say so; those of the head first."""
    for link in root.iter("link"):
        if _says_next(link) and not link.get("title"):  # with one, it leads to the next article
            yield link, True
    for link in root.iter("a"):
        label = content(link)
        if len(label) <= _LABEL_CHARS and len(label.split()) <= _LABEL_WORDS:
            yield link, _says_next(link) and not _is_among_others(link)


def _says_next(link: HtmlElement) -> bool:
    return "next" in (link.get("rel") or "").lower().split()


def _is_among_others(link: HtmlElement) -> bool:
    return any(_TO_OTHERS.search(words_of(each)) for each in (link, *link.iterancestors()))


def _is_elsewhere(address: str, url: str) -> bool:
    there, here = urlsplit(address), urlsplit(url)
    return there.scheme not in ("http", "https") or there.netloc.lower() != here.netloc.lower()


def _is_numbered(address: str, first: str, number: int) -> bool:
    """Whether `address` is `first` with a number: "/story/2", "/story?page=2", "/story-2.html"."""
    there, here = urlsplit(address), urlsplit(first)
    if there.path.rstrip("/") == here.path.rstrip("/"):
        more = [pair for pair in parse_qsl(there.query) if pair not in parse_qsl(here.query)]
        return [value for _, value in more] == [str(number)]
    stem, dot, ending = here.path.rstrip("/").rpartition(".")
    if not dot or "/" in ending:
        stem, dot, ending = here.path.rstrip("/"), "", ""
    return bool(re.fullmatch(rf"{re.escape(stem)}[/_,-](?:page[/-]?)?{number}{re.escape(dot + ending)}/?", there.path))


def _bare(title: str) -> str:
    return re.sub(r"[\W_]+", "", title).lower()
