"""The body of a web server's answer, unpacked piece by piece: neither a bomb nor an endless one fills the memory."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator

_PIECE = 64 * 2**10
"""The most that is unpacked before it is counted."""
_GZIP, _ZLIB, _RAW_DEFLATE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
_GZIP_MARK = b"\x1f"
_MAX_CODINGS = 3
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)


class BodyError(Exception):
    """A body that is too large, or not packed as its header says; the message is the end of a sentence about it."""


class CutOffError(BodyError):
    """A packed body that ends before its end: the connection broke, and another try may bring all of it."""


def read_body(chunks: Iterable[bytes], *, coding: str, max_bytes: int, cut: bool = False) -> bytes:
    """Return the unpacked bytes of a body that comes in `chunks`, packed as its Content-Encoding `coding` says.

    Above `max_bytes`, of the body itself or of what comes over the line, `BodyError` is raised, or with `cut` the rest
    is left unread. Unknown codings count as none, as in browsers.
    """
    names = [name for part in coding.lower().split(",") if (name := part.strip()) in _UNPACKERS]
    if "zstd" in coding.lower() or len(names) > _MAX_CODINGS:
        raise BodyError(f"is packed as {coding[:40]!r}, which was not asked for and is not read")
    stream = _limited(chunks, max_bytes, cut=cut)
    for name in reversed(names):
        stream = _limited(_UNPACKERS[name](stream), max_bytes, cut=cut)
    try:
        return b"".join(stream)
    except _unpacking_errors() as error:
        raise BodyError(f"is damaged: it is not packed as {coding[:40]!r} ({error})") from None


def content_type_and_charset(header: str) -> tuple[str, str | None]:
    """Return ("text/html", "utf-8") for "text/HTML; charset=UTF-8"; "" and None for what is not said.

    A character set that Python does not know counts as not said.
    """
    kind, _, parameters = header.partition(";")
    found = _CHARSET.search(parameters)
    charset = found[1].lower() if found else None
    try:
        codecs.lookup(charset or "")
    except LookupError:
        charset = None
    return kind.strip().lower(), charset


def _limited(chunks: Iterable[bytes], max_bytes: int, *, cut: bool) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total <= max_bytes:
            yield chunk
        elif cut:
            yield chunk[: max_bytes - total]
            return
        else:
            raise BodyError(f"is larger than the limit of {in_megabytes(max_bytes)}")


def in_megabytes(size: int) -> str:
    """Return `size` in bytes as people write it: "20 MB", "0.5 MB"."""
    return f"{size / 2**20:,.3g} MB" if size < 1000 * 2**20 else f"{size / 2**20:,.0f} MB"


def _inflated(chunks: Iterable[bytes], wbits: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits)
    for chunk in chunks:
        rest = chunk
        while rest:
            if unpacker.eof:
                if wbits != _GZIP or not rest.startswith(_GZIP_MARK):
                    return  # padding after the end, which some servers send
                unpacker = zlib.decompressobj(wbits)
            yield unpacker.decompress(rest, _PIECE)
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    yield unpacker.flush()
    if not unpacker.eof:
        raise CutOffError("ends too early: it is cut off")


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return _inflated(chunks, _GZIP)


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack "deflate", which by the standard has a zlib header and on some servers has none."""
    stream = iter(chunks)
    first = b""
    for chunk in stream:
        first += chunk
        if len(first) > 1:
            break
    has_header = len(first) > 1 and first[0] & 0x0F == zlib.DEFLATED and int.from_bytes(first[:2], "big") % 31 == 0

    def all_of_it() -> Iterator[bytes]:
        yield first
        yield from stream

    return _inflated(all_of_it(), _ZLIB if has_header else _RAW_DEFLATE)


def _unbrotlied(chunks: Iterable[bytes]) -> Iterator[bytes]:
    import brotli

    unpacker = brotli.Decompressor()
    for chunk in chunks:
        yield unpacker.process(chunk, output_buffer_limit=_PIECE)
        while not unpacker.can_accept_more_data():
            yield unpacker.process(b"", output_buffer_limit=_PIECE)
        if unpacker.is_finished():
            return
    while not unpacker.is_finished():
        piece = unpacker.process(b"", output_buffer_limit=_PIECE)
        if not piece:
            break
        yield piece
    if not unpacker.is_finished():
        raise CutOffError("ends too early: it is cut off")


def _unpacking_errors() -> tuple[type[Exception], ...]:
    import brotli

    return (zlib.error, brotli.error)


_UNPACKERS = {"gzip": _gunzipped, "x-gzip": _gunzipped, "deflate": _deflated, "br": _unbrotlied}
