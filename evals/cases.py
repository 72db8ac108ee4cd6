"""Eval cases: a question, what a right answer holds, and the days it was asked under; read from JSON Lines.

A file with one bad case is refused whole: a run over fewer cases than its author wrote would print a wrong share.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import GroundwireError


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question and what is known of its answer.

    `answers` are short strings: any one of them in an answer suffices, all are needed with `all_of`. `answerable` is
    whether the articles answer it at all. `urls` and `quotes` are where the answer stands, `asked` is the day of
    asking, `history` the earlier questions, oldest first.
    """

    id: str
    question: str
    category: str = ""
    answers: tuple[str, ...] = ()
    all_of: bool = False
    answerable: bool = True
    urls: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    asked: date | None = None
    history: tuple[str, ...] = ()
    note: str = ""


def load_cases(path: Path | str) -> list[Case]:
    """Return the cases of a JSON Lines file, in its order.

    Raises `GroundwireError`, naming file, line and mend, for the first line that is no case: broken JSON, an unknown
    key, a value of the wrong form, no id or question, an id seen before, an answerable case without answers. Also for
    a file without cases.
    """
    path = Path(path)
    cases: list[Case] = []
    lines: dict[str, int] = {}
    for number, line in _lines(path):
        where = f"{path}:{number}"
        case = _case(_record(line, where), where)
        if case.id in lines:
            raise GroundwireError(
                f"{where}: the id {case.id!r} is that of line {lines[case.id]} too. Give each case its own."
            )
        lines[case.id] = number
        cases.append(case)
    if not cases:
        raise GroundwireError(
            f"{path}: holds no case. Write one JSON object a line, with at least `id` and `question`."
        )
    return cases


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers from 1."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GroundwireError(f"{path}: cannot be read ({error.strerror}). Name a .jsonl file of cases.") from error
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _record(line: bytes, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise GroundwireError(f"{where}: is not UTF-8. Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        why = f"is not JSON: {error.msg} (column {error.colno}). Write one whole JSON object a line."
        raise GroundwireError(f"{where}: {why}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits; a list in a list in a list ...
        raise GroundwireError(f"{where}: is JSON without end in a number or a nesting. Shorten it.") from None
    if not isinstance(record, dict):
        raise GroundwireError(
            f"{where}: is JSON, but not an object. Write one {{...}} a line, without a list around them."
        )
    return record


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a string")
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise TypeError('a list of strings that are not empty, as in ["one", "two"]')
    return tuple(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_text(value))
    except (TypeError, ValueError):
        raise TypeError('a day, as in "2024-05-31"') from None


_READERS: dict[str, Callable[[object], object]] = {
    "str": _text,
    "tuple[str, ...]": _texts,
    "bool": _flag,
    "date | None": _day,
}
"""By the annotation of a `Case` field; each raises `TypeError` with the form it wants."""
_FORMS = {field.name: _READERS[str(field.type)] for field in fields(Case)}


def _case(record: dict[str, Any], where: str) -> Case:
    unknown = sorted(set(record) - set(_FORMS))
    if unknown:
        keys = ", ".join(f"`{key}`" for key in unknown)
        raise GroundwireError(f"{where}: unknown key {keys}. Remove it, or use one of: {', '.join(_FORMS)}.")
    values: dict[str, Any] = {}
    for key, value in record.items():
        if value is None:  # as good as left out
            continue
        try:
            values[key] = _FORMS[key](value)
        except TypeError as error:
            raise GroundwireError(f"{where}: `{key}` is {value!r:.60}. Make it {error}.") from None
    for key in ("id", "question"):
        if not values.get(key):
            raise GroundwireError(f"{where}: has no `{key}`. Add one.")
    case = Case(**values)
    if case.answerable and not case.answers:
        raise GroundwireError(f"{where}: is answerable without `answers`. Add them, or set `answerable` to false.")
    return case
