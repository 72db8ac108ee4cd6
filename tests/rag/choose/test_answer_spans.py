"""The parts of a sentence that could be what a question asks for, by their type."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text, sentences

from rag.asked.question import read_question
from rag.choose.answer_spans import AnswerSpan, answer_spans
from rag.text.stems import stems

HOW_MUCH = "How much did Lumen raise?"
HOW_MANY = "How many employees does Quillon have?"
WHEN = "When did Heron come out?"
HOW_LONG = "How long was Heron trained?"
WHO = "Who leads Quillon?"
WHERE = "Where does the power station stand?"
WHY = "Why did Quillon close its office?"


def spans(question: str, sentence: str) -> list[AnswerSpan]:
    return answer_spans(read_question(question, date(2023, 5, 17)).asked, sentence, stems(question))


def fits(question: str, sentence: str) -> dict[str, float]:
    """What could answer, in the words of `sentence`, and how well it fits."""
    return {sentence[span.start : span.end].rstrip("."): span.fit for span in spans(question, sentence)}


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        (HOW_MUCH, "It raised $60 million on Friday.", {"$60 million"}),
        (HOW_MUCH, "It raised 60 million euros, about £1.5bn in all.", {"60 million euros", "£1.5bn"}),
        (HOW_MUCH, "It raised money from 12 investors in 2023.", set()),
        ("What percentage of drivers agreed?", "Some 62 percent agreed, and 9% left.", {"62 percent", "9%"}),
        ("What percentage of drivers agreed?", "Some 62 of them agreed.", set()),
        (WHEN, "It came out on 20 June 2023.", {"20 June 2023"}),
        (WHEN, "It came out on June 20, 2023.", {"June 20, 2023"}),
        (WHEN, "It came out on Tuesday, not last week.", {"Tuesday", "last week"}),
        (WHEN, "It came out in May, three weeks ago.", {"in May", "three weeks ago"}),
        (WHEN, "It may come out soon, at 1,999 dollars.", set()),
        (HOW_LONG, "It was trained for four months and 12 days.", {"four months", "12 days"}),
        (HOW_LONG, "It was trained for a 10-week term.", {"10-week"}),
        (HOW_LONG, "It was trained on 12 machines.", set()),
        (WHY, "It closed because of the rent.", {"because"}),
        (WHY, "It closed on Friday.", set()),
    ],
)
def test_what_fits_the_type_asked_for_is_found_and_nothing_else(question, sentence, found):
    assert set(fits(question, sentence)) == found


def test_a_number_that_counts_what_is_asked_for_fits_best_and_a_sum_of_money_worst():
    found = fits(HOW_MANY, "With $9 a head, it pays 340 employees in 12 offices.")
    assert set(found) == {"9", "340", "12"}
    assert found["340"] == 1
    assert found["340"] > found["12"] > found["9"]


def test_what_is_counted_may_stand_a_few_words_behind_its_number():
    found = fits("How many processors does Basalt hold?", "Basalt holds 140,000 of its fast processors.")
    assert found == {"140,000": 1}


def test_a_number_written_as_a_word_counts_and_one_of_a_date_does_not():
    assert fits(HOW_MANY, "By 20 June 2023 it had dozens of employees.") == {"dozens": 1}


def test_a_number_within_a_word_counts_nothing():
    assert fits("How many shapes did it find?", "It found the three-dimensional shape of a protein.") == {}
    assert "twenty" in fits("How many shapes did it find?", "It found twenty-five shapes.")


def test_a_person_of_two_names_fits_better_than_a_single_word():
    found = fits(WHO, "Next, Ines Okafor asked Skarholm for help.")
    assert found["Ines Okafor"] > found["Skarholm"] > 0


@pytest.mark.parametrize("sentence", ["It is led by a new chief.", "The company is led by them."])
def test_a_sentence_without_a_name_has_nobody_in_it(sentence):
    assert spans(WHO, sentence) == []


def test_a_name_without_the_word_that_opens_its_sentence():
    assert "Okafor" in fits(WHO, "But Okafor leads it now.")


def test_a_day_is_nobody():
    assert "Monday" not in fits(WHO, "Since Monday it is led by Okafor.")
    assert fits(WHO, "It is led by others since Monday.") == {}


def test_a_country_and_what_follows_in_or_at_fit_as_a_place_better_than_other_names():
    found = fits(WHERE, "The station at Skarholm runs for Norway, Okafor said.")
    assert found["Skarholm"] == found["Norway"] == 1
    assert found["Okafor"] < 1


def test_a_quoted_name_answers_what_something_is_called():
    assert "“heron nest”" in fits("Which app did Quillon sell?", "It sold the app “heron nest” again.")


def test_what_the_question_holds_itself_hardly_answers_it():
    asked = "How much more than $60 million did Lumen raise?"
    found = fits(asked, "It raised $60 million, then $75 million.")
    assert 0 < found["$60 million"] < found["$75 million"]


def test_a_name_that_the_question_holds_is_nobody_new():
    assert "Ines Okafor" not in fits("Who met Ines Okafor?", "He met Ines Okafor in Lagos.")


def test_any_part_of_a_sentence_may_answer_what_has_no_type():
    sentence = "The judge decided nothing."
    assert spans("What did the judge decide?", sentence) == [AnswerSpan(0, len(sentence), 1.0)]


ASKING = st.sampled_from(
    [HOW_MUCH, HOW_MANY, WHEN, HOW_LONG, WHO, WHERE, WHY, "What did it decide?", "Which company was bought?"]
)


@given(ASKING, st.one_of(sentences(), any_text))
def test_a_part_lies_inside_its_sentence_is_not_empty_and_fits_between_0_and_1(question, sentence):
    for span in spans(question, sentence):
        assert 0 <= span.start <= span.end <= len(sentence)
        assert span.start < span.end or not sentence
        assert 0 <= span.fit <= 1
