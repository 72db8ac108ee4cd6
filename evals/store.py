"""Runs in files: a finished one as one JSON document, an unfinished one as a line a case, to be gone on with."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.errors import GroundwireError
from corpus.jsonlines import read_lines
from corpus.plain_values import json_ready
from evals.outcome import Outcome
from evals.result import Run, outcomes_from


def save(run: Run, path: Path | str) -> None:
    """Write `run` to a file, whole or not at all. Raises `GroundwireError` where that cannot be."""
    text = json.dumps(run.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(Path(path), text)


def load_run(path: Path | str) -> Run:
    """Read a run that `save` wrote, without loss. Raises `GroundwireError`, naming the file, for any other."""
    path = Path(path)
    try:
        return Run.from_dict(json.loads(path.read_bytes()))
    except OSError as error:
        raise GroundwireError(f"{path}: cannot be read ({error.strerror}). Name the .json file of a run.") from error
    except (ValueError, RecursionError) as error:
        raise GroundwireError(f"{path}: is not JSON. Name the .json file of a run.") from error
    except GroundwireError as error:
        raise GroundwireError(f"{path}: {error}") from error


def write_whole(path: Path, text: str) -> None:
    """Write `text` to a file that others see whole or not at all. Raises `GroundwireError` where it cannot be."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise GroundwireError(f"{path}: cannot be written ({error.strerror}). Name another file.") from error


class Unfinished:
    """The finished cases of a run that has not ended, in a JSON Lines file: first what was asked over what, then them.

    Each case is written as it ends, so that a run that is interrupted loses one answer at most.
    """

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        """`about` is what must be the same for a run to go on: settings, versions, corpus, cases."""
        self.path = path
        self.about: dict[str, Any] = json_ready(dict(about))

    def begin(self) -> tuple[list[Outcome], list[str]]:
        """The outcomes of an earlier, interrupted run, and what of `about` is other now, for which none are taken.

        Afterwards the file holds exactly those outcomes. Raises `GroundwireError` where it cannot be written.
        """
        first, *lines = self._lines() or [{}]
        changed = [key for key, value in self.about.items() if first.get(key) != value] if first else []
        kept = [] if changed else self._whole(lines)
        text = "".join(_line(record) for record in [self.about, *([] if changed else lines[: len(kept)])])
        write_whole(self.path, text)
        return kept, changed

    def add(self, outcome: Outcome) -> None:
        """Write down one more outcome."""
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(_line(json_ready(outcome)))
        except OSError as error:
            raise GroundwireError(
                f"{self.path}: cannot be written ({error.strerror}). Make room and run again."
            ) from error

    def _lines(self) -> list[dict[str, Any]]:
        """The records of the file; what an interruption cut off at its end is left out, and so is all behind it."""
        found: list[dict[str, Any]] = []
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise GroundwireError(
                f"{self.path}: cannot be read ({error.strerror}). Remove it and run again."
            ) from error
        for line in read_lines(BytesIO(data)):
            if line.fault:
                break
            found.append(line.record)
        return found

    def _whole(self, records: list[dict[str, Any]]) -> list[Outcome]:
        try:
            return outcomes_from(records)
        except ValueError:  # of another form: asked again
            return []


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
