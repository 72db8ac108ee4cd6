"""A run as one HTML file that asks nothing of a network, and as a Markdown table. Values in, text out.

How the page looks is `report.html.jinja` and `report.css`, its plots are `evals.plots`. Every text of a case, an
article or an answer comes from elsewhere: Jinja2 escapes it, and the page's policy runs no script and loads nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from evals import plots
from evals.excerpts import Part, marked
from evals.failures import failures, is_right, standing
from evals.figures import figure, grouped, is_share
from evals.gate import Floor
from evals.gold import is_relevant, relevance
from evals.intervals import ROUNDS, Interval, metric_interval
from evals.metrics import METRICS, Metric, risk_coverage
from evals.outcome import FoundPassage, Outcome

if TYPE_CHECKING:
    from jinja2 import Template

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
    """One metric: its value, 95% interval and floor as they are written, and what the baselines come to."""

    metric: Metric
    value: str
    interval: str
    floor: str
    kept: bool
    cases: int
    plot: str
    baselines: tuple[tuple[str, bool], ...]
    """Of each baseline, its value as written, and whether it keeps to the floor."""


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category: how its cases went."""

    name: str
    style: str
    cases: int
    right: int
    failed: int
    plot: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as the report shows it."""

    number: int
    style: str
    outcome: Outcome
    standing: str
    failures: list[str]
    passages: list[tuple[FoundPassage, bool, list[Part]]]
    relevant: frozenset[int]
    """The numbers of the citations that bear out the expected answer."""


def html(
    run: Run,
    baselines: Mapping[str, Run] | None = None,
    floors: Sequence[Floor] = (),
    *,
    told: Mapping[str, str] | None = None,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> str:
    """Return a run as one HTML document: figures with intervals beside `baselines` and `floors`, plots, and each case.

    `told` says in a line what a baseline of that name does. The same arguments give the same text.
    """
    baselines = baselines or {}
    styles = _categories(run.outcomes)
    categories = _category_rows(run.outcomes, styles)
    rows = _rows(run, baselines, floors, seed, rounds)
    bins = plots.reliability_bins(
        [outcome.confidence for outcome in run.outcomes], [outcome.case.answerable for outcome in run.outcomes]
    )
    cases = _cases(run.outcomes, styles)
    style = _style(categories)
    page = _template().render(
        run=run,
        groups=rows,
        floors=floors,
        broken=[row for members in rows.values() for row in members if not row.kept],
        baselines=baselines,
        others=_other_cases(run, baselines),
        told=told or {},
        standings=Counter(case.standing for case in cases),
        failed=sum(bool(case.failures) for case in cases),
        right=sum(is_right(outcome) for outcome in run.outcomes),
        categories=categories,
        category_heads=CATEGORY_FIGURES.values(),
        risk=plots.risk_coverage_plot(risk_coverage(run.outcomes)),
        reliability=plots.reliability_plot(bins),
        calibration=plots.calibration_error(bins),
        cases=cases,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return _UNSHOWABLE.sub("\ufffd", page)


def markdown(
    run: Run,
    baselines: Mapping[str, Run] | None = None,
    floors: Sequence[Floor] = (),
    *,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> str:
    """Return the run's figures as a Markdown table, with their intervals, floors and baselines."""
    baselines = baselines or {}
    right = sum(is_right(outcome) for outcome in run.outcomes)
    heads = ("measured", "figure", "95% interval", "floor", *baselines)
    lines = [
        f"{len(run.outcomes):,} cases over {run.articles:,} articles, {_plain(run.mode)}: {right:,} as expected.",
        "",
        _line(heads),
        _line(("---", "---:", "---:", *("---:" for _ in range(len(heads) - 3)))),
    ]
    for members in _rows(run, baselines, floors, seed, rounds).values():
        for row in members:
            floor = row.floor if row.kept else f"**{row.floor}, not kept**"
            lines.append(
                _line((row.metric.words, row.value, row.interval, floor, *(value for value, _ in row.baselines)))
            )
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _plain(cell: str) -> str:
    """A cell of one line; Markdown lets HTML through, so that is escaped too."""
    return " ".join(escape(cell, quote=False).replace("|", "\\|").split())


# --- figures ---------------------------------------------------------------------------------------------------------


def _rows(
    run: Run, baselines: Mapping[str, Run], floors: Sequence[Floor], seed: int, rounds: int
) -> dict[str, list[Row]]:
    bounds = {floor.metric: floor for floor in floors}
    return {
        heading: [_row(run, metric, baselines, bounds.get(metric.key), seed, rounds) for metric in members]
        for heading, members in grouped(METRICS).items()
    }


def _row(run: Run, metric: Metric, baselines: Mapping[str, Run], floor: Floor | None, seed: int, rounds: int) -> Row:
    value = metric.measure(run.outcomes)
    interval = _interval(run.outcomes, metric, seed, rounds)
    others = {name: metric.measure(other.outcomes) for name, other in baselines.items()}
    return Row(
        metric=metric,
        value=figure(metric.key, value),
        interval=" to ".join(figure(metric.key, end) for end in interval) if interval else "-",
        floor=_floor_words(metric.key, floor),
        kept=_keeps(value, floor),
        cases=len(metric.concerned(run.outcomes)) if value is not None else 0,
        plot=_plot(metric, value, interval, floor, others),
        baselines=tuple((figure(metric.key, other), _keeps(other, floor)) for other in others.values()),
    )


@lru_cache(maxsize=len(METRICS))
def _interval(outcomes: tuple[Outcome, ...], metric: Metric, seed: int, rounds: int) -> Interval | None:
    """`metric_interval`, remembered: the page and its Markdown summary want the same ones, and they take seconds."""
    return metric_interval(outcomes, metric, seed, rounds)


def _plot(
    metric: Metric,
    value: float | None,
    interval: Interval | None,
    floor: Floor | None,
    others: Mapping[str, float | None],
) -> str:
    if value is None or not is_share(metric.key):
        return ""
    bounds = [bound for bound in (floor.at_least, floor.at_most) if bound is not None] if floor else []
    title = f"{metric.words}: {value:.3f}" + (
        f", 95% interval {interval[0]:.3f} to {interval[1]:.3f}" if interval else ""
    )
    known = {name: other for name, other in others.items() if other is not None}
    return plots.interval_row(title, value, interval, bounds, known)


def _floor_words(key: str, floor: Floor | None) -> str:
    if floor is None:
        return ""
    ends = ((words, end) for words, end in (("≥", floor.at_least), ("≤", floor.at_most)) if end is not None)
    return ", ".join(f"{words} {figure(key, end)}" for words, end in ends)


def _keeps(value: float | None, floor: Floor | None) -> bool:
    """Whether a value keeps to a floor; one that could not be measured does not."""
    return floor is None or (value is not None and floor.holds(value))


def _other_cases(run: Run, baselines: Mapping[str, Run]) -> list[str]:
    """The baselines that were asked other cases: their figures are no measure for these."""
    asked = {outcome.case.id for outcome in run.outcomes}
    return [name for name, other in baselines.items() if {outcome.case.id for outcome in other.outcomes} != asked]


# --- categories ------------------------------------------------------------------------------------------------------


def _categories(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The categories in order of appearance, and the class of each in the page: their names may be anything."""
    names = dict.fromkeys(outcome.case.category for outcome in outcomes)
    return {name: f"c{n}" for n, name in enumerate(names)}


def _category_rows(outcomes: Sequence[Outcome], categories: Mapping[str, str]) -> list[CategoryRow]:
    return [
        _category_row(name, style, [outcome for outcome in outcomes if outcome.case.category == name])
        for name, style in categories.items()
    ]


def _category_row(name: str, style: str, outcomes: Sequence[Outcome]) -> CategoryRow:
    count = Counter(standing(outcome) for outcome in outcomes)
    right = count["right"] + count["rightly refused"]
    wrong = count["wrong"] + count["should refuse"]
    title = f"{right} as expected, {count['refused']} wrongly refused, {wrong} wrong"
    by_key = {metric.key: metric for metric in METRICS}
    return CategoryRow(
        name=name or "(none)",
        style=style,
        cases=len(outcomes),
        right=right,
        failed=sum(bool(failures(outcome)) for outcome in outcomes),
        plot=plots.stacked_row(title, (("right", right), ("refused", count["refused"]), ("wrong", wrong))),
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


def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja")
