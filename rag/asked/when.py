"""What a question says about time: the days it points at or is bounded by, a day of knowledge, latest or first.

Pure: a text and the day of asking in, a `When` out. What the words for days stand for is in
`rag.text.dates.parser`, for bounds in `bound_words`, for latest and first in `order_words`; what is done with them
is up to `rag.find.hybrid` and `rag.write.refuse`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.asked.bound_words import OLDEST_NEWS, Bound, leads_to, read_bound, word_of
from rag.asked.order_words import Order, read_order
from rag.asked.standing import stands
from rag.text.dates import Period, periods_asked
from rag.text.dates.periods import settled

__all__ = ["OLDEST_NEWS", "Order", "When", "read_when"]


@dataclass(frozen=True, slots=True)
class When:
    """What a question says about time.

    `since` and `until` are the first and the last day it points at, both included, None where open. They are `strict`
    where the question excludes all other days ("since June 2024", "between May and July 2023"); otherwise they are the
    days in which an event would have been reported ("in March 2023", "last week"). They are `published` where they are
    the days of the articles themselves ("articles from 2023", "this week", which is `current`), else those of what is
    told; `periods` are then what it is to be told of. A `current` one without days asks how things stand on the day of
    asking. `as_of` is the day whose state of knowledge is wanted. `order` is
    "latest" or "first" where the question asks for the newest or the earliest.
    `words` are the words of the question that said so, as written, joined by ", ", and `spans` their places in it.
    `contradiction` is a sentence for the reader about days that cannot be; the days are None then.
    """

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    order: Order | None = None
    words: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    strict: bool = False
    published: bool = False
    current: bool = False
    periods: tuple[Period, ...] = ()
    contradiction: str = ""


_PLACE = re.compile(
    r"\b(?:(?:back )?in|on|during|throughout|over|within|for|of|from|around)\s(?P<the>the\s)?$", re.IGNORECASE
)
_JOIN = re.compile(r"\s?(?:[\-–—]|(?P<word>and|or|to|until|till|through|thru|up to))\s?(?:the )?", re.IGNORECASE)
_OF_ARTICLES = re.compile(
    r"\b(?:articles?|stories|news|coverage|headlines|reports|pieces|(?:was|were|been) reported|anything reported)\b"
    r"(?:\s(?!did\b|does\b|do\b|was\b|were\b|is\b|has\b|have\b|that\b)[\w'’\-]{1,16}){0,6}?"
    r"\s(?:(?:from|of|in|on|since|before|after|between|during|until|by|published|printed|dated|written)\s){1,2}(?:the\s)?$",
    re.IGNORECASE,
)
"""Before days on which articles were published: "news of March 2023", "articles about Nvidia from last year"."""
_AS_OF_NOW = re.compile(r"\bas of (?:right )?now\b", re.IGNORECASE)


def read_when(text: str, asked: date) -> When:
    """Read the time in `text`; words such as "this week" count back from `asked`. Never raises."""
    periods = periods_asked(text, asked)
    order, spans = read_order(text, periods)
    today = [one for one in periods if one.current and one.unit == "day"]
    if today and len(periods) == len(today) and stands(text):  # "Who heads it today?" is no question about one day
        spans += [(one.start, one.end) for one in today]
        return _with_words(text, When(order=order or "latest", current=True), spans)
    wrong = next((period for period in periods if period.wrong), None)
    if wrong:
        return _with_words(text, When(order=order, contradiction=wrong.wrong), [*spans, (wrong.start, wrong.end)])
    points, bounds = _parted(text, [period for period in periods if not period.fiscal], asked)
    now = _AS_OF_NOW.search(text)
    if now:
        bounds.append(Bound(*now.span(), as_of=asked))
    when, told = _together(_that_count(points), bounds)
    if when.as_of == asked:
        order = order or "latest"
    own = [period for period in periods if period.fiscal]  # of a company's own year, so of no days that are known
    when = _of_publishing(text, when, told)
    when = replace(when, order=order, periods=(*_periods(when, told), *own))
    spans += [(_placed(text, one) if isinstance(one, Period) else one.start, one.end) for one in (*told, *own)]
    return _with_words(text, when, spans)


def _of_publishing(text: str, when: When, told: Sequence[Period | Bound]) -> When:
    """`when`, strict about the days of publishing where the question is about articles, or about days up to today."""
    points = [one for one in told if isinstance(one, Period)]
    if points and all(point.current for point in points):
        return replace(when, strict=True, published=True, current=True)
    leads = (text[: one.start] + "since " * isinstance(one, Bound) for one in told)  # its words include the "since"
    if not any(_OF_ARTICLES.search(lead) for lead in leads):
        return when
    if points and not when.strict:
        first, last = min(point.first for point in points), max(point.last for point in points)
        return replace(when, since=first, until=last, strict=True, published=True)
    return replace(when, published=when.strict)


def _periods(when: When, told: Sequence[Period | Bound]) -> tuple[Period, ...]:
    """What an event is to be told of: the periods pointed at, or all days within the bounds; none of "recently"."""
    if when.published or when.contradiction:
        return ()
    if when.strict:
        return (Period(0, 0, when.since or date.min, when.until or date.max, several=True),)
    return tuple(one for one in told if isinstance(one, Period) and not one.weak)


def _together(points: Sequence[Period], bounds: Sequence[Bound]) -> tuple[When, Sequence[Period | Bound]]:
    """What points and bounds say together, and those of them that say it."""
    strict = [bound for bound in bounds if bound.strict]
    when = _bounded(strict)
    if when.contradiction:
        return when, strict
    if when == When():
        strict = []  # bounds that leave all days
    if not (when.since or when.until):
        loose = [bound for bound in bounds if not bound.strict and bound.since]
        if points:
            return replace(when, since=_first(points), until=_last(points)), [*strict, *points]
        return replace(when, since=min((b.since for b in loose if b.since), default=None)), [*strict, *loose]
    outside = [point for point in points if not point.weak and _lies_outside(point, when)]
    if not outside:
        return when, strict
    finer = all(bound.coarse for bound in strict) and not any(point.coarse for point in outside)
    if finer or any(point.relative for point in outside):  # "this week, about what it did before 2020"
        return replace(when, since=_first(outside), until=_last(outside), strict=False), outside
    since = min(when.since, _first(outside)) if when.since else None
    until = max(when.until, _last(outside)) if when.until else None
    return replace(when, since=since, until=until, strict=False), [*strict, *outside]  # two times compared


def _first(points: Sequence[Period]) -> date:
    return min(point.since for point in points)


def _last(points: Sequence[Period]) -> date:
    return max(point.until for point in points)


def _lies_outside(point: Period, when: When) -> bool:
    return bool((when.since and point.last < when.since) or (when.until and point.first > when.until))


def _with_words(text: str, when: When, spans: Sequence[tuple[int, int]]) -> When:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return replace(when, words=", ".join(text[start:end] for start, end in merged), spans=tuple(merged))


def _placed(text: str, period: Period) -> int:
    """Where the words for a period begin, with the "in" or "on" before them, but not "the" of what it describes."""
    place = _PLACE.search(text, max(0, period.start - 20), period.start)
    if not place or period.weak or (place["the"] and period.coarse and not period.part):
        return period.start
    return place.start()


def _parted(text: str, periods: Sequence[Period], asked: date) -> tuple[list[Period], list[Bound]]:
    """The periods that a question points at, and the bounds that others are given as."""
    points: list[Period] = []
    bounds: list[Bound] = []
    rest = list(periods)
    while rest:
        period = rest.pop(0)
        lead = leads_to(text, period)
        word = word_of(lead)
        join = _join(text, period, rest[0]) if rest else None
        if join:
            period, rest[0] = _pair_settled(period, rest[0])
            if (join["word"] or "-").casefold() not in ("and", "or") or word == "between":
                last = rest.pop(0)
                period = _range(period, last)
        if period.last < OLDEST_NEWS and not period.wrong and lead and word in ("from", "between"):
            continue
        if period.several and (word in ("from", "between", "since", "after") or period.first > period.last):
            start = lead.start() if lead else period.start
            bounds.append(Bound(start, period.end, period.first, period.last, coarse=period.coarse))
            continue
        bound = read_bound(text, period, lead, asked)
        if isinstance(bound, Bound):
            bounds.append(bound)
        elif bound == "point":
            points.append(period)
    return points, bounds


def _join(text: str, one: Period, two: Period) -> re.Match[str] | None:
    """The "to" or "and" that is all there is between two periods."""
    return None if one.weak or two.weak else _JOIN.fullmatch(text, one.end, two.start)


def _range(one: Period, two: Period) -> Period:
    """The days from one period to another, the right way round where they count from the day of asking."""
    relative = one.relative or two.relative
    if relative and one.first > two.last:
        first, last = two.first, one.last
    else:
        first, last = one.first, two.last
    return Period(
        one.start,
        two.end,
        first,
        last,
        min(one.since, two.since),
        max(one.until, two.until),
        relative=relative,
        coarse=one.coarse and two.coarse,
        several=True,
    )


def _pair_settled(one: Period, two: Period) -> tuple[Period, Period]:
    """Two periods side by side, of which one may take its year from the other ("May and July 2023")."""
    if one.month_day:
        return settled(one, two.first), two
    return one, settled(two, one.first, forward=True)


def _bounded(bounds: Sequence[Bound]) -> When:
    """All bounds together; those that leave no day are a contradiction, unless they name two times to compare."""
    sinces = [bound for bound in bounds if bound.since]
    untils = [bound for bound in bounds if bound.until]
    since = min((bound.since for bound in sinces if bound.since), default=None)  # the widest: each may be of one part
    until = max((bound.until for bound in untils if bound.until), default=None)
    as_of = next((bound.as_of for bound in bounds if bound.as_of), None)
    end = min((day for day in (until, as_of) if day), default=None)
    if since and end and since > end:
        if until and untils[0].start < sinces[0].start:  # "before 2022 and after 2023"
            return When()
        return When(
            contradiction=f"The question asks for news since {_day(since)} and until {_day(end)}, and no day is both: "
            "name a first day that is not after the last."
        )
    return When(since, until, as_of, strict=bool(since or until))


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _that_count(points: Sequence[Period]) -> list[Period]:
    """Those of several periods that tell when: "the cup founded in 1998 was won this week" points at this week."""
    kept = list(points)
    for stronger in (_is_firm, _is_fine, _is_relative):
        kept = [point for point in kept if stronger(point)] or kept
    return kept


def _is_firm(period: Period) -> bool:
    return not period.weak


def _is_fine(period: Period) -> bool:
    return not period.coarse


def _is_relative(period: Period) -> bool:
    return period.relative
