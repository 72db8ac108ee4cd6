"""The extractive composer: up to three verbatim sentences, best first, each with its outlet, its day and its citation.

It invents no word: what it shows is `version.text[start:end]` of a stored article. Finding passages is `rag.retrieve`,
the decision not to answer `rag.refuse`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from corpus.catalogue import Catalogue
from corpus.cleaning.corrections import is_corrected
from rag.answer import Answer, Citation, Reading, Sentence, Timings
from rag.attribution import attribution, notes, written_day
from rag.carriers import carriers
from rag.choose import Candidate, Choice, Chooser
from rag.embed import Embedder
from rag.filters import Filters
from rag.passages import PassageStore, StoredPassage
from rag.question import Question
from rag.refuse import EMPTY_CORPUS, Evidence, Refusal, not_said, outside_dates, still_indexing, unclear, unknown_source
from rag.retrieve import HybridSearch

PASSAGES = 12
"""Passages whose sentences are considered; more than 10 no longer changed an answer on news_quiz_2023."""
RELATED = 3
"""Passages offered with an abstention."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question as the newsroom hands it over; `unclear` says what is wrong with a question that cannot be read."""

    question: Question
    filters: Filters
    reading: Reading
    original: str
    unclear: str | None = None


class Composer:
    """Answers questions over one newsroom."""

    def __init__(
        self, catalogue: Catalogue, store: PassageStore, search: Callable[[], HybridSearch], embedder: Embedder
    ) -> None:
        self.catalogue = catalogue
        self.store = store
        self.search = search
        self.chooser = Chooser(store, embedder)

    def stream(self, request: Request) -> Iterator[Answer]:
        """The answer to `request`, one sentence more each time; an abstention comes alone.

        All is read from one state of the catalogue, so an article that changes or goes meanwhile fails no answer.
        """
        with self.catalogue.snapshot():
            answers = list(self._growing(request))
        yield from answers

    def _growing(self, request: Request) -> Iterator[Answer]:
        began = perf_counter()
        refusal = self._refuse_unsearched(request)
        if refusal:
            yield _abstention(request, refusal, (), Timings(total_ms=_since(began)))
            return
        found = self.search().search(request.question, request.filters, PASSAGES)
        retrieved = perf_counter()
        choice = self.chooser.choose(request.question, request.filters, found)
        if not choice.answers:
            refusal = self._refuse_found(request, choice.evidence)
            yield _abstention(request, refusal, found.passages[:RELATED], _timings(began, retrieved))
            return
        citations = [
            self._citation(n, candidate, found.passages, request.filters)
            for n, candidate in enumerate(choice.sentences, start=1)
        ]
        for count in range(1, len(citations) + 1):
            shown = replace(choice, sentences=choice.sentences[:count])
            yield _answer(request, shown, tuple(citations[:count]), _timings(began, retrieved))

    def confidence(self, question: Question, filters: Filters) -> float:
        """How likely what is found under `filters` answers `question`: 0 to 1."""
        with self.catalogue.snapshot():
            found = self.search().search(question, filters, PASSAGES)
            return self.chooser.choose(question, filters, found).evidence.confidence()

    def _refuse_unsearched(self, request: Request) -> Refusal | None:
        """What rules an answer out before anything is searched."""
        if request.unclear:
            return unclear(request.unclear)
        if not self.catalogue.count():
            return EMPTY_CORPUS
        known = self.catalogue.outlets()
        if request.filters.outlets and not set(request.filters.outlets) & set(known):
            return unknown_source(request.reading.sources, list(known.values()))
        if not self.store.article_count(request.filters):
            return outside_dates(_range(request.filters), beyond=False)
        return None

    def _refuse_found(self, request: Request, evidence: Evidence) -> Refusal:
        filters = request.filters
        if filters.since or filters.until:
            wider = replace(filters, since=None, until=None)
            found = self.search().search(request.question, wider, PASSAGES)
            if self.chooser.choose(request.question, wider, found).answers:
                return outside_dates(_range(filters), beyond=True)
        held = [name for name in request.question.names if name not in evidence.unknown_names]
        refusal = not_said(request.question, evidence.unknown_names, self.store.article_count(filters), held)
        waiting = self.store.vectors.owed_count()
        return still_indexing(refusal, waiting) if waiting else refusal

    def _citation(self, n: int, candidate: Candidate, found: Sequence[StoredPassage], filters: Filters) -> Citation:
        passage = candidate.stored.passage
        carried = carriers(self.store, candidate.text, candidate.stored, found, filters)
        article = self.catalogue.article(passage.article_id, passage.version)
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
            superseded=self.catalogue.article(article.id).version > article.version,
            corrected=is_corrected(article.text),
        )


def _answer(request: Request, choice: Choice, citations: tuple[Citation, ...], timings: Timings) -> Answer:
    chosen, confidence = choice.sentences, choice.evidence.confidence()
    days = [citation.published.date() for citation in citations if citation.published]
    best = chosen[0].score
    return Answer(
        question=request.original,
        status="answered",
        reason=None,
        text="\n\n".join(_line(citation) for citation in citations),
        sentences=tuple(
            Sentence(
                text=candidate.text,
                citations=(n,),
                support="verbatim",
                score=round(confidence * max(0.0, 1 - (best - candidate.score)), 4),
            )
            for n, candidate in enumerate(chosen, start=1)
        ),
        citations=citations,
        reading=request.reading,
        as_of=request.filters.as_of,
        newest_evidence=max(days, default=None),
        timings=timings,
    )


def _line(citation: Citation) -> str:
    said = notes(citation)
    besides = f" ({'; '.join(said)})" if said else ""
    return f"{attribution(citation.source, citation.published)}: “{citation.quote}” [{citation.n}]{besides}"


def _range(filters: Filters) -> str:
    since, until = _written(filters.since), _written(filters.until)
    between = f"from {since} to {until}" if since and until else f"since {since}" if since else f"until {until}"
    known = f"known by {_written(filters.as_of)}"
    if not (since or until):
        return known if filters.as_of else "from the outlets asked for"
    return f"{between}, {known}" if filters.as_of else between


def _written(day: date | None) -> str:
    return written_day(day) if day else ""


def _abstention(request: Request, refusal: Refusal, nearest: Sequence[StoredPassage], timings: Timings) -> Answer:
    return Answer(
        question=request.original,
        status="abstained",
        reason=refusal.reason,
        text=refusal.text,
        related=tuple(stored.passage for stored in nearest),
        reading=request.reading,
        as_of=request.filters.as_of,
        timings=timings,
    )


def _since(began: float) -> float:
    return round((perf_counter() - began) * 1000, 1)


def _timings(began: float, retrieved: float) -> Timings:
    total = _since(began)
    retrieve = round((retrieved - began) * 1000, 1)
    return Timings(retrieve_ms=retrieve, compose_ms=round(total - retrieve, 1), total_ms=total)
