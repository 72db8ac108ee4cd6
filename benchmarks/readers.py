"""Sets that others published, read in the forms their authors give them out: MultiHop-RAG, RAGTruth and RGB.

    python -m benchmarks.readers multihop-rag|ragtruth|rgb FILE ... --out FOLDER

Each makes articles and cases, or claims for `python -m benchmarks.support`, out of files on this machine; nothing is
downloaded. A file of another form is refused whole, naming file, record and mend; a record that has the form and cannot
be used all the same is left out, and told. `python -m benchmarks.readers --help` writes them as JSON Lines.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks.multihop_rag import read_multihop_rag
from benchmarks.published import ReadSet
from benchmarks.ragtruth import read_ragtruth
from benchmarks.rgb import read_rgb
from corpus.errors import GroundwireError

__all__ = ["ReadSet", "app", "read_multihop_rag", "read_ragtruth", "read_rgb"]

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Turn a published set into articles, cases, claims.")
File = Annotated[Path, typer.Argument()]
Out = Annotated[Path, typer.Option(help="Folder for articles.jsonl, cases.jsonl and claims.jsonl.")]


@app.command("multihop-rag")
def _multihop_rag(queries: File, corpus: File, out: Out) -> None:
    """Read MultiHopRAG.json and corpus.json: articles and cases."""
    _tell(read_multihop_rag(queries, corpus), out)


@app.command("ragtruth")
def _ragtruth(
    responses: File,
    sources: File,
    out: Out,
    split: Annotated[str, typer.Option(help='"train", "test", or "" for both.')] = "test",
) -> None:
    """Read response.jsonl and source_info.jsonl: claims."""
    _tell(read_ragtruth(responses, sources, split), out)


@app.command("rgb")
def _rgb(
    file: File,
    out: Out,
    rejection: Annotated[bool, typer.Option("--rejection", help="Negative passages alone: nothing answers.")] = False,
) -> None:
    """Read en.json, en_refine.json, en_int.json or en_fact.json: articles, cases, and of en_fact claims."""
    _tell(read_rgb(file, rejection=rejection), out)


def _tell(found: ReadSet, out: Path) -> None:
    for path in found.write(out):
        typer.echo(str(path))
    for item, why in found.left_out:
        typer.echo(f"left out: {item}: {why}", err=True)


if __name__ == "__main__":
    try:
        app()
    except (GroundwireError, OSError) as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(1) from None
