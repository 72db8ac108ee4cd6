"""`groundwire eval`: the commands over cases, runs and gates. What they show is made in the modules they call.

Standard output carries the result alone; progress goes to standard error. Nothing heavy is imported before a command
needs it: this module is loaded with every `groundwire` command.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import GroundwireError
from evals.terminal import InWords, baselines_folder, read_articles, run_cases, show_run, show_table, tell

if TYPE_CHECKING:
    from evals.gate import Verdict
    from evals.result import Run

app = typer.Typer(
    name="eval",
    cls=InWords,
    help="Measures what the answers are worth: cases, runs, reports, a gate.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Articles = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH", help="Articles: .jsonl, .jsonl.gz, any file or folder that can be ingested. [bundled briefs]"
    ),
]
Cases = Annotated[
    Path | None, typer.Option(metavar="PATH", help="Cases: a .jsonl file, or a folder of them. [bundled cases]")
]
Home = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder that keeps the indexed articles. [one for each content of the articles]"),
]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write the result.")]
Floors = Annotated[Path | None, typer.Option(metavar="FILE", help="Floors, as TOML. [the bundled floors]")]
Slice = Annotated[
    int | None, typer.Option("--slice", min=1, metavar="N", help="Ask N of the cases only, some of every category.")
]
Mode = Annotated[
    str | None,
    typer.Option(metavar="M", help="How answers are written: extractive, or written by the model that is set."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Draw another way where chance decides.")]


@app.command()
def run(
    articles: Articles = None,
    cases: Cases = None,
    home: Home = None,
    out: Out = None,
    mode: Mode = None,
    part: Slice = None,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Also run ten dishonest answerers, for the report to compare with.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask the cases over the articles, and write what became of each to a file."""
    result, path = run_cases(articles, cases, home, out, mode, part, baselines=baselines)
    if as_json:
        _echo_json(
            {
                "run": str(path),
                "articles": result.articles,
                "cases": len(result.outcomes),
                "failed": [{"item": item, "why": why} for item, why in result.failed],
                "figures": result.figures(),
            }
        )
        return
    show_run(result)
    typer.echo(f"Written to {path}")


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="A result of `run`.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Another one over the same cases.")],
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Say what changed from run A to run B: every figure with its interval, and the cases."""
    from evals import compare as comparing
    from evals.store import load_run

    compared = comparing.compare(load_run(a), load_run(b), seed=seed)
    if as_json:
        _echo_json(compared)
        return
    show_table(comparing.DIFFERENCE_COLUMNS, comparing.difference_rows(compared))
    show_table(comparing.CHANGE_COLUMNS, comparing.change_rows(compared))
    for note in compared.notes:
        typer.echo(note)


@app.command()
def report(
    result: Annotated[Path, typer.Argument(metavar="RUN", help="A result of `run`.")],
    baseline: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Another run to compare with; may be repeated.")
    ] = None,
    floors: Floors = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The page; its summary lies beside it as .md. [RUN.html]")
    ] = None,
) -> None:
    """Write a run as one HTML page with plots and every case, and a Markdown summary."""
    from evals.gate import BUNDLED_FLOORS, load_floors
    from evals.report import report as write_report
    from evals.store import load_run, write_whole

    loaded = load_run(result)
    kept = load_floors(floors or BUNDLED_FLOORS)
    others = [*sorted(baselines_folder(result).glob("*.json")), *(baseline or [])]
    runs = {path.stem: load_run(path) for path in others}
    page = out or result.with_suffix(".html")
    written = write_report(loaded, runs, kept, told=_told(runs))
    write_whole(page, written.html)
    write_whole(page.with_suffix(".md"), written.markdown)
    typer.echo(f"Written to {page} and {page.with_suffix('.md')}")


@app.command()
def gate(
    result: Annotated[
        Path | None, typer.Argument(metavar="[RUN]", help="A result of `run`; without one, the cases are run first.")
    ] = None,
    floors: Floors = None,
    articles: Articles = None,
    cases: Cases = None,
    home: Home = None,
    out: Out = None,
    mode: Mode = None,
    part: Slice = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Hold the figures of a run against floors; exit status 1, naming each that fails, where one does."""
    from evals import gate as gates

    kept = gates.load_floors(floors or gates.BUNDLED_FLOORS)
    if result and any(given is not None for given in (articles, cases, home, out, mode, part)):
        raise typer.BadParameter("with RUN, nothing is asked; leave out what says what to ask.", param_hint="RUN")
    if result:
        from evals.store import load_run

        judged = load_run(result)
    else:
        judged, _ = run_cases(articles, cases, home, out, mode, part)
    verdicts = gates.judge(judged.outcomes, kept, seed=seed)
    if as_json:
        _echo_json([_verdict_dict(verdict) for verdict in verdicts])
    else:
        typer.echo(gates.in_words(verdicts))
    if not gates.passed(verdicts):
        raise typer.Exit(1)


@app.command()
def draft(
    articles: Articles = None,
    count: Annotated[int, typer.Option(min=1, metavar="N", help="How many cases to propose.")] = 20,
    feedback: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take the answers voted down in the chat instead of articles.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write them here. [standard output]")] = None,
    seed: Seed = 0,
) -> None:
    """Propose cases out of articles, or out of the chat's thumbs-down, for a person to mend and accept."""
    from evals.draft import draft as propose
    from evals.feedback import from_feedback
    from evals.store import write_whole

    if feedback and articles:
        raise typer.BadParameter("name articles or feedback, not both.", param_hint="--feedback")
    records = from_feedback(feedback) if feedback else propose(read_articles(articles), count, seed)
    if not records:
        raise GroundwireError("There is nothing to draft a case from. Name other articles, or vote in the chat first.")
    lines = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    if out:
        write_whole(out, lines)
        tell(f"{len(records):,} drafts written to {out}. Read each, mend it, and delete its note.")
    else:
        typer.echo(lines, nl=False)


def _told(runs: Mapping[str, Run]) -> dict[str, str]:
    """What each baseline does, of those that are ours."""
    from evals.strategies import STRATEGIES

    return {name: STRATEGIES[name].words for name in runs if name in STRATEGIES}


def _verdict_dict(verdict: Verdict) -> dict[str, Any]:
    return {
        "metric": verdict.metric,
        "value": verdict.value,
        "interval": verdict.interval,
        "at_least": verdict.floor.at_least,
        "at_most": verdict.floor.at_most,
        "cases": verdict.cases,
        "passed": verdict.passed,
        "worst": [outcome.case.id for outcome in verdict.worst],
    }


def _echo_json(value: object) -> None:
    from corpus.plain_values import json_ready

    typer.echo(json.dumps(json_ready(value), ensure_ascii=False, indent=2))
