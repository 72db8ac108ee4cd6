"""A conversation: turns of a question and what came of it, and how a room's stream becomes them.

Knows neither HTML (`ui.render`) nor Gradio (`ui.page`). An error becomes words here, and never an abstention.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.errors import GroundwireError
from rag.answer import Answer
from ui.room import Room

log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong while looking for an answer (see the server's log). The question was not answered."


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question and what is known of its answer so far; `error` is what went wrong, in words for its reader."""

    question: str
    answer: Answer | None = None
    error: str | None = None
    done: bool = False


def ask(room: Room, question: str, turns: tuple[Turn, ...]) -> Iterator[tuple[Turn, ...]]:
    """Yield the conversation as it grows: first with the question alone, last with its whole answer or an error.

    Answers given before go to the room as history; turns that failed do not. Raises nothing that `room` raises.
    """
    history = [turn.answer for turn in turns if turn.answer is not None and turn.error is None]
    turn = Turn(question=question)
    yield (*turns, turn)
    try:
        for answer in room.stream(question, history=history):
            turn = replace(turn, answer=answer)
            yield (*turns, turn)
    except GroundwireError as error:
        turn = replace(turn, error=str(error))
    except Exception:  # the page outlives whatever one question runs into
        log.exception("No answer to a question of %d characters", len(question))
        turn = replace(turn, error=UNEXPECTED)
    if turn.answer is None and turn.error is None:
        log.error("The room's stream ended without an answer")
        turn = replace(turn, error=UNEXPECTED)
    yield (*turns, replace(turn, done=True))
