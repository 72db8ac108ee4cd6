"""What the readers of published sets share: a file's records, its values checked, and what is made of them.

The sets themselves are `benchmarks.multihop_rag`, `benchmarks.ragtruth` and `benchmarks.rgb`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import jsonlines
from corpus.errors import GroundwireError
from corpus.jsonlines import Record
from corpus.plain_values import json_ready
from evals.cases import Case
from rag.text.sentences import split_sentences

MIN_CLAIM_WORDS = 4
"""Fewer words are a heading or an exclamation, and claim nothing that could be checked."""
AS_PUBLISHED = "Take the file as it was published"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSet:
    """What a set held: `articles` in the JSON names of an article, `cases`, `claims`, and what was left out and why.

    A claim has `id`, `claim`, `passages` (texts), `label` ("supported" or "unsupported"), `subset`, and `error`, the
    kind of error of an unsupported one.
    """

    articles: tuple[dict[str, Any], ...] = ()
    cases: tuple[Case, ...] = ()
    claims: tuple[dict[str, Any], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    def write(self, folder: Path) -> list[Path]:
        """Write what there is of `articles.jsonl`, `cases.jsonl` and `claims.jsonl` into `folder`; return the files."""
        folder.mkdir(parents=True, exist_ok=True)
        kinds = {"articles": self.articles, "cases": map(_case_record, self.cases), "claims": self.claims}
        written = []
        for name, records in kinds.items():
            lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
            if lines:
                written.append(folder / f"{name}.jsonl")
                written[-1].write_text("".join(lines), encoding="utf-8")
        return written


def _case_record(case: Case) -> dict[str, Any]:
    return {key: value for key, value in json_ready(case).items() if value or key == "answerable"}


def records(path: Path) -> Iterator[tuple[str, Record]]:
    """Yield the objects of a JSON list or of JSON Lines, each with the words that name its place in the file.

    Raises `GroundwireError` for a file that cannot be read, holds nothing, or holds something else.
    """
    found = False
    for where, record in _listed(path) if _is_list(path) else jsonlines.records(path):
        found = True
        yield where, record
    if not found:
        raise GroundwireError(f"{path}: holds no record. {AS_PUBLISHED}.")


def _is_list(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
    except OSError as error:
        raise GroundwireError(f"{path}: cannot be read ({error.strerror}). Name the file of the set.") from error


def _listed(path: Path) -> Iterator[tuple[str, Record]]:
    try:
        listed = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise GroundwireError(f"{path}: is no JSON list in UTF-8 ({error}). {AS_PUBLISHED}.") from None
    for number, item in enumerate(listed, start=1):
        where = f"{path}, record {number}"
        if not isinstance(item, dict):
            raise GroundwireError(f"{where}: is no object. {AS_PUBLISHED}.")
        yield where, item


def text_of(record: Mapping[str, Any], name: str, where: str) -> str:
    """Return the text under `name` as it stands, a number as its digits; `GroundwireError` where there is none."""
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        held = ", ".join(f"`{key}`" for key in record) or "nothing"
        raise GroundwireError(f"{where}: `{name}` holds no text; the record has {held}. {AS_PUBLISHED}.")
    return value


def list_of(record: Mapping[str, Any], name: str, where: str) -> list[Any]:
    """Return the list under `name`; `GroundwireError` where there is none."""
    value = record.get(name)
    if not isinstance(value, list):
        raise GroundwireError(f"{where}: `{name}` is no list. {AS_PUBLISHED}.")
    return value


def sentences_in(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of `text` stand that are long enough to claim something."""
    spans = split_sentences(text)
    return [(start, end) for start, end in spans if len(text[start:end].split()) >= MIN_CLAIM_WORDS]
