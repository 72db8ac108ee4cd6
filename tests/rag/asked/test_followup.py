"""Follow-up questions: what they take from the conversation, and what they must leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asked.followup import StandAlone, Turn, stand_alone
from rag.asked.question import MAX_LENGTH

HIRED = Turn(
    "Who replaced Sam Altman at OpenAI?", shown="Emmett Shear, a co-founder of Twitch, became interim chief executive."
)
BOUGHT = Turn("Which company did OpenAI buy?", shown="OpenAI said it had bought Rockset, which makes databases.")

NEEDS_CONTEXT = [
    # a pronoun
    (["What is Anthropic?"], "How much did it raise?", "How much did Anthropic raise?"),
    (["Who founded Mistral?"], "and how much did they raise?", "and how much did Mistral raise?"),
    (["What is GPT-4?"], "How much does it cost?", "How much does GPT-4 cost?"),
    (["How much is Nvidia worth?"], "Who are its biggest customers?", "Who are Nvidia's biggest customers?"),
    (["What is Anthropic?"], "who is their CEO?", "who is Anthropic's CEO?"),
    (["Tell me about the EU AI Act."], "When does it take effect?", "When does the EU AI Act take effect?"),
    (["Who is Sam Altman?"], "Why was he fired?", "Why was Sam Altman fired?"),
    (["Who is Mira Murati?"], "When did she leave OpenAI?", "When did Mira Murati leave OpenAI?"),
    (["Who is Sam Altman?"], "What did Microsoft offer him?", "What did Microsoft offer Sam Altman?"),
    (["What did Elon Musk say about OpenAI?"], "Did he sue?", "Did Elon Musk sue?"),
    (
        ["Why did Microsoft invest in OpenAI?"],
        "Why did Elon Musk leave it?",
        "Why did Elon Musk leave it? (Microsoft invest in OpenAI)",
    ),
    (["What are deepfakes?"], "How are they detected?", "How are deepfakes detected?"),
    (["What is Stable Diffusion trained on?"], "Who made it?", "Who made Stable Diffusion?"),
    (["What is Gemini?"], "It’s how big?", "Gemini’s how big?"),
    (["What is Google's new model?"], "How does it compare to GPT-4?", "How does Google's new model compare to GPT-4?"),
    (["What does Clearview AI do?"], "Where is it banned?", "Where is Clearview AI banned?"),
    # a person that only the answer names, and one that nothing names
    ([HIRED], "When did he start?", "When did Emmett Shear start?"),
    ([HIRED], "What was his previous job?", "What was Emmett Shear's previous job?"),
    ([BOUGHT], "When was it founded?", "When was Rockset founded?"),
    (["Who is the CEO of OpenAI?"], "When did he join?", "When did the CEO of OpenAI join?"),
    (["Who did OpenAI hire from Tesla?"], "When did he join?", "When did he join? (OpenAI hire from Tesla)"),
    # a question of one word
    (["Why did OpenAI fire Sam Altman?"], "When?", "When did OpenAI fire Sam Altman?"),
    (["Did Italy ban ChatGPT?"], "Why?", "Why did Italy ban ChatGPT?"),
    (["Who will Microsoft hire?"], "Who else?", "Who else will Microsoft hire?"),
    (["Did Microsoft invest in OpenAI?"], "How much?", "How much did Microsoft invest in OpenAI?"),
    (["Who founded Mistral?"], "When?", "When? (founded Mistral)"),
    # what about another
    (["How much did OpenAI raise?"], "What about Google?", "How much did Google raise?"),
    (["how much did openai raise?"], "what about google?", "how much did google raise?"),
    (["Who is the CEO of OpenAI?"], "And Anthropic?", "Who is the CEO of Anthropic?"),
    (["How much did OpenAI raise in 2023?"], "And in 2024?", "How much did OpenAI raise in 2024?"),
    (["How many users does ChatGPT have?"], "How about Bing?", "How many users does Bing have?"),
    (["Did Sam Altman resign?"], "What about Greg Brockman?", "Did Greg Brockman resign?"),
    (["Is ChatGPT banned in Italy?"], "And in France?", "Is ChatGPT banned in France?"),
    (["What was Nvidia's revenue in 2024?"], "What about AMD's?", "What was AMD's revenue in 2024?"),
    # a time, a number or an attribute takes the place of its like
    (["What was Nvidia's revenue in 2024?", "And in 2023?"], "And its profit?", "What was Nvidia's profit in 2024?"),
    (["What was Nvidia's revenue in 2024?", "What about AMD?"], "And its profit?", "What was AMD's profit in 2024?"),
    (["What was Nvidia's revenue in Q1 2024?"], "And Q2?", "What was Nvidia's revenue in Q2 2024?"),
    (["What was Nvidia's revenue this year?"], "And last year?", "What was Nvidia's revenue last year?"),
    (["How much did OpenAI raise?", "What about Mistral?"], "And in 2024?", "How much did Mistral raise in 2024?"),
    (["What does Tern version 2 cost?"], "And version 1?", "What does Tern version 1 cost?"),
    (["What does Tern version 2 cost?", "And version 1?"], "How about Claude?", "What does Claude cost?"),
    (["What does Quill 2.0 cost?"], "And 2.5?", "What does Quill 2.5 cost?"),
    (["How big was OpenAI's Series A?"], "And the Series B?", "How big was OpenAI's Series B?"),
    (["What was Nvidia's revenue in 2024?"], "How much did it grow?", "How much did Nvidia's revenue grow?"),
    # a verb without its object
    (["When did Getty sue Stability AI?"], "Who won?", "Who won? (Getty sue Stability AI)"),
    (["Which labs signed the pledge?"], "Who didn't?", "Who didn't? (labs signed the pledge)"),
    (["Which labs signed the pledge?", "Who didn't?"], "Why not?", "Why not? (labs signed the pledge)"),
    (["Who did Orca name chief executive?"], "Who was it before?", "Who was it before? (Orca name chief executive)"),
    # a part of something
    (["What is Anthropic?"], "Who are the investors?", "Who are the investors? (Anthropic)"),
    (["Who sued Stability AI?"], "What about the lawsuit?", "What about the lawsuit? (Stability AI)"),
    (["What is GPT-4?"], "What are the risks?", "What are the risks? (GPT-4)"),
    (["How did OpenAI begin?"], "What did the company release first?", "What did OpenAI release first?"),
    # comparing, and pointing at what happened
    (["How big is OpenAI?", "What about Google?"], "Which is bigger?", "Which is bigger? (OpenAI, Google)"),
    (["Why did Italy ban ChatGPT?"], "and before that?", "and before that? (Italy ban ChatGPT)"),
    (["What did Meta release?"], "Is it open source?", "Is it open source? (Meta release)"),
    (["Why did Italy ban ChatGPT?"], "When was it lifted?", "When was it lifted? (Italy ban ChatGPT)"),
    (["Who is suing OpenAI?"], "What do they want?", "What do they want? (suing OpenAI)"),
    (["Which deals did OpenAI sign?"], "How much are the deals worth?", "How much are the deals worth? (OpenAI)"),
    (["Is GPT-4 better than Claude?"], "Who makes them?", "Who makes GPT-4 and Claude?"),
    (["What does Andrew Ng think of rules?"], "And Yann LeCun?", "What does Yann LeCun think of rules?"),
    (["Tell me about Character.AI."], "Was the company sued?", "Was Character.AI sued?"),
    (
        ["What did the New York Times say about OpenAI?"],
        "And the Guardian?",
        "What did the Guardian say about OpenAI?",
    ),
    # a common noun brought up within a subject keeps the subject in sight, a name does not
    (
        ["What is AI safety?", "What are deepfakes?"],
        "How are they detected?",
        "How are deepfakes detected? (AI safety)",
    ),
    (["What are deepfakes?", "What is Anthropic?"], "Who founded it?", "Who founded Anthropic?"),
    (["What is OpenAI?", "What is the EU AI Act?"], "When does it begin?", "When does the EU AI Act begin?"),
    # chains, changes of topic, a refused answer
    (["What is OpenAI?", "Who runs it?", "What is Anthropic?"], "Who runs it?", "Who runs Anthropic?"),
    (["What is OpenAI?", "Where is it based?"], "How much did it raise?", "How much did OpenAI raise?"),
    (["How much did OpenAI raise?", "What about Mistral?"], "Who founded it?", "Who founded Mistral?"),
    ([Turn("What is Inflection AI?", refused=True)], "How much did it raise?", "How much did Inflection AI raise?"),
    ([Turn("Who leads xAI?", refused=True)], "How much did they raise?", "How much did xAI raise?"),
]

STANDS_ALONE = [
    (["How much did OpenAI raise?"], "How much did Anthropic raise?"),
    (["How much did OpenAI raise?"], "Who is the CEO of Google?"),
    (["How much did OpenAI raise?"], "Tell me about Stable Diffusion."),
    (["What is GPT-4?"], "What is a transformer?"),
    (["What is GPT-4?"], "What is Claude?"),
    (["What did Meta announce?"], "Is it true that Google laid off its ethics team?"),
    (["What did Meta announce?"], "Did OpenAI say it would pause training?"),
    (["Who is Sam Altman?"], "Why did Elon Musk say he would sue OpenAI?"),
    (["Who is Sam Altman?"], "What did Satya Nadella say about his plans for Bing?"),
    (["What did Meta announce?"], "Does Nvidia sell its chips in China?"),
    (["What did Meta announce?"], "How long does it take to train a large language model?"),
    (["What did Meta announce?"], "Which companies signed the pledge of the White House?"),
    (["What did Meta announce?"], "What did the New York Times say about the fact that ChatGPT invents quotes?"),
    (["What did Meta announce?"], "When did Italy ban ChatGPT and why did it lift the ban?"),
    (["What did Meta announce?"], "How do artists protect their work from image generators?"),
    (["Why did OpenAI fire Sam Altman?"], "What is Apple planning this week?"),
    (["Why did OpenAI fire Sam Altman?"], "What are the origins of the Turing test?"),
    (["Why did OpenAI fire Sam Altman?"], "What is the difference between Claude and Gemini?"),
    (["Why did OpenAI fire Sam Altman?"], "Is there any evidence that ChatGPT makes students lazy?"),
    (["Why did OpenAI fire Sam Altman?"], "Which of the new chips by Nvidia is the fastest?"),
    (["Who leads xAI?"], "How much does a subscription to Midjourney cost?"),
    (["Who leads xAI?"], "Who was the first person to win a lawsuit against Clearview AI?"),
    (["Who leads xAI?"], "Can a startup protect its data from crawlers?"),
    (["Who leads xAI?"], "What happened at Google in 2023?"),
    (["Who leads xAI?"], "What does Geoffrey Hinton think of one-sided regulation?"),
    (["Who leads xAI?"], "Did Google announce that users can opt out?"),
    (["What is Anthropic?"], "How do I detect deepfakes?"),
    (["What are deepfakes?"], "What happened in AI this week?"),
    (["Who leads xAI?"], "What is the best chatbot?"),
    (["Who leads xAI?"], "latest news on AI regulation?"),
    (["How much did Apple pay for Tonal?", "Where to?"], "What about Kestrel AI's round?"),
    ([], "How much did it raise?"),
]


def turns(history: list[str | Turn]) -> list[Turn]:
    return [turn if isinstance(turn, Turn) else Turn(turn) for turn in history]


@pytest.mark.parametrize(("history", "question", "expected"), NEEDS_CONTEXT)
def test_a_follow_up_takes_what_it_leaves_out_from_the_conversation(history, question, expected):
    assert stand_alone(question, turns(history)).text == expected


@pytest.mark.parametrize(("history", "question"), STANDS_ALONE)
def test_a_question_that_names_its_own_topic_is_left_alone(history, question):
    assert stand_alone(question, turns(history)) == StandAlone(question)


def test_the_words_taken_from_the_conversation_are_named_in_order():
    assert stand_alone("When?", [Turn("Why did OpenAI fire Sam Altman?")]).added == ("OpenAI", "fire", "Sam", "Altman")


def test_a_topic_that_was_dropped_does_not_come_back():
    history = turns(["How much did OpenAI raise?", "What is Stability AI?", "Who runs it?"])
    assert stand_alone("Is it profitable?", history).text == "Is Stability AI profitable?"


def test_a_refusal_leaves_its_question_the_topic_and_its_text_unread():
    refused = Turn("Who leads xAI?", shown="Emmett Shear leads Twitch.", refused=True)
    text = stand_alone("When did he start?", [refused]).text
    assert "xAI" in text
    assert "Shear" not in text


def test_a_question_already_made_to_stand_alone_serves_as_history_as_well_as_its_own_words():
    raw = turns(["What is Anthropic?", "Who are the investors?"])
    asked_as = turns(["What is Anthropic?", "Who are the investors? (Anthropic)"])
    assert stand_alone("What is its valuation?", raw) == stand_alone("What is its valuation?", asked_as)


def test_only_the_newest_turns_of_a_long_conversation_count():
    history = turns(["Tell me about Inflection AI."] + ["What is Mistral?"] * 200)
    assert stand_alone("Who founded it?", history).text == "Who founded Mistral?"


def test_a_pasted_text_or_code_as_history_is_survived():
    history = turns(["def f(x):\n    return {x: [1, 2]}", "It was said. " * 90, "", "\ud800", "?!"])
    assert stand_alone("What is Claude?", history) == StandAlone("What is Claude?")


def test_nothing_is_added_where_the_conversation_named_nothing():
    assert stand_alone("How much did it raise?", turns(["", "   ", "???"])) == StandAlone("How much did it raise?")


def test_a_question_too_long_to_take_more_is_left_as_it_is():
    question = "Did it " + "really " * 200 + "end?"
    assert stand_alone(question, [Turn("What is Claude?")]) == StandAlone(question)


PIECES = st.sampled_from(
    "it its they he she that this those one ones there the and what about Why When How much did is are who "
    "Google OpenAI Sam Altman 2024 bigger largest first CEO lawsuit of between ( ) ? . , ' ’s [ \\ * + in on company "
    "model".split()
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=40),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, min_size=1, max_size=200).map(" ".join),
)


@given(question=TEXTS, history=st.lists(st.builds(Turn, TEXTS, TEXTS, st.booleans()), max_size=5))
def test_any_conversation_is_read(question, history):
    found = stand_alone(question, history)
    assert bool(found.added) == (found.text != question)
    if found.added:
        assert len(found.text) <= MAX_LENGTH
        assert all(word in found.text for word in found.added)
    assert stand_alone(question, history) == found
