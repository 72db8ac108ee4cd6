"""`python -m evals`: ask the cases of a file over the articles of another, and print what was measured."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from corpus.errors import GroundwireError
from evals import run as runs
from evals.cases import load_cases
from evals.metrics import METRICS

app = typer.Typer(add_completion=False)


@app.command()
def main(
    articles: Annotated[
        Path, typer.Option(help="Articles: .jsonl, .jsonl.gz, or any file or folder that can be ingested.")
    ],
    cases: Annotated[Path, typer.Option(help="Cases: .jsonl.")],
    home: Annotated[
        Path | None, typer.Option(help="Folder that keeps the indexed articles for the next run; else a temporary one.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--json", help="File to write figures and every outcome to.")] = None,
) -> None:
    """Measure the answers Groundwire gives to your cases over your articles."""
    try:
        with _home(home) as folder, _progress() as progress:
            result = runs.run(articles, load_cases(cases), folder, progress)
        if out:
            out.write_text(json.dumps(result.to_dict(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except (GroundwireError, OSError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from None
    for item, why in result.failed:
        typer.echo(f"not read: {item}: {why}", err=True)
    _show(result)


@contextmanager
def _home(home: Path | None) -> Iterator[Path]:
    if home:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="groundwire-eval-") as folder:
        yield Path(folder)


@contextmanager
def _progress() -> Iterator[runs.Progress]:
    """Show a line on stderr for each thing being done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                for earlier in tasks.values():
                    bars.stop_task(earlier)  # or its clock runs on
                tasks[what] = bars.add_task(what, total=None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield tell


def _show(result: runs.Run) -> None:
    outcomes = result.outcomes
    answerable = sum(outcome.answerable for outcome in outcomes)
    table = Table(
        title=f"{result.articles:,} articles, {len(outcomes):,} cases: {answerable:,} answerable, "
        f"{len(outcomes) - answerable:,} not",
        title_justify="left",
    )
    table.add_column("measured", no_wrap=True)
    table.add_column("figure", justify="right", no_wrap=True)
    for metric in METRICS:
        value = metric.measure(outcomes)
        written = "-" if value is None else f"{value:.0f}" if metric.key.startswith("ms_") else f"{value:.3f}"
        table.add_row(metric.words, written)
    console = Console()
    console.print(table, width=max(console.width, 90))


if __name__ == "__main__":
    app()
