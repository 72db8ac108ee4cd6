"""What speaks for a sentence as an answer, part by part, on sentences about companies that do not exist."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text, sentences

from rag.asked.question import read_question
from rag.choose.evidence import Asking, Parts, Place

WHO = "Who joined Borealis as head of scaling?"


def asking(question: str) -> Asking:
    """`question` as read in May 2023."""
    return Asking(read_question(question, date(2023, 5, 17)))


def speaks(
    question: str,
    sentence: str,
    before: str = "",
    head: str = "",
    score: float = 0.5,
    published: date | None = None,
    reads: float = 0.0,
) -> Parts:
    """What speaks for `sentence`."""
    place, asked = Place(sentence, before, head, score, head, published), asking(question)
    return asked.parts(place, reads, asked.time_told(place))


def test_what_the_reader_and_the_search_say_is_passed_on():
    parts = speaks(WHO, "Quarry reported record sales.", score=0.25, reads=-3.5)
    assert (parts.reads, parts.passage) == (-3.5, 0.25)


# Names --------------------------------------------------------------------------------------------------------------


def test_of_several_names_the_one_met_worst_is_told():
    asked = "What did Quillon tell Borealis?"
    assert speaks(asked, "Quillon told Borealis.").least_name == 1
    assert speaks(asked, "Quillon told everyone.").least_name == 0


def test_a_name_may_stand_in_the_title_or_in_the_sentence_before():
    told = "She is head of scaling."
    assert speaks(WHO, told).least_name == 0
    assert speaks(WHO, told, head="Borealis hires an engineer").least_name == 1
    assert speaks(WHO, told, before="Mara Lindqvist joined Borealis.").least_name == 1


@pytest.mark.parametrize("sentence", ["Quillon is the larger one.", "Borealis is the larger one."])
def test_of_things_set_side_by_side_one_is_enough(sentence):
    assert asking("What is the difference between Quillon and Borealis?").question.sides
    assert speaks("What is the difference between Quillon and Borealis?", sentence).least_name == 1


def test_none_of_the_things_set_side_by_side_is_not_enough_nor_is_one_for_a_name_beside_them():
    asked = "What is the difference between Quillon and Borealis?"
    assert speaks(asked, "Lumen is the larger one.").least_name == 0
    elsewhere = "In Estmark, what is the difference between Quillon and Borealis?"
    assert speaks(elsewhere, "Quillon is the larger one.").least_name == 0
    assert speaks(elsewhere, "Quillon is the larger one in Estmark.").least_name == 1


def test_a_version_must_be_the_one_asked_for():
    asked = "How many words can Heron 2 read?"
    assert speaks(asked, "Heron 2 reads 90,000 words.").version == 1
    assert speaks(asked, "It reads 90,000 words.", head="Quillon opens Heron 2").version == 1
    assert speaks(asked, "Heron 3 reads 90,000 words.").version == 0


def test_a_name_without_a_figure_has_no_version_to_miss():
    assert speaks(WHO, "Quarry reported record sales.").version == 1


@pytest.mark.parametrize(
    ("question", "sentence", "rival"),
    [
        ("Who led Lumen's Series B round?", "Parnassus led the Series C round.", 1),
        ("Who led Lumen's Series B round?", "Parnassus led the Series B round.", 0),
        ("Who led Lumen's Series B round?", "Parnassus led a series of rounds.", 0),
        ("How many words can Heron 2 read?", "Heron 3 reads 90,000 words.", 1),
        ("How many words can Heron 2 read?", "Heron 2 reads more words than Heron 1.", 0),
    ],
)
def test_a_sentence_on_another_version_or_round_is_a_rival_unless_it_names_the_right_one(question, sentence, rival):
    assert speaks(question, sentence).rival == rival


@pytest.mark.parametrize(
    ("question", "sentence", "met", "rival"),
    [
        ("Who raised $60m?", "Lumen raised 60 million dollars.", 1, 0),
        ("Who raised $60m?", "Lumen raised 60 million euros.", 0, 0),
        ("Who raised $60m?", "Lumen raised $45 million.", 0, 1),
        ("Who raised $60m?", "Lumen raised $60 million, after $45 million in May.", 1, 0),
        ("How much did Lumen give to the $60m round?", "Lumen raised $45 million.", 1, 0),  # it may be the answer
        ("Which model has 70B parameters?", "Heron has seventy billion parameters.", 1, 0),
        ("Which model has 70B parameters?", "Heron has 12 billion parameters and eleven languages.", 0, 1),
        ("Which model has 70B parameters?", "Heron has many parameters and came out in 2023.", 0, 0),
    ],
)
def test_a_figure_is_met_by_its_value_and_unit_alone(question, sentence, met, rival):
    parts = speaks(question, sentence)
    assert (parts.version, parts.rival) == (met, rival)


# What could be the answer -------------------------------------------------------------------------------------------


def test_a_sentence_without_anything_of_the_type_asked_for_has_nothing_typed():
    asked = "How much did Lumen raise?"
    assert speaks(asked, "Lumen raised it in Lagos.").typed == 0 < speaks(asked, "It raised $60 million.").typed


# Years --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "sentence", "years"),
    [
        ("What did Quillon sell in 2021?", "In 2021 Quillon sold its office.", 1),
        ("What did Quillon sell in 2021?", "In 2019 Quillon sold its office.", 0),
        ("What did Quillon sell between 2019 and 2022?", "In 2020 Quillon sold its office.", 1),
        ("What did Quillon sell between 2019 and 2022?", "In 2019 Quillon sold its office.", 1),
        ("What did Quillon sell between 2019 and 2022?", "In 2018 Quillon sold its office.", 0),
        ("What did Quillon sell?", "Quillon sold its office.", 1),
    ],
)
def test_the_years_of_a_sentence_are_held_against_those_of_the_question(question, sentence, years):
    assert speaks(question, sentence).years == years


def test_the_year_of_the_article_speaks_less_than_one_in_the_sentence_and_more_than_another_year():
    asked, told = "What did Quillon sell in 2021?", "Quillon sold its office."
    of_that_year = speaks(asked, told, published=date(2021, 3, 10)).years
    assert 0 < of_that_year < 1
    assert speaks(asked, told, before="That was in 2021.").years == of_that_year
    assert speaks(asked, told, published=date(2022, 3, 10)).years == 0
    assert speaks(asked, "In 2019 Quillon sold it.", published=date(2021, 3, 10)).years == 0


# What is not told ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Neither side disclosed the price.",
        "Quillon did not disclose the price.",
        "Quillon didn’t say how much it paid.",
        "Quillon has not yet said how much it paid.",
        "Quillon declined to name the buyer.",
        "The price is undisclosed.",
        "It is unclear who paid.",
        "It was sold without naming the buyer.",
    ],
)
def test_a_sentence_that_says_that_a_thing_is_not_told_is_marked(sentence):
    assert speaks("How much did Quillon pay?", sentence).withheld == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Quillon disclosed the price.",
        "Quillon paid nothing, it said.",
        "Quillon will not sell it.",
        "Notes say that it is clear who paid.",
    ],
)
def test_a_sentence_that_tells_something_is_not_marked(sentence):
    assert speaks("How much did Quillon pay?", sentence).withheld == 0


# Any words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", ["", "🎉"])
def test_a_sentence_without_words_names_and_states_nothing(sentence):
    parts = speaks(WHO, sentence)
    assert (parts.least_name, parts.typed) == (0, 0)


def test_a_question_without_content_words_asks_for_nothing_in_particular():
    parts = speaks("Who was it?", "Quarry reported record sales.")
    assert parts.least_name == parts.version == parts.years == 1


questions = st.one_of(
    st.sampled_from([WHO, "How much more than Quillon did Heron 2 raise in 2021?", "Which is larger, Tesla or Zoë?"]),
    sentences(),
    any_text,
)


@given(questions, sentences(), st.one_of(st.just(""), sentences()), any_text, st.floats(0, 1))
def test_each_part_but_the_readers_lies_between_0_and_1(question, sentence, before, head, score):
    parts = speaks(question, sentence, before, head, score)
    assert {parts.withheld, parts.rival} <= {0, 1}
    for name, value in parts._asdict().items():
        assert 0 <= value <= 1 or name == "reads", name
