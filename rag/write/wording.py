"""The words of an answer as a person reads them: quotes with outlet, day and number, what disagrees, and our own notes.

Pure. The words of a refusal are `rag.write.refuse`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.language import language_name
from rag.asked.question import Question
from rag.asked.request import Request
from rag.choose.times import time_told
from rag.text.dates.naming import written_day
from rag.text.sentences import split_sentences
from rag.values.answer import Citation, Claim, Conflict, Sentence, Withheld
from rag.write.attribution import attribution, notes


def answer_text(
    sentences: Sequence[Sentence], citations: Sequence[Citation], conflicts: Sequence[Conflict], remarks: Sequence[str]
) -> str:
    """The whole answer: a paragraph a sentence, then the disagreements, then the remarks."""
    cited = {citation.n: citation for citation in citations}
    lines = [_line(sentence, cited[sentence.citations[0]]) for sentence in sentences]
    return "\n\n".join([*lines, *map(_disagreement, conflicts), *remarks])


def written_text(
    sentences: Sequence[Sentence], citations: Sequence[Citation], conflicts: Sequence[Conflict], remarks: Sequence[str]
) -> str:
    """An answer in a model's words: its sentences, a line for each number with outlet, day and words, then as above."""
    told = " ".join(f"{one.text} {''.join(f'[{n}]' for n in one.citations)}" for one in sentences)
    sources = "\n".join(f"[{one.n}] {_source(one)}" for one in citations)
    return "\n\n".join(part for part in (told, sources, *map(_disagreement, conflicts), *remarks) if part)


def withheld_note(withheld: Sequence[Withheld]) -> str:
    """How many written sentences were withheld, in words; nothing where none was."""
    if not withheld:
        return ""
    count, them = ("1 sentence", "it") if len(withheld) == 1 else (f"{len(withheld)} sentences", "them")
    return f"{count} withheld: the articles do not support {them}."


def _source(citation: Citation) -> str:
    said = notes(citation)
    besides = f" ({'; '.join(said)})" if said else ""
    return f"{attribution(citation.source, citation.published)}: “{citation.quote}”{besides}"


def _line(sentence: Sentence, citation: Citation) -> str:
    said = notes(citation)
    besides = f" ({'; '.join(said)})" if said else ""
    named = f"[{sentence.refers_to}] " if sentence.refers_to else ""
    return f"{attribution(citation.source, citation.published)}: {named}“{citation.quote}” [{citation.n}]{besides}"


def _disagreement(conflict: Conflict) -> str:
    *earlier, last = conflict.claims
    later = last.published and all(claim.published and claim.published < last.published for claim in earlier)
    sides = [_side(claim, named_later=bool(later) and claim is last) for claim in conflict.claims]
    return f"The articles disagree on {conflict.about}: {', '.join(sides)}."


def _side(claim: Claim, *, named_later: bool) -> str:
    markers = "".join(f"[{n}]" for n in claim.citations)
    return f"{'later, ' if named_later else ''}{written_day(claim.published)} {markers}"


def _tells_when(question: Question, citation: Citation) -> bool:
    """Whether the words quoted tell of the time asked about, whenever they were published."""
    day = citation.published.date() if citation.published else None
    sure = any(period.dated or period.several for period in question.when.periods)
    quoted = [citation.quote[span.start : span.end] for span in split_sentences(citation.quote)]
    shares = [time_told(question, sentence, "", citation.title, day).share for sentence in quoted]
    return any(share == 1 or (sure and share > 0) for share in shares)


def remarks(
    request: Request, citations: Sequence[Citation], newest: date | None, unanswered: Sequence[str]
) -> tuple[str, ...]:
    """What a reader must know of the answer besides: parts that no article answers, outlets that are not here, its age.

    `newest` is the day of the newest article that may be used, `unanswered` are questions among those asked.
    """
    question, filters = request.question, request.filters
    said = [f"No article here says: {part}" for part in unanswered]
    if question.language:
        language = language_name(question.language)
        said.append(f"The question is in {language}, which is not read: this was found by meaning and words alone.")
    if request.crediting:
        said.append(f"No article here is from {' or '.join(request.crediting)}; these tell what was reported there.")
    if question.outlets.unknown and question.outlets.known:
        said.append(f"No article here is from {' or '.join(question.outlets.unknown)}.")
    days = [citation.published.date() for citation in citations if citation.published]
    window = question.window
    told = window and any(window.since <= day <= window.until for day in days)
    if window and days and not (told or filters.since or any(_tells_when(question, one) for one in citations)):
        said.append(f"None of these articles was published in the time asked about ({question.when.words}).")
    if question.when.order == "latest" and days and newest and (question.names or not question.general):
        said.append(
            f"No newer article here says more: the newest cited is of {written_day(max(days))}, "
            f"the newest of all of {written_day(newest)}."
        )
    return tuple(said)
