"""JSON Lines: one article a line, from a file, a gzip file or standard input. A bad line costs nothing but itself."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.records import load_mapping

MAX_LINE_BYTES = 16 * 2**20
"""A line this long is no article (see `corpus.records.MAX_ARTICLE_CHARS`); it is skipped without being held."""

_NOT_UTF8_LINES = (
    (b"\x1f\x8b", "is compressed with gzip: unpack it, or name it .jsonl.gz"),
    (b"\xff\xfe", "is UTF-16, not UTF-8: save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16, not UTF-8: save it as UTF-8"),
)


def load_jsonl(path: Path, fetched: datetime) -> Iterator[Article | ArticleError]:
    """Yield the articles of a JSON Lines file, and an `ArticleError` named "path:line" for each line that is none."""
    with path.open("rb") as stream:
        yield from load_stream(stream, name=str(path), fetched=fetched, default_source=path.name)


def load_jsonl_gz(path: Path, fetched: datetime) -> Iterator[Article | ArticleError]:
    """Yield the articles of a gzipped JSON Lines file; of a damaged one, those before the damage, then an error."""
    try:
        with gzip.open(path, "rb") as stream:
            lines = cast("BinaryIO", stream)
            yield from load_stream(lines, name=str(path), fetched=fetched, default_source=path.name)
    except EOFError:
        yield ArticleError(str(path), "ends too early: the gzip file is cut off. The articles before the cut were read")
    except (gzip.BadGzipFile, zlib.error) as error:
        yield ArticleError(str(path), f"is not a sound gzip file ({error}). The articles before the damage were read")


def load_stream(
    stream: BinaryIO, *, name: str, fetched: datetime, default_source: str | None = None
) -> Iterator[Article | ArticleError]:
    """Yield an article for each line of `stream`, and an `ArticleError` named "name:line" for each that is none.

    Blank lines are skipped. Lines are UTF-8; a byte order mark is allowed. A stream without any line yields an error.
    """
    any_line = False
    for number, line in _lines(stream):
        item = f"{name}:{number}"
        if not any_line:
            line = line.removeprefix(b"\xef\xbb\xbf")
            fault = _stream_fault(line)
            if fault:
                yield ArticleError(name, fault)
                return
        any_line = True
        try:
            yield _load_line(line, item, fetched, default_source or name)
        except ArticleError as error:
            yield error
    if not any_line:
        yield ArticleError(name, "is empty")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank with their numbers from 1; of a line over the limit, its beginning."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n"):  # the limit, or the last line
            rest = stream.readline(MAX_LINE_BYTES)
        if line.strip():
            yield number, line


def _stream_fault(first_line: bytes) -> str | None:
    known = next((why for mark, why in _NOT_UTF8_LINES if first_line.startswith(mark)), None)
    return known or ("is a binary file, not JSON Lines" if b"\x00" in first_line else None)


def _load_line(line: bytes, item: str, fetched: datetime, default_source: str) -> Article:
    if len(line) >= MAX_LINE_BYTES:
        raise ArticleError(item, f"is longer than {MAX_LINE_BYTES // 2**20} MB: write one article a line")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ArticleError(item, f"is not UTF-8 (byte {error.start + 1} of the line): save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        why = f"is not JSON: {error.msg} (column {error.colno}). Write one whole JSON object a line"
        raise ArticleError(item, why) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; a list in a list in a list ...
        raise ArticleError(item, "is JSON that no program can read: a number or a nesting without end") from None
    if not isinstance(record, dict):
        raise ArticleError(item, "is JSON, but not an object: write one {...} a line, without a list around them")
    return load_mapping(record, item=item, fetched=fetched, default_source=default_source)
