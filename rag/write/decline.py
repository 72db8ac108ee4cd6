"""Why a request has no answer: it is ruled out before anything is searched, or what was found does not answer it.

The words for it are `rag.write.refuse`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from corpus.catalogue import Catalogue
from rag.asked.request import Request
from rag.asked.small_talk import is_small_talk
from rag.choose.gather import Gathered, Gatherer
from rag.choose.overview import of_that_time
from rag.index.occurrence import frequencies
from rag.index.passages import PassageStore
from rag.index.scope import any_article, article_count, newest
from rag.text.dates.naming import written_day
from rag.values.filters import Filters
from rag.write.refuse import (
    EMPTY_CORPUS,
    Refusal,
    in_other_words,
    not_credited,
    not_said,
    of_other_times,
    only_elsewhere,
    outside_dates,
    still_indexing,
    unclear,
    unknown_source,
)


class Decliner:
    """Finds out why there is no answer, over one newsroom. `introduce` is what is said to small talk."""

    def __init__(
        self, catalogue: Catalogue, store: PassageStore, gatherer: Gatherer, introduce: Callable[[Request], str]
    ) -> None:
        self.catalogue = catalogue
        self.store = store
        self.gatherer = gatherer
        self.introduce = introduce

    def before(self, request: Request) -> Refusal | None:
        """Return what rules an answer out before anything is searched, if anything does."""
        known, alone = partial(frequencies, self.store), not request.reading.added
        told = self.catalogue.count() and not request.question.language
        if told and is_small_talk(request.original, known, alone=alone):
            return unclear(self.introduce(request))
        if request.unclear:
            return unclear(request.unclear)
        if not self.catalogue.count():
            return EMPTY_CORPUS
        if request.filters.outlets:
            outlets = self.catalogue.outlets()
            if not set(request.filters.outlets) & set(outlets):
                return unknown_source(request.reading.sources, list(outlets.values()))
        if not any_article(self.catalogue, request.wider or request.filters):
            return self._none_of_that_time(request.filters)
        return None

    def after(self, request: Request, best: Gathered) -> Refusal:
        """Return why what was found, `best` of it, is no answer to `request`."""
        filters, question = request.filters, best.question
        if request.crediting:
            return not_credited(request.crediting, list(self.catalogue.outlets().values()))
        if question.general and not question.names:
            return self._none_of_that_time(of_that_time(question, filters))
        if filters.since or filters.until:
            wider = replace(filters, since=None, until=None)
            if self.gatherer.answered(question, wider):
                return outside_dates(_range(filters))
        if filters.outlets and self.gatherer.answered(question, replace(filters, outlets=())):
            return only_elsewhere(request.reading.sources)
        if best.choice.elsewhen is not None:
            return of_other_times(question, best.choice.elsewhen)
        refusal = not_said(question, best.choice.evidence, article_count(self.catalogue, filters))
        refusal = in_other_words(refusal, question, self._language(best))
        waiting = self.store.counts()[1]
        return still_indexing(refusal, waiting, self.store.vectors.trouble()) if waiting else refusal

    def _none_of_that_time(self, filters: Filters) -> Refusal:
        last = newest(self.catalogue, replace(filters, since=None))
        return outside_dates(_range(filters), newest=_written(last), beyond=False)

    def _language(self, best: Gathered) -> str | None:
        """Return the language of the nearest article."""
        if not best.found.passages:
            return None
        nearest = best.found.passages[0].passage
        return self.catalogue.article(nearest.article_id, nearest.version).language


def _range(filters: Filters) -> str:
    since = "" if filters.since == date.min else _written(filters.since)
    until = _written(filters.until)
    between = f"from {since} to {until}" if since and until else f"since {since}" if since else f"until {until}"
    if since and since == until:
        between = f"of {since}"
    known = f"known by {_written(filters.as_of)}"
    if not (since or until):
        return known if filters.as_of else "from the outlets asked for"
    return f"{between}, {known}" if filters.as_of else between


def _written(day: date | None) -> str:
    return written_day(day) if day else ""
