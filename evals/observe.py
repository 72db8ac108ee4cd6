"""One case asked and what became of it: from a newsroom's answer to an `Outcome`, with each claim of it looked at.

Nothing is taken on trust: whether a quote is exact is read from the article, whether a sentence is supported is asked
of the verifier, also where the answer says "verbatim"; of a sentence that a model wrote, whose gate asks the verifier,
the reader is asked, beside the quote alone. Many cases in turn are `evals.run`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import perf_counter
from typing import Any, TypedDict

from evals.cases import Case
from evals.outcome import FoundPassage, Outcome, ShownCitation, ShownSentence
from rag import Answer, Citation, Newsroom, Passage, Sentence, support
from rag.models.encoder import Embedder
from rag.values.judged import SentenceReader, Stretch

PASSAGES = 10
"""Passages that a search is judged by: recall and nDCG are counted down to the tenth."""
CONFIDENCE_PLACES = 6
"""Where the last bits of a sum differ from one processor to another, the figures still do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an answerer gives back: the answer, the passages found for it, best first, and how sure it was (0 to 1).

    `ms` is how long the answer alone took, None where that was not taken apart. `tokens` and `cost` (US dollars) are
    what a language model took.
    """

    answer: Answer
    passages: tuple[Passage, ...]
    confidence: float
    ms: float | None = None
    tokens: int = 0
    cost: float = 0.0


Answerer = Callable[[Newsroom, Case], Reply]
"""What can be asked a case over a newsroom."""


class Days(TypedDict):
    """The days a case is asked under, as the options of `Newsroom.ask`."""

    since: date | None
    until: date | None
    as_of: date | None
    asked: date | None


def days_of(case: Case) -> Days:
    """The days `case` is asked under."""
    return {"since": case.since, "until": case.until, "as_of": case.as_of, "asked": case.asked}


def ask_room(room: Newsroom, case: Case, mode: str | None = None) -> Reply:
    """What Groundwire answers; `mode` as in `Newsroom.ask`.

    The confidence of an answer is that of its surest sentence; what was not answered is weighed once more.
    """
    days = days_of(case)
    began = perf_counter()
    answer = room.ask(case.question, history=case.history, mode=mode, **days)
    ms = (perf_counter() - began) * 1000
    # what a question leaves to the conversation, a search without one cannot know
    searched = answer.reading.asked_as if case.history else case.question
    if answer.status == "answered":
        confidence = max((sentence.score for sentence in answer.sentences), default=0.0)
    else:
        confidence = room.confidence(case.question, history=case.history, **days)
    return Reply(
        answer=answer,
        passages=tuple(room.search(searched, PASSAGES, **days)),
        confidence=confidence,
        ms=ms,
        tokens=answer.timings.tokens_in + answer.timings.tokens_out,
    )


def observe(room: Newsroom, case: Case, answerer: Answerer = ask_room) -> Outcome:
    """Ask `case` and say what became of it."""
    began = perf_counter()
    reply = answerer(room, case)
    ms = (perf_counter() - began) * 1000 if reply.ms is None else reply.ms
    answer = reply.answer
    quotes = {citation.n: citation.quote for citation in answer.citations}
    return Outcome(
        case=case,
        status=answer.status,
        reason=answer.reason,
        text=answer.text,
        confidence=round(reply.confidence, CONFIDENCE_PLACES),
        passages=tuple(FoundPassage(**_place(passage), text=passage.text) for passage in reply.passages),
        sentences=tuple(_shown(sentence, quotes, room) for sentence in answer.sentences),
        citations=tuple(_cited(citation, room) for citation in answer.citations),
        conflicts=tuple(tuple(n for claim in item.claims for n in claim.citations) for item in answer.conflicts),
        notes=answer.notes,
        newest_evidence=answer.newest_evidence,
        withheld=tuple(one.text for one in answer.withheld),
        ms=round(ms, 1),
        first_ms=answer.timings.first_ms or 0.0,
        tokens=reply.tokens,
        cost=reply.cost,
    )


def _place(words: Passage | Citation) -> dict[str, Any]:
    """Where a passage or a quote stands, as the fields of a `Place`."""
    return {
        "article_id": words.article_id,
        "version": words.version,
        "url": words.url or "",
        "title": words.title,
        "source": words.source,
        "published": words.published.date() if words.published else None,
        "start": words.start,
        "end": words.end,
    }


def _cited(citation: Citation, room: Newsroom) -> ShownCitation:
    return ShownCitation(
        **_place(citation),
        n=citation.n,
        quote=citation.quote,
        exact=_is_exact(citation, room),
        superseded=citation.superseded,
        corrected=citation.corrected,
    )


def _is_exact(citation: Citation, room: Newsroom) -> bool:
    """Whether the quote is what stands at its place, which lies in the text of an article version that is there."""
    try:
        text = room.article(citation.article_id, citation.version).text
    except KeyError:
        return False
    inside = 0 <= citation.start < citation.end <= len(text)  # a negative offset would count from the end
    return inside and text[citation.start : citation.end] == citation.quote


def _shown(sentence: Sentence, quotes: dict[int, str], room: Newsroom) -> ShownSentence:
    cited = [n for n in dict.fromkeys(sentence.citations) if n in quotes]
    words = tuple(quotes[n] for n in cited)
    if sentence.support == "supported":
        verdict, needed = _read(room.reader, sentence.text, words)
    else:
        verdict, needed = _verdict(room.embedder, sentence.text, words)  # type: ignore[arg-type]  # an embedder is hashed by identity
    return ShownSentence(
        text=sentence.text,
        citations=sentence.citations,
        support=sentence.support,
        score=sentence.score,
        verdict=verdict,
        needed=tuple(cited[at] for at in needed),
    )


def _read(reader: SentenceReader, sentence: str, quotes: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """What the reader makes of a sentence that a model wrote, beside the quotes it cites and nothing else."""
    judged = reader.read(sentence, [Stretch("", (quote,)) for quote in quotes])
    each = [one.supports - max(one.contradicts, 1 - one.supports - one.contradicts) for (one,) in judged]
    needed = tuple(at for at, margin in enumerate(each) if margin > 0)
    return ("supported" if needed else "unsupported"), needed


@lru_cache(maxsize=20_000)
def _verdict(embedder: Embedder, sentence: str, quotes: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
    """The verifier's label of a sentence against all its quotes, and the places of the quotes that are needed.

    A citation is needed where it supports the sentence alone, or the others do not without it; where all together do
    not support it, none is (ALCE, Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations",
    section 3, citation precision). Remembered, since the same sentence is shown for many questions.
    """
    if not quotes:
        return "unsupported", ()
    label = support(sentence, quotes, embedder=embedder).label
    if label != "supported":
        return label, ()
    if len(quotes) == 1:
        return label, (0,)
    return label, tuple(at for at in range(len(quotes)) if _is_needed(embedder, sentence, quotes, at))


def _is_needed(embedder: Embedder, sentence: str, quotes: tuple[str, ...], at: int) -> bool:
    if support(sentence, quotes[at : at + 1], embedder=embedder).label == "supported":
        return True
    return support(sentence, quotes[:at] + quotes[at + 1 :], embedder=embedder).label != "supported"
