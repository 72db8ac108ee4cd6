"""How a question becomes a turn: growing, remembered, and in words where it fails."""

from __future__ import annotations

import logging

from newsrooms import ScriptedRoom

from rag.values.answer import Answer
from ui.chat import UNEXPECTED, Turn, ask, ask_again


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


def test_a_turn_is_answered_again_in_its_place_with_the_history_it_had():
    room = ScriptedRoom()
    before = asked(room, "Who?", "Who left in March?", "And then?")
    *steps, turns = ask_again(room, before, 1, ("dates",))
    assert [turn.question for turn in turns] == ["Who?", "Who left in March?", "And then?"]
    assert (turns[0], turns[2]) == (before[0], before[2])
    assert turns[1].answer.reading.ignored == ("dates",)
    assert turns[1].done
    assert not steps[0][1].done
    assert room.histories[-1] == [before[0].answer]
    assert room.ignored == [(), (), (), ("dates",)]


def test_the_next_question_goes_on_from_the_answer_that_was_asked_for_again():
    room = ScriptedRoom()
    *_, turns = ask_again(room, asked(room, "Who left in March?"), 0, ("dates",))
    *_, turns = ask(room, "And then?", turns)
    assert [answer.reading.ignored for answer in room.histories[-1]] == [("dates",)]
    assert room.ignored[-1] == ()


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
        def stream(self, question: str, **options: object) -> list[Answer]:  # type: ignore[override]
            return []

    (turn,) = asked(Mute(), "Who?")
    assert turn.error == UNEXPECTED
