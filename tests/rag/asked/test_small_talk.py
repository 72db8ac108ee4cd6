"""Words that ask for no news get a line on what Groundwire is, with questions that it answers; news stays news."""

from __future__ import annotations

import re

import pytest

from rag import Newsroom


@pytest.mark.parametrize(
    "words",
    ["hello", "HELLO!!", "helo", "heyyy", "who are you", "Who are you?", "What can you do?", "thanks!", "thnaks",
     "Thank you so much 🙏", "good morning", "Good Morning ☀️", "ok", "help", "asdf", "???", "👋", "What is this?"],
)  # fmt: skip
def test_small_talk_is_told_what_this_is_and_what_it_can_answer(newsroom: Newsroom, words: str):
    answer = newsroom.ask(words)
    assert (answer.status, answer.reason, answer.related) == ("abstained", "unclear_question", ())
    assert answer.text.startswith("Groundwire answers questions about AI-industry news")
    assert re.search(r"kept here: \d+ articles, from \d+ \w+ \d{4} to \d+ \w+ \d{4}\.", answer.text)


def test_each_question_that_is_offered_is_answered_from_the_articles_here(newsroom: Newsroom):
    offered = re.findall("“(.*?)”(?= “|$)", newsroom.ask("hello").text)
    assert len(offered) == 3
    assert [newsroom.ask(question).status for question in offered] == ["answered"] * 3


def test_the_line_is_the_same_each_time_and_tells_of_a_past_day_what_was_here_then(newsroom: Newsroom):
    assert newsroom.ask("hello").text == newsroom.ask("Thanks!").text
    assert newsroom.ask("hello", as_of="2020-01-01").text.endswith("kept here: 0 articles.")


@pytest.mark.parametrize(
    "question",
    ["hi, who did Borealis hire from Halden Motors?", "Thanks! Who did Borealis hire from Halden Motors?"],
)
def test_a_question_that_begins_with_a_greeting_is_answered(newsroom: Newsroom, question: str):
    assert "Mara Lindqvist" in newsroom.ask(question).text


@pytest.mark.parametrize("question", ["Borealis", "What happened?", "Who left?", "What can Borealis do?", "2024"])
def test_few_words_that_may_be_news_are_no_small_talk(newsroom: Newsroom, question: str):
    assert "Groundwire answers questions" not in newsroom.ask(question).text
