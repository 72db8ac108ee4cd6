"""The extractive composer: up to three verbatim sentences, best first, each with its outlet, its day and its citation.

Further ones are offered apart (`Answer.more`). It invents no word: what it shows is `version.text[start:end]` of a
stored article. Finding passages is `rag.find.hybrid`, why there is no answer `rag.write.decline`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from corpus.catalogue import Catalogue
from rag.asked.request import Request, read_request
from rag.choose.chooser import Candidate, Choice
from rag.choose.further import further
from rag.choose.gather import Gathered, Gatherer
from rag.find.hybrid import Retrieved, Search
from rag.index.passages import PassageStore
from rag.index.scope import newest
from rag.values.answer import Answer, Citation, Conflict, Further, Sentence, Timings
from rag.values.judged import SentenceReader
from rag.values.passage import StoredPassage
from rag.write.cite import cite
from rag.write.contradict import contradictions
from rag.write.decline import Decliner
from rag.write.introduction import Introduction
from rag.write.refuse import Refusal
from rag.write.wording import answer_text, remarks

RELATED = 3
"""Passages offered with an abstention."""
FALLS_TO_NONE = 2.0
"""How far behind the best a sentence's own score is 0; those that are shown are seldom a quarter of it behind."""


@dataclass(frozen=True, slots=True)
class _Used:
    """What an answer is made of: what was asked in the end, what answers it, questions that nothing answers."""

    request: Request
    answering: Sequence[Gathered]
    unanswered: Sequence[str]
    found: Sequence[StoredPassage]
    began: float
    retrieve_ms: float

    def timings(self) -> Timings:
        """What was spent by now."""
        return _timings(self.began, self.retrieve_ms)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, what was asked in the end, and for a model to write from: passages, best first; none of a refusal.

    `unanswered` are questions among those asked that nothing answers.
    """

    answer: Answer
    request: Request
    passages: tuple[StoredPassage, ...] = ()
    unanswered: tuple[str, ...] = ()


class Composer:
    """Answers questions over one newsroom."""

    def __init__(
        self,
        catalogue: Catalogue,
        store: PassageStore,
        search: Callable[[], Search],
        reader: SentenceReader,
        introduction: Introduction | None = None,
    ) -> None:
        self.catalogue = catalogue
        self._introduction = introduction or Introduction()
        self.store = store
        self.gatherer = Gatherer(store, search, reader)
        self.decliner = Decliner(catalogue, store, self.gatherer, self._introduce)

    def stream(self, request: Request) -> Iterator[Answer]:
        """The answer to `request`, one sentence more each time, the rest with the last; an abstention comes alone.

        All is read from one state of the catalogue, so an article that changes or goes meanwhile fails no answer.
        """
        with self.catalogue.snapshot():
            yield from self._growing(request)

    def found(self, request: Request) -> Found:
        """The whole answer to `request`, and what a model may write one from."""
        with self.catalogue.snapshot():
            used = self._used(request)
            if isinstance(used, Answer):
                return Found(used, request)
            *_, answer = self._answers(used)
        ranked = {c.stored.key: c.stored for g in used.answering for c in (*g.choice.sentences, *g.choice.ranked)}
        return Found(answer, used.request, tuple(ranked.values()), tuple(used.unanswered))

    def remarks(self, found: Found, citations: Sequence[Citation]) -> tuple[str, ...]:
        """What a reader must know of an answer written from what was `found` that rests on `citations`."""
        with self.catalogue.snapshot():
            newest_day = newest(self.catalogue, found.request.filters)
        return remarks(found.request, citations, newest_day, found.unanswered)

    def _growing(self, request: Request) -> Iterator[Answer]:
        used = self._used(request)
        yield from [used] if isinstance(used, Answer) else self._answers(used)

    def _used(self, request: Request) -> _Used | Answer:
        """What `request` is answered from, or why it is not."""
        began = perf_counter()
        request = self.gatherer.crediting(request)
        refusal = self.decliner.before(request)
        if refusal:
            return _abstention(request, refusal, (), Timings(total_ms=_since(began)))
        request, gathered = self._gather(request)
        retrieve_ms = sum(one.retrieve_ms for one in gathered)
        answering = [one for one in gathered if one.choice.answers]
        if not answering:
            best = max(gathered, key=lambda one: one.choice.confidence)
            refusal = self.decliner.after(request, best)
            return _abstention(request, refusal, _related(best.choice, best.found), _timings(began, retrieve_ms))
        if len(gathered) > 1 and not request.parts:
            parts = tuple(one.question.text for one in gathered)
            request = replace(request, reading=replace(request.reading, parts=parts))
        unanswered = [one.question.text for one in gathered if not one.choice.answers]
        found = [stored for one in gathered for stored in one.found.passages]
        return _Used(request, answering, unanswered, found, began, retrieve_ms)

    def _answers(self, used: _Used) -> Iterator[Answer]:
        """The answer, a sentence more each time; then whole, with what disagrees and what is to be remarked."""
        request, answering = used.request, used.answering
        chosen: dict[_Place, tuple[Candidate, float]] = {}  # for the first of the questions that it answers
        for one in answering:
            for candidate in one.choice.sentences:
                chosen.setdefault(_place(candidate), (candidate, _score(candidate, one.choice)))
        sentences: list[Sentence] = []
        citations: list[Citation] = []

        def show(candidate: Candidate, score: float) -> Answer:
            n = len(sentences) + 1
            citations.append(cite(n, candidate, self.store, used.found, request.filters))
            sentences.append(_quoted(n, candidate, score))
            return _answer(request, tuple(sentences), tuple(citations), timings=used.timings())

        for candidate, score in chosen.values():
            yield show(candidate, score)
        first = answering[0]
        differing = contradictions(first.question, first.choice.ranked) if len(answering) == 1 else []
        for candidate in (c for sides in differing for c in sides.candidates):
            if _place(candidate) not in chosen:
                chosen[_place(candidate)] = (candidate, _score(candidate, first.choice))
                yield show(*chosen[_place(candidate)])
        apart = further([one.choice for one in answering], [candidate for candidate, _ in chosen.values()])
        more = tuple(
            Further(
                text=one.text,
                citation=cite(n, one, self.store, used.found, request.filters),
                refers_to=one.refers_to,
            )
            for n, one in enumerate(apart, start=len(sentences) + 1)
        )
        numbers = {place: n for n, place in enumerate(chosen, start=1)}
        conflicts = tuple(
            sides.conflict([numbers[_place(candidate)] for candidate in sides.candidates]) for sides in differing
        )
        said = remarks(request, citations, newest(self.catalogue, request.filters), used.unanswered)
        yield _answer(request, tuple(sentences), tuple(citations), more, conflicts, said, used.timings())

    def confidence(self, request: Request) -> float:
        """How likely what is found answers one of the questions that `request` asks: 0 to 1; 0 where nothing can be."""
        with self.catalogue.snapshot():
            request = self.gatherer.crediting(request)
            if self.decliner.before(request):
                return 0.0
            _, gathered = self._gather(request)
            return max(one.choice.confidence for one in gathered)

    def _gather(self, request: Request) -> tuple[Request, list[Gathered]]:
        """What there is for `request`; under its wider filters, as they are returned, where its own hold no answer."""
        gathered = self.gatherer.gather(request)
        if request.wider is None or any(one.choice.answers for one in gathered):
            return request, gathered
        wider = replace(request, filters=request.wider, reading=replace(request.reading, strict=False))
        return wider, self.gatherer.gather(wider)

    def _introduce(self, request: Request) -> str:
        as_of, outlets = request.filters.as_of, self.catalogue.outlets()

        def is_answered(question: str) -> bool:
            *_, answer = self._growing(read_request(question, outlets, as_of=as_of))
            return answer.status == "answered"

        return self._introduction.words(self.catalogue, as_of, is_answered)


_Place = tuple[str, int, int, int]


def _place(candidate: Candidate) -> _Place:
    """Where a sentence stands; passages overlap, so that one sentence may come out of two of them."""
    passage = candidate.stored.passage
    return (passage.article_id, passage.version, candidate.start, candidate.end)


def _score(candidate: Candidate, choice: Choice) -> float:
    """How sure it is that a sentence answers: as much less than the evidence as it is behind the best one chosen."""
    behind = max(other.score for other in choice.sentences) - candidate.score
    return round(choice.confidence * min(1.0, max(0.0, 1 - behind / FALLS_TO_NONE)), 4)


def _quoted(n: int, candidate: Candidate, score: float) -> Sentence:
    return Sentence(text=candidate.text, citations=(n,), support="verbatim", score=score, refers_to=candidate.refers_to)


def _related(choice: Choice, found: Retrieved) -> tuple[StoredPassage, ...]:
    """The passages to offer instead: first one that says of itself that the thing is not told."""
    withheld = [c.stored for c in choice.ranked[:RELATED] if c.parts and c.parts.withheld]
    return tuple({stored.key: stored for stored in (*withheld[:1], *found.passages)}.values())[:RELATED]


def _answer(
    request: Request,
    sentences: tuple[Sentence, ...],
    citations: tuple[Citation, ...],
    more: tuple[Further, ...] = (),
    conflicts: tuple[Conflict, ...] = (),
    said: tuple[str, ...] = (),
    timings: Timings | None = None,
) -> Answer:
    days = [one.published.date() for one in citations if one.published]
    return Answer(
        question=request.original,
        status="answered",
        reason=None,
        text=answer_text(sentences, citations, conflicts, said),
        sentences=sentences,
        citations=citations,
        more=more,
        conflicts=conflicts,
        notes=said,
        reading=request.reading,
        as_of=request.filters.as_of,
        newest_evidence=max(days, default=None),
        timings=timings or Timings(),
    )


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


def _timings(began: float, retrieve_ms: float) -> Timings:
    total = _since(began)
    retrieve = round(min(retrieve_ms, total), 1)
    return Timings(retrieve_ms=retrieve, compose_ms=round(total - retrieve, 1), total_ms=total)
