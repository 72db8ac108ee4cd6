"""The command line: arguments in, words or JSON out, exit status. What it shows is made in `rag` and `corpus`.

Standard output carries the result alone; progress and errors go to standard error. Nothing heavy is imported before a
command needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, entry_points, version
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import GroundwireError
from rag.write.refuse import EMPTY_CORPUS
from ui.articles_cli import articles_app
from ui.check_cli import check
from ui.console import accept_every_character
from ui.feeds_cli import feeds_app
from ui.home_cli import add_to
from ui.models_cli import models_app
from ui.shell import AsJson, open_room, show
from ui.terminal import answer_lines, passage_lines, plain, report_lines

ABSTAINED = 3
COMMANDS = "groundwire.commands"
"""The entry-point group by which packages add commands, each a Typer app: `eval` comes so, as ui imports no evals."""
OFFER = EMPTY_CORPUS.text

app = typer.Typer(
    name="groundwire",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(articles_app, name="articles")
app.add_typer(feeds_app, name="feeds")
app.add_typer(models_app, name="models")

Since = Annotated[str | None, typer.Option(metavar="D", help="Only articles published on this day or later.")]
Until = Annotated[str | None, typer.Option(metavar="D", help="Only articles published on this day or earlier.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="D", help="Hide what was published or changed later.")]
Source = Annotated[list[str] | None, typer.Option("--source", metavar="S", help="Only this outlet; may be repeated.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"groundwire {version('groundwire')}")
        raise typer.Exit


@app.callback()
def groundwire(
    _: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version and exit.")
    ] = False,
) -> None:
    """Answers questions about AI-industry news in the exact, cited, dated words of articles you chose."""


@app.command()
def ask(
    question: str,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    asked: Annotated[str | None, typer.Option(metavar="D", help='The day "this week" counts from.')] = None,
    source: Source = None,
    history: Annotated[
        list[str] | None, typer.Option(metavar="Q", help="An earlier question, oldest first; may be repeated.")
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="R", help="Do not read sources, dates, order, parts, history, spelling; may be repeated."),
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(metavar="M", help="How the answer is written: extractive, or written by the model that is set."),
    ] = None,
    more: Annotated[bool, typer.Option("--more", help="Also print the further evidence.")] = False,
) -> None:
    """Answer QUESTION from the articles; exit status 3 where they do not say."""
    with open_room() as room:
        answer = room.ask(
            question,
            since=since,
            until=until,
            as_of=as_of,
            asked=asked,
            sources=source,
            history=history,
            ignore=ignore or (),
            mode=mode,
        )
    show(answer, answer_lines(answer, given=("sources",) if source else (), more=more), as_json)
    if answer.status == "abstained":
        raise typer.Exit(ABSTAINED)


@app.command()
def search(
    query: str,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, metavar="N", help="How many passages.")] = 10,
    as_json: AsJson = False,
) -> None:
    """List the passages nearest to QUERY."""
    with open_room() as room:
        passages = room.search(query, k)
        empty = not room.status().articles
    show(passages, [OFFER] if empty else passage_lines(passages), as_json)


app.command()(check)


@app.command()
def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH|URL...", help="Files, folders, web pages; - is JSON Lines.")
    ] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Also the briefs that come with Groundwire.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take in articles: web pages, .md .txt .html .pdf .eml .jsonl(.gz) files, folders, or JSON Lines from stdin."""
    if not paths and not bundled:
        raise typer.BadParameter("name a file, folder or address, - for stdin, or --bundled.", param_hint="PATH")
    from corpus.files.jsonl import load_stream
    from rag.index.progress import progress_bar
    from rag.newsroom import BRIEFS

    files = [path for path in paths or [] if path != "-"]
    piped = (
        load_stream(sys.stdin.buffer, name="-", fetched=datetime.now(UTC), default_source="standard input")
        if "-" in (paths or [])
        else ()
    )
    with open_room() as room, progress_bar() as progress:
        report = room.ingest(chain([BRIEFS] if bundled else [], files, piped), progress)
    show(report, report_lines(report), as_json)
    if report.failed:
        raise GroundwireError(_what_failed(report.failed))


def _what_failed(failed: Sequence[tuple[str, str]]) -> str:
    (item, why), *others = failed
    more = f", and {len(others):,} more" if others else ""
    return f"not taken in: {item}: {why}{more}. Everything else is in; mend what is named and run the command again."


@app.command()
def chat(
    host: Annotated[str, typer.Option(metavar="H", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", help="Port to listen on; 0 takes a free one.")] = 7860,
    auth_file: Annotated[
        Path | None, typer.Option(metavar="F", help="Names and passwords, name:password a line.")
    ] = None,
    bundled: Annotated[
        bool, typer.Option("--bundled", help="First take in the briefs that come with Groundwire.")
    ] = False,
) -> None:
    """Serve the chat page on this machine."""
    from rag.index.progress import progress_bar
    from ui.auth import read_auth_file
    from ui.serve import listen, serve

    listening = listen(host, port)
    auth = read_auth_file(auth_file) if auth_file else None
    with open_room() as room:
        if bundled:
            with progress_bar() as progress:
                report = room.ingest_bundled(progress)
            for item, why in report.failed:
                typer.echo(f"{item}: {why}", err=True)
        typer.echo("Starting the page ...", err=True)
        os.environ.setdefault("GRADIO_TEMP_DIR", str(room.settings.home / "runs" / "page"))  # Gradio's default is /tmp
        from ui.feedback import FILE, Feedback
        from ui.page import build_app

        page = build_app(room, auth=auth, feedback=Feedback(room.settings.home / FILE))
        room.start_indexing()
        room.warm_up()
        serve(
            page,
            host,
            listening,
            on_ready=lambda address: typer.echo(f"Groundwire is ready: open {address} (Ctrl+C stops it)"),
        )


add_to(app)


def add_commands(to: typer.Typer, found: Iterable[EntryPoint]) -> None:
    """Add the commands that packages bring, by name; in place of one that cannot be loaded, one that says so."""
    for entry in sorted(found, key=lambda entry: entry.name):
        try:
            brought = entry.load()
        except Exception as error:  # noqa: BLE001 - whatever fails in another's package, the other commands work
            _add_broken(to, entry, f"{type(error).__name__}: {error}")
            continue
        if isinstance(brought, typer.Typer):
            to.add_typer(brought, name=entry.name)
        else:
            _add_broken(to, entry, f"{entry.value} is no Typer app")


def _add_broken(to: typer.Typer, entry: EntryPoint, why: str) -> None:
    package = entry.dist.name if entry.dist else entry.value
    words = (
        f"The command {entry.name!r} of {package} could not be loaded ({why}). Install {package} again, or remove it."
    )

    @to.command(
        entry.name,
        help="Could not be loaded; run it to see why.",
        add_help_option=False,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def broken() -> None:
        raise GroundwireError(words)


add_commands(app, entry_points(group=COMMANDS))


def main() -> None:
    """Run the command; errors become one line on standard error and exit status 1, without a traceback."""
    accept_every_character((sys.stdout, sys.stderr))
    try:
        app()
    except GroundwireError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        sys.stderr.close()  # the reader has left; there is nobody to tell
        raise SystemExit(1) from None
    except Exception as error:  # noqa: BLE001 - the edge: a defect is told in one line, with its place, and fails
        _fail(f"unexpected {type(error).__name__}: {error} (at {_place(error)}). Please report it.")


def _fail(message: str) -> None:
    typer.echo(f"groundwire: {' '.join(plain(message).split())}", err=True)
    raise SystemExit(1)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"
