"""Thumbs on answers: what a reader said of an answer, kept in one file on this machine and sent nowhere.

One JSON object a line, the newest last: `when`, `vote` ("up", "down", or null where it was taken back), `question`,
`history` (the questions before it, oldest first), `options` (`ignore`: the readings switched off) and the whole
`answer` as `groundwire ask --json` prints it. `evals.feedback` reads it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from corpus.errors import GroundwireError
from ui.chat import Turn, Turns, Vote, answers_before

FILE = Path("runs", "feedback.jsonl")
"""Where it lies in `GROUNDWIRE_HOME`."""
_ONLY_OWNER = 0o600
"""What people ask is theirs: the file is nobody else's to read."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The file of votes; made with the first. `now` tells the time."""

    path: Path
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _writing: Lock = field(default_factory=Lock, compare=False, repr=False)

    def vote(self, turns: Turns, number: int, vote: Vote) -> Turns:
        """Keep `vote` on the turn at `number`, and return the turns with it; the same vote again takes it back.

        Raises `GroundwireError` where the file cannot be written; the vote is then not kept.
        """
        turn = turns[number]
        turn = replace(turn, vote=None if turn.vote == vote else vote)
        self._append(_record(turn, turns[:number], self.now()))
        return (*turns[:number], turn, *turns[number + 1 :])

    def _append(self, record: dict[str, Any]) -> None:
        line = (json.dumps(record) + "\n").encode("ascii")  # JSON's escapes: half a surrogate pair is kept, too
        try:
            with self._writing:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _ONLY_OWNER)
                with os.fdopen(descriptor, "ab") as file:
                    file.write(line)
        except OSError as error:
            why = error.strerror or error
            raise GroundwireError(f"Your vote was not kept: {self.path} cannot be written ({why}).") from error


def may_be_voted_on(turn: Turn) -> bool:
    """Whether a turn has a whole answer; an error is no answer, and neither is half of one."""
    return turn.done and turn.answer is not None and turn.error is None


def _record(turn: Turn, before: Turns, when: datetime) -> dict[str, Any]:
    return {
        "when": when.isoformat(timespec="seconds"),
        "vote": turn.vote,
        "question": turn.question,
        "history": [answer.question for answer in answers_before(before)],
        "options": {"ignore": list(turn.ignore)},
        "answer": turn.answer.to_dict() if turn.answer else None,
    }
