"""The commands that look after a home: status, doctor, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import GroundwireError
from ui.shell import AsJson, open_room, show
from ui.terminal import status_lines


def status(as_json: AsJson = False) -> None:
    """Say which home is in use and what it holds."""
    with open_room() as room:
        state = room.status()
    show(state, status_lines(state), as_json)


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Make again what can be made from the catalogue.")] = False,
    tidy: Annotated[bool, typer.Option("--tidy", help="Clear what is kept and needed no longer.")] = False,
) -> None:
    """Check that catalogue, full text, vectors and embedding model agree; exit status 1 where they do not.

    What is needed no longer is listed after that.
    """
    from rag.index import doctor as checks
    from rag.index.progress import progress_bar
    from rag.index.tidy import leftovers
    from ui.feedback import FILE, Feedback

    with open_room() as room:
        if repair:
            with progress_bar() as progress:
                checks.repair(room, progress)
        found = [*leftovers(room), Feedback(room.settings.home / FILE).old()]
        if tidy:
            for leftover in found:
                leftover.clear()
            room.catalogue.compact()
        findings = checks.examine(room)
    lines = [f"{'ok ' if finding.ok else 'BAD'} {finding.what}: {finding.detail}" for finding in findings]
    done = "cleared" if tidy else "`groundwire doctor --tidy` clears them"
    typer.echo("\n".join([*lines, *(f"    {left.count:,} {left.what}: {done}" for left in found if left.count)]))
    if not all(finding.ok for finding in findings):
        raise GroundwireError("The home needs mending. Run `groundwire doctor --repair`.")


def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file to write.")]) -> None:
    """Write every article, version, feed and vector to FILE; others may use the home meanwhile."""
    from corpus.backup import back_up

    with open_room() as room:
        articles = back_up(room.catalogue, file)
    typer.echo(f"Backed up {articles:,} articles to {file}.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `groundwire backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where the home holds articles: they go.")] = False,
) -> None:
    """Make the home what it was when FILE was written; a chat that is running goes on with it."""
    from corpus.backup import restore as put_back
    from rag.index.progress import progress_bar

    with open_room() as room:
        articles = put_back(room.catalogue, file, replace=replace)
        with progress_bar() as progress:
            room.embed_pending(progress)  # nothing, unless the backup is of an older form
    typer.echo(f"Restored {articles:,} articles from {file}.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (status, doctor, backup, restore):
        app.command()(command)
