"""What the commands share: opening the newsroom, and showing a result as JSON or as lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.plain_values import json_ready
from ui.console import ascii_json
from ui.terminal import plain

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def open_room() -> Newsroom:
    """The newsroom that the settings name."""
    from rag.newsroom import open_newsroom

    return open_newsroom()


def show(result: object, lines: list[str], as_json: bool) -> None:
    """`result` as one JSON document, or the `lines` that say it to a person."""
    typer.echo(
        json.dumps(json_ready(result), ensure_ascii=ascii_json(), indent=2) if as_json else plain("\n".join(lines))
    )
