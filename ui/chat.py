"""A conversation: turns of a question and what came of it, and how a room's stream becomes them.

Knows neither HTML (`ui.render`) nor Gradio (`ui.page`). An error becomes words here, and never an abstention.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.errors import GroundwireError
from rag.values.answer import Answer, Readable
from ui.room import Room

log = logging.getLogger(__name__)

Vote = Literal["up", "down"]

UNEXPECTED = "Something went wrong while looking for an answer (see the server's log). The question was not answered."


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question and what is known of its answer so far; `error` is what went wrong, in words for its reader.

    `mode` is how it is answered, `ignore` are the readings of the question that its reader switched off, `vote` is what
    they said of the answer.
    """

    question: str
    answer: Answer | None = None
    error: str | None = None
    done: bool = False
    mode: str | None = None
    ignore: tuple[Readable, ...] = ()
    vote: Vote | None = None


Turns = tuple[Turn, ...]


def ask(room: Room, question: str, turns: Turns, mode: str | None = None) -> Iterator[Turns]:
    """Yield the conversation as it grows: first with the question alone, last with its whole answer or an error.

    Answers given before go to the room as history; turns that failed do not. Raises nothing that `room` raises.
    """
    for turn in _growing(room, Turn(question=question, mode=mode), turns):
        yield (*turns, turn)


def ask_again(room: Room, turns: Turns, index: int, ignore: tuple[Readable, ...]) -> Iterator[Turns]:
    """Answer the turn at `index` again in its place, without the readings in `ignore`; its history is what precedes it.

    Raises `IndexError` where there is no such turn.
    """
    before, after = turns[:index], turns[index + 1 :]
    for turn in _growing(
        room, replace(turns[index], answer=None, error=None, done=False, vote=None, ignore=ignore), before
    ):
        yield (*before, turn, *after)


def answers_before(turns: Turns) -> list[Answer]:
    """The answers that `turns` gave, oldest first: what the room gets as history with the question after them."""
    return [turn.answer for turn in turns if turn.answer is not None and turn.error is None]


def _growing(room: Room, turn: Turn, before: Turns) -> Iterator[Turn]:
    history = answers_before(before)
    yield turn
    try:
        for answer in room.stream(turn.question, mode=turn.mode, history=history, ignore=turn.ignore):
            turn = replace(turn, answer=answer)
            yield turn
    except GroundwireError as error:
        turn = replace(turn, error=str(error))
    except Exception:  # the page outlives whatever one question runs into
        log.exception("No answer to a question of %d characters", len(turn.question))
        turn = replace(turn, error=UNEXPECTED)
    if turn.answer is None and turn.error is None:
        log.error("The room's stream ended without an answer")
        turn = replace(turn, error=UNEXPECTED)
    yield replace(turn, done=True)
