"""What benchmarks share that read data sets: JSON Lines in, one line in words out where a file is missing."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import GroundwireError
from corpus.jsonlines import records

T = TypeVar("T")


def read_records(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON Lines; raises `GroundwireError` where it holds none, or anything else."""
    found = [record for _, record in records(path)]
    if not found:
        raise GroundwireError(f"{path}: holds no record. Name the file of the set.")
    return found


def spread(of: Sequence[T], most: int) -> list[T]:
    """At most `most` of the records, evenly over all of them."""
    return list(of[:: max(1, math.ceil(len(of) / most))])


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
