"""Claims, what they rest on, and whether it supports them: what the verifier is measured on, read from JSON Lines.

Two forms of line are told apart by their keys: our own (see `Claim`), and that of the AttributionBench and BUMP files
(`context`, `supported`, and the kind of error behind a colon in `subset`). A file with one bad line is refused whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from corpus.errors import GroundwireError
from corpus.jsonlines import records

Truth = Literal["supported", "unsupported", "contradicted"]
OWN_KEYS = ("id", "claim", "passages", "text", "label", "subset", "error", "question")
FOREIGN_KEYS = ("id", "claim", "context", "supported", "subset", "question")
_LABELS = "true, false, " + ", ".join(f'"{label}"' for label in get_args(Truth))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim and the passages it is said to rest on; `truth` is whether they support it, as a person labelled it.

    `error` is the kind of error of one that is not supported, `question` what it answers, each "" where not known.
    """

    id: str
    claim: str
    passages: tuple[str, ...]
    truth: Truth
    subset: str = ""
    error: str = ""
    question: str = ""

    @property
    def is_supported(self) -> bool:
        """Whether the passages support it."""
        return self.truth == "supported"


def load_claims(path: Path | str) -> list[Claim]:
    """Return the claims of a JSON Lines file (plain, or gzip by its name), in its order.

    Raises `GroundwireError` naming file, line and mend, for the first line that is no claim: broken JSON, an unknown
    key, a value of the wrong form, no claim, passage or label, an id seen before, a supported claim with an error. Also
    for a file without claims.
    """
    path = Path(path)
    claims: list[Claim] = []
    places: dict[str, str] = {}
    for where, record in records(path):
        claim = _claim(record, where)
        if claim.id in places:
            raise GroundwireError(
                f"{where}: the id {claim.id!r} is that of {places[claim.id]} too. Give each claim its own."
            )
        places[claim.id] = where
        claims.append(claim)
    if not claims:
        raise GroundwireError(
            f"{path}: holds no claim. Write one JSON object a line, with id, claim, passages and label."
        )
    return claims


def _claim(record: dict[str, Any], where: str) -> Claim:
    foreign = "context" in record and "supported" in record
    keys = FOREIGN_KEYS if foreign else OWN_KEYS
    unknown = ", ".join(f"`{key}`" for key in sorted(set(record) - set(keys)))
    if unknown:
        raise GroundwireError(f"{where}: unknown key {unknown}. Remove it, or use one of: {', '.join(keys)}.")
    given = _Line(record, where)
    subset, error = given.text("subset"), given.text("error")
    if foreign:
        subset, _, error = subset.partition(":")
    claim = Claim(
        id=given.text("id", needed=True),
        claim=given.text("claim", needed=True),
        passages=given.passages("context" if foreign else "passages"),
        truth=given.truth("supported" if foreign else "label"),
        subset=subset,
        error=error,
        question=given.text("question"),
    )
    if claim.is_supported and claim.error:
        raise GroundwireError(
            f"{where}: is supported and has the error {claim.error!r}. Drop the error, or mend the label."
        )
    return claim


class _Line:
    """The values of one line, each in its form or refused in words; null is as good as left out."""

    def __init__(self, record: dict[str, Any], where: str) -> None:
        self._record = record
        self._where = where

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self._record.get(key)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise self._wrong(key, "a string")
        if needed and not value.strip():
            raise GroundwireError(f"{self._where}: has no `{key}`. Add one.")
        return value.strip()

    def passages(self, key: str) -> tuple[str, ...]:
        value, text = self._record.get(key), self._record.get("text")
        if value is not None and text is not None:
            raise GroundwireError(f"{self._where}: has `passages` and `text`. Keep one of them.")
        if value is None and text is None:
            raise GroundwireError(f"{self._where}: has no `{key}`. Add the texts that the claim is held against.")
        if value is None:
            key, value = "text", [text]
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
            raise self._wrong(key, 'text that is not empty; `passages` is a list, as in ["one", "two"]')
        return tuple(value)

    def truth(self, key: str) -> Truth:
        value = self._record.get(key)
        if isinstance(value, bool):
            return "supported" if value else "unsupported"
        known: dict[object, Truth] = {label: label for label in get_args(Truth)}
        if isinstance(value, str) and value in known and key == "label":
            return known[value]
        if value is None:
            raise GroundwireError(f"{self._where}: has no `{key}`. Add one of: {_LABELS}.")
        raise self._wrong(key, f"one of: {_LABELS}" if key == "label" else "true or false")

    def _wrong(self, key: str, form: str) -> GroundwireError:
        return GroundwireError(f"{self._where}: `{key}` is {self._record.get(key)!r:.60}. Make it {form}.")
