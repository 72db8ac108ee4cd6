"""How questions are read: the kind of answer they want, the names they turn on, the days they mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text, words

from rag.asked.question import MAX_LENGTH, Window, read_question, why_unclear

ASKED = date(2023, 5, 17)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who did OpenAI hire from Tesla?", "who"),
        ("Whose books were copied?", "who"),
        ("When did GPT-4 come out?", "when"),
        ("In which year was it founded?", "when"),
        ("Where is the data centre?", "where"),
        ("In what city did the court sit?", "where"),
        ("How many GPUs does Colossus have?", "how_many"),
        ("How much did Lumen raise?", "how_much"),
        ("What percentage of drivers agreed?", "how_much"),
        ("Why did the board dismiss him?", "why"),
        ("Which company sued Quillon?", "which"),
        ("Did Nvidia's revenue grow?", "yes_no"),
        ("What did the judge decide?", "what"),
        ("How does the law work?", "how"),
        ("Colossus", "other"),
        ("Wer leitet das Unternehmen?", "who"),
    ],
)
def test_the_kind_of_answer_that_a_question_wants(question, kind):
    assert read_question(question, ASKED).kind == kind


def test_names_are_what_is_capitalised_inside_a_question_or_has_a_digit():
    names = read_question("Who did OpenAI hire from Tesla for the GPT-4 team in Port Vance?", ASKED).names
    assert names == ("openai", "tesla", "gpt-4", "port vance")


def test_a_possessive_names_the_same_as_the_name():
    assert "nvidia" in read_question("What was Nvidia's revenue?", ASKED).names
    assert "nvidia" in read_question("What was Nvidia’s revenue?", ASKED).terms


def test_a_question_word_at_the_beginning_is_no_name():
    assert read_question("Where do taxis drive?", ASKED).names == ()


def test_terms_are_the_content_words_once_each_in_order():
    assert read_question("How did the chip maker pay the chip designers?", ASKED).terms == (
        "chip",
        "maker",
        "pay",
        "designers",
    )


@pytest.mark.parametrize(
    ("text", "terms", "names"),
    [
        ("Who raised $120M in 2023?", ("raised", "$120m", "2023"), ()),
        ("Who raised 120 million dollars for Orion?", ("raised", "120 million dollars", "orion"), ("orion",)),
        ("Which Llama has 70B parameters?", ("llama", "70b", "parameters"), ("llama",)),
        (
            "Who sold Llama 3 and GPT-4 to 12 firms?",
            ("sold", "llama", "gpt-4", "12", "firms"),
            ("llama 3", "gpt-4", "12"),
        ),
    ],
)
def test_a_figure_with_a_unit_or_a_size_is_one_term_and_no_name(text, terms, names):
    question = read_question(text, ASKED)
    assert (question.terms, question.names) == (terms, names)


def test_white_space_does_not_change_how_a_question_is_read():
    assert read_question("  Who\tdid\r\nOpenAI hire? ", ASKED) == read_question("Who did OpenAI hire?", ASKED)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("Who was hired on 5 May 2023?", date(2023, 5, 5), date(2023, 5, 12)),
        ("Who was hired on May 5th, 2023?", date(2023, 5, 5), date(2023, 5, 12)),
        ("Who was hired in March 2023?", date(2023, 3, 1), date(2023, 4, 7)),
        ("Who was hired in February of 2024?", date(2024, 2, 1), date(2024, 3, 7)),
        ("Who was hired in 2022?", date(2022, 1, 1), date(2022, 12, 31)),
        ("Who was hired this week?", date(2023, 5, 11), date(2023, 5, 17)),
        ("Who was hired THIS WEEK?", date(2023, 5, 11), date(2023, 5, 17)),
    ],
)
def test_the_days_a_question_points_at(text, since, until):
    assert read_question(text, ASKED).window == Window(since, until)


@pytest.mark.parametrize("text", ["Who was hired last week?", "Who was hired yesterday?", "Who was hired last month?"])
def test_a_window_that_counts_back_ends_on_the_day_of_asking(text):
    window = read_question(text, ASKED).window
    assert window is not None
    assert window.since < window.until == ASKED


@pytest.mark.parametrize(
    "text",
    [
        "Who was hired?",
        "What happened on 31 February 2023?",
        "What of 99 May 2023?",
        "Is it version 2023?",
        "May it pass?",
    ],
)
def test_a_question_that_points_at_no_real_day_has_no_window(text):
    assert read_question(text, ASKED).window is None


@pytest.mark.parametrize("month", ["aprıl", "AUGUſT", "APRİL", "ﬁrst"])
def test_a_month_in_letters_that_only_look_the_same_is_read_or_passed_over(month):
    read_question(f"What happened in {month} 2023, or on 3 {month} 2023?", ASKED)


@pytest.mark.parametrize("when", ["today", "this week", "last week", "last month", "this year", "last year"])
def test_counting_back_stops_where_the_calendar_does(when):
    window = read_question(f"What happened {when}?", date.min).window
    assert window is not None
    assert window.since == window.until == date.min


@given(
    st.one_of(
        any_text, st.lists(st.one_of(words, st.sampled_from(["in", "2023", "5", "May", "last", "week"]))).map(" ".join)
    ),
    st.dates(),
)
def test_any_text_can_be_read_on_any_day(text, asked):
    question = read_question(text, asked)
    assert len(set(question.terms)) == len(question.terms)
    assert len(set(question.names)) == len(question.names)
    assert question.window is None or question.window.since <= question.window.until
    why_unclear(text)


@pytest.mark.parametrize("text", ["", "  \n", "?!…", "«»—", "🎉🎉", "x" * (MAX_LENGTH + 1), "who " * 2500])
def test_what_cannot_be_read_as_a_question_is_told_why(text):
    why = why_unclear(text)
    assert why
    assert why.endswith(("?", "."))
    assert len(why) < 200


@pytest.mark.parametrize("text", ["Who?", "GPT-4", "谁?", "من؟", "x" * MAX_LENGTH])
def test_what_has_words_can_be_read_as_a_question(text):
    assert why_unclear(text) is None


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("When will Meta release Llama 5?", ("meta", "llama 5")),
        ("Who won the 2023 Masters Tournament?", ("masters tournament",)),
        ("Did Sam Altman buy 5 houses?", ("sam altman",)),
        ("Who is the CEO of Stability AI?", ("stability",)),
    ],
)
def test_a_number_right_behind_a_name_is_part_of_it_and_a_year_stands_for_itself(question: str, names: tuple[str, ...]):
    assert read_question(question, date(2024, 1, 1)).names == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who led the Series A of Quillon?", ("series a", "quillon")),
        ("What can AI21's Jurassic-X do?", ("ai21", "jurassic-x")),
        ("What did OpenAI's GPT-4 score?", ("openai", "gpt-4")),
        ("What did OpenAI’s Sora 2 cost?", ("openai", "sora 2")),
        ("Who tested Claude 3.5 v2 at Halden Motors?", ("claude 3.5 v2", "halden motors")),
        ("Does the iPhone I bought run it?", ("iphone",)),
        ("Which Halden Motors 2023 cars were recalled?", ("halden motors",)),
        ("Who joined Borealis in March 2023?", ("borealis",)),
        ("Who joined Borealis on Monday, 3 July?", ("borealis",)),
    ],
)
def test_a_name_ends_at_a_possessive_and_a_date_and_takes_in_letters_and_versions(question, names):
    assert read_question(question, ASKED).names == names


def test_words_that_count_from_the_day_of_asking_are_no_terms_and_dates_are():
    assert read_question("What is the latest on Borealis this week?", ASKED).terms == ("borealis",)
    assert read_question("Who joined Borealis in March 2023?", ASKED).terms == ("joined", "borealis", "march", "2023")
    assert read_question("Who was the first to sue Quillon 3 weeks ago?", ASKED).terms == ("first", "sue", "quillon")


OUTLETS = {"guardian": "The Guardian", "wired": "Wired"}


def test_the_outlet_that_a_question_asks_is_neither_term_nor_name():
    question = read_question("What did The Guardian say about Borealis?", ASKED, OUTLETS)
    assert (question.outlets.known, question.terms, question.names) == (("guardian",), ("borealis",), ("borealis",))


def test_a_reading_that_is_ignored_gives_its_words_back():
    text = "What is the latest that Wired reported on Borealis this week?"
    read = read_question(text, ASKED, OUTLETS)
    assert (read.outlets.known, read.when.order, bool(read.window)) == (("wired",), "latest", True)
    without_outlet = read_question(text, ASKED, OUTLETS, ignore=("sources",))
    assert without_outlet.outlets.known == ()
    assert "wired" in without_outlet.terms
    without_dates = read_question(text, ASKED, OUTLETS, ignore=("dates",))
    assert (without_dates.window, without_dates.when.order, without_dates.when.words) == (None, "latest", "latest")
    assert "week" in without_dates.terms
    without_order = read_question(text, ASKED, OUTLETS, ignore=("order",))
    assert (without_order.when.order, without_order.window) == (None, read.window)
    assert "latest" in without_order.terms


def test_a_question_has_parts_and_sides_only_where_it_asks_several_things():
    assert read_question("Who joined Borealis?", ASKED).parts == ()
    two = "Who joined Borealis? What did Quarry earn?"
    assert read_question(two, ASKED).parts == ("Who joined Borealis?", "What did Quarry earn?")
    assert read_question(two, ASKED, ignore=("parts",)).parts == ()
    assert read_question("Compare Heron 2 and Basalt.", ASKED).sides == ("Heron 2", "Basalt")


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many GPUs does Colossus have?", "gpus"),
        ("How many employees did Quarry dismiss?", "employees"),
        ("How long is the law?", ""),
        ("How old is Quarry?", ""),
        ("How much did Lumen raise?", ""),
        ("Who joined Borealis?", ""),
    ],
)
def test_what_is_counted_is_the_noun_of_how_many(question, counted):
    assert read_question(question, ASKED).counted == counted
