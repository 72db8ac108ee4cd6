"""The command line: arguments in, words or JSON out, exit status. What it shows is made in `rag` and `corpus`.

Standard output carries the result alone; progress and errors go to standard error. Nothing heavy is imported before a
command needs it.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import GroundwireError
from corpus.plain_values import json_ready
from rag.refuse import EMPTY_CORPUS
from ui.shell import AsJson, open_room, show
from ui.terminal import answer_lines, article_line, passage_lines, plain, report_lines, status_lines

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

ABSTAINED = 3
OFFER = EMPTY_CORPUS.text

app = typer.Typer(
    name="groundwire",
    help="Answers questions about AI-industry news in the exact, cited, dated words of articles you chose.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
articles_app = typer.Typer(help="List, show, remove and export articles.", no_args_is_help=True)
app.add_typer(articles_app, name="articles")

Since = Annotated[str | None, typer.Option(metavar="D", help="Only articles published on this day or later.")]
Until = Annotated[str | None, typer.Option(metavar="D", help="Only articles published on this day or earlier.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="D", help="Hide what was published or changed later.")]
Source = Annotated[list[str] | None, typer.Option("--source", metavar="S", help="Only this outlet; may be repeated.")]


@app.command()
def ask(
    question: str,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    asked: Annotated[str | None, typer.Option(metavar="D", help='The day "this week" counts from.')] = None,
    source: Source = None,
    mode: Annotated[str | None, typer.Option(metavar="M", help="How the answer is written: extractive.")] = None,
) -> None:
    """Answer QUESTION from the articles; exit status 3 where they do not say."""
    with open_room() as room:
        answer = room.ask(question, since=since, until=until, as_of=as_of, asked=asked, sources=source, mode=mode)
    show(answer, answer_lines(answer), as_json)
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


@app.command()
def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help="Files and folders; - is JSON Lines.")
    ] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Also the briefs that come with Groundwire.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take in articles: .md .txt .html .jsonl .jsonl.gz files, folders of them, or JSON Lines from standard input."""
    if not paths and not bundled:
        raise typer.BadParameter("name a file or folder, - for standard input, or --bundled.", param_hint="PATH")
    from corpus.jsonl import load_stream
    from rag.newsroom import BRIEFS
    from ui.progress import progress_bar

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
        raise typer.Exit(1)


@articles_app.command("list")
def list_articles(as_json: AsJson = False) -> None:
    """List the articles, newest first."""
    with open_room() as room:
        articles = list(room.catalogue.articles())
    listed = [{name: value for name, value in json_ready(article).items() if name != "text"} for article in articles]
    show(listed, [article_line(article) for article in articles] or [OFFER], as_json)


@articles_app.command("show")
def show_article(article_id: Annotated[str, typer.Argument(metavar="ID")], as_json: AsJson = False) -> None:
    """Print one article."""
    with open_room() as room:
        article = room.article(_known(room, article_id))
    show(article, [article_line(article), "", article.text], as_json)


@articles_app.command("remove")
def remove_article(article_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Forget one article with its versions, passages and vectors."""
    with open_room() as room:
        room.remove(_known(room, article_id))
    typer.echo(f"Removed {article_id}.")


@articles_app.command("export")
def export_articles() -> None:
    """Write every article as JSON Lines, which `groundwire ingest -` reads."""
    with open_room() as room:
        for article in room.catalogue.articles():
            typer.echo(json.dumps(json_ready(article), ensure_ascii=False))


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
    from rag.newsroom import BRIEFS
    from ui.auth import read_auth_file
    from ui.progress import progress_bar
    from ui.serve import listen, serve

    listening = listen(host, port)
    auth = read_auth_file(auth_file) if auth_file else None
    with open_room() as room:
        if bundled:
            with progress_bar() as progress:
                report = room.ingest(BRIEFS, progress)
            for item, why in report.failed:
                typer.echo(f"{item}: {why}", err=True)
        typer.echo("Starting the page ...", err=True)
        os.environ.setdefault("GRADIO_TEMP_DIR", str(room.settings.home / "runs" / "page"))  # Gradio's default is /tmp
        from ui.page import build_app

        page = build_app(room, auth=auth)
        room.warm_up()
        serve(
            page,
            host,
            listening,
            on_ready=lambda address: typer.echo(f"Groundwire is ready: open {address} (Ctrl+C stops it)"),
        )


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say which home is in use and what it holds."""
    with open_room() as room:
        state = room.status()
    show(state, status_lines(state), as_json)


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Make again what can be made from the catalogue.")] = False,
) -> None:
    """Check that catalogue, full text, vectors and embedding model agree; exit status 1 where they do not."""
    from rag import doctor as checks
    from ui.progress import progress_bar

    with open_room() as room:
        if repair:
            with progress_bar() as progress:
                checks.repair(room, progress)
        findings = checks.examine(room)
    typer.echo("\n".join(f"{'ok ' if finding.ok else 'BAD'} {finding.what}: {finding.detail}" for finding in findings))
    if not all(finding.ok for finding in findings):
        raise GroundwireError("The home needs mending. Run `groundwire doctor --repair`.")


def main() -> None:
    """Run the command; errors become one line on standard error and exit status 1, without a traceback."""
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


def _known(room: Newsroom, article_id: str) -> str:
    try:
        return room.article(article_id).id
    except KeyError:
        raise GroundwireError(
            f"There is no article {article_id!r}. `groundwire articles list` shows the ids."
        ) from None


def _fail(message: str) -> None:
    typer.echo(f"groundwire: {' '.join(plain(message).split())}", err=True)
    raise SystemExit(1)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"
