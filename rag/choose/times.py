"""Whether a sentence tells of the time that a question asks about: by its own words, else by the day of its article.

Pure. A time in a question is the time of what happened; "articles from March" and "this week" are days of publishing,
which `rag.values.filters` keeps to. A figure of another quarter or year answers nothing, so a sentence that has only
such figures is `barred`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.asked.kinds import answer_type
from rag.asked.question import Question
from rag.choose.answer_spans import answer_spans
from rag.text.clauses import clauses
from rag.text.dates import Period, met, periods_told
from rag.text.dates.meeting import accounted
from rag.text.dates.periods import shift
from rag.text.stems import stems

_FIGURES = ("money", "percent", "amount", "number")
_MEASURES = tuple(
    frozenset(stems(words))
    for words in (
        "revenue sales sold turnover",
        "profit income earnings earned",
        "loss",
        "margin",
        "deliveries delivered shipments shipped",
        "orders bookings",
        "capex spending spent expenditure",
    )
)
"""What is counted over a quarter or a year, and told when that is over; what is raised or fined has its own day."""
_RESULTS_OUT = 75
"""Days after the end of a quarter or a year in which its figures are told without naming it."""


AROUND = 0.5
"""Share where not the words of a sentence are of the time asked about, but the day of its article, or what stands
before it."""


@dataclass(frozen=True, slots=True)
class TimeTold:
    """How far a sentence tells of the time asked about: 1 by its words, less by what stands around it, 0 not at all.

    `barred`: it cannot answer, since it tells of another time; of `others`, where its words name them.
    """

    share: float = 1.0
    barred: bool = False
    others: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The time that a question asks about, and how it is to be met.

    `counted`: what it asks for is counted over a quarter or a year; `figure`: for this or another figure. `sure`: the
    time is given with its year, or as bounds, so that no other is meant.
    """

    periods: tuple[Period, ...]
    counted: bool
    figure: bool
    sure: bool

    def met_by(self, told: Sequence[Period]) -> bool:
        """Whether one of the periods told of is what is asked for."""
        return any(met(one, other, figure=self.counted) for one in self.periods for other in told)

    def shown_by(self, published: date | None) -> bool:
        """Whether an article of that day would tell of the time asked about."""
        return any(_is_on_time(one, published, counted=self.counted) for one in self.periods)


def time_told(question: Question, sentence: str, before: str, title: str, published: date | None) -> TimeTold:
    """Hold `sentence`, out of an article of that day, against the periods that `question` asks about.

    `before` is the sentence before it.
    """
    if not question.when.periods:
        return TimeTold()
    wanted = _wanted(question)
    around = periods_told(f"{title} . {before}", published)
    said = [one for one in periods_told(sentence, published, around) if not _is_of_the_day(one)]
    told = _of_the_answer(question, sentence, said) if wanted.figure else said
    if wanted.counted:
        measures = _measures(sentence)
        if measures and not measures & _measures(" ".join(question.terms)):
            return TimeTold(0.0, barred=True)  # the profit is none where the revenue is asked for
        told = [period for period in told if accounted(period)]
        around = [period for period in around if accounted(period)]
    elif not told and wanted.met_by(said):
        return TimeTold()  # "said on 16 April 2025 that it could cost $800 million"
    # a forecast beside it ("expects $3 billion in 2025") does not date the figure of a year that is over
    around = [one for one in around if not (one.aside or (wanted.counted and published and one.last > published))]
    return _by_words(wanted, told, published) if told else _by_place(wanted, around, published)


def _by_words(wanted: _Wanted, told: Sequence[Period], published: date | None) -> TimeTold:
    if wanted.met_by(told):
        return TimeTold()
    shown = wanted.shown_by(published)
    if shown and not (wanted.sure or wanted.counted):
        return TimeTold()
    if not wanted.sure and any(_same_of_a_year(one, other) for one in wanted.periods for other in told):
        return TimeTold(AROUND)
    bounded = any(period.several for period in wanted.periods)
    barred = (wanted.sure and (wanted.figure or (bounded and not shown))) or wanted.counted
    near = shown and any(
        one.first.year <= other.last.year and other.first.year <= one.last.year
        for one in wanted.periods
        for other in told
    )
    return TimeTold(AROUND if near or not wanted.sure else 0.0, barred, tuple(told))


def _by_place(wanted: _Wanted, around: Sequence[Period], published: date | None) -> TimeTold:
    """What the sentence before and the day of the article tell, where the sentence names no time."""
    if wanted.met_by(around):
        return TimeTold(AROUND if wanted.sure else 1.0)
    if wanted.counted and around and wanted.sure:
        return TimeTold(0.0, barred=True, others=tuple(around))
    if wanted.shown_by(published):
        return TimeTold(AROUND if wanted.sure else 1.0)
    bounded = any(period.several for period in wanted.periods)
    barred = bounded or (published is not None and wanted.sure and wanted.figure)
    return TimeTold(0.0 if wanted.sure else AROUND, barred)


def _wanted(question: Question) -> _Wanted:
    periods = question.when.periods
    counted = any(accounted(period) or period.several for period in periods) and bool(
        _measures(" ".join(question.terms))
    )
    return _Wanted(
        periods,
        counted,
        counted or answer_type(question.asked) in _FIGURES,
        any(period.dated or period.several for period in periods),
    )


def _measures(text: str) -> set[int]:
    """Which of the measures `text` names."""
    words = stems(text)
    return {number for number, names in enumerate(_MEASURES) if names & words}


def _of_the_answer(question: Question, sentence: str, told: Sequence[Period]) -> list[Period]:
    """Of the periods of a sentence those that a figure of the type asked for is told of; all where it has no such."""
    spans = answer_spans(question.asked, sentence, set()) if told else []
    if not spans or spans[0].end - spans[0].start == len(sentence):
        return list(told)
    holding = [(start, end) for start, end, _ in clauses(sentence) if any(start <= span.start < end for span in spans)]
    return [period for period in told if any(start <= period.start < end for start, end in holding)]


def _is_of_the_day(period: Period) -> bool:
    """Whether it says no more than the day of the article: "on Tuesday", "last week"."""
    return period.relative and period.unit in ("day", "week")


def _same_of_a_year(asked: Period, told: Period) -> bool:
    """Whether both are the same month or quarter, of whichever year."""
    days = (asked.first.month, asked.last.month) == (told.first.month, told.last.month)
    return days and asked.unit == told.unit and asked.unit != "year"


def _is_on_time(asked: Period, published: date | None, *, counted: bool) -> bool:
    """Whether an article of that day would tell what happened in the period asked about."""
    if published is None or asked.fiscal:
        return False
    if counted and accounted(asked) and not asked.several:
        begin = asked.first if asked.unit == "year" else shift(asked.last, 1)
        return begin <= published <= shift(asked.last, _RESULTS_OUT)
    return asked.first <= published <= max(asked.last, asked.until)
