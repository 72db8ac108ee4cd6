"""What a case expects, and whether texts and days meet it: its quotes, without them its answers, and its days.

A text is *relevant* to an answerable case where it holds one of the case's `quotes` or is a piece of one, and to a case
without quotes where it holds one of its `answers`. Nothing is relevant to what no article answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evals.cases import Case
from evals.outcome import Outcome
from evals.texts import answer_in, covers, holds_quote, is_piece


def has_gold(case: Case) -> bool:
    """Whether it is known what answers the case."""
    return case.answerable and bool(case.quotes or case.answers)


def is_relevant(case: Case, text: str) -> bool:
    """Whether a passage or a cited quote bears out what answers the case."""
    if case.quotes:
        return case.answerable and any(holds_quote(text, quote) or is_piece(text, quote) for quote in case.quotes)
    return case.answerable and answer_in(text, case.answers)


def relevance(outcome: Outcome) -> list[bool]:
    """Whether it is relevant, of each passage found, best first."""
    return [is_relevant(outcome.case, passage.text) for passage in outcome.passages]


def relevant_days(outcome: Outcome) -> set[date]:
    """The days of the articles, cited or found, that bear out what answers the case."""
    texts = [(citation.published, citation.quote) for citation in outcome.citations]
    texts += [(passage.published, passage.text) for passage in outcome.passages]
    return {day for day, text in texts if day and is_relevant(outcome.case, text)}


def answers_held(case: Case, texts: Sequence[str]) -> list[bool]:
    """Whether one of `texts` states it, of each key fact; empty for a case that has none or that nothing answers.

    The key facts are the answers with `all_of`; otherwise they are ways to say one.
    """
    facts = [[answer] for answer in case.answers] if case.all_of else [case.answers] if case.answers else []
    return [any(answer_in(text, fact) for text in texts) for fact in facts] if case.answerable else []


def gold_held(case: Case, texts: Sequence[str]) -> list[bool]:
    """Whether `texts` hold each quote that is needed, in a case without quotes each key fact.

    All quotes are needed with `all_of`; otherwise they are places that say the same, and one will do. Empty for a case
    that nothing answers.
    """
    if not case.quotes:
        return answers_held(case, texts)
    if not case.answerable:
        return []
    held = [covers(texts, quote) for quote in case.quotes]
    return held if case.all_of else [any(held)]


def has_days(case: Case) -> bool:
    """Whether the case was asked under a range of days or as of one."""
    return bool(case.since or case.until or case.as_of)


def is_within(case: Case, day: date | None) -> bool:
    """Whether `day` is within `since`, `until` and `as_of`, each included; no day is not."""
    if day is None:
        return False
    latest = min((last for last in (case.until, case.as_of) if last), default=date.max)
    return (case.since or date.min) <= day <= latest
