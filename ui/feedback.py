"""Thumbs on answers: what a reader said of an answer, kept in one file on this machine and sent nowhere.

One JSON object a line, the newest last: `when`, `vote` ("up", "down", or null where it was taken back), `question`,
`history` (the questions before it, oldest first), `options` (`ignore`: the readings switched off) and the whole
`answer` as `groundwire ask --json` prints it. `evals.feedback` reads it. A vote is kept for a year, and longer until
`groundwire doctor --tidy` clears it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import GroundwireError
from rag.index.tidy import YEAR, Leftover
from ui.chat import Turn, Turns, Vote, answers_before

FILE = Path("runs", "feedback.jsonl")
"""Where it lies in `GROUNDWIRE_HOME`."""
_WAIT_SECONDS = 10
_ONLY_OWNER = 0o600
"""What people ask is theirs: the file is nobody else's to read."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The file of votes; made with the first. `now` tells the time."""

    path: Path
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

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
            with self._alone():
                _append(self.path, line)
        except OSError as error:
            why = error.strerror or error
            raise GroundwireError(f"Your vote was not kept: {self.path} cannot be written ({why}).") from error

    def old(self) -> Leftover:
        """The votes that are older than a year, and how to be rid of them."""
        return Leftover(len(self._lines()[0]), "votes that are older than a year", self._clear_old)

    def _clear_old(self) -> None:
        """Write the file without them, while no other thread or process adds to it."""
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            with self._alone():
                beside.unlink(missing_ok=True)
                _append(beside, b"".join(self._lines()[1]))
                beside.replace(self.path)
        except OSError as error:
            raise GroundwireError(f"{self.path}: cannot be written ({error.strerror or error}).") from error

    def _lines(self) -> tuple[list[bytes], list[bytes]]:
        """The lines of the file: the votes that are older than a year, and all others."""
        old: list[bytes] = []
        kept: list[bytes] = []
        for line in self.path.read_bytes().splitlines(keepends=True) if self.path.is_file() else ():
            (old if _is_before(line, self.now() - YEAR) else kept).append(line)
        return old, kept

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the file for this thread. Raises `OSError` where another holds it for long."""
        from filelock import FileLock

        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path.with_suffix(".lock"), timeout=_WAIT_SECONDS)
        try:
            lock.acquire()
        except NotImplementedError:  # a file system without locks
            yield
            return
        try:
            yield
        finally:
            lock.release()


def _append(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _ONLY_OWNER)
    with os.fdopen(descriptor, "ab") as file:
        file.write(data)


def _is_before(line: bytes, moment: datetime) -> bool:
    """Whether a line is a vote of before that moment; what is no vote is not."""
    try:
        return datetime.fromisoformat(json.loads(line)["when"]) < moment
    except (ValueError, TypeError, KeyError, RecursionError):
        return False


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
