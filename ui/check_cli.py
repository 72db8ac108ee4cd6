"""`groundwire check`: a text, sentence by sentence, with the words of the news that support or contradict each."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import ArticleError, GroundwireError
from rag.write.attribution import attribution
from rag.write.refuse import EMPTY_CORPUS
from ui.shell import AsJson, open_room, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.verify.check import Checked

MOST_BYTES = 5_000_000
"""Of a file or of standard input; no text of 400 sentences comes near it."""
_LONGEST_NAME = 1_000
_MARKS = {
    "supported": "✓ supported",
    "partial": "~ partly supported",
    "contradicted": "✗ contradicted",
    "unsupported": "? not supported",
}


def check(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="A text, a file with one, or - for stdin.")],
    as_json: AsJson = False,
    since: Annotated[
        str | None, typer.Option(metavar="D", help="Only articles published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="D", help="Only articles published on this day or earlier.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="D", help="Hide what was published or changed later.")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="S", help="Only this outlet; may be repeated.")
    ] = None,
) -> None:
    """Say of each sentence of a text whether the articles support or contradict it, and where."""
    written = read_text(text)
    with open_room() as room:
        checked = room.check(written, since=since, until=until, as_of=as_of, sources=source)
        empty = not room.status().articles
    show(checked, [EMPTY_CORPUS.text] if empty else check_lines(checked), as_json)


def read_text(argument: str) -> str:
    """The text that an argument gives: standard input for -, what a file of that name holds, else the argument itself.

    Raises `GroundwireError` for a folder, a file that cannot be read as text, and what looks like a missing file.
    """
    if argument == "-":
        return _decoded(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input")
    path = Path(argument)
    if not _may_be_a_name(argument):
        return argument
    if path.is_dir():
        raise GroundwireError(f"{argument} is a folder. Name one file, or give the text itself.")
    if path.exists():
        return _file_text(path)
    from corpus.loaders import LOADERS

    if " " not in argument.strip() and argument.lower().endswith(tuple(LOADERS)):
        raise GroundwireError(f"{argument}: no such file. Name a file that exists, or give the text itself.")
    return argument


def check_lines(checked: Sequence[Checked]) -> list[str]:
    """Each sentence under its verdict, with the outlet, day and words that bear on it; last, how many came out how."""
    lines: list[str] = []
    told: set[int] = set()
    for item in checked:
        verdict = _MARKS[item.support.label] if item.support else "· states nothing to check"
        lines += [f"{verdict}: {' '.join(item.sentence.split())}"]
        for citation in item.citations:
            who = f"    [{citation.n}] {attribution(citation.source, citation.published)}"
            again = citation.n in told
            lines.append(who if again else f"{who}: “{' '.join(citation.quote.split())}” {citation.url or ''}".rstrip())
            told.add(citation.n)
        lines.append("")
    return [*lines, _summary(checked)]


def _summary(checked: Sequence[Checked]) -> str:
    labels = [item.support.label for item in checked if item.support]
    counts = [f"{labels.count(label)} {mark[2:]}" for label, mark in _MARKS.items() if label in labels]
    return (
        f"{len(labels)} of {len(checked)} sentences checked: {', '.join(counts)}"
        if labels
        else ("No sentence states anything to check.")
    )


def _may_be_a_name(argument: str) -> bool:
    """Whether a file may have this name; systems refuse longer ones, and some characters."""
    if len(argument) > _LONGEST_NAME or "\0" in argument or "\n" in argument:
        return False
    try:
        Path(argument).stat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):  # too long a name, or one that cannot be written in this system's letters
        return False
    return True


def _file_text(path: Path) -> str:
    """The text of a file, read as an article is where a loader reads its kind, as plain text otherwise."""
    from corpus.article import Article
    from corpus.loaders import loader_for

    if path.stat().st_size > MOST_BYTES:
        raise GroundwireError(f"{path} is larger than {MOST_BYTES:,} bytes. Check a part of it.")
    loader = loader_for(path)
    if loader is None or path.suffix.lower() in {".txt", ".text"}:
        return _decoded(path.read_bytes(), str(path))
    try:
        for item in loader(path, datetime.now(UTC)):
            if isinstance(item, Article):
                return item.text
            raise GroundwireError(f"{path} cannot be checked: {item.why}.")
    except ArticleError as error:
        raise GroundwireError(f"{path} cannot be checked: {error.why}.") from error
    raise GroundwireError(f"{path} holds no text to check.")


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MOST_BYTES:
        raise GroundwireError(f"{name} is larger than {MOST_BYTES:,} bytes. Check a part of it.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise GroundwireError(f"{name} is not text in UTF-8. Save it as UTF-8 text and try again.")
    return text
