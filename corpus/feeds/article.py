"""From an item of a feed, and the page it leads to, to an article.

Each thing is taken from who knows it best: words, title and dates from the page, and from the feed what the page does
not say. The day of fetching never stands for the day of publishing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from corpus.article import Article
from corpus.dates import in_its_zone
from corpus.errors import ArticleError
from corpus.feeds.items import FeedItem
from corpus.feeds.same_page import is_page_of
from corpus.hosts import domain_of, same_host
from corpus.language import stated_language
from corpus.outlets import bears_out, is_named, shown_name
from corpus.records import load_mapping

FULL_TEXT_BYTES = 1800
"""About 300 words of English or 600 Chinese characters in UTF-8, in which one byte says about as much in any script.
Content this long that does not break off is taken for the whole article, and its page is left alone: excerpts that
publishing software makes have 55 words."""
SHORT_ARTICLE_BYTES = 480
"""About 80 words: a news item in brief, and the least that stands for an article where the page gives none."""

_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|\b(?:read|continue|keep) (?:more|reading|the full \w+|on \S+)[^\n]{0,80}"
    r"|\bfull (?:story|article)[^\n]{0,80})[\s»→>\])]*$",
    re.IGNORECASE,
)
_ORIGIN_NOTE = re.compile(r"\bThe post .{0,600} (?:appeared first on|first appeared on) .*$")
"""What WordPress ends its feed items with."""
_AT_END = 1000
"""Both are looked for in so many last characters: on a line of a million, looking from every place takes for ever."""


def whole_text(item: FeedItem) -> str:
    """The item's own text, if it is the whole article; else ""."""
    text = _own_words(item)
    return text if len(text.encode()) >= FULL_TEXT_BYTES and not _BREAKS_OFF.search(text[-_AT_END:]) else ""


def carries_all(item: FeedItem, feed_url: str) -> bool:
    """Whether the feed itself carries the item's whole article, so that its page need not be asked for."""
    return same_host(item.url or feed_url, feed_url) and bool(whole_text(item))


def articles_of_item(
    item: FeedItem,
    *,
    label: str,
    feed_title: str,
    feed_url: str,
    load_page: Callable[[str], Iterator[Article | ArticleError]],
    last_try: bool,
    fetched: datetime,
) -> list[Article | ArticleError]:
    """The articles of an item, or why there are none; `label` names it in errors.

    Its page is loaded, unless the feed, on the page's own host, carries the whole text. Where the page gives no
    article, what the feed carries stands for it, if it is long enough: but not while the page, or one that goes on with
    it, only fails for now, unless this is the last try. Raises `ArticleError` as `corpus.records.load_mapping` does.
    """
    page: list[Article | ArticleError] = []
    if item.url and not carries_all(item, feed_url):
        page = _loaded(item.url, load_page)
        if len(page) == 1 and isinstance(page[0], Article) and not is_page_of(item, page[0]):
            page = [ArticleError(item.url, f"leads to {page[0].url}, another page: {page[0].title!r}")]
        articles = [with_item(result, item, feed_title, feed_url) for result in page if isinstance(result, Article)]
        errors = [result for result in page if isinstance(result, ArticleError)]
        if not last_try and any(getattr(error, "temporary", False) for error in errors):
            return [*errors]
        if articles:
            return [*articles, *errors]
    own = _own_article(item, label, feed_title, feed_url, fetched)
    nothing = ArticleError(label, "has no page to fetch, and too little text of its own to be an article")
    return [own] if own else page or [nothing]


def _loaded(url: str, load_page: Callable[[str], Iterator[Article | ArticleError]]) -> list[Article | ArticleError]:
    try:
        return list(load_page(url)) or [ArticleError(url, "holds no article")]
    except ArticleError as error:
        return [error]


def _own_article(item: FeedItem, label: str, feed_title: str, feed_url: str, fetched: datetime) -> Article | None:
    """The article that the item itself carries; None where that is too short to be one.

    Words of a feed are its own: they stand for a page of its host, and for no page elsewhere that it leads to.
    """
    text = _own_words(item)
    if len(text.encode()) < SHORT_ARTICLE_BYTES:
        return None
    url = item.url if item.url and same_host(item.url, feed_url) else None
    record = {
        "title": item.title,
        "text": text,
        "url": url,
        "source": _outlet(item, feed_title, url or feed_url, alone=url is not None),
        "authors": list(item.authors),
        "published": item.published,
        "updated": item.updated,
        "language": item.language,
        "tags": list(item.tags),
    }
    return load_mapping(record, item=label, fetched=fetched, default_source=feed_title)


def with_item(article: Article, item: FeedItem, feed_title: str, feed_url: str) -> Article:
    """`article`, as its page gave it, with what the page does not say filled in from the feed.

    What the feed says of the outlet counts only where the page is of the feed's own domain: the pages that a feed of
    links leads to are other people's.
    """
    address = article.url or feed_url
    source = article.source
    if not is_named(source) and domain_of(address) == domain_of(feed_url):
        source = _outlet(item, feed_title, address)
    updated = article.updated or item.updated
    published = in_its_zone(article.published, item.published) if article.published else item.published
    if published and updated and updated < published:
        updated = article.updated
    return replace(
        article,
        title=article.title or item.title,
        source=source,
        authors=article.authors or item.authors,
        published=published,
        updated=updated,
        language=article.language or stated_language(item.language or ""),
        tags=article.tags or item.tags,
    )


def _outlet(item: FeedItem, feed_title: str, address: str, *, alone: bool = True) -> str:
    """How the outlet at `address` is shown: by the item's name for it, if the address bears that out, or the feed's."""
    borne_out = item.source and bears_out(domain_of(address), item.source)
    return shown_name(item.source if borne_out else feed_title, address, alone=alone)


def _own_words(item: FeedItem) -> str:
    text = item.text.rstrip()
    last = max(text.rfind("\n") + 1, len(text) - _AT_END, 0)
    return (text[:last] + _ORIGIN_NOTE.sub("", text[last:])).strip()
