"""A reader that is asked once for each stretch, for benchmarks that put the same questions again and again."""

from __future__ import annotations

from collections.abc import Sequence

from rag.values.judged import Judged, SentenceReader, Stretch


class RememberingReader:
    """A `SentenceReader` that keeps what another one said of each stretch, asked the same."""

    def __init__(self, reader: SentenceReader) -> None:
        self._reader = reader
        self._said: dict[tuple[str, Stretch], list[Judged]] = {}

    def read(self, asked: str, stretches: Sequence[Stretch]) -> list[list[Judged]]:
        """See `SentenceReader.read`."""
        new = [one for one in dict.fromkeys(stretches) if (asked, one) not in self._said]
        if new:
            self._said |= zip(((asked, one) for one in new), self._reader.read(asked, new), strict=True)
        return [self._said[asked, one] for one in stretches]
