"""How days are told from words: which words, which days without a year, where the calendar ends, any text at all."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text, words

from rag.asked import bound_words, order_words, when
from rag.asked.when import read_when
from rag.text.dates import comparing, dated, ending, forms, parser, relative, yearless

ASKED = date(2024, 6, 19)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("Who was hired on 5 May 2023?", date(2023, 5, 5), date(2023, 5, 12)),
        ("Who was hired on May 5th, 2023?", date(2023, 5, 5), date(2023, 5, 12)),
        ("Who was hired in March 2023?", date(2023, 3, 1), date(2023, 4, 7)),
        ("Who was hired in February of 2024?", date(2024, 2, 1), date(2024, 3, 7)),
        ("Who was hired in 2022?", date(2022, 1, 1), date(2022, 12, 31)),
        ("Who was hired last week?", date(2023, 5, 2), date(2023, 5, 17)),
        ("Who was hired LAST WEEK?", date(2023, 5, 2), date(2023, 5, 17)),
    ],
)
def test_days_that_a_question_only_points_at_are_not_strict(text: str, since: date, until: date):
    reading = read_when(text, date(2023, 5, 17))
    assert (reading.since, reading.until, reading.strict) == (since, until, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What happened in March 2023 at OpenAI?", "in March 2023"),
        ("What was OpenAI's latest move in the summer of 2023?", "latest, in the summer of 2023"),
        ("Who led the 2023 funding round?", "2023"),
        ("What passed between May and July 2023?", "between May and July 2023"),
        ("What is new since June 2023, and what is the newest?", "since June 2023, newest"),
        ("As of 3 March 2023, who led?", "As of 3 March 2023"),
        ("Who was fired on 30 February 2023?", "30 February 2023"),
        ("Who won the cup, founded in 1998, this week?", "this week"),
    ],
)
def test_the_words_that_said_it_are_the_questions_own(text: str, said: str):
    assert read_when(text, ASKED).words == said


def test_days_that_cannot_be_are_told_in_a_sentence():
    assert read_when("What was said since 2024 until 2022?", ASKED).contradiction == (
        "The question asks for news since 1 January 2024 and until 31 December 2022, and no day is both: "
        "name a first day that is not after the last."
    )
    assert read_when("Who left on 30 February 2023?", ASKED).contradiction == (
        "The calendar has no 30 February 2023: name a day that it has."
    )
    assert read_when("As of 2022, what was new since 2023?", ASKED).contradiction


@pytest.mark.parametrize("text", ["Who was hired last week?", "Who was hired yesterday?", "Who was hired last month?"])
def test_what_counts_back_ends_on_the_day_of_asking(text: str):
    reading = read_when(text, ASKED)
    assert reading.since is not None
    assert reading.since < ASKED == reading.until


@pytest.mark.parametrize("month", ["March", "June", "July", "October"])
def test_a_month_without_a_year_is_the_latest_that_has_begun(month: str):
    since = read_when(f"What happened in {month}?", ASKED).since
    assert since is not None
    assert since <= ASKED < date(since.year + 1, since.month, 1)


def test_a_day_without_a_year_is_the_latest_one():
    assert read_when("What happened on 19 June?", ASKED).since == ASKED
    assert read_when("What happened on 20 June?", ASKED).since == date(2023, 6, 20)
    assert read_when("What happened on 29 February?", date(2024, 2, 28)).since == date(2020, 2, 29)


@pytest.mark.parametrize("phrase", ["today", "this week", "last week", "last month", "this year", "last year"])
@pytest.mark.parametrize("asked", [date.min, date.max])
def test_counting_stops_where_the_calendar_does(phrase: str, asked: date):
    reading = read_when(f"What happened {phrase}?", asked)
    assert reading.since is not None
    assert reading.until is not None
    assert date.min <= reading.since <= reading.until <= date.max
    if asked == date.min:
        assert reading.since == reading.until == date.min


SAYINGS = (
    "in on since until before after between and from to by as of the early late mid end of last this past next not "
    "may May March march february 29 30 31 2023 2024 1999 '23 Q3 H1 first quarter half summer winter fall known now "
    "week weekend month year Tuesday today yesterday two few 999 days weeks months years ago latest just recent "
    "2023-02-30 2023-11-24 1/7/2023 13/7/2023 2022-23 – - , . ' \" ? through than"
).split()
questions = st.one_of(
    any_text,
    st.lists(st.one_of(st.sampled_from(SAYINGS), words), max_size=14).map(" ".join),
    st.lists(st.sampled_from(SAYINGS), max_size=14).map(" ".join),
)


@given(questions, st.one_of(st.dates(), st.sampled_from([date.min, date.min + timedelta(40), date.max])))
def test_any_text_is_read_on_any_day(text: str, asked: date):
    reading = read_when(text, asked)
    if reading.since and reading.until:
        assert reading.since <= reading.until
    if reading.contradiction:
        assert reading.since is reading.until is reading.as_of is None
        assert reading.contradiction.endswith(".")
    if reading.strict:
        assert reading.since or reading.until
    assert reading.words == ", ".join(text[start:end] for start, end in reading.spans)
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)
    assert all(one[1] <= two[0] for one, two in pairwise(reading.spans))
    says_something = (
        reading.since or reading.until or reading.periods or reading.as_of or reading.order or reading.contradiction
    )
    assert bool(says_something) == bool(reading.words)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_the_same_however_it_is_written(day: date):
    month = f"{day:%B}"
    for written in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month[:3]}. {day.day} {day.year}",
        f"the {day.day}th of {month}, {day.year}",
        f"{day:%A}, {month} {day.day}, {day.year}",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert read_when(f"Who was hired on {written}?", ASKED).since == day, written


@pytest.mark.parametrize("month", ["aprıl", "AUGUſT", "APRİL", "ﬁrst"])
def test_a_month_in_letters_that_only_look_the_same_is_passed_over(month: str):
    read_when(f"What happened in {month} 2023, or on 3 {month} 2023?", ASKED)


MODULES = (bound_words, comparing, dated, ending, forms, order_words, parser, relative, when, yearless)


def patterns() -> dict[str, re.Pattern[str]]:
    named = {
        f"{module.__name__}.{name}": value
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }
    return named | {f"parser {n}": one.pattern for n, one in enumerate(parser.READERS)}


def most_steps(tree: object) -> int:
    """How often the innermost part of a pattern can be tried at one place: repeats inside repeats multiply."""
    most = 1
    for part in tree if isinstance(tree, (list, tuple, re._parser.SubPattern)) else ():
        if isinstance(part, tuple) and len(part) == 2 and str(part[0]) in ("MAX_REPEAT", "MIN_REPEAT"):
            _least, times, inner = part[1]
            most = max(most, min(int(times), 10**9) * most_steps(inner))
        else:
            most = max(most, most_steps(part))
    return most


def test_no_pattern_can_run_away_on_a_long_question():
    assert most_steps(re._parser.parse(r"(?:a+b?)+")) >= 10**18
    assert len(patterns()) > 30
    for name, pattern in patterns().items():
        assert most_steps(re._parser.parse(pattern.pattern, pattern.flags)) <= 100, name


@pytest.mark.parametrize(
    "text", ["1 " * 500, "2023-" * 200, "12/" * 333, "may 1 " * 166, "in 2023 " * 125, "9" * 1000, "since " * 160]
)
def test_a_question_of_nothing_but_figures_is_read(text: str):
    reading = read_when(text, ASKED)
    assert all(text[start:end].strip() for start, end in reading.spans)
