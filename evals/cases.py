"""Eval cases: a question, what a right answer holds, and the days it was asked under; read from JSON Lines.

A file with one bad case is refused whole: a run over fewer cases than its author wrote would print a wrong share. What
a line can tell by itself is checked on reading it, what needs the articles by `check_cases`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import GroundwireError
from corpus.jsonlines import records
from corpus.plain_values import json_ready
from evals.texts import answer_in, holds_quote

BUNDLED_CASES = Path(__file__).parent / "cases"
"""The cases over the briefs that come with Groundwire (`rag.newsroom.BRIEFS`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question and what is known of its answer.

    `answers` are short strings: any one of them in an answer suffices, all are needed with `all_of`. `answerable` is
    whether the articles answer it at all. `quotes` are the exact sentences the answer stands in, `urls` their articles,
    for a person to find. `asked` is the day of asking, `history` the earlier questions, oldest first.
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
    """Return the cases of a JSON Lines file, or of all `.jsonl` files of a folder by name, in their order.

    Raises `GroundwireError`, naming file, line and mend, for the first line that is no case: broken JSON, an unknown
    key, a value of the wrong form, no id or question, an id seen before in any of the files, an answerable case without
    answers or with answers that stand in none of its quotes, an unanswerable one with answers or quotes. Also for a
    file without cases.
    """
    return [case for _, case in _located(Path(path))]


def check_cases(cases: Path | str | Iterable[Case], texts: Sequence[str]) -> None:
    """Hold cases against the texts of the articles they are over (all versions of each).

    Raises `GroundwireError` as `load_cases` does, and where a quote stands in none of `texts`.
    """
    located = _located(Path(cases)) if isinstance(cases, Path | str) else [(f"case {case.id}", case) for case in cases]
    for where, case in located:
        for quote in case.quotes:
            near = [text for text in texts if quote in text]  # as it is, mostly: then the others need no folding
            if not any(holds_quote(text, quote) for text in near or texts):
                raise GroundwireError(
                    f"{where}: the quote “{quote:.80}” stands in no article. Copy it from the article, word for word."
                )


def cases_hash(cases: Iterable[Case]) -> str:
    """SHA-256 of the cases in their order, 64 hex digits: two runs with equal ones asked the same."""
    return hashlib.sha256(json.dumps([json_ready(case) for case in cases]).encode()).hexdigest()


def _located(path: Path) -> list[tuple[str, Case]]:
    """The cases of a file or folder, each with where it stands: `file:line`."""
    found: list[tuple[str, Case]] = []
    places: dict[str, str] = {}
    for file in _files(path):
        before = len(found)
        for where, record in records(file):
            case = _case(record, where)
            if case.id in places:
                first = places[case.id].removeprefix(f"{file}:")
                there = f"line {first}" if first.isdigit() else first
                raise GroundwireError(f"{where}: the id {case.id!r} is that of {there} too. Give each case its own.")
            places[case.id] = where
            found.append((where, case))
        if len(found) == before:
            raise GroundwireError(
                f"{file}: holds no case. Write one JSON object a line, with at least `id` and `question`."
            )
    return found


def _files(path: Path) -> list[Path]:
    """The file itself, or the `.jsonl` files of a folder by name."""
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.jsonl"))
    if not files:
        raise GroundwireError(f"{path}: holds no .jsonl file of cases. Name a file, or put one there.")
    return files


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
    fault = _contradiction(case)
    if fault:
        raise GroundwireError(f"{where}: {fault}")
    return case


def _contradiction(case: Case) -> str:
    """What a case says against itself, and the mend; empty where nothing."""
    if case.answerable and not case.answers:
        return "is answerable without `answers`. Add them, or set `answerable` to false."
    for key in ("answers", "quotes"):
        if getattr(case, key) and not case.answerable:
            return f"is not answerable, and has `{key}`. Remove them, or set `answerable` to true."
    if case.quotes and not answer_in("\n\n".join(case.quotes), case.answers, case.all_of):
        some = "not all" if case.all_of else "none"
        return (
            f"{some} of its `answers` stand in its `quotes`. Add the quote that holds the answer, or mend the answer."
        )
    if case.since and case.until and case.since > case.until:
        return f"`since` {case.since} is after `until` {case.until}. Exchange them."
    if case.note.startswith("draft:"):
        return "is a draft. Reword its question, check it, then delete its note."
    return ""
