"""A run: the articles put into a home, every case asked in turn, and what became of each.

Measuring is `evals.metrics`; words and tables are `evals.__main__`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, TypedDict

from corpus.errors import GroundwireError
from evals.cases import Case
from evals.metrics import METRICS, MOST_PASSAGES, MOST_WORDS, Outcome, answer_in, first_words
from rag import Newsroom, open_newsroom

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0 where that is not known)."""


class _Days(TypedDict):
    since: date | None
    until: date | None
    as_of: date | None
    asked: date | None


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found: how many articles stood behind it, those that could not be read, and each case's outcome."""

    articles: int
    failed: tuple[tuple[str, str], ...]
    outcomes: tuple[Outcome, ...]

    def figures(self) -> dict[str, float | None]:
        """Every metric by its key; None where the run had no case to measure it on."""
        return {metric.key: metric.measure(self.outcomes) for metric in METRICS}

    def to_dict(self) -> dict[str, Any]:
        """Return the run as JSON-ready values."""
        return {
            "articles": self.articles,
            "failed": [{"item": item, "why": why} for item, why in self.failed],
            "figures": self.figures(),
            "outcomes": [asdict(outcome) for outcome in self.outcomes],
        }


def run(articles: Path, cases: Sequence[Case], home: Path, progress: Progress) -> Run:
    """Ask every case over `articles`, kept in `home`; articles that are there already are not indexed again.

    Raises `GroundwireError` where no article can be read, where `home` holds articles of elsewhere (they would answer
    too), and where asking crashes: a crash is neither an answer nor a refusal.
    """
    with open_newsroom(home) as room:
        report = room.ingest(articles, progress)
        given = report.added + report.updated + report.unchanged + report.duplicates
        held = room.status().articles
        if not given:
            raise GroundwireError(f"{articles}: no article could be read. {_first_failure(report.failed)}")
        if held > given:
            raise GroundwireError(
                f"{home} holds {held} articles, and {articles} has {given}: the others would answer too. "
                "Name an empty folder, or leave `--home` out."
            )
        _ask(room, cases[0])  # what is loaded on first use is no part of an answer's time
        outcomes = []
        for done, case in enumerate(cases, start=1):
            outcomes.append(_ask(room, case))
            progress("asking", done, len(cases))
    return Run(held, report.failed, tuple(outcomes))


def _first_failure(failed: Sequence[tuple[str, str]]) -> str:
    return f"{failed[0][0]}: {failed[0][1]}" if failed else "Name a .jsonl or .jsonl.gz file of articles."


def _ask(room: Newsroom, case: Case) -> Outcome:
    try:
        return _outcome(room, case)
    except GroundwireError as error:
        raise GroundwireError(f"case {case.id}: {error}") from error
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        raise GroundwireError(
            f"case {case.id} crashed: {type(error).__name__}: {error} ({where}). The run ends here, since a crash is "
            "neither an answer nor a refusal; mend it and run again."
        ) from error


def _outcome(room: Newsroom, case: Case) -> Outcome:
    days: _Days = {"since": case.since, "until": case.until, "as_of": case.as_of, "asked": case.asked}
    began = perf_counter()
    answer = room.ask(case.question, history=case.history, **days)
    ms = (perf_counter() - began) * 1000
    passages = room.search(case.question, MOST_PASSAGES, **days)
    shown = [sentence.text for sentence in answer.sentences]

    def holds(texts: Sequence[str]) -> bool:
        return case.answerable and answer_in("\n\n".join(texts), case.answers, case.all_of)

    return Outcome(
        id=case.id,
        answerable=case.answerable,
        refused=answer.status == "abstained",
        reason=answer.reason,
        confidence=room.confidence(case.question, **days),
        in_passages=holds(first_words([passage.text for passage in passages], MOST_WORDS)),
        in_answer=holds(shown),
        in_first=holds(shown[:1]),
        ms=round(ms, 1),
    )
