"""What a console prints that has not every character: another of the same meaning, never an error."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from collections.abc import Iterable
from typing import TextIO

_INSTEAD = {"✓": "+", "✗": "x", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "·": "-"}


def accept_every_character(streams: Iterable[TextIO]) -> None:
    """Let these streams write what their encoding lacks (a Windows console, a redirection) in letters that it has."""
    codecs.register_error("groundwire", _nearest)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="groundwire")


def holds_every_character(stream: TextIO) -> bool:
    """Whether the encoding of `stream` is one of Unicode's."""
    return (stream.encoding or "utf-8").lower().replace("_", "-").startswith("utf")


def ascii_json() -> bool:
    r"""Whether JSON on standard output must write characters as "\uXXXX" to lose none."""
    return not holds_every_character(sys.stdout)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    written = "".join(_in_ascii(character) for character in error.object[error.start : error.end])
    return written, error.end


def _in_ascii(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return _INSTEAD.get(character) or plain or "?"
