"""Articles in: each is stored with its passages in one transaction; what is no article is reported by name.

Giving the passages their vectors is the newsroom's business and may come later: they can be found by full text already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.catalogue import Catalogue, Outcome, Stored
from corpus.errors import ArticleError
from corpus.outlet_furniture import OutletFurniture
from rag.index.chunk import split_article
from rag.index.inputs import Item, batches
from rag.index.passages import PassageStore
from rag.index.progress import Progress
from rag.models.encoder import Embedder

if TYPE_CHECKING:
    from corpus.web.fetch import Fetcher

COMMITTED_AT_ONCE = 16
"""Articles to a commit, where that many are at hand: a tenth of a second in which no other process can write."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of each item: every one is counted once, in one of the first four or by name in `failed`.

    `duplicates` are new articles that tell a story, in the same or nearly the same words, that is already here under
    another id; `failed` pairs an item (a path,
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
        self._furniture = OutletFurniture(catalogue)

    def store(self, items: Item | Iterable[Item], progress: Progress | None = None) -> IngestReport:
        """Store what is behind `items` and report on each. Raises `GroundwireError` where nothing can be written.

        Articles out of a generator, and fetched ones, are stored before the next item is asked for. Those of files and
        lists are taken some hundred at a time, so that what an outlet repeats on its pages is seen before the first of
        them is stored.
        """
        counts: dict[Outcome, int] = dict.fromkeys(("added", "updated", "unchanged", "duplicate"), 0)
        failed: list[tuple[str, str]] = []
        outlets: set[str] = set()
        done = 0
        for batch in batches(items, self._fetcher):
            articles = [article for article in batch if isinstance(article, Article)]
            if len(articles) > 1:
                self._furniture.learn(articles)
            for first in range(0, len(batch), COMMITTED_AT_ONCE):
                group = batch[first : first + COMMITTED_AT_ONCE]
                for stored in self._store_together(group):
                    if isinstance(stored, ArticleError):
                        failed.append((stored.item, stored.why))
                    else:
                        counts[stored.outcome] += 1
                        outlets |= {stored.article.outlet} if stored.is_new_text else set()
                done += len(group)
                if progress:
                    progress("reading", done, 0)
        self._clean_again(self._furniture.learn((), outlets))
        return IngestReport(counts["added"], counts["updated"], counts["unchanged"], counts["duplicate"], tuple(failed))

    def cut_missing(self) -> None:
        """Cut the article versions that have no passages into theirs: a lost table, or one of an older form.

        Articles of an older form are also compared with the others, so that copies share a cluster.
        """
        for article_id in self._catalogue.clusters.unplaced():
            self._catalogue.clusters.place(self._catalogue.article(article_id))
        for article_id, version in self.without_passages():
            self._cut(self._catalogue.article(article_id, version))

    def without_passages(self) -> list[tuple[str, int]]:
        """(article id, version) of each version that has no passages: none, unless something was lost."""
        rows = self._catalogue.rows(
            "SELECT article_id, version FROM versions EXCEPT SELECT article_id, version FROM passages"
        )
        return [(row["article_id"], row["version"]) for row in rows]

    def _store_together(self, group: Sequence[Article | ArticleError]) -> list[Stored | ArticleError]:
        """What became of each: each is stored whole or not at all, and the disk is written to once for all of them."""
        with self._catalogue.transaction():
            return [article if isinstance(article, ArticleError) else self._store(article) for article in group]

    def _store(self, article: Article) -> Stored | ArticleError:
        text = self._furniture.without(article)
        if not text:
            return ArticleError(
                article.url or article.id, f"holds nothing but what {article.source} prints on many pages"
            )
        with self._catalogue.transaction():
            stored = self._catalogue.store(replace(article, text=text), raw=article.text)
            if stored.is_new_text or stored.is_new_data:  # new data: title, outlet and day are part of what is embedded
                self._cut(stored.article)
        return stored

    def _clean_again(self, outlets: Sequence[str]) -> None:
        """Give the stored articles of these outlets, of which more has been learned, versions without the furniture."""
        for outlet in outlets:
            for article in self._catalogue.of_outlet(outlet):
                text = self._furniture.without(article)
                if text and text != article.text:
                    with self._catalogue.transaction():
                        self._cut(self._catalogue.reword(article.id, text))

    def _cut(self, article: Article) -> None:
        chunks = split_article(article, self._embedder.token_starts, self._embedder.max_tokens)
        self._passages.add(article, chunks)
