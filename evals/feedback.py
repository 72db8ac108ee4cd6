"""Votes of the chat as cases: each answer that a reader voted down becomes a draft that a person must complete.

What a right answer would have been nobody has said yet, so a draft has no `answers`, and `load_cases` refuses it until
a person adds them or sets `answerable` to false. The chat writes the votes (`GROUNDWIRE_HOME/runs/feedback.jsonl`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.errors import GroundwireError
from corpus.jsonlines import Record, records

_MEND = "Remove the line, or restore the file from the chat"
_MOST_SHOWN = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """What somebody said of an answer: `vote` is "up", "down", or None where it was taken back."""

    when: datetime
    vote: str | None
    question: str
    history: tuple[str, ...]
    ignored: tuple[str, ...]
    answer: Mapping[str, Any]


def from_feedback(path: Path | str) -> list[dict[str, Any]]:
    """Return a draft of a case for each answer whose last vote is "down", in the order of the votes.

    It is asked as it was: after the same questions, on the same day. `note` begins with "draft:" and says what was
    shown. Raises `GroundwireError`, naming file, line and mend, for a line that is no vote, and for a file without any.
    """
    path = Path(path)
    if not path.exists():
        raise GroundwireError(f"{path}: there is no such file. The chat makes it with the first vote on an answer.")
    last: dict[str, Voted] = {}
    for where, record in records(path):
        voted = _voted(record, where)
        words = {key: value for key, value in voted.answer.items() if key != "timings"}
        key = json.dumps([voted.question, voted.history, voted.ignored, words], sort_keys=True)
        last.pop(key, None)
        last[key] = voted
    if not last:
        raise GroundwireError(f"{path}: holds no vote. Votes come from the thumbs under the answers of the chat.")
    return [_draft(voted) for voted in last.values() if voted.vote == "down"]


def _draft(voted: Voted) -> dict[str, Any]:
    shown = str(voted.answer.get("text", ""))
    shown = shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]} …"
    off = f" Asked with these readings switched off: {', '.join(voted.ignored)}." if voted.ignored else ""
    key = hashlib.sha256(json.dumps([voted.question, voted.history, voted.when.isoformat()]).encode()).hexdigest()
    return {
        "id": f"feedback-{voted.when:%Y-%m-%d}-{key[:8]}",
        "category": "feedback",
        "question": voted.question,
        "asked": voted.when.date().isoformat(),
        **({"history": list(voted.history)} if voted.history else {}),
        "answers": [],
        "quotes": [],
        "note": "draft: write what a right answer holds into `answers` and the sentences it stands in into `quotes`, "
        "or set `answerable` to false where no article answers; then delete this note. Voted down was "
        f"({voted.answer.get('status', 'unknown')}): {shown}{off}",
    }


def _voted(record: Record, where: str) -> Voted:
    try:
        return Voted(
            when=datetime.fromisoformat(record["when"]),
            vote={"up": "up", "down": "down", None: None}[record["vote"]],
            question=_plain(record["question"]),
            history=tuple(map(_plain, record["history"])),
            ignored=tuple(map(_plain, record["options"]["ignore"])),
            answer=dict(record["answer"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise GroundwireError(f"{where}: is no vote ({why}). {_MEND}.") from None


def _plain(text: str) -> str:
    """A string as UTF-8 can hold it: half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
