"""`groundwire articles`: list, show, remove and export what a home holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import GroundwireError
from corpus.plain_values import json_ready
from rag.write.refuse import EMPTY_CORPUS
from ui.console import ascii_json
from ui.history import history_lines
from ui.shell import AsJson, open_room, show
from ui.terminal import article_line, article_lines

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

articles_app = typer.Typer(help="List, show, remove and export articles.", no_args_is_help=True)

Identifier = Annotated[str, typer.Argument(metavar="ID")]


@articles_app.command("list")
def list_articles(
    as_json: AsJson = False,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="S", help="Only this outlet; may be repeated.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="D", help="Only articles published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="D", help="Only articles published on this day or earlier.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the N newest of them.")] = None,
) -> None:
    """List the articles, newest first."""
    from rag.asked.options import read_filters
    from rag.index.where import where

    with open_room() as room:
        outlets = room.catalogue.outlets()
        filters = read_filters(since, until, None, source, outlets)
        unknown = bool(source) and not set(filters.outlets) & set(outlets)
        articles = [] if unknown else list(room.catalogue.articles(*where(filters), limit=limit))
        nothing = "No article here is of these outlets and days." if outlets else EMPTY_CORPUS.text
    listed = [{name: value for name, value in json_ready(article).items() if name != "text"} for article in articles]
    show(listed, [article_line(article) for article in articles] or [nothing], as_json)


@articles_app.command("show")
def show_article(
    article_id: Identifier,
    as_json: AsJson = False,
    history: Annotated[bool, typer.Option("--history", help="Every version, and what changed between them.")] = False,
) -> None:
    """Print one article, with the notices in which it says that it was corrected or updated."""
    with open_room() as room:
        versions = room.catalogue.versions(_known(room, article_id))
    if history:
        show(versions, history_lines(versions), as_json)
    else:
        show(versions[-1], article_lines(versions[-1]), as_json)


@articles_app.command("remove")
def remove_article(article_id: Identifier) -> None:
    """Forget one article with its versions, passages and vectors."""
    with open_room() as room:
        room.remove(_known(room, article_id))
    typer.echo(f"Removed {article_id}.")


@articles_app.command("export")
def export_articles() -> None:
    """Write every article as JSON Lines, which `groundwire ingest -` reads."""
    with open_room() as room, room.catalogue.snapshot():
        for article in room.catalogue.articles():
            typer.echo(json.dumps(json_ready(article), ensure_ascii=ascii_json()))


def _known(room: Newsroom, article_id: str) -> str:
    try:
        return room.article(article_id).id
    except KeyError:
        raise GroundwireError(
            f"There is no article {article_id!r}. `groundwire articles list` shows the ids."
        ) from None
