"""What is behind the things that can be ingested: articles, files, folders and web addresses, one after another.

Storing them is `rag.index.intake`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.dates import parse_date
from corpus.errors import ArticleError
from corpus.loaders import load

if TYPE_CHECKING:
    from corpus.web.fetch import Fetcher

Item = Article | ArticleError | Path | str
"""What can be ingested: an article, a file or folder, a web address; an error in an article's place is reported."""
READ_AT_ONCE = 256
"""Articles of files that are read before the first of them is stored; a kill costs the reading of these at most."""


def batches(items: Item | Iterable[Item], fetcher: Callable[[], Fetcher]) -> Iterator[list[Article | ArticleError]]:
    """Every article behind `items`, and an error for each that could not become one; no batch is empty.

    An article that is fetched, or comes out of a generator, ends its batch, so that it can be stored before the next
    item is asked for.
    """
    read: list[Article | ArticleError] = []
    with ExitStack() as opened:
        for article, may_wait in _each(items, fetcher, opened):
            read.append(article)
            if not may_wait or len(read) == READ_AT_ONCE:
                yield read
                read = []
    if read:
        yield read


def is_address(item: Path | str) -> bool:
    """Whether an item is to be fetched: it begins as a web address does."""
    return isinstance(item, str) and item.lower().startswith(("http://", "https://"))


def _each(
    items: Item | Iterable[Item], new_fetcher: Callable[[], Fetcher], opened: ExitStack
) -> Iterator[tuple[Article | ArticleError, bool]]:
    """Each article, and whether it may wait for others: those of files and lists may."""
    now = datetime.now(UTC)
    fetcher: Fetcher | None = None
    given: Iterable[Item] = [items] if isinstance(items, Article | ArticleError | Path | str) else items
    at_hand = isinstance(given, Sequence)
    for item in given:
        if isinstance(item, ArticleError):
            yield item, at_hand
        elif isinstance(item, Article):
            why = _unstorable(item)
            yield (ArticleError(item.id, why) if why else _believed(item)), at_hand
        elif is_address(item):
            from corpus.web.documents import load_url

            fetcher = fetcher or opened.enter_context(new_fetcher())
            yield from ((article, False) for article in load_url(str(item), fetcher))
        else:
            yield from ((article, True) for article in load(Path(item), fetched=now))


def _believed(article: Article) -> Article:
    """An article that a program made, without dates that nobody believes; loaders believe none of theirs."""
    return replace(article, published=parse_date(article.published), updated=parse_date(article.updated))


def _unstorable(article: Article) -> str | None:
    """What keeps an article that a program made from being stored; loaders clean theirs."""
    if not article.text.strip():
        return "has no text. Give the article's words in `text`."
    words = "".join((article.text, article.title, article.source, article.url or "", *article.authors, *article.tags))
    try:
        words.encode()
    except UnicodeEncodeError:
        return "holds half a surrogate pair, which is no character. Clean it with `corpus.cleaning.clean.clean_text`."
    return "holds a null character. Clean it with `corpus.cleaning.clean.clean_text`." if "\0" in words else None
