"""Articles in: each is stored with its passages in one transaction; what is no article is reported by name.

Giving the passages their vectors is the newsroom's business and may come later: they can be found by full text already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.catalogue import Catalogue, Outcome
from corpus.errors import ArticleError
from corpus.loaders import load
from rag.chunk import split_article
from rag.embed import Embedder
from rag.embedding import Progress
from rag.passages import PassageStore

if TYPE_CHECKING:
    from corpus.fetch import Fetcher

Item = Article | ArticleError | Path | str
"""What can be ingested: an article, a file or folder, a web address; an error in an article's place is reported."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of each item: every one is counted once, in one of the first four or by name in `failed`.

    `duplicates` are new articles whose words were already here under another id; `failed` pairs an item (a path,
    `path:line`) with what was wrong with it.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: tuple[tuple[str, str], ...] = ()


class Intake:
    """Stores articles in one catalogue, cut into passages that fit one embedder."""

    def __init__(
        self, catalogue: Catalogue, passages: PassageStore, embedder: Embedder, fetcher: Callable[[], Fetcher]
    ) -> None:
        self._catalogue = catalogue
        self._passages = passages
        self._embedder = embedder
        self._fetcher = fetcher

    def store(self, items: Item | Iterable[Item], progress: Progress | None = None) -> IngestReport:
        """Store what is behind `items` and report on each. Raises `GroundwireError` where nothing can be written."""
        counts: dict[Outcome, int] = dict.fromkeys(("added", "updated", "unchanged", "duplicate"), 0)
        failed: list[tuple[str, str]] = []
        for done, article in enumerate(self._each(items), start=1):
            if isinstance(article, ArticleError):
                failed.append((article.item, article.why))
            else:
                counts[self._store(article)] += 1
            if progress:
                progress("reading", done, 0)
        return IngestReport(counts["added"], counts["updated"], counts["unchanged"], counts["duplicate"], tuple(failed))

    def cut_missing(self) -> None:
        """Cut the article versions that have no passages into theirs: a lost table, or one of an older form."""
        for article_id, version in self.without_passages():
            self._cut(self._catalogue.article(article_id, version))

    def without_passages(self) -> list[tuple[str, int]]:
        """(article id, version) of each version that has no passages: none, unless something was lost."""
        rows = self._catalogue.rows(
            "SELECT article_id, version FROM versions EXCEPT SELECT article_id, version FROM passages"
        )
        return [(row["article_id"], row["version"]) for row in rows]

    def _each(self, items: Item | Iterable[Item]) -> Iterator[Article | ArticleError]:
        """Every article behind `items`, and an error for each that could not become one."""
        now = datetime.now(UTC)
        with ExitStack() as opened:
            fetcher: Fetcher | None = None
            for item in [items] if isinstance(items, Article | ArticleError | Path | str) else items:
                if isinstance(item, ArticleError):
                    yield item
                elif isinstance(item, Article):
                    why = _unstorable(item)
                    yield ArticleError(item.id, why) if why else item
                elif is_address(item):
                    fetcher = fetcher or opened.enter_context(self._fetcher())
                    yield from _load_url(str(item), fetcher)
                else:
                    yield from load(Path(item), fetched=now)

    def _store(self, article: Article) -> Outcome:
        with self._catalogue.transaction():
            stored = self._catalogue.store(article)
            if stored.is_new_text or stored.is_new_data:  # new data: title, outlet and day are part of what is embedded
                self._cut(stored.article)
        return stored.outcome

    def _cut(self, article: Article) -> None:
        chunks = split_article(article, self._embedder.token_starts, self._embedder.max_tokens)
        self._passages.add(article, chunks)


def is_address(item: Path | str) -> bool:
    """Whether an item is to be fetched: it begins as a web address does."""
    return isinstance(item, str) and item.lower().startswith(("http://", "https://"))


def _load_url(url: str, fetcher: Fetcher) -> Iterator[Article | ArticleError]:
    from corpus.web import load_url

    yield from load_url(url, fetcher)


def _unstorable(article: Article) -> str | None:
    """What keeps an article that a program made from being stored; loaders clean theirs."""
    if not article.text.strip():
        return "has no text. Give the article's words in `text`."
    words = "".join((article.text, article.title, article.source, article.url or "", *article.authors, *article.tags))
    try:
        words.encode()
    except UnicodeEncodeError:
        return "holds half a surrogate pair, which is no character. Clean it with `corpus.clean.clean_text`."
    return "holds a null character. Clean it with `corpus.clean.clean_text`." if "\0" in words else None
