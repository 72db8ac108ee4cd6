"""Ten ways to answer that are no honest ones: the gate must fail on each, and a report shows how each of them scores.

A gamed score looks good in one figure; what gives it away stands beside it. Each strategy changes what an honest
answerer replies, so all ten over one whose replies are remembered cost little more than one run. All are deterministic,
and keep every promise of an answer but the one they are there to break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.cleaning.corrections import is_corrected
from evals.cases import Case
from evals.observe import PASSAGES, Answerer, Reply, ask_room
from rag import Answer, Citation, Newsroom, Passage, Sentence
from rag.choose.quotable import can_be_quoted
from rag.text.sentences import Span, split_sentences
from rag.values.answer import Conflict, SupportLabel

Change = Callable[[Newsroom, Case, Reply], Reply]
"""What a strategy makes of the honest reply to a case."""

SHOWN = 3
"""Sentences shown where the honest answerer refuses: as many as it shows at most."""
ALWAYS = "artificial intelligence"
"""What the answer that is always the same is looked up by."""
_FIGURE = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Strategy:
    """What is made of an honest reply; `words` say it in a line, for a report."""

    name: str
    words: str
    change: Change

    def over(self, honest: Answerer) -> Answerer:
        """An answerer that gives the replies of `honest`, changed."""
        return lambda room, case: self.change(room, case, honest(room, case))


# --- what stands in an answer is changed -----------------------------------------------------------------------------


def _shuffled(room: Newsroom, _: Case, reply: Reply) -> Reply:
    """Each sentence cites what the next one rests on; one alone cites another passage that was found."""
    sentences = reply.answer.sentences
    if not sentences:
        return reply
    if len({sentence.citations for sentence in sentences}) > 1:
        cited = [*sentences[1:], sentences[0]]
        changed = [replace(s, citations=other.citations) for s, other in zip(sentences, cited, strict=True)]
        return replace(reply, answer=_rewritten(reply.answer, changed, reply.answer.citations))
    elsewhere = _first_sentence_elsewhere(reply)
    if elsewhere is None:
        return reply
    citation = _citation(room, 1, *elsewhere)
    return replace(reply, answer=_rewritten(reply.answer, [replace(s, citations=(1,)) for s in sentences], [citation]))


def _first_sentence_elsewhere(reply: Reply) -> tuple[str, int, Span] | None:
    """The first sentence of the best passage that holds no quote of the answer."""
    for passage in reply.passages:
        if not any(_overlap(passage, citation) for citation in reply.answer.citations):
            span = next(_sentences(passage))
            return passage.article_id, passage.version, span
    return None


def _overlap(passage: Passage, citation: Citation) -> bool:
    same = (passage.article_id, passage.version) == (citation.article_id, citation.version)
    return same and passage.start < citation.end and citation.start < passage.end


def _shifted(_: Newsroom, __: Case, reply: Reply) -> Reply:
    """Every citation points one character further than its quote stands."""
    moved = [replace(c, start=c.start + 1, end=c.end + 1) for c in reply.answer.citations]
    return replace(reply, answer=replace(reply.answer, citations=tuple(moved)))


def _other_numbers(_: Newsroom, __: Case, reply: Reply) -> Reply:
    """The figures in the sentences are others; what they cite stays."""
    if not reply.answer.sentences:
        return reply
    changed = [replace(s, text=_FIGURE.sub(_other_figure, s.text)) for s in reply.answer.sentences]
    return replace(reply, answer=_rewritten(reply.answer, changed, reply.answer.citations, reply.answer.conflicts))


def _other_figure(found: re.Match[str]) -> str:
    """Another figure of the same length: the last digit of a year is changed, the first of all others."""
    figure = found.group()
    at = len(figure) - 1 if _YEAR.fullmatch(figure) else 0
    return f"{figure[:at]}{int(figure[at]) % 9 + 1}{figure[at + 1 :]}"


# --- limits of the question are passed over --------------------------------------------------------------------------


def _without_filter(room: Newsroom, case: Case, reply: Reply) -> Reply:
    """Days and outlets limit nothing, whether options or the question's words name them."""
    reading = reply.answer.reading
    days = (case.since, case.until, case.as_of, reply.answer.as_of)
    if not (any(days) or reading.strict or reading.sources):
        return reply
    asked, ignore = case.asked or case.as_of, ("sources", "dates")
    answer = room.ask(case.question, history=case.history, asked=asked, ignore=ignore)
    surest = max((sentence.score for sentence in answer.sentences), default=None)
    if surest is None:
        surest = room.confidence(case.question, history=case.history, asked=asked, ignore=ignore)
    found = room.search(answer.reading.asked_as, PASSAGES, asked=asked, ignore=ignore)
    return Reply(answer=answer, passages=tuple(found), confidence=surest)


def _without_as_of(room: Newsroom, case: Case, reply: Reply) -> Reply:
    """What was published or changed after `as_of` is used too; `since` and `until` stand."""
    if not case.as_of:
        return reply
    return ask_room(room, replace(case, as_of=None, asked=case.asked or case.as_of))


# --- the decision to answer is passed over ---------------------------------------------------------------------------


def _answered_anyway(room: Newsroom, case: Case, reply: Reply) -> Reply:
    """Where the honest answer is a refusal, the sentences found that are nearest to the question."""
    if reply.answer.status == "answered":
        return reply
    passages = reply.passages or room.search(case.question, PASSAGES, ignore=("sources", "dates"))
    places = list(
        dict.fromkeys((p.article_id, p.version, span) for p in passages for span in _sentences(p) if _quotable(p, span))
    )
    if not places:
        return reply
    texts = [room.article(article_id, version).text[span.start : span.end] for article_id, version, span in places]
    question, *sentences = room.embedder.encode([case.question, *texts])
    near = [float(question @ sentence) for sentence in sentences]
    nearest = sorted(range(len(places)), key=lambda n: (-near[n], n))[:SHOWN]
    return _quoting(room, reply, [places[n] for n in nearest])


def _refused(_: Newsroom, __: Case, reply: Reply) -> Reply:
    """A refusal, whatever was asked."""
    refusal = replace(_rewritten(reply.answer, (), ()), status="abstained", reason="no_evidence", notes=())
    return replace(reply, answer=replace(refusal, text="No article here says."), confidence=0.0)


# --- something else is quoted, in true words -------------------------------------------------------------------------


def _top_passage(room: Newsroom, _: Case, reply: Reply) -> Reply:
    """The best passage found, whole, where the honest answerer answers."""
    if reply.answer.status == "abstained" or not reply.passages:
        return reply
    best = reply.passages[0]
    return _quoting(room, reply, [(best.article_id, best.version, Span(best.start, best.end))])


def _same_answer(room: Newsroom, _: Case, reply: Reply) -> Reply:
    """One true sentence of one article, whatever was asked."""
    found = room.search(ALWAYS, 1)
    if not found:
        return reply
    changed = _quoting(room, reply, [(found[0].article_id, found[0].version, next(_sentences(found[0])))])
    return replace(changed, confidence=1.0)


def _furniture(room: Newsroom, _: Case, reply: Reply) -> Reply:
    """A caption, a call to subscribe or the like out of the article that the honest answer quotes first.

    Where its text has none, as in the bundled briefs, the headline is the answer, and cites the sentence it heads.
    """
    if not reply.answer.citations:
        return reply
    first = reply.answer.citations[0]
    article = room.article(first.article_id, first.version)
    spans = split_sentences(article.text)
    standing = next((span for span in spans if not can_be_quoted(article.text[span.start : span.end])), None)
    if standing:
        return _quoting(room, reply, [(article.id, article.version, standing)])
    return _quoting(room, reply, [(article.id, article.version, spans[0])], article.title)


# --- parts of answers ------------------------------------------------------------------------------------------------


def _sentences(passage: Passage) -> Iterator[Span]:
    """The sentences of a passage, at least one, in the offsets of its article."""
    for span in split_sentences(passage.text):
        yield Span(passage.start + span.start, passage.start + span.end)


def _quotable(passage: Passage, span: Span) -> bool:
    return can_be_quoted(passage.text[span.start - passage.start : span.end - passage.start])


def _quoting(
    room: Newsroom, reply: Reply, places: Sequence[tuple[str, int, Span]], instead: str | None = None
) -> Reply:
    """An answer of the words at `places`, or of the words `instead` that cite them."""
    citations = [_citation(room, n, *place) for n, place in enumerate(places, start=1)]
    support: SupportLabel = "supported" if instead else "verbatim"
    sentences = [Sentence(text=instead or c.quote, citations=(c.n,), support=support, score=1.0) for c in citations]
    answered = replace(reply.answer, status="answered", reason=None, related=(), notes=())
    return replace(reply, answer=_rewritten(answered, sentences, citations))


def _citation(room: Newsroom, n: int, article_id: str, version: int, span: Span) -> Citation:
    article = room.article(article_id, version)
    return Citation(
        n=n,
        article_id=article.id,
        version=article.version,
        title=article.title,
        source=article.source,
        authors=article.authors,
        published=article.published,
        url=article.url,
        quote=article.text[span.start : span.end],
        start=span.start,
        end=span.end,
        superseded=room.article(article_id).version > article.version,
        corrected=is_corrected(article.text),
    )


def _rewritten(
    answer: Answer,
    sentences: Sequence[Sentence],
    citations: Sequence[Citation],
    conflicts: Sequence[Conflict] = (),
) -> Answer:
    """`answer` with other sentences: citations numbered in the order of their use, those that nothing cites left out.

    `conflicts` can be kept where the citations are what they were.
    """
    by_number = {citation.n: citation for citation in citations}
    used = list(dict.fromkeys(n for sentence in sentences for n in sentence.citations))
    numbers = {old: new for new, old in enumerate(used, start=1)}
    kept = tuple(replace(by_number[old], n=new) for old, new in numbers.items())
    renumbered = tuple(replace(s, citations=tuple(numbers[n] for n in s.citations)) for s in sentences)
    return replace(
        answer,
        text="\n\n".join(f"{s.text} {''.join(f'[{n}]' for n in s.citations)}" for s in renumbered),
        sentences=renumbered,
        citations=kept,
        more=(),
        conflicts=tuple(conflicts),
        newest_evidence=max((c.published.date() for c in kept if c.published), default=None),
    )


STRATEGIES: Mapping[str, Strategy] = {
    strategy.name: strategy
    for strategy in (
        Strategy("shuffle_citations", "each sentence cites what another one rests on", _shuffled),
        Strategy("shift_offsets", "each citation points one character too far", _shifted),
        Strategy("drop_filter", "days and outlets that were asked for limit nothing", _without_filter),
        Strategy("answer_everything", "the nearest sentences, where it should refuse", _answered_anyway),
        Strategy("refuse_everything", "a refusal, whatever was asked", _refused),
        Strategy("top_passage", "the best passage quoted whole", _top_passage),
        Strategy("swap_numbers", "other figures in the sentences, citations as they were", _other_numbers),
        Strategy("same_answer", "one true sentence, whatever was asked", _same_answer),
        Strategy("furniture", "a headline, a caption or a call to subscribe as the answer", _furniture),
        Strategy("ignore_as_of", "articles later than the day asked about are used", _without_as_of),
    )
}
"""By name, in the order of a report."""
