"""What is wrong with an outcome, in words for the person who mends it; `evals.metrics` measures how much of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from evals.gold import answers_held, has_days, is_relevant, relevance, relevant_days
from evals.outcome import Outcome
from evals.texts import answer_in, covers

Standing = Literal["right", "wrong", "refused", "rightly refused", "should refuse"]
_VERDICTS = {
    "partial": "is supported only in part by what it cites",
    "unsupported": "is not supported by what it cites",
    "contradicted": "is contradicted by what it cites",
}
_CUT = 160


def standing(outcome: Outcome) -> Standing:
    """Return how the answer stands to what was expected, in the coarsest words: right, wrong or a refusal."""
    if not outcome.case.answerable:
        return "rightly refused" if outcome.refused else "should refuse"
    if outcome.refused:
        return "refused"
    return "right" if all(answers_held(outcome.case, outcome.shown)) else "wrong"


def is_right(outcome: Outcome) -> bool:
    """Whether the answer holds what was expected, or refuses where it should."""
    return standing(outcome) in {"right", "rightly refused"}


def failures(outcome: Outcome) -> list[str]:
    """Return what is wrong with the answer, a sentence each, the gravest first; none where it is as expected."""
    parts = (_answer, _search, _evidence, _disagreement, _days, _marks, _verdicts)
    return [words for part in parts for words in part(outcome)]


def _answer(outcome: Outcome) -> Iterator[str]:
    case, stands = outcome.case, standing(outcome)
    if stands == "should refuse":
        premise = ", and the question takes for granted what is not so" if case.category == "false_premise" else ""
        yield f"It answers, though no article states this{premise}."
    elif stands == "refused":
        yield f"It refuses ({outcome.reason or 'without a reason'}), though the articles answer this."
    elif stands == "wrong":
        yield _missing_answers(outcome)
    if outcome.refused and not outcome.reason:
        yield "It does not say why it refuses."
    if outcome.refused and outcome.sentences:
        yield "It refuses, and shows sentences of an answer none the less."


def _search(outcome: Outcome) -> Iterator[str]:
    """Whether the search or the choice is to blame, where the answer is not there."""
    if standing(outcome) in {"refused", "wrong"} and outcome.passages:
        place = first_relevant(outcome)
        if place is None:
            yield f"None of the {len(outcome.passages)} passages found bears out the expected answer."
        else:
            yield f"Passage {place} of those found bears out the expected answer."


def _missing_answers(outcome: Outcome) -> str:
    case, missing = outcome.case, outcome.case.answers
    if case.all_of:
        missing = tuple(answer for answer in missing if not any(answer_in(text, [answer]) for text in outcome.shown))
    return f"The answer does not say {' or '.join(map(_quoted, missing))}."


def first_relevant(outcome: Outcome) -> int | None:
    """Return the place, from 1, of the first passage found that bears out the expected answer."""
    return next((n for n, relevant in enumerate(relevance(outcome), 1) if relevant), None)


def _evidence(outcome: Outcome) -> Iterator[str]:
    if outcome.refused or not outcome.case.answerable:
        return
    for quote in outcome.case.quotes:
        if not covers(outcome.quotes, quote):
            yield f"No citation holds what was expected: {_quoted(quote)}"
    for citation in outcome.citations:
        if not is_relevant(outcome.case, citation.quote):
            what = "the expected words" if outcome.case.quotes else "an expected answer"
            yield f"Citation [{citation.n}] does not hold {what}."


def _disagreement(outcome: Outcome) -> Iterator[str]:
    if outcome.case.category != "disagreement" or outcome.refused or not outcome.case.answerable:
        return
    said = {citation.n: citation.quote for citation in outcome.citations}
    for sides in outcome.conflicts:
        quotes = [said[n] for n in sides if n in said]
        if all(covers(quotes, quote) for quote in outcome.case.quotes):
            return
    yield "It does not show that the articles disagree, with the words of each side."


def _days(outcome: Outcome) -> Iterator[str]:
    case = outcome.case
    if outcome.refused:
        return
    last = min((day for day in (case.as_of, case.until) if day), default=None)
    for citation in outcome.citations:
        day = citation.published
        if not day and has_days(case):
            yield f"Citation [{citation.n}] has no day, and the question is about days."
        elif day and last and day > last:
            yield f"Citation [{citation.n}] is of {day}, later than {last}."
        elif day and case.since and day < case.since:
            yield f"Citation [{citation.n}] is of {day}, older than {case.since}."
    newest = max((citation.published for citation in outcome.citations if citation.published), default=None)
    if newest != outcome.newest_evidence:
        yield f"It says that its newest evidence is of {outcome.newest_evidence or 'no day'}; that is of {newest}."
    wanted = relevant_days(outcome) if case.category == "latest" else set()
    if wanted and outcome.newest_evidence not in wanted:
        yield f"Its newest evidence is of {outcome.newest_evidence or 'no day'}; what was expected is of {max(wanted)}."


def _marks(outcome: Outcome) -> Iterator[str]:
    known = {citation.n for citation in outcome.citations}
    for n, sentence in enumerate(outcome.sentences, 1):
        if not sentence.citations:
            yield f"Sentence {n} cites nothing."
        for number in sentence.citations:
            if number not in known:
                yield f"Sentence {n} cites [{number}], and there is no such citation."
    for citation in outcome.citations:
        if not citation.exact:
            yield f"Citation [{citation.n}] is not what its article says at the place it names."


def _verdicts(outcome: Outcome) -> Iterator[str]:
    for n, sentence in enumerate(outcome.sentences, 1):
        if sentence.verdict in _VERDICTS:
            yield f"Sentence {n} {_VERDICTS[sentence.verdict]}, says the verifier."


def _quoted(text: str) -> str:
    return f"“{text}”" if len(text) <= _CUT else f"“{text[:_CUT].rstrip()} …”"
