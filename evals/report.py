"""A run as one HTML file that asks nothing of a network, and as a Markdown table. Values in, text out.

How the page looks is `report.html.jinja`, `plots.jinja` and `report.css`. Every text of a case, an article or an answer
comes from elsewhere: Jinja2 escapes it, and the page's policy runs no script and loads nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.calibration import calibration_error, reliability_bins
from evals.excerpts import Part, marked
from evals.failures import failures, is_right, standing
from evals.figures import figure, grouped, is_share
from evals.gate import Floor
from evals.gold import is_relevant, relevance
from evals.intervals import ROUNDS, Interval, metric_interval
from evals.metrics import METRICS, Metric, risk_coverage
from evals.outcome import FoundPassage, Outcome
from evals.result import Run

PASSAGE_BYTES = 2_200_000
"""What all passages of a report take at most: with 400 cases of 10 passages, the whole file then stays under 5 MB."""
LONGEST, SHORTEST = 1500, 120
"""Characters of a passage that are shown where there is room, and at least."""
CATEGORY_FIGURES = {
    "recall_at_5": "recall@5",
    "key_fact_recall": "key facts",
    "citation_precision_gold": "citation precision",
    "citation_recall_gold": "citation recall",
}
"""The metrics that each category is shown with, and their words above a narrow column."""
_FOLDER = Path(__file__).parent
_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One metric: its value, 95% interval and floor, how many cases it concerns, and what the baselines come to."""

    metric: Metric
    value: float | None
    interval: Interval | None
    floor: Floor | None
    cases: int
    baselines: Mapping[str, float | None]

    def keeps(self, value: float | None) -> bool:
        """Whether a value keeps to the floor; one that could not be measured does not."""
        return self.floor is None or (value is not None and self.floor.holds(value))

    def written(self, value: float | None) -> str:
        """A value of the metric as it is written."""
        return figure(self.metric.key, value)

    @property
    def interval_words(self) -> str:
        """The interval as it is written."""
        return " to ".join(map(self.written, self.interval)) if self.interval else "-"

    @property
    def bounds(self) -> list[tuple[str, float]]:
        """The bounds of the floor, each behind its sign."""
        ends = (("≥", self.floor.at_least), ("≤", self.floor.at_most)) if self.floor else ()
        return [(sign, end) for sign, end in ends if end is not None]

    @property
    def floor_words(self) -> str:
        """The floor as it is written."""
        return ", ".join(f"{sign} {self.written(end)}" for sign, end in self.bounds)


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category: how its cases went, and the figures of `CATEGORY_FIGURES` as they are written."""

    name: str
    style: str
    cases: int
    right: int
    refused: int
    wrong: int
    failed: int
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as the report shows it; `relevant` are the numbers of the citations that bear out what was expected."""

    number: int
    style: str
    outcome: Outcome
    standing: str
    failures: list[str]
    passages: list[tuple[FoundPassage, bool, list[Part]]]
    relevant: frozenset[int]


class Report(NamedTuple):
    """A run as a page and as a summary."""

    html: str
    markdown: str


def report(
    run: Run,
    baselines: Mapping[str, Run] | None = None,
    floors: Sequence[Floor] = (),
    *,
    told: Mapping[str, str] | None = None,
    rounds: int = ROUNDS,
) -> Report:
    """Return a run as one HTML document and as a Markdown table; the same arguments give the same texts.

    Both hold the figures with intervals beside `baselines` and `floors`, the page also plots and each case. `told` says
    in a line what a baseline of that name does.
    """
    baselines = baselines or {}
    bounds = {floor.metric: floor for floor in floors}
    groups = {
        heading: [_row(run, metric, baselines, bounds.get(metric.key), rounds) for metric in metrics]
        for heading, metrics in grouped().items()
    }
    return Report(_html(run, groups, baselines, floors, told or {}), _markdown(run, groups, list(baselines)))


def _row(run: Run, metric: Metric, baselines: Mapping[str, Run], floor: Floor | None, rounds: int) -> Row:
    value = metric.measure(run.outcomes)
    return Row(
        metric=metric,
        value=value,
        interval=metric_interval(run.outcomes, metric, rounds=rounds),
        floor=floor,
        cases=len(metric.concerned(run.outcomes)) if value is not None else 0,
        baselines={name: metric.measure(other.outcomes) for name, other in baselines.items()},
    )


def _html(
    run: Run,
    groups: Mapping[str, Sequence[Row]],
    baselines: Mapping[str, Run],
    floors: Sequence[Floor],
    told: Mapping[str, str],
) -> str:
    styles = _categories(run.outcomes)
    categories = [
        _category_row(name, style, [outcome for outcome in run.outcomes if outcome.case.category == name])
        for name, style in styles.items()
    ]
    cases = _cases(run.outcomes, styles)
    bins = reliability_bins(
        [outcome.confidence for outcome in run.outcomes], [outcome.case.answerable for outcome in run.outcomes]
    )
    style = _style(categories)
    # every value is escaped, and one that is not there is an error
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html.jinja").render(
        run=run,
        groups=groups,
        is_share=is_share,
        floors=floors,
        broken=[row for rows in groups.values() for row in rows if not row.keeps(row.value)],
        baselines=baselines,
        others=_other_cases(run, baselines),
        told=told,
        standings=Counter(case.standing for case in cases),
        failed=sum(bool(case.failures) for case in cases),
        right=sum(is_right(outcome) for outcome in run.outcomes),
        categories=categories,
        category_heads=CATEGORY_FIGURES.values(),
        risk=risk_coverage(run.outcomes),
        bins=bins,
        calibration=calibration_error(bins),
        cases=cases,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return _UNSHOWABLE.sub("\ufffd", page)


def _other_cases(run: Run, baselines: Mapping[str, Run]) -> list[str]:
    """The baselines that were asked other cases: their figures are no measure for these."""
    asked = {outcome.case.id for outcome in run.outcomes}
    return [name for name, other in baselines.items() if {outcome.case.id for outcome in other.outcomes} != asked]


# --- Markdown --------------------------------------------------------------------------------------------------------


def _markdown(run: Run, groups: Mapping[str, Sequence[Row]], baselines: Sequence[str]) -> str:
    right = sum(is_right(outcome) for outcome in run.outcomes)
    lines = [
        f"{len(run.outcomes):,} cases over {run.articles:,} articles, {_plain(run.mode)}: {right:,} as expected.",
        "",
        _line(("measured", "figure", "95% interval", "floor", *baselines)),
        _line(("---", *["---:"] * (3 + len(baselines)))),
    ]
    for row in (row for rows in groups.values() for row in rows):
        floor = row.floor_words if row.keeps(row.value) else f"**{row.floor_words}, not kept**"
        others = map(row.written, row.baselines.values())
        lines.append(_line((row.metric.words, row.written(row.value), row.interval_words, floor, *others)))
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _plain(cell: str) -> str:
    """A cell of one line; Markdown lets HTML through, so that is escaped too."""
    return " ".join(escape(cell, quote=False).replace("|", "\\|").split())


# --- categories ------------------------------------------------------------------------------------------------------


def _categories(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The categories in order of appearance, and the class of each in the page: their names may be anything."""
    names = dict.fromkeys(outcome.case.category for outcome in outcomes)
    return {name: f"c{n}" for n, name in enumerate(names)}


def _category_row(name: str, style: str, outcomes: Sequence[Outcome]) -> CategoryRow:
    count = Counter(standing(outcome) for outcome in outcomes)
    by_key = {metric.key: metric for metric in METRICS}
    return CategoryRow(
        name=name or "(none)",
        style=style,
        cases=len(outcomes),
        right=count["right"] + count["rightly refused"],
        refused=count["refused"],
        wrong=count["wrong"] + count["should refuse"],
        failed=sum(bool(failures(outcome)) for outcome in outcomes),
        figures=tuple(figure(key, by_key[key].measure(outcomes)) for key in CATEGORY_FIGURES),
    )


def _style(categories: Sequence[CategoryRow]) -> str:
    """The style sheet, with the rules that let a page without scripts filter its cases."""
    rules = [(_FOLDER / "report.css").read_text(encoding="utf-8")]
    for row in categories:
        chosen = f'body:has(#category option[value="{row.style}"]:checked)'
        rules.append(f"{chosen} .case:not(.{row.style}) {{ display: none; }}")
        if not row.failed:
            rules.append(f"{chosen}:has(#only-failed:checked) .none {{ display: block; }}")
    return "\n".join(rules)


# --- cases -----------------------------------------------------------------------------------------------------------


def _cases(outcomes: Sequence[Outcome], categories: Mapping[str, str]) -> list[CaseView]:
    limit = _room([found.text for outcome in outcomes for found in outcome.passages])
    return [
        CaseView(
            number=number,
            style=categories[outcome.case.category],
            outcome=outcome,
            standing=standing(outcome),
            failures=failures(outcome),
            passages=[
                (found, relevant, marked(found.text, outcome.case, limit))
                for found, relevant in zip(outcome.passages, relevance(outcome), strict=True)
            ],
            relevant=frozenset(
                citation.n for citation in outcome.citations if is_relevant(outcome.case, citation.quote)
            ),
        )
        for number, outcome in enumerate(outcomes, 1)
    ]


def _room(texts: Sequence[str]) -> int:
    """How many characters of each passage there is room for, by the bytes they take: 3 for 文, 5 for & once escaped."""
    characters = sum(map(len, texts))
    if not characters:
        return LONGEST
    written = sum(len(escape(text).encode("utf-8", "replace")) for text in texts)
    return max(SHORTEST, min(LONGEST, int(PASSAGE_BYTES / len(texts) * characters / written)))
