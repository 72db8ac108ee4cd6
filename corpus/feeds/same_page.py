"""Whether the page that an item's address led to is the item's own: sites send readers of what is gone elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from corpus.article import Article, canonical_url
from corpus.feeds.items import FeedItem

_WORD = re.compile(r"[^\W_]+")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
"""Scripts that put no spaces between words; Korean does."""
_SHORT = 3
"""Words of so many letters say little of what an article is about."""
_SHARED = 0.6
"""A page with this share of the words of an item's headline or summary is the item's: headlines get changed."""
_SUMMARY_WORDS = 8
_SAYS_NOTHING = frozenset("index default home article story page news html htm php asp aspx jsp amp print".split())
"""What the last part of an address may be called whatever stands there."""


def is_page_of(item: FeedItem, article: Article) -> bool:
    """Whether `article`, found at an address other than the item's, is the item's.

    Its address names the same thing as the end of the item's; or it has the words of the item's headline, or of its
    summary. A section has the headlines of many, so that its own must be the item's.
    """
    if item.url is None or article.url is None or canonical_url(item.url) == canonical_url(article.url):
        return True
    asked, found = _path(item.url), _path(article.url)
    last = asked.rpartition("/")[2]
    name = set(_words(last)) - _SAYS_NOTHING
    wanted = _telling(item.title) or _telling(" ".join(name))
    if name and last == found.rpartition("/")[2]:
        return True
    if asked.startswith(f"{found}/") or _is_section(found):
        return _has(wanted, article.title)
    if any(map(_is_long, name)) and name <= set(_words(found)):
        return True
    summary = _telling(item.text)
    text = f"{article.title}\n{article.text}"
    return _has(wanted, text) or (len(summary) >= _SUMMARY_WORDS and _has(summary, text))


def _is_section(path: str) -> bool:
    """Whether an address ends with one word, as "/news" and "/gone.html": articles have a number there, or several."""
    stem = path.rpartition("/")[2].partition(".")[0]
    return stem.isalpha()


def _path(address: str) -> str:
    return unquote(urlsplit(address).path).rstrip("/").lower()


def _has(wanted: set[str], text: str) -> bool:
    return bool(wanted) and len(wanted & set(_words(text))) >= _SHARED * len(wanted)


def _telling(text: str) -> set[str]:
    """Return the words that tell what a text is about: the longer ones, those with a figure; if it has none, all."""
    words = set(_words(text))
    return {word for word in words if _is_long(word) or any(map(str.isdigit, word)) or _NO_SPACES.search(word)} or words


def _is_long(word: str) -> bool:
    return len(word) > _SHORT


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case; where a script has no spaces between them, each pair of characters."""
    for word in _WORD.findall(text.casefold()):
        if _NO_SPACES.search(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        else:
            yield word
