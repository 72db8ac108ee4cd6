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
from rag.answer import Answer, Citation, Reading, Sentence, Timings
from rag.attribution import attribution, written_day
from rag.embed import Embedder
from rag.passages import Filters, PassageStore, StoredPassage
from rag.question import Question
from rag.refuse import ANSWER_FROM, EMPTY_CORPUS, Evidence, Refusal, not_said, outside_dates, unclear, unknown_source
from rag.relevance import Terms, adds_to, can_be_quoted, fits_kind, stems
from rag.retrieve import HybridSearch, Retrieved
from rag.sentences import split_sentences

PASSAGES = 12
"""Passages whose sentences are considered; more than 10 no longer changed an answer on news_quiz_2023."""
MOST_CANDIDATES = 40
"""Sentences embedded for a question, after a first ranking without their vectors; 30 to 50 measured the same."""
MOST_SENTENCES = 3
MOST_WORDS = 90
MOST_SHARED = 0.7
"""A further sentence may share this much of its words with one already shown, by stems."""
MOST_BEHIND = 0.2
"""A further sentence may score this much below the best: 0.56 of answers in three sentences, against 0.48 at 0.1."""
# Weights of the sentence score, by grid search on the 80 answerable cases of news_quiz_2023: answer in the first
# sentence 0.39, in the answer 0.58; with cosine alone 0.23 and 0.44.
COSINE_WEIGHT = 1.0
COVERAGE_WEIGHT = 0.15
EXACT_WEIGHT = 0.15
PASSAGE_WEIGHT = 0.6
KIND_WEIGHT = 0.3
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be shown: its place in its article version, and what is known of its worth so far."""

    stored: StoredPassage
    start: int
    end: int
    text: str
    score: float


class Composer:
    """Answers questions over one newsroom."""

    def __init__(
        self, catalogue: Catalogue, store: PassageStore, search: Callable[[], HybridSearch], embedder: Embedder
    ) -> None:
        self.catalogue = catalogue
        self.store = store
        self.search = search
        self.embedder = embedder

    def stream(self, request: Request) -> Iterator[Answer]:
        """The answer to `request`, one sentence more each time; an abstention comes alone."""
        began = perf_counter()
        refusal = self._refuse_unsearched(request)
        if refusal:
            yield _abstention(request, refusal, (), Timings(total_ms=_since(began)))
            return
        found = self.search().search(request.question, request.filters, PASSAGES)
        retrieved = perf_counter()
        chosen, evidence = self._choose(request.question, request.filters, found)
        if evidence.confidence() < ANSWER_FROM or not chosen:
            refusal = self._refuse_found(request, evidence)
            yield _abstention(request, refusal, found.passages[:RELATED], _timings(began, retrieved))
            return
        confidence = evidence.confidence()
        for count in range(1, len(chosen) + 1):
            yield self._answer(request, chosen[:count], confidence, _timings(began, retrieved))

    def confidence(self, question: Question, filters: Filters) -> float:
        """How likely what is found under `filters` answers `question`: 0 to 1."""
        found = self.search().search(question, filters, PASSAGES)
        return self._choose(question, filters, found)[1].confidence()

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

    def _choose(self, question: Question, filters: Filters, found: Retrieved) -> tuple[list[Candidate], Evidence]:
        terms = self._terms(question)
        asked = stems(question.text)
        first = sorted(_candidates(found.passages, terms, question, asked), key=_rank)[:MOST_CANDIDATES]
        vectors = self.embedder.encode([candidate.text for candidate in first])
        cosines = (vectors @ found.vector[0]).tolist() if first else []
        ranked = sorted(
            (
                replace(item, score=item.score + COSINE_WEIGHT * cosine)
                for item, cosine in zip(first, cosines, strict=True)
            ),
            key=_rank,
        )
        chosen = _pick(ranked)
        return chosen, self._evidence(question, filters, found, terms, chosen, max(cosines, default=0.0))

    def _terms(self, question: Question) -> Terms:
        frequencies = self.store.frequencies(question.terms)
        return Terms.of(question, frequencies, self.store.counts()[0])

    def _evidence(
        self,
        question: Question,
        filters: Filters,
        found: Retrieved,
        terms: Terms,
        chosen: Sequence[Candidate],
        best_cosine: float,
    ) -> Evidence:
        asked = stems(question.text)
        contexts = [stems(_context(candidate.stored)) for candidate in chosen]
        present = self.store.holding(question.names, filters)
        return Evidence(
            sentence=best_cosine,
            passage=found.best_cosine,
            coverage=max((terms.coverage(context) for context in contexts), default=0.0),
            names=max((terms.names_covered(context) for context in contexts), default=0.0),
            kind=max((fits_kind(question, candidate.text, asked) for candidate in chosen), default=0.0),
            unknown_names=tuple(
                name
                for name, held in zip(question.names, present, strict=True)
                if not held and not name.isdecimal()  # a bare year or figure is seldom a thing an article must name
            ),
        )

    def _refuse_found(self, request: Request, evidence: Evidence) -> Refusal:
        filters = request.filters
        if filters.since or filters.until:
            wider = replace(filters, since=None, until=None)
            found = self.search().search(request.question, wider, PASSAGES)
            chosen, beyond = self._choose(request.question, wider, found)
            if chosen and beyond.confidence() >= ANSWER_FROM:
                return outside_dates(_range(filters), beyond=True)
        held = [name for name in request.question.names if name not in evidence.unknown_names]
        return not_said(request.question, evidence.unknown_names, self.store.article_count(filters), held)

    def _answer(self, request: Request, chosen: Sequence[Candidate], confidence: float, timings: Timings) -> Answer:
        citations = tuple(self._citation(n, candidate) for n, candidate in enumerate(chosen, start=1))
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

    def _citation(self, n: int, candidate: Candidate) -> Citation:
        passage = candidate.stored.passage
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
        )


def _rank(candidate: Candidate) -> tuple[float, str, int]:
    """Best first, and the same order in every run where scores are equal."""
    return (-candidate.score, candidate.stored.key, candidate.start)


def _candidates(
    passages: Sequence[StoredPassage], terms: Terms, question: Question, asked: set[str]
) -> Iterator[Candidate]:
    """The sentences of `passages` that can be quoted, once each, scored by all but their own vectors."""
    seen: set[str] = set()
    for stored in passages:
        passage = stored.passage
        for span in split_sentences(passage.text):
            text = passage.text[span.start : span.end]
            if text in seen or not can_be_quoted(text) or len(text.split()) > MOST_WORDS:
                continue
            seen.add(text)
            score = (
                COVERAGE_WEIGHT * terms.coverage(stems(text))
                + EXACT_WEIGHT * terms.exact_coverage(text)
                + PASSAGE_WEIGHT * passage.score
                + KIND_WEIGHT * fits_kind(question, text, asked)
            )
            yield Candidate(stored, passage.start + span.start, passage.start + span.end, text, score)


def _pick(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence, then those that are nearly as good and say more, as long as the whole stays short."""
    chosen: list[Candidate] = []
    words = 0
    for candidate in ranked:
        size = len(candidate.text.split())
        if chosen and (candidate.score < chosen[0].score - MOST_BEHIND or words + size > MOST_WORDS):
            continue
        if not adds_to(candidate.text, [shown.text for shown in chosen], MOST_SHARED):
            continue
        chosen.append(candidate)
        words += size
        if len(chosen) == MOST_SENTENCES:
            break
    return chosen


def _context(stored: StoredPassage) -> str:
    """A passage with what is known of its article."""
    passage = stored.passage
    day = f"{passage.published:%d %B %Y}" if passage.published else ""
    return f"{passage.title} {passage.source} {day} {passage.text}"


def _line(citation: Citation) -> str:
    return f"{attribution(citation.source, citation.published)}: “{citation.quote}” [{citation.n}]"


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
