"""What benchmarks share that read data sets: JSON Lines in, one line in words out where a file is missing."""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import GroundwireError

T = TypeVar("T")


def read_records(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON Lines, plain or .gz.

    Raises `GroundwireError` for a file that cannot be read, holds nothing or holds anything else.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            found = [json.loads(line) for line in file if line.strip()]
    except OSError as error:
        raise GroundwireError(
            f"{path}: cannot be read ({error.strerror or error}). Name the file of the set."
        ) from error
    except ValueError as error:
        raise GroundwireError(f"{path}: is not JSON Lines ({error}). Name the file of the set.") from error
    if not found or not all(isinstance(record, dict) for record in found):
        raise GroundwireError(f"{path}: holds no JSON object, or something else too. Name the file of the set.")
    return found


def spread(records: Sequence[T], most: int) -> list[T]:
    """At most `most` of the records, evenly over all of them."""
    return list(records[:: max(1, math.ceil(len(records) / most))])


def in_words(measure: Callable[[], None]) -> int:
    """Run `measure`; the exit status: 1, and a line on standard error, where data are missing or are something else."""
    try:
        measure()
    except GroundwireError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyError as error:
        print(f"A record lacks the key {error}. Name the file of the set that this benchmark reads.", file=sys.stderr)
        return 1
    return 0
