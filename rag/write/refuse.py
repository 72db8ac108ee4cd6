"""What to tell a reader where no article answers: what is missing, and what they can do about it.

Whether what was found answers at all is decided by `rag.choose.weigh`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.language import language_name
from rag.asked.question import Question
from rag.choose.evidence import Parts
from rag.choose.weigh import Evidence
from rag.text.dates import Period, named
from rag.values.answer import Reason

MOST_PERIODS = 4
"""Named at most where none is the one asked about, the newest."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer: the reason a program reads and the sentence a person reads."""

    reason: Reason
    text: str


EMPTY_CORPUS = Refusal(
    "empty_corpus",
    "There are no articles here yet. Add your own with `groundwire ingest PATH`, or the bundled briefs with "
    "`groundwire ingest --bundled`.",
)


def unclear(why: str) -> Refusal:
    """The question cannot be read as one."""
    return Refusal("unclear_question", why)


def unknown_source(asked_for: Sequence[str], known: Sequence[str]) -> Refusal:
    """None of the outlets asked for has an article here."""
    some = ", ".join(sorted(known)[:8]) + (" and others" if len(known) > 8 else "")
    return Refusal("unknown_source", f"No article here is from {_either(asked_for)}. There are articles from {some}.")


def not_credited(asked_for: Sequence[str], known: Sequence[str]) -> Refusal:
    """No outlet asked for has an article here, and those that name one do not tell it of them."""
    refusal = unknown_source(asked_for, known)
    return replace(refusal, text=f"No article here tells that of {_either(asked_for)}. {refusal.text}")


def outside_dates(range_text: str, newest: str = "", *, beyond: bool = True) -> Refusal:
    """Nothing in the range of days; `beyond` where an answer stands outside it, `newest` is the last day before."""
    if beyond:
        return Refusal(
            "outside_dates", f"No article here {range_text} says. Articles from other days do: widen the dates."
        )
    last = f" The newest before is of {newest}." if newest else ""
    return Refusal("outside_dates", f"There is no article here {range_text}.{last}")


def only_elsewhere(asked_for: Sequence[str]) -> Refusal:
    """The outlets asked for do not say, and others do."""
    return Refusal(
        "not_stated",
        f"No article here from {_either(asked_for)} says. Articles of other outlets do: ask without naming an outlet.",
    )


def not_said(question: Question, evidence: Evidence, articles: int | None) -> Refusal:
    """The articles do not say: a name nobody mentions, an event nobody tells, or a thing nobody states of it."""
    unknown = evidence.unknown_names
    if unknown:
        of = (
            "The only article does not mention"
            if articles == 1
            else f"None of the {articles:,} articles mentions"
            if articles
            else "None of the articles mentions"
        )
        return Refusal("no_evidence", f"No article here says. {of} {_either(_as_written(question.text, unknown))}.")
    if not question.names:
        return Refusal("no_evidence", "No article here says. None comes near the question.")
    names = _all(_as_written(question.text, question.names))
    if _assumes(question, evidence.parts):
        return Refusal(
            "false_premise",
            f"No article here says. There are articles that mention {names}, but none tells what the question assumes.",
        )
    return Refusal(
        "not_stated",
        f"No article here says. There are articles that mention {names}, but none states {_thing(question)}.",
    )


def _assumes(question: Question, parts: Parts | None) -> bool:
    """Whether a question takes an event for granted of which the nearest place, on all that it names, says nothing."""
    if not _ASSUMING.match(question.text) or parts is None:
        return False
    return parts.least_name >= _NAMED and parts.reads < _TOLD


_ASSUMING = re.compile(r"\W*(?:why|(?:when|how) did)\b", re.IGNORECASE)
"""How a question begins that takes for granted that what it asks about happened."""
_NAMED = 0.5
_TOLD = -1.0
"""The reader's logit below which the nearest place tells of something else."""
_THINGS = {
    "who": "who it was",
    "when": "when",
    "where": "where",
    "why": "the reason",
    "how": "how",
    "how_much": "how much",
}


def _thing(question: Question) -> str:
    """What is missing, in a word or two."""
    if question.kind == "how_many":
        return f"how many {question.counted}" if question.counted else "the number"
    if question.kind in ("which", "what") and question.asked.noun:
        return f"which {question.asked.noun}" if question.kind == "which" else f"the {question.asked.noun}"
    return _THINGS.get(question.kind, "this")


def of_other_times(question: Question, others: Sequence[Period]) -> Refusal:
    """The articles state it of other times than the one asked about, of `others` as far as they name them."""
    if not others:
        words = f"No article here states this of the time asked about ({question.when.words}). Articles of others do."
        return Refusal("outside_dates", words)
    periods = sorted({period.first: period for period in others}.values(), key=lambda one: one.first, reverse=True)
    asked_of = _all([named(period) for period in question.when.periods if not period.several])
    of = f" for {asked_of}" if asked_of else " for that time"
    known = _all([named(period) for period in periods[:MOST_PERIODS]])
    return Refusal("outside_dates", f"No article here states this{of}. What they state is of {known}.")


def in_other_words(refusal: Refusal, question: Question, article: str | None) -> Refusal:
    """`refusal` with what may be missed by reading English alone: the question, or an article in its language."""
    if question.language:
        of = f"The question seems to be in {language_name(question.language)}. Questions are read in English"
        return replace(refusal, text=f"{refusal.text} {of}; others are matched by meaning and words alone.")
    if article and article != "en":
        of = f"The nearest article is in {language_name(article)}"
        return replace(refusal, text=f"{refusal.text} {of}, of which only meaning and words are matched.")
    return refusal


def still_indexing(refusal: Refusal, passages: int, trouble: str | None) -> Refusal:
    """`refusal` while so many `passages` wait for their vectors: one of them may say it in other words.

    `trouble` is why they could not be given them, if that was tried.
    """
    one = "1 passage" if passages == 1 else f"{passages:,} passages"
    if trouble:
        more = f"{one} could not be indexed. {trouble}"
    else:
        more = f"{one} wait{'s' if passages == 1 else ''} to be indexed, which a running chat or the next ingest does."
    return replace(refusal, text=f"{refusal.text} {more}")


def _as_written(text: str, words: Sequence[str]) -> list[str]:
    """`words` as the question writes them."""
    written = []
    for word in words:
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
        written.append(f"“{found.group() if found else word}”")
    return written


def _either(names: Sequence[str]) -> str:
    return _joined(names, "or")


def _all(names: Sequence[str]) -> str:
    return _joined(names, "and")


def _joined(names: Sequence[str], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)
