"""RAGTruth (Niu et al. 2024, arXiv:2401.00396): what language models wrote from sources, its made-up words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.published import AS_PUBLISHED, ReadSet, list_of, records, sentences_in, text_of
from corpus.errors import GroundwireError

_PASSAGE = re.compile(r"(?:^|\n)\s*passage \d+:", re.IGNORECASE)
_NO_CLAIM = re.compile(r":\s*$|\bunable to answer based on (?:the )?(?:given )?passages\b", re.IGNORECASE)
"""A line that leads into a list, and what the set's prompt asks for where the passages do not answer."""


class Marked(NamedTuple):
    """`response[start:end]` is not told by the source; `kind` is the kind of error."""

    start: int
    end: int
    kind: str


def read_ragtruth(responses: Path, sources: Path, split: str = "test") -> ReadSet:
    """Read response.jsonl and source_info.jsonl: each sentence of a response is a claim about its source.

    A sentence that a marked span touches is unsupported, its error the span's kind; "implicit true" is what the source
    does not tell and is right all the same. Responses of another `split` ("train" or "test"; "" reads both) are passed
    over; those of doubtful `quality`, and those with a span that is not where it is said to be, are left out.
    """
    known = {text_of(record, "source_id", where): (record, where) for where, record in records(sources)}
    claims: list[dict[str, Any]] = []
    left_out = []
    for where, record in records(responses):
        source_id, response = text_of(record, "source_id", where), text_of(record, "response", where)
        if split and record.get("split") != split:
            continue
        if source_id not in known:
            raise GroundwireError(f"{where}: its source_id {source_id!r} is in no record of {sources}. {AS_PUBLISHED}.")
        marked = [_marked(label, response, where) for label in list_of(record, "labels", where)]
        if record.get("quality", "good") != "good":
            left_out.append((where, f"its quality is {record['quality']!r}"))
        elif None in marked:
            left_out.append((where, "a marked span is not the text it is said to be"))
        else:
            name = f"{text_of(record, 'id', where)}-{text_of(record, 'model', where)}"
            claims += _claims(name, response, [span for span in marked if span], *known[source_id])
    if not claims:
        raise GroundwireError(f"{responses}: no response of the split {split!r} has a claim. Ask for another split.")
    return ReadSet(claims=tuple(claims), left_out=tuple(left_out))


def _marked(label: object, response: str, where: str) -> Marked | None:
    """Where a label stands and its kind; None where its text is not there, or at several places."""
    if not isinstance(label, dict) or not all(isinstance(label.get(name), int) for name in ("start", "end")):
        raise GroundwireError(f"{where}: a label lacks the numbers `start` and `end`. {AS_PUBLISHED}.")
    start, end, text = label["start"], label["end"], text_of(label, "text", where)
    kind = "implicit true" if label.get("implicit_true") else text_of(label, "label_type", where).lower()
    if response[start:end].strip() == text.strip():
        return Marked(start, end, kind)
    if response.count(text) != 1:
        return None
    return Marked(response.index(text), response.index(text) + len(text), kind)


def _claims(
    name: str, response: str, marked: list[Marked], source: Mapping[str, Any], where: str
) -> Iterator[dict[str, Any]]:
    passages, subset = _passages(source, where), text_of(source, "task_type", where)
    for number, (start, end) in enumerate(sentences_in(response)):
        claim = response[start:end]
        if _NO_CLAIM.search(claim):
            continue
        kinds = sorted({span.kind for span in marked if span.start < end and start < span.end})
        yield {
            "id": f"{name}-{number}",
            "claim": claim,
            "passages": passages,
            "label": "unsupported" if kinds else "supported",
            "subset": subset,
            "error": " and ".join(kinds),
        }


def _passages(source: Mapping[str, Any], where: str) -> list[str]:
    """The text a response was written from: an article, passages for a question, or a business's record and reviews."""
    given = source.get("source_info")
    if isinstance(given, str) and given.strip():
        return [given]
    if not isinstance(given, dict) or not given:
        raise GroundwireError(f"{where}: `source_info` is neither text nor an object. {AS_PUBLISHED}.")
    if isinstance(given.get("passages"), str):
        return [text.strip() for text in _PASSAGE.split(given["passages"]) if text.strip()]
    reviews = [str(one["review_text"]) for one in given.get("review_info") or () if one.get("review_text")]
    return ["\n".join(_lines({name: value for name, value in given.items() if name != "review_info"})), *reviews]


def _lines(value: object, name: str = "") -> Iterator[str]:
    """A record as a line for each of its values, named by the keys that lead to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _lines(item, f"{name} {key}".strip())
    elif value is not None:
        yield f"{name}: {value}"
