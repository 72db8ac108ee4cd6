"""Which sentences of the passages found are shown, in which order, and what speaks for them as an answer.

How a sentence is weighed is measured here; the parts that are weighed are `rag.relevance`. Whether the evidence is
enough is decided by `rag.refuse`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rag.embed import Embedder
from rag.filters import Filters
from rag.passages import PassageStore, StoredPassage
from rag.question import Question
from rag.refuse import ANSWER_FROM, Evidence
from rag.relevance import Terms, adds_to, can_be_quoted, fits_kind, stems
from rag.retrieve import Retrieved
from rag.sentences import split_sentences

MOST_CANDIDATES = 40
"""Sentences embedded for a question, after a first ranking without their vectors; 30 to 50 measured the same."""
MOST_SENTENCES = 3
MOST_WORDS = 90
MOST_SHARED = 0.7
"""A further sentence may share this much of its words with one already shown, by stems."""
MOST_BEHIND = 0.12
"""A further sentence may score this much below the best. On news_quiz_2023 the answer stands in the sentences shown in
0.54 of the cases, against 0.58 at 0.2; but the sentences between are seldom worth a reader's time."""
# Weights of the sentence score, by grid search on the 80 answerable cases of news_quiz_2023: answer in the first
# sentence 0.39, in the answer 0.54; with cosine alone 0.23 and 0.44.
COSINE_WEIGHT = 1.0
COVERAGE_WEIGHT = 0.15
EXACT_WEIGHT = 0.15
PASSAGE_WEIGHT = 0.6
KIND_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be shown: its place in its article version, and what is known of its worth so far."""

    stored: StoredPassage
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences chosen, best first, and the evidence that they answer the question."""

    sentences: tuple[Candidate, ...]
    evidence: Evidence

    @property
    def answers(self) -> bool:
        """Whether they are worth showing as an answer."""
        return bool(self.sentences) and self.evidence.confidence() >= ANSWER_FROM


class Chooser:
    """Chooses sentences over one newsroom's passages."""

    def __init__(self, store: PassageStore, embedder: Embedder) -> None:
        self.store = store
        self.embedder = embedder

    def choose(self, question: Question, filters: Filters, found: Retrieved) -> Choice:
        """The sentences to show out of the passages `found` under `filters`, and how far they answer `question`."""
        terms = self._terms(question)
        asked = stems(question.text)
        ranked_first = sorted(_candidates(found.passages, terms, question, asked), key=_rank)
        first = list(islice(filter(self._is_whole, ranked_first), MOST_CANDIDATES))
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
        evidence = self._evidence(question, filters, found, terms, chosen, max(cosines, default=0.0))
        return Choice(tuple(chosen), evidence)

    def _is_whole(self, candidate: Candidate) -> bool:
        """Whether it is a whole sentence of its article: one too long to embed at once was cut, and may mislead."""
        passage = candidate.stored.passage
        if passage.start < candidate.start and candidate.end < passage.end:
            return True
        text = self.store.catalogue.article(passage.article_id, passage.version).text
        begin = text.rfind("\n\n", 0, candidate.start) + 1
        end = text.find("\n\n", candidate.end)
        paragraph = text[begin : end if end >= 0 else len(text)]
        return (candidate.start - begin, candidate.end - begin) in split_sentences(paragraph)

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
        present = self.store.holding(question.names, filters)
        nothing = Evidence(
            sentence=best_cosine,
            passage=max(found.best_cosine, best_cosine) if found.waiting else found.best_cosine,
            unknown_names=tuple(
                name
                for name, held in zip(question.names, present, strict=True)
                if not held and not name.isdecimal()  # a bare year or figure is seldom a thing an article must name
            ),
        )
        one_place = [
            replace(
                nothing,
                coverage=terms.coverage(stems(_context(candidate.stored))),
                names=terms.names_covered(_context(candidate.stored)),
                kind=fits_kind(question, candidate.text, asked),
            )
            for candidate in chosen
        ]
        return max(one_place, key=Evidence.confidence, default=nothing)


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
