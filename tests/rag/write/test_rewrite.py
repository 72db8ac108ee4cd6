"""A follow-up written out by a model is believed only as far as it brings nothing in and loses nothing."""

from __future__ import annotations

import pytest
from scripted_llm import ScriptedLLM
from stories import STORIES

from rag import Newsroom, open_newsroom
from rag.write.rewrite import is_faithful

BEFORE = "Question: Who did Borealis hire from Halden Motors?\nAnswer: Mara Lindqvist joined Borealis on Monday."


@pytest.mark.parametrize(
    ("alone", "question"),
    [
        ("When did Mara Lindqvist join Borealis?", "When did she join?"),
        ("What about Quarry in 2024?", "What about Quarry in 2024?"),
        ("Who leads Borealis?", "who leads it?"),
    ],
)
def test_words_of_the_conversation_may_be_put_in(alone: str, question: str):
    assert is_faithful(alone, question, BEFORE)


@pytest.mark.parametrize(
    ("alone", "question"),
    [
        ("When did Elon Musk join Borealis?", "When did she join?"),  # a name of nowhere
        ("When did she join in 2019?", "When did she join?"),  # a year of nowhere
        ("What about Borealis?", "What about Quarry?"),  # its own name is lost
        ("Who leads Borealis? " * 40, "who leads it?"),
    ],
)
def test_nothing_else_may(alone: str, question: str):
    assert not is_faithful(alone, question, BEFORE)


@pytest.fixture
def room(embedder, tmp_path):
    with open_newsroom(tmp_path, embedder=embedder) as opened:
        opened.ingest(STORIES)
        yield opened


@pytest.mark.parametrize(
    ("written", "asked_as"),
    [
        ("When did Mara Lindqvist join Borealis?", "When did Mara Lindqvist join Borealis?"),
        ("When did Elon Musk join Tesla?", None),
        ("Sure! Here it is:\nWhen did she join?", None),
        (["x", ConnectionError("no")], None),
    ],
)
def test_the_model_writes_a_follow_up_out_and_else_the_rules_read_it(room: Newsroom, written, asked_as: str | None):
    first = room.ask("Who did Borealis hire from Halden Motors?")
    by_rules = room.ask("When did she join?", history=[first]).reading.asked_as
    room.llm = ScriptedLLM(written, "The articles do not say.")
    answer = room.ask("When did she join?", mode="written", history=[first])
    assert answer.question == "When did she join?"
    assert answer.reading.asked_as == (asked_as or by_rules)
    assert "Question: Who did Borealis hire" in room.llm.asked[0]


def test_a_conversation_with_braces_is_put_into_no_format(room: Newsroom):
    room.llm = ScriptedLLM("{0} {question}", "The articles do not say.")
    room.ask("When did she join?", mode="written", history=["What is {history} {0} %s?"])
    assert "{history} {0} %s" in room.llm.asked[0]


def test_history_that_is_switched_off_asks_nothing_of_the_model(room: Newsroom):
    room.llm = ScriptedLLM("The articles do not say.")
    question = "Who did Borealis hire from Halden Motors?"
    room.ask(question, mode="written", history=["Who leads Quarry?"], ignore=["history"])
    assert len(room.llm.asked) == 1
