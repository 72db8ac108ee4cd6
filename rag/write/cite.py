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
    passage = candidate.stored.passage
    carried = carriers(store, candidate.text, candidate.stored, found, filters)
    article = store.catalogue.article(passage.article_id, passage.version)
    return Citation(
        n=n,
        article_id=article.id,
        version=article.version,
        title=article.title,
        source=article.source,
        authors=article.authors,
        published=article.published,
        url=article.url,
        quote=article.text[candidate.start : candidate.end],
        start=candidate.start,
        end=candidate.end,
        independent_sources=carried.stories,
        carried_by=carried.outlets,
        superseded=store.catalogue.article(article.id).version > article.version,
        corrected=is_corrected(article.text),
    )
