"""JSON Lines: one article a line, from a file, a gzip file or standard input. A bad line costs nothing but itself."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.jsonlines import open_lines, read_lines
from corpus.records import load_mapping


def load_jsonl(path: Path, fetched: datetime) -> Iterator[Article | ArticleError]:
    """Yield the articles of a JSON Lines file, gzipped or not, and an error named "path:line" for each other line.

    Of a damaged gzip file, those before the damage, then an error.
    """
    try:
        with open_lines(path) as stream:
            yield from load_stream(stream, name=str(path), fetched=fetched, default_source=path.name)
    except EOFError:
        yield ArticleError(str(path), "ends too early: the gzip file is cut off. The articles before the cut were read")
    except (gzip.BadGzipFile, zlib.error) as error:
        yield ArticleError(str(path), f"is not a sound gzip file ({error}). The articles before the damage were read")


def load_stream(
    stream: BinaryIO, *, name: str, fetched: datetime, default_source: str | None = None
) -> Iterator[Article | ArticleError]:
    """Yield an article for each line of `stream`, and an `ArticleError` named "name:line" for each that is none.

    A stream without any line yields an error.
    """
    any_line = False
    for line in read_lines(stream):
        any_line = True
        item = f"{name}:{line.number}" if line.number else name
        if line.fault:
            yield ArticleError(item, line.fault)
            continue
        try:
            yield load_mapping(line.record, item=item, fetched=fetched, default_source=default_source or name)
        except ArticleError as error:
            yield error
    if not any_line:
        yield ArticleError(name, "is empty")
