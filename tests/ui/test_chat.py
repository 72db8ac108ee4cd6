"""How a question becomes a turn: growing, remembered, and in words where it fails."""

from __future__ import annotations

import logging

from newsrooms import ScriptedRoom

from rag.answer import Answer
from ui.chat import UNEXPECTED, Turn, ask


def asked(room: ScriptedRoom, *questions: str) -> tuple[Turn, ...]:
    turns: tuple[Turn, ...] = ()
    for question in questions:
        *_, turns = ask(room, question, turns)
    return turns


def test_a_turn_grows_from_the_question_to_the_whole_answer():
    steps = [turns[-1] for turns in ask(ScriptedRoom(), "Who?", ())]
    assert [len(turn.answer.sentences) if turn.answer else 0 for turn in steps] == [0, 1, 2, 2]
    assert [turn.done for turn in steps] == [False, False, False, True]


def test_earlier_answers_are_the_history_and_failures_are_not():
    room = ScriptedRoom()
    turns = asked(room, "Who?", "crash", "What was the revenue?", "And then?")
    assert room.histories == [[], [turns[0].answer], [turns[0].answer], [turns[0].answer, turns[2].answer]]


def test_what_a_person_can_mend_is_said_in_its_own_words():
    (turn,) = asked(ScriptedRoom(), "mendable")
    assert turn.error == "The index was made with another model. Run `groundwire doctor --repair`."
    assert turn.answer is None


def test_a_crash_is_an_error_in_words_with_its_details_in_the_log(caplog):
    with caplog.at_level(logging.ERROR):
        (turn,) = asked(ScriptedRoom(), "crash")
    assert turn.error == UNEXPECTED
    assert turn.answer is None
    assert "secret detail" in caplog.text


def test_a_room_that_says_nothing_is_an_error_and_no_abstention(caplog):
    class Mute(ScriptedRoom):
        def stream(self, question: str, *, history: object = None) -> list[Answer]:  # type: ignore[override]
            return []

    (turn,) = asked(Mute(), "Who?")
    assert turn.error == UNEXPECTED
