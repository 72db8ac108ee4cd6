"""One question as it is handed over to be answered: read, with what its options and its own words limit it to.

Pure. What a question says is read in `rag.asked.question`, what it leaves to the conversation in
`rag.asked.followup`; here both meet the options, which come first. What is done with the request is up to
`rag.write.compose`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import get_args

from corpus.errors import GroundwireError
from corpus.outlets import outlet_key
from rag.asked.followup import StandAlone, Turn, stand_alone
from rag.asked.options import as_list, day_of_asking, read_filters
from rag.asked.question import Question, read_question, why_unclear
from rag.text.dates.naming import written_day
from rag.values.answer import Answer, Readable, Reading
from rag.values.filters import Filters
from rag.values.protocols import Words

READABLE: tuple[Readable, ...] = get_args(Readable)
FEW_DETAILS = 4
"""Content words of a question for which "this week" is more than one detail of many: "What did Meta announce this
week?" asks what is new, "Which world leader met President Biden at the White House this week?" for an event that may be
told on another day. On the quiz 0.20 of its answerable
questions are refused without the fall-back, 0.09 with it (0.08 where no such time is strict)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question as the newsroom hands it over; `unclear` says what is wrong with a question that cannot be read.

    `wider` are the filters to fall back on where these days hold no answer to a question that knows its event by other
    details. `parts` are the questions in it as read one by one, where it asks several things, and `each` the question
    asked of each of several things. `credited` is what to ask instead where none of the outlets in the question's words
    is in the corpus: other outlets may tell what those reported. `crediting` are such outlets, once that is what is
    asked (`rag.choose.gather`).
    """

    question: Question
    filters: Filters
    reading: Reading
    original: str
    unclear: str | None = None
    wider: Filters | None = None
    parts: tuple[Question, ...] = ()
    each: tuple[Question, ...] = ()
    credited: Credited | None = None
    crediting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Credited:
    """A question, and its parts, with the outlets in its words read as any other names, and their `outlets`."""

    question: Question
    parts: tuple[Question, ...]
    outlets: tuple[str, ...]


def read_request(
    question: str,
    known_outlets: Mapping[str, str],
    words: Words | None = None,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    as_of: date | str | None = None,
    asked: date | str | None = None,
    sources: Sequence[str] | str | None = None,
    history: Sequence[str | Answer] | None = None,
    ignore: Collection[str] | str = (),
) -> Request:
    """Read `question` over a corpus of these outlets (key to name, as `Catalogue.outlets()` gives them) and `words`.

    What the words limit it to, an option of the same kind overrules; words that no day can be, alone or with the
    options, make the request unclear. Raises `GroundwireError` for a bad option, never for anything in the words.
    """
    filters = read_filters(since, until, as_of, sources, known_outlets)
    ignored = read_ignored(ignore)
    unclear = why_unclear(question)
    alone = StandAlone("") if unclear else _alone(question, () if "history" in ignored else history)
    day = day_of_asking(asked, filters)
    reader = _Reader(day, known_outlets, ignored, words)
    text, spelled = reader.spelled(alone.text)
    read, parts = reader.read(text)
    unclear = unclear or read.when.contradiction or _contradiction(filters, read)
    given = filters
    if not unclear:
        filters = _narrowed(filters, read)
        if asked and read.when.current and not (filters.since or filters.until):
            filters = replace(filters, until=day)  # how things stood on that day
    return Request(
        question=read,
        filters=filters,
        reading=replace(
            _reading(read, filters, as_list(sources) or _named(read, known_outlets)),
            added=alone.added,
            spelled=spelled,
            ignored=ignored,
        ),
        original=question.encode("utf-8", "replace").decode(),  # half a surrogate pair cannot be printed
        unclear=unclear or None,
        wider=_wider(given, filters, read),
        parts=parts,
        each=tuple(_part(read, reader.question(one.question)) for one in read.each),
        credited=None if as_list(sources) else reader.credited(read),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads questions asked on `day` of articles of these `outlets` and `words`, without the readings `ignored`."""

    day: date
    outlets: Mapping[str, str]
    ignored: tuple[Readable, ...]
    words: Words | None

    def spelled(self, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """`text` with the words that no article has as articles write them, and which those are."""
        if not self.words or "spelling" in self.ignored:
            return text, ()
        read = read_question(text, self.day, self.outlets, self.ignored)
        if read.language:
            return text, ()
        return self.words.spelled(read.text, (*read.when.spans, *read.outlets.spans))

    def read(self, text: str) -> tuple[Question, tuple[Question, ...]]:
        """A question as read, and its parts."""
        whole = self.question(text)
        return whole, tuple(_part(whole, self.question(part)) for part in whole.parts)

    def credited(self, read: Question) -> Credited | None:
        """`read` with outlets that are not here read as any other names."""
        if read.outlets.known or not read.outlets.unknown:
            return None
        return Credited(*replace(self, ignored=(*self.ignored, "sources")).read(read.text), read.outlets.unknown)

    def question(self, text: str) -> Question:
        if self.words is None:
            return read_question(text, self.day, self.outlets, self.ignored)
        return read_question(text, self.day, self.outlets, self.ignored, partial(self.words.is_name, text=text))


def written_as(asked: Request, alone: Request) -> Request:
    """`alone`, which is what was `asked` with what the conversation gives to it, as a request for that."""
    before = {word.casefold() for word in asked.original.split()}
    added = tuple(word for word in alone.original.split() if word.casefold() not in before)
    return replace(alone, original=asked.original, reading=replace(alone.reading, added=added))


def _part(whole: Question, part: Question) -> Question:
    """One of several questions, with the time and the outlets that only another of them names."""
    return replace(
        part,
        when=part.when if part.when.words else whole.when,
        window=part.window or whole.window,
        outlets=part.outlets if part.outlets.spans else whole.outlets,
    )


def read_ignored(ignore: Collection[str] | str) -> tuple[Readable, ...]:
    """The readings to leave out, in the order of `Readable`. Raises `GroundwireError` for one that there is not."""
    names = {ignore} if isinstance(ignore, str) else set(ignore)
    unknown = sorted(names - {*READABLE, ""})
    if unknown:
        raise GroundwireError(f"ignore: there is no reading {unknown[0]!r}. Name any of {', '.join(READABLE)}.")
    return tuple(name for name in READABLE if name in names)


def _alone(question: str, history: Sequence[str | Answer] | str | None) -> StandAlone:
    turns = (history,) if isinstance(history, str) else tuple(history or ())
    return stand_alone(question, [Turn(turn) if isinstance(turn, str) else _turn(turn) for turn in turns])


def _turn(answer: Answer) -> Turn:
    shown = " ".join(sentence.text for sentence in answer.sentences)
    return Turn(answer.question, shown, refused=answer.status == "abstained")


def _wider(given: Filters, filters: Filters, question: Question) -> Filters | None:
    """`filters` without the first day that only "this week" or "this month" gives, for a question of many details."""
    when = question.when
    many = len(question.terms) > FEW_DETAILS
    if not (many and when.current and when.since != when.until) or given.since or given.until:
        return None
    return replace(filters, since=None)


def _contradiction(filters: Filters, question: Question) -> str:
    """A sentence on an option and the question's own words that leave no day together; empty where they leave some."""
    when = question.when
    since, until = _bounds(filters, question)
    if not (when.published and since and until and since > until):
        return ""
    asks, option, day = (
        (f"until {written_day(until)}", "since", since)
        if filters.since
        else (f"since {written_day(since)}", "until", until)
    )
    return (
        f"The question asks for news {asks}, and the option {option} is {day}: no day lies between them. "
        f"Change one of them, or ignore the dates of the question."
    )


def _bounds(filters: Filters, question: Question) -> tuple[date | None, date | None]:
    """The first and the last day of publishing that may be used: the options', else those the question names."""
    when = question.when
    return (
        filters.since or (when.since if when.published else None),
        filters.until or (when.until if when.published else None),
    )


def _narrowed(filters: Filters, question: Question) -> Filters:
    """`filters` with what the question's words ask for where no option does.

    Where none of the outlets it names is in the corpus, their keys are asked for, which finds nothing and says so.
    """
    since, until = _bounds(filters, question)
    outlets = question.outlets.known or tuple(outlet_key(name) for name in question.outlets.unknown)
    return replace(
        filters,
        since=since,
        until=until,
        as_of=filters.as_of or question.when.as_of,
        outlets=filters.outlets or tuple(sorted(set(outlets))),
    )


def _named(question: Question, known_outlets: Mapping[str, str]) -> tuple[str, ...]:
    """The outlets that the question asks: those in the corpus as it writes them, else as the question does."""
    return tuple(known_outlets[key] for key in question.outlets.known) or question.outlets.unknown


def _reading(question: Question, filters: Filters, sources: tuple[str, ...]) -> Reading:
    when = question.when
    strict = bool(filters.since or filters.until)
    return Reading(
        asked_as=question.text,
        sources=sources,
        since=filters.since if strict else when.since,
        until=filters.until if strict else when.until,
        kind=question.kind,
        strict=strict,
        time_words=when.words,
        order=when.order,
        parts=question.parts,
    )
