"""A sentence of an article version as a citation: its exact words, where they stand, and who else carried them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.cleaning.corrections import is_corrected
from rag.choose.chooser import Candidate
from rag.index.passages import PassageStore
from rag.values.answer import Citation
from rag.values.filters import Filters
from rag.values.passage import StoredPassage
from rag.write.carriers import carriers


def cite(
    n: int, candidate: Candidate, store: PassageStore, found: Sequence[StoredPassage], filters: Filters
) -> Citation:
    """The citation numbered `n` of `candidate`; `found` are the passages among which others may carry it, too."""
    return cite_place(n, candidate.stored, candidate.start, candidate.end, store, found, filters)


def cite_place(
    n: int,
    stored: StoredPassage,
    start: int,
    end: int,
    store: PassageStore,
    found: Sequence[StoredPassage],
    filters: Filters,
) -> Citation:
    """The citation numbered `n` of the words from `start` to `end` of the article of a passage, as `cite` makes it."""
    passage = stored.passage
    article = store.catalogue.article(passage.article_id, passage.version)
    carried = carriers(store, article.text[start:end], stored, found, filters)
    return Citation(
        n=n,
        article_id=article.id,
        version=article.version,
        title=article.title,
        source=article.source,
        authors=article.authors,
        published=article.published,
        url=article.url,
        quote=article.text[start:end],
        start=start,
        end=end,
        independent_sources=carried.stories,
        carried_by=carried.outlets,
        superseded=store.catalogue.article(article.id).version > article.version,
        corrected=is_corrected(article.text),
    )
