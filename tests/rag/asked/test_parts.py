"""Several things asked at once are taken apart, each to stand alone; one question stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text

from rag.asked.each import MOST, read_each
from rag.asked.parts import MAX_PARTS, read_parts, read_sides


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who founded Anthropic and how much has it raised?",
            ("Who founded Anthropic?", "how much has Anthropic raised?"),
        ),
        (
            "When did OpenAI release GPT-4 and how much does it cost?",
            ("When did OpenAI release GPT-4?", "how much does GPT-4 cost?"),
        ),
        (
            "How much did OpenAI raise from Microsoft, and when was it founded?",
            ("How much did OpenAI raise from Microsoft?", "when was OpenAI founded?"),
        ),
        ("Who is the CEO of xAI and how old is he?", ("Who is the CEO of xAI?", "how old is the CEO of xAI?")),
        (
            "How many people work at Cohere; and who leads its team?",
            ("How many people work at Cohere?", "who leads Cohere's team?"),
        ),
        ("When and where was X founded?", ("When was X founded?", "where was X founded?")),
        ("Did Italy ban ChatGPT and why?", ("Did Italy ban ChatGPT?", "why did Italy ban ChatGPT?")),
        ("Is Gemini free and does it read images?", ("Is Gemini free?", "does Gemini read images?")),
        ("What is Claude? Who made it?", ("What is Claude?", "Who made Claude?")),
        (
            "According to Reuters, who founded Mistral and when was it sold?",
            ("According to Reuters, who founded Mistral?", "According to Reuters, when was Mistral sold?"),
        ),
        ("Who bought Figma and what was the price?", ("Who bought Figma?", "Figma: what was the price?")),
        ("Tell me who leads xAI and how much it raised", ("Tell me who leads xAI", "how much xAI raised")),
        ("where am I and where am I going", ("where am I", "where am I going")),
        ("what is insulin and where is it produced", ("what is insulin", "where is insulin produced")),
    ],
)
def test_questions_joined_in_one_are_taken_apart(question, parts):
    assert read_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "What did OpenAI and Microsoft say?",
        "Compare GPT-4 and Claude 3 on price",
        "What did Sam Altman say when he was fired and rehired?",
        "Does the report explain who paid and why the deal failed?",
        'What did "Who is it and when was it" say?',
        "Which model is cheaper, GPT-4o or Claude 3.5?",
        "The board fired its chief. Who replaced him?",
        "Which Dr. Seuss book was banned?",
        "Colossus",
        "",
    ],
)
def test_one_question_stays_as_it_is(question):
    assert read_parts(question) == (question,)


def test_a_part_that_cannot_stand_alone_is_not_taken_out():
    """Nothing in the question names him: alone, "where did he work before" would ask about nobody."""
    question = "Who founded Anthropic and where did he work before?"
    assert read_parts(question) == (question,)


def test_there_are_at_most_four_parts_and_the_last_keeps_the_rest():
    parts = read_parts("What is Bard? Who made Bard? When was Bard sold? Where is Bard used? Why was Bard renamed?")
    assert len(parts) == MAX_PARTS
    assert parts[-1] == "Where is Bard used? Why was Bard renamed?"


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Compare GPT-4 and Claude 3 on price", ("GPT-4", "Claude 3")),
        ("What is the difference between GPT-4 and GPT-4 Turbo?", ("GPT-4", "GPT-4 Turbo")),
        ("difference between llama and llama 2", ("llama", "llama 2")),
        ("GPT-4 vs Claude 3", ("GPT-4", "Claude 3")),
        ("Is Gemini better than GPT-4 at coding?", ("Gemini", "GPT-4")),
        ("How does Mistral's model compare to Llama 2?", ("Mistral's model", "Llama 2")),
        ("Who raised more: Anthropic, Cohere or Inflection?", ("Anthropic", "Cohere", "Inflection")),
        ("Which is faster, the H100 or the A100?", ("the H100", "the A100")),
    ],
)
def test_the_sides_of_a_comparison(question, sides):
    assert read_sides(question) == sides


@pytest.mark.parametrize(
    "question", ["Did OpenAI raise more than $1 billion?", "Is the price higher than expected?", "Who leads xAI?", ""]
)
def test_other_questions_have_no_sides(question):
    assert read_sides(question) == ()


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "What did Apple and Meta announce in June?",
            ["What did Apple announce in June?", "What did Meta announce in June?"],
        ),
        ("what did apple, meta and google say", ["what did apple say", "what did meta say", "what did google say"]),
        ("How much did Sable and Tern AI raise?", ["How much did Sable raise?", "How much did Tern AI raise?"]),
        (
            "What do Tern version 1 and Tern version 2 cost?",
            ["What do Tern version 1 cost?", "What do Tern version 2 cost?"],
        ),
        (
            "How do Quill 2.0 and Quill 2.5 differ in price?",
            ["What is the price of Quill 2.0?", "What is the price of Quill 2.5?"],
        ),
        ("How do Velora and Orca differ on open weights?", ["Velora: open weights?", "Orca: open weights?"]),
        ("GPT-4 vs Claude 3?", []),
        ("Who leads xAI?", []),
        ("What did Apple say about Siri?", []),
        ("", []),
    ],
)
def test_a_question_about_several_things_is_one_about_each(question, each):
    assert [one.question for one in read_each(question)] == each


def test_outlets_and_times_named_together_are_not_asked_about_one_by_one():
    question = "What did Wired and Reuters report?"
    assert read_each(question, [(9, 26)]) == ()


@given(any_text)
def test_each_of_several_things_is_named_in_the_text(text):
    each = read_each(text)
    assert len(each) <= MOST
    assert all(one.name in text for one in each)


ASKING = st.lists(
    st.sampled_from(
        "who what when where why how which much did is was has and or , ; ? . OpenAI GPT-4 Bard it its they he founded "
        "release cost the price raised of company According to In 2023 tell me".split()
    ),
    max_size=30,
).map(" ".join)
RESTATED = frozenset("and or but also then so it its they them their he she him his her hers company the s".split())


@given(st.one_of(ASKING, any_text))
def test_no_word_is_lost_but_those_that_join_or_stand_for_a_name(text):
    parts = read_parts(text)
    assert 1 <= len(parts) <= MAX_PARTS
    words = set(re.findall(r"[^\W_]+", " ".join(parts).casefold()))
    assert set(re.findall(r"[^\W_]+", text.casefold())) - words <= RESTATED


@given(st.one_of(ASKING, any_text))
def test_sides_stand_in_the_text_as_written(text):
    assert all(side in text for side in read_sides(text))
