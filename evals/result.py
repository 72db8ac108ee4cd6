"""What a run found, and its JSON: all of it but the times is the same again when an extractive run is repeated.

Making a run is `evals.run`, keeping it in a file `evals.store`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.errors import GroundwireError
from corpus.plain_values import json_ready
from evals.metrics import METRICS
from evals.outcome import Outcome

FORM = 1
"""Of the JSON; a file of a later form is refused with words."""
_TIMES = ("ms_median", "ms_p95", "ms_first")
"""Metrics that measure time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Every case's outcome, and what stood behind it.

    `articles` is how many there were, `failed` which could not be read and why. `corpus_hash` and `cases_hash` are
    SHA-256: runs with equal ones asked the same over the same. `settings` are those that bear on answers. `started`
    (ISO 8601) and `seconds` are times, and tell nothing of the answers.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    corpus_hash: str = ""
    articles: int = 0
    cases_hash: str = ""
    mode: str = "extractive"
    failed: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    started: str = ""
    seconds: float = 0.0

    def figures(self) -> dict[str, float | None]:
        """Every metric by its key; None where the run had no case to measure it on."""
        return {metric.key: metric.measure(self.outcomes) for metric in METRICS}

    def to_dict(self) -> dict[str, Any]:
        """Return the run as JSON-ready values, all times under the one key "timings"; `from_dict` reads them again."""
        figures = self.figures()
        return {
            "form": FORM,
            "settings": dict(self.settings),
            "versions": dict(self.versions),
            "corpus_hash": self.corpus_hash,
            "articles": self.articles,
            "cases_hash": self.cases_hash,
            "mode": self.mode,
            "failed": [{"item": item, "why": why} for item, why in self.failed],
            "figures": {key: value for key, value in figures.items() if key not in _TIMES},
            "outcomes": [outcome_dict(outcome) for outcome in self.outcomes],
            "timings": {
                "started": self.started,
                "seconds": self.seconds,
                "figures": {key: figures[key] for key in _TIMES if key in figures},
                "ms": [outcome.ms for outcome in self.outcomes],
                "first_ms": [outcome.first_ms for outcome in self.outcomes],
            },
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Run:
        """Read what `to_dict` wrote. Raises `GroundwireError` for anything else."""
        if not isinstance(record, Mapping) or not {"form", "outcomes", "timings"} <= record.keys():
            raise GroundwireError("is not a run of `groundwire eval run`. Name the file that it wrote.")
        if record["form"] != FORM:
            raise GroundwireError(
                f"is a run of form {record['form']!r}, and this Groundwire reads form {FORM}. Run the cases again."
            )
        try:
            times = record["timings"]
            outcomes = outcomes_from(record["outcomes"])
            timed = zip(outcomes, times["ms"], times.get("first_ms", [0.0] * len(outcomes)), strict=True)
            return cls(
                **{
                    key: record[key]
                    for key in ("settings", "versions", "corpus_hash", "articles", "cases_hash", "mode")
                },
                failed=tuple((failure["item"], failure["why"]) for failure in record["failed"]),
                outcomes=tuple(replace(outcome, ms=ms, first_ms=first) for outcome, ms, first in timed),
                started=times["started"],
                seconds=times["seconds"],
            )
        except (KeyError, TypeError, ValueError) as error:
            why = str(error).splitlines()[0]
            raise GroundwireError(f"is not a whole run: {type(error).__name__}: {why}. Run the cases again.") from error


def outcome_dict(outcome: Outcome) -> dict[str, Any]:
    """`outcome` as JSON-ready values, without its times."""
    values: dict[str, Any] = json_ready(outcome)
    del values["ms"], values["first_ms"]
    return values


def outcomes_from(records: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    """Outcomes out of JSON values. Raises `ValueError` for what is none."""
    from pydantic import TypeAdapter

    return TypeAdapter(list[Outcome]).validate_python(list(records))
