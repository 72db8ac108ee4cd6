"""Which sentences of the passages found are shown, in which order, and what speaks for them as an answer.

What speaks for a sentence is `rag.choose.evidence`, what that weighs and whether it is enough `rag.choose.weigh`;
what to say if it is not, `rag.write.refuse`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from rag.asked.question import Question
from rag.choose.evidence import UNKNOWN_COSINE, Asking, Parts, Place
from rag.choose.name_match import accounted, is_meant
from rag.choose.overlap import adds_to
from rag.choose.quotable import can_be_quoted, trimmed
from rag.choose.references import reference
from rag.choose.sentence_reading import read
from rag.choose.weigh import ANSWER_FROM, RANK_WEIGHTS, Evidence, weighed
from rag.find.hybrid import Retrieved
from rag.index.occurrence import holding
from rag.index.passages import PassageStore
from rag.text.dates import Period
from rag.text.list_lines import listed_lines
from rag.text.sentences import Span, split_sentences
from rag.text.spelling import words_of
from rag.text.stems import stems
from rag.values.filters import Filters
from rag.values.judged import SentenceReader
from rag.values.passage import StoredPassage

MOST_CANDIDATES = 40
"""Sentences looked at in every part, best first by what the reader says of them."""
MOST_SENTENCES = 3
MOST_WORDS = 90
MOST_SHARED = 0.7
"""A further sentence may share this much of its words with one already shown, by stems."""
MOST_BEHIND = 1.0
"""A further sentence may score this much below the best: 2.0 sentences are shown on average, which hold the answer in
0.69 of the briefs' cases, 0.89 of the neighbours and 0.53 of the quiz's; always three in 0.73, 0.94 and 0.61."""
LOOKED_AT = 12
"""Sentences, best first, of which it is looked up what their "he" or "the company" stands for."""
HANGING = 0.5
"""What a sentence loses that leans on something neither named nor told in the sentence before it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be shown: its place in its article version, and what is known of its worth so far.

    `refers_to` is whom or what it speaks of without naming it; `parts` is what speaks for it, None before its words
    were compared with the question's.
    """

    stored: StoredPassage
    start: int
    end: int
    text: str
    before: str
    score: float
    refers_to: str = ""
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences chosen, best first, the evidence that they answer the question, and all that were `ranked`.

    `elsewhen` are the periods, as far as they are named, of sentences that would answer if they told of the time asked
    about; None where there is no such sentence.
    `unweighed`: it is a question that any of them answers.
    """

    sentences: tuple[Candidate, ...]
    evidence: Evidence
    ranked: tuple[Candidate, ...] = ()
    elsewhen: tuple[Period, ...] | None = None
    unweighed: bool = False

    @property
    def answers(self) -> bool:
        """Whether they are worth showing as an answer."""
        return bool(self.sentences) and self.confidence >= ANSWER_FROM

    @property
    def confidence(self) -> float:
        """How likely they answer the question: 0 to 1; sure where nothing was to be weighed."""
        return 1.0 if self.unweighed and self.sentences else self.evidence.confidence()


class Chooser:
    """Chooses sentences over one newsroom's passages."""

    def __init__(self, store: PassageStore, reader: SentenceReader) -> None:
        self.store = store
        self.reader = reader

    def choose(self, question: Question, filters: Filters, found: Retrieved, most: int = MOST_SENTENCES) -> Choice:
        """The at most `most` sentences to show out of `found`, and how far they answer `question` under `filters`."""
        first = sorted(self._candidates(found.passages, question), key=_rank)
        asking = Asking(question)
        weighed_up, of_others = [], []
        for candidate in islice(filter(self._is_whole, first), MOST_CANDIDATES):
            place = _place(candidate, found.cosines.get(candidate.stored.key, UNKNOWN_COSINE))
            if asking.of_another_version(place):
                continue
            told = asking.time_told(place)
            parts = asking.parts(place, candidate.score, told)
            if told.barred:
                of_others.append((told.others, parts))
            else:
                weighed_up.append(replace(candidate, parts=parts, score=weighed(parts, RANK_WEIGHTS)))
        ranked = sorted(weighed_up, key=_rank)
        ranked = sorted([*map(self._resolved, ranked[:LOOKED_AT]), *ranked[LOOKED_AT:]], key=_rank)
        chosen = _pick(ranked, question, most)
        evidence = self._evidence(question, filters, found, chosen)
        elsewhen = [
            periods
            for periods, parts in of_others
            if replace(evidence, parts=parts._replace(years=1.0)).confidence() >= ANSWER_FROM
        ]
        named = tuple(period for periods in elsewhen for period in periods)
        return Choice(tuple(chosen), evidence, tuple(ranked), named if elsewhen else None)

    def _candidates(self, passages: Sequence[StoredPassage], question: Question) -> Iterator[Candidate]:
        """The sentences of `passages` that can be quoted, once each, scored by what the reader says of them."""
        seen: set[str] = set()
        judged = read(self.reader, question, [stored.passage for stored in passages])
        for stored, sentences in zip(passages, judged, strict=True):
            passage = stored.passage
            before = ""
            lines = listed_lines(passage.text)
            for span, said in sentences:
                line = lines.get(span)
                place = Span(line.start, line.end) if line else trimmed(passage.text, span, passage.title)
                before = line.belongs_to if line else before
                text = passage.text[place.start : place.end]
                quotable = can_be_quoted(text, listed=line is not None) and len(text.split()) <= MOST_WORDS
                if quotable and text not in seen:
                    seen.add(text)
                    start, end = passage.start + place.start, passage.start + place.end
                    yield Candidate(stored, start, end, text, before, said.answers)
                before = text

    def _is_whole(self, candidate: Candidate) -> bool:
        """Whether it is a whole sentence of its article: one too long to embed at once was cut, and may mislead."""
        passage = candidate.stored.passage
        if passage.start < candidate.start and candidate.end < passage.end:
            return True
        text = self.store.catalogue.article(passage.article_id, passage.version).text
        begin = text.rfind("\n\n", 0, candidate.start) + 1
        end = text.find("\n\n", candidate.end)
        paragraph = text[begin : end if end >= 0 else len(text)]
        return (candidate.start - begin, candidate.end - begin) in _sentences(paragraph, passage.title)

    def _resolved(self, candidate: Candidate) -> Candidate:
        """`candidate` with what it speaks of: named, or told by the sentence before it, which is then shown with it."""
        passage = candidate.stored.passage
        text = self.store.catalogue.article(passage.article_id, passage.version).text
        pointed = reference(text, Span(candidate.start, candidate.end), passage.title)
        if pointed is None:
            return candidate
        if pointed.name:
            return replace(candidate, refers_to=pointed.name)
        if pointed.before:
            start = pointed.before.start
            return replace(candidate, start=start, text=text[start : candidate.end])
        return replace(candidate, score=candidate.score - HANGING)

    def _evidence(
        self, question: Question, filters: Filters, found: Retrieved, chosen: Sequence[Candidate]
    ) -> Evidence:
        written = (question.text[one.start : one.end].casefold() for one in question.figures if not one.hedged)
        names = (*(name for name in question.names if not name.isdecimal()), *written)
        present = holding(self.store, names, filters)
        texts = [stored.passage.text for stored in found.passages]
        unknown = tuple(
            name
            for name, held in zip(names, present, strict=True)
            if not (held or any(is_meant(name, text) for text in texts))
        )  # a bare year or figure is seldom a thing an article must name
        share = len(unknown) / len(names) / max(1, len(question.outlets.known)) if names else 0.0
        return Evidence(chosen[0].parts if chosen else None, unknown, share)


@lru_cache(maxsize=64)
def _sentences(paragraph: str, title: str) -> frozenset[Span]:
    """The sentences of a paragraph as they are quoted; a scraped article may be one paragraph of thousands of words."""
    lines = listed_lines(paragraph)
    sentences = (trimmed(paragraph, span, title) for span in split_sentences(paragraph))
    return frozenset([*sentences, *(Span(line.start, line.end) for line in lines.values())])


def _rank(candidate: Candidate) -> tuple[float, str, int]:
    """Best first, and the same order in every run where scores are equal."""
    return (-candidate.score, candidate.stored.key, candidate.start)


def _place(candidate: Candidate, cosine: float) -> Place:
    passage = candidate.stored.passage
    day = f"{passage.published:%d %B %Y}" if passage.published else ""
    return Place(
        candidate.text,
        candidate.before,
        f"{passage.title} {passage.source} {day}",
        passage.score,
        passage.title,
        passage.published.date() if passage.published else None,
        cosine,
    )


def _pick(ranked: Sequence[Candidate], question: Question, most: int) -> list[Candidate]:
    """The best sentence of each outlet or side that is asked about; then the best ones, as long as the whole is short.

    A further sentence is nearly as good as the best and says more; it is of no other version or figure than asked for.
    """
    chosen: list[Candidate] = []
    for belongs in _groups(question)[:most]:
        best = next((c for c in ranked if belongs(c) and Evidence(c.parts).confidence() >= ANSWER_FROM), None)
        if best and best not in chosen and _fits(best, chosen):
            chosen.append(best)
    for candidate in ranked:
        if len(chosen) >= most:
            break
        if chosen and candidate.score < ranked[0].score - MOST_BEHIND:
            break
        another = chosen and candidate.parts and candidate.parts.rival
        if candidate not in chosen and not another and _fits(candidate, chosen):
            chosen.append(candidate)
    return sorted(chosen, key=_rank)


def _groups(question: Question) -> list[Callable[[Candidate], bool]]:
    """Whether a candidate belongs to each of the outlets or sides of which a question wants to hear."""

    def of_outlet(key: str) -> Callable[[Candidate], bool]:
        return lambda candidate: candidate.stored.outlet == key

    def of_side(side: str) -> Callable[[Candidate], bool]:
        return lambda candidate: accounted(side, words_of(candidate.text), stems(candidate.text)) == 1

    outlets = question.outlets.known if len(question.outlets.known) > 1 else ()
    return [*map(of_outlet, outlets), *map(of_side, question.sides)]


def _fits(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether a sentence says more than those chosen, and the whole stays short."""
    words = sum(len(shown.text.split()) for shown in chosen)
    if chosen and words + len(candidate.text.split()) > MOST_WORDS:
        return False
    return adds_to(candidate.text, [shown.text for shown in chosen], MOST_SHARED)
