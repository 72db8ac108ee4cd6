"""JSON Lines: one object a line, and what is wrong with a line that is none."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.errors import GroundwireError

Record = dict[str, Any]
MAX_LINE_BYTES = 16 * 2**20
"""A longer line is no record of ours (see `corpus.records.MAX_ARTICLE_CHARS`); it is skipped without being held."""

_OTHER_FILES = (
    (b"\x1f\x8b", "is compressed with gzip: unpack it, or name it .jsonl.gz"),
    (b"\xff\xfe", "is UTF-16, not UTF-8: save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16, not UTF-8: save it as UTF-8"),
    (b"version https://git-lfs", "is a Git LFS pointer, not the data: run `git lfs pull` where you cloned it"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1 and its object; or, in `fault`, what is wrong with it and how to mend it.

    A fault of number 0 is one of the whole file; no line follows it.
    """

    number: int
    record: Record
    fault: str = ""


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Yield the lines of `stream` that are not blank. They are UTF-8; a byte order mark is allowed before the first."""
    first = True
    for number, line in _lines(stream):
        if first:
            line = line.removeprefix(b"\xef\xbb\xbf")
            fault = _other_file(line)
            if fault:
                yield Line(0, {}, fault)
                return
        first = False
        yield _parsed(number, line)


def records(path: Path) -> Iterator[tuple[str, Record]]:
    """Yield each object of a file with its place in words (`file:line`); a name that ends in .gz is unpacked.

    Raises `GroundwireError`, with what to do, for a file that cannot be read and for the first line that is no object.
    """
    try:
        with open_lines(path) as stream:
            for line in read_lines(stream):
                where = f"{path}:{line.number}" if line.number else str(path)
                if line.fault:
                    raise GroundwireError(f"{where}: {line.fault}.")
                yield where, line.record
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise GroundwireError(f"{path}: is no whole gzip file ({error}). Compress it again, or drop the .gz.") from None
    except OSError as error:
        raise GroundwireError(f"{path}: cannot be read ({error.strerror}). Name a .jsonl or .jsonl.gz file.") from error


def open_lines(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where its name ends in .gz."""
    return cast("BinaryIO", gzip.open(path, "rb")) if path.suffix.lower() == ".gz" else path.open("rb")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank with their numbers; of a line over the limit, its beginning."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n"):  # the limit, or the last line
            rest = stream.readline(MAX_LINE_BYTES)
        if line.strip():
            yield number, line


def _other_file(first_line: bytes) -> str | None:
    known = next((why for mark, why in _OTHER_FILES if first_line.startswith(mark)), None)
    return known or ("is a binary file, not JSON Lines" if b"\x00" in first_line else None)


def _parsed(number: int, line: bytes) -> Line:
    if len(line) >= MAX_LINE_BYTES:
        return Line(number, {}, f"is longer than {MAX_LINE_BYTES // 2**20} MB: write one record a line")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Line(number, {}, f"is not UTF-8 (byte {error.start + 1} of the line): save the file as UTF-8")
    except json.JSONDecodeError as error:
        return Line(number, {}, f"is not JSON: {error.msg} (column {error.colno}). Write one whole JSON object a line")
    except (ValueError, RecursionError):  # a number of thousands of digits; a list in a list in a list ...
        return Line(number, {}, "is JSON that no program can read: a number or a nesting without end. Shorten it")
    if not isinstance(record, dict):
        return Line(number, {}, "is JSON, but not an object: write one {...} a line, without a list around them")
    return Line(number, record)
