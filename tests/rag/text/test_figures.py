"""Figures are read alike however news writes them, with their unit and the range that their words allow."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text

from rag.text.figures import read_figures, same, ways_to_write
from rag.text.words import query_terms

WRITTEN_ALIKE = [
    ("$1.5bn", "1.5 billion dollars"),
    ("$1,500,000,000", "US$1.5 billion"),
    ("1.5T", "1.5 trillion"),
    ("1.5 tn", "1,500 billion"),
    ("70B", "seventy billion"),
    ("540b", "540 billion"),
    ("3.2bn euros", "€3.2 billion"),
    ("€9m", "nine million euros"),
    ("$120M", "120 million dollars"),
    ("USD 1,500m", "$1.5 billion"),
    ("49 percent", "49%"),
    ("40 per cent", "40 percent"),
    ("half a million dollars", "$500,000"),
    ("two hundred thousand", "200k"),
    ("two dozen", "24"),
    ("twenty-eight", "28"),
    ("half a year", "six months"),
    ("20-year", "20 years"),
    ("18 months", "1.5 years"),
    ("450MW", "450 megawatts"),
    ("0.45 GW", "450 megawatts"),
    ("80GB", "80 gigabytes"),
]


@pytest.mark.parametrize(("one", "other"), WRITTEN_ALIKE)
def test_a_value_is_one_however_it_is_written(one, other):
    (mine,), (theirs,) = read_figures(one), read_figures(other)
    assert (mine.value, mine.unit) == (theirs.value, theirs.unit)
    assert same(mine, theirs)
    assert mine.agrees(theirs)


@pytest.mark.parametrize(("one", "other"), WRITTEN_ALIKE)
def test_the_ways_to_write_a_value_hold_the_other_as_full_text_has_it(one, other):
    (figure,) = read_figures(one)
    words = [word.removesuffix("s") for word in query_terms(other)]  # full text is stemmed
    ways = [query_terms(way) for way in ways_to_write(figure)]
    assert any(words[at : at + len(way)] == way for way in ways for at in range(len(words)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about 200,000", "204,312"),
        ("more than 1,000", "1,377"),
        ("1,000 or more", "1,377"),
        ("100+", "140"),
        ("up to $20 million", "$15 million"),
        ("$3.5 billion", "$3.47 billion"),  # rounded
    ],
)
def test_words_that_name_a_range_say_what_lies_in_it(one, other):
    (mine,), (theirs,) = read_figures(one), read_figures(other)
    assert same(mine, theirs)
    assert mine.agrees(theirs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("28", "31"),
        ("$450 million", "$300 million"),
        ("at least 20", "12"),
        ("$5bn", "$5m"),
        ("$40", "£40"),
        ("40%", "40"),
        ("12 hours", "12 months"),
        ("120 million dollars", "120 million euros"),
    ],
)
def test_other_values_and_units_are_not_the_same(one, other):
    (mine,), (theirs,) = read_figures(one), read_figures(other)
    assert not same(mine, theirs)
    assert not same(theirs, mine)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("between £500 million and £700 million", [5e8, 7e8]),
        ("$10-20 million", [1e7, 2e7]),
        ("3 to 5 percent", [3, 5]),
        ("rose from $1.9 billion to $3.5 billion", [1.9e9, 3.5e9]),
    ],
)
def test_both_ends_of_a_range_are_figures_with_the_whole_of_it(text, values):
    figures = read_figures(text)
    assert [figure.value for figure in figures] == values
    assert len({(figure.low, figure.high, figure.unit) for figure in figures}) == 1


@pytest.mark.parametrize(
    "text", ["GPT-4 and the H20", "rule A002", "xAI-B005", "one of them", "a year", "gpt4.5", "v1.2.3"]
)
def test_numbers_inside_names_and_articles_are_no_figures(text):
    assert read_figures(text) == ()


@pytest.mark.parametrize("text", ["a Category 3 storm", "the Llama 2 models"])
def test_a_bare_number_behind_a_name_may_be_part_of_it(text):
    assert [figure.named for figure in read_figures(text)] == [True]


def test_what_stands_in_a_day_is_no_figure():
    text = "On 6 February 2023 it sold 300 robots."
    assert [figure.value for figure in read_figures(text, [(3, 18)])] == [300]


@given(
    any_text
    | st.lists(st.sampled_from("$ 1.5bn 12 to - half a million % €5 – 3,000 and between 7 years".split())).map(" ".join)
)
def test_figures_stand_where_they_say_and_never_overlap(text):
    figures = read_figures(text)
    assert all(0 <= figure.start < figure.end <= len(text) for figure in figures)
    assert all(one.end <= other.start for one, other in pairwise(figures))
    assert all(figure.low <= figure.high for figure in figures)
    assert all(same(figure, figure) and all(ways_to_write(figure)) for figure in figures)
