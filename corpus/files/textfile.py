"""Files of plain text, and what every text file needs first: its bytes made into characters."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.cleaning.plaintext import SENTENCE_END, one_line
from corpus.errors import ArticleError

MAX_FILE_BYTES = 32 * 2**20
"""Text, Markdown and HTML files above this are refused unread; JSON Lines, read line by line, may have any size."""

_UTF16_32 = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
             (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_KINDS = (
    (b"%PDF", "a PDF file: name it .pdf"),
    (b"PK\x03\x04", "a zip archive or an Office document: save it as text first"),
    (b"\x1f\x8b", "compressed with gzip: unpack it, or name it .jsonl.gz if it holds JSON Lines"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_MAX_CONTROL_SHARE = 0.02
_DETECT_BYTES = 100_000
"""charset-normalizer reads this much to tell an encoding: more costs seconds and tells no more."""
_TITLE_CHARS = 150


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file that is read whole.

    Raises `ArticleError` if it is empty, larger than `MAX_FILE_BYTES`, or written to while it is read: half of an old
    article and half of a new one is neither.
    """
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        data = file.read(MAX_FILE_BYTES + 1) if before.st_size <= MAX_FILE_BYTES else b""
        after = os.fstat(file.fileno())
    size = max(before.st_size, len(data))
    if size > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 2**20
        raise ArticleError(str(path), f"is {size / 2**20:,.0f} MB; the limit is {limit} MB: split it into articles")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise ArticleError(str(path), "changed while it was read: wait until it is written, then try again")
    if not data.strip():
        raise ArticleError(str(path), "is empty")
    return data


def decode(data: bytes, item: str, *, declared: str | None = None) -> str:
    """Return the characters of `data`: UTF-8 (or UTF-16 and 32 with their marks), else `declared`, else as detected.

    Raises `ArticleError` if `data` is not text, saying what it seems to be.
    """
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), None)
    if kind:
        raise ArticleError(item, f"is {kind}")
    marked = next((encoding for mark, encoding in _UTF16_32 if data.startswith(mark)), None)
    if marked is None and b"\x00" in data:
        raise ArticleError(item, "is a binary file, not text")
    text = next(
        (text for name in (marked or "utf-8-sig", declared) if (text := _decode_as(data, name)) is not None), None
    )
    if text is None:
        encoding = _detect(data[:_DETECT_BYTES])
        text = data.decode(encoding, "replace") if encoding else None
    if text is None or len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise ArticleError(item, "is a binary file, or text in an unknown encoding: save it as UTF-8")
    return text


def _detect(sample: bytes) -> str | None:
    """Return the likely encoding of `sample`: windows-1252 where possible, as in browsers, else the best match.

    Short Western texts are readable in several sister encodings; taking the best match made "déjà" into "déją".
    """
    matches = from_bytes(sample)
    if any("cp1252" in match.could_be_from_charset for match in matches):
        return "cp1252"
    best = matches.best()
    return best.encoding if best else None


def _decode_as(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def readable_stem(path: Path) -> str:
    """Return the file's name as a title: "openai-scaling-team.txt" is "openai scaling team"."""
    stem = path.name.removesuffix(path.suffix)
    return one_line(re.sub(r"[-_]+", " ", stem)) or path.name


def text_record(path: Path) -> dict[str, object]:
    """Read a plain text file as a record: its first line is the title if it stands alone like one, else its name is."""
    text = decode(read_bytes(path), str(path)).replace("\r\n", "\n").replace("\r", "\n").lstrip()
    first, newline, rest = text.partition("\n")
    title = one_line(first)
    stands_alone = bool(newline) and not rest.partition("\n")[0].strip() and bool(rest.strip())
    if stands_alone and 0 < len(title) <= _TITLE_CHARS and not SENTENCE_END.search(title):
        return {"title": title, "text": rest}
    return {"title": readable_stem(path), "text": text}
