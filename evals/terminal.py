"""What the eval commands share: where things are kept, tables, and errors in one line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from corpus.errors import GroundwireError

if TYPE_CHECKING:
    from corpus.article import Article
    from evals.cases import Case
    from evals.result import Run

INTERRUPTED = 130

_INDEXING = (
    *("index/chunk", "index/inputs", "index/intake", "index/passages", "index/queue", "index/vector_index"),
    *("index/vector_record", "models/encoder", "models/wordpiece", "text/sentences"),
)
"""Modules of rag/ that make what a home keeps."""
_LEAST_WIDTH = 90
"""Columns of a table that is not written to a terminal."""


class InWords(TyperGroup):
    """A group of commands whose errors become one line on standard error and exit status 1."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - types of the click that typer carries
        """Run the command."""
        try:
            return super().invoke(ctx)
        except GroundwireError as error:
            typer.echo(f"groundwire: {' '.join(str(error).split())}", err=True)
            raise typer.Exit(1) from None


def runs_folder() -> Path:
    """Where results are kept: `GROUNDWIRE_HOME`/runs."""
    from rag.config import load_settings

    return load_settings().home / "runs"


def kept_home(articles: Path) -> Path:
    """The home that keeps the index of `articles` for the next run.

    There is one for each content of the files, embedding model and code that reads, cuts and keeps articles: an index
    that older code made would be measured in place of what the code makes now.
    """
    from rag.config import load_settings
    from rag.index.tidy import EVALS

    digest = hashlib.sha256(load_settings().embedding_model.encode("utf-8", "surrogateescape"))
    root = Path(__file__).parent.parent
    code = [*sorted((root / "corpus").rglob("*.py")), *(root / "rag" / f"{name}.py" for name in _INDEXING)]
    for path in [*code, *_files(articles)]:
        digest.update(path.name.encode("utf-8", "surrogateescape"))
        try:
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise GroundwireError(
                f"{path}: cannot be read ({error.strerror}). Name a file or folder of articles."
            ) from error
    home = runs_folder() / EVALS / digest.hexdigest()[:16]
    if home.is_dir():
        home.touch()  # used today: `groundwire doctor --tidy` clears those that are not used any more
    return home


def _files(articles: Path) -> list[Path]:
    return sorted(path for path in articles.rglob("*") if path.is_file()) if articles.is_dir() else [articles]


def result_path(out: Path | None) -> tuple[Path, Path]:
    """Where the result goes and where the cases of a run that is not finished: beside it."""
    if out:
        return out, out.with_name(f"{out.name}.unfinished.jsonl")
    folder = runs_folder()
    return folder / f"eval-{datetime.now(UTC):%Y%m%d-%H%M%S}.json", folder / "unfinished.jsonl"


def run_cases(
    articles: Path | None,
    cases: Path | None,
    home: Path | None,
    out: Path | None,
    mode: str | None,
    part: int | None,
    *,
    baselines: bool = False,
) -> tuple[Run, Path]:
    """Run the cases, save the result, and return it and its file."""
    from evals.observe import ask_room
    from evals.run import open_articles, run_room
    from evals.store import save
    from rag.index.progress import progress_bar
    from rag.newsroom import BRIEFS

    asked, file = _read_cases(articles, cases, part)
    source = articles or BRIEFS
    path, unfinished = result_path(out)
    answerer = partial(ask_room, mode=mode)
    with (
        _interruptible(unfinished),
        progress_bar() as progress,
        open_articles(source, home or kept_home(source), progress) as (room, failed),
    ):
        for item, why in failed:
            tell(f"not read: {item}: {why}")
        finished = run_room(
            room,
            asked,
            progress,
            answerer,
            unfinished,
            mode=mode or "extractive",
            cases_file=file,
            tell=tell,
            failed=failed,
        )
        save(finished, path)
        unfinished.unlink(missing_ok=True)
        if baselines:
            from evals.strategies import STRATEGIES

            honest = cache(answerer)
            for name, strategy in STRATEGIES.items():
                other = run_room(room, asked, progress, strategy.over(honest), mode=name)
                save(other, baselines_folder(path) / f"{name}.json")
    return finished, path


def _read_cases(articles: Path | None, cases: Path | None, part: int | None) -> tuple[list[Case], Path]:
    from evals.cases import BUNDLED_CASES, load_cases

    if articles and not cases:
        raise typer.BadParameter("name the cases over these articles.", param_hint="--cases")
    file = cases or BUNDLED_CASES
    asked = load_cases(file)
    if part:
        from evals.gate import gate_slice

        try:
            asked = gate_slice(asked, part)
        except ValueError as error:
            raise typer.BadParameter(f"{error}. Name more.", param_hint="--slice") from None
    return asked, file


@contextmanager
def _interruptible(unfinished: Path) -> Iterator[None]:
    """Where Ctrl+C ends a run, say that it can be gone on with."""
    try:
        yield
    except KeyboardInterrupt:
        if unfinished.exists():
            tell(f"Interrupted. Run the same command again to go on; {unfinished} has the cases that are done.")
        raise typer.Exit(INTERRUPTED) from None


def baselines_folder(result: Path) -> Path:
    """The runs of dishonest answerers beside a result."""
    return result.with_name(f"{result.stem}.baselines")


def read_articles(articles: Path | None) -> list[Article]:
    """The articles of a file or folder, by default the bundled briefs; what cannot be read is told."""
    from corpus.errors import ArticleError
    from corpus.loaders import load
    from rag.newsroom import BRIEFS

    found: list[Article] = []
    for item in load(articles or BRIEFS, fetched=datetime.now(UTC)):
        if isinstance(item, ArticleError):
            tell(f"not read: {item}")
        else:
            found.append(item)
    return found


def tell(words: str) -> None:
    """Say something to the person who waits."""
    typer.echo(words, err=True)


def show_run(run: Run) -> None:
    """Print every figure of a run."""
    from evals.figures import figure, grouped

    answerable = sum(outcome.case.answerable for outcome in run.outcomes)
    title = (
        f"{run.articles:,} articles, {len(run.outcomes):,} cases: {answerable:,} answerable, "
        f"{len(run.outcomes) - answerable:,} not"
    )
    figures = run.figures()
    rows = [
        (metric.words, figure(metric.key, figures[metric.key])) for members in grouped().values() for metric in members
    ]
    show_table(("measured", "figure"), rows, title)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Print a table on standard output; nothing in it is read as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, title_justify="left")
    for column in columns:
        table.add_column(column, justify="right" if column == "figure" else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    console.print(table, width=max(console.width, _LEAST_WIDTH))
