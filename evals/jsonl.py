"""JSON Lines as cases and claims are written in them: one object a line, and words for whatever is none."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import GroundwireError


def records(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Each line's number from 1, its place in words (`file:line`), and its object; blank lines are left out.

    A `.gz` file is unpacked. Raises `GroundwireError`, with what to do, for a file that cannot be read and for the
    first line that is no JSON object in UTF-8.
    """
    for number, line in enumerate(_bytes(path).removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            where = f"{path}:{number}"
            yield number, where, _record(line, where)


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise GroundwireError(f"{path}: is no whole gzip file ({error}). Compress it again, or drop the .gz.") from None
    except OSError as error:
        raise GroundwireError(f"{path}: cannot be read ({error.strerror}). Name a .jsonl or .jsonl.gz file.") from error


def _record(line: bytes, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise GroundwireError(f"{where}: is not UTF-8. Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        why = f"is not JSON: {error.msg} (column {error.colno}). Write one whole JSON object a line."
        raise GroundwireError(f"{where}: {why}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits; a list in a list in a list ...
        raise GroundwireError(f"{where}: is JSON without end in a number or a nesting. Shorten it.") from None
    if not isinstance(record, dict):
        raise GroundwireError(
            f"{where}: is JSON, but not an object. Write one {{...}} a line, without a list around them."
        )
    return record
