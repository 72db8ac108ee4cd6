"""PDF files: pypdf draws the pages, `corpus.files.pdf_text` makes lines into paragraphs; what holds no text says why.

A PDF states when its file was made, not when the news in it appeared: "published" and "updated" are None. Its stated
language is that of the program that made it more often than that of the text, and is left to the words.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.cleaning.plaintext import one_line
from corpus.errors import ArticleError
from corpus.files.pdf_text import Line, line_text, paragraphs_of, title_line, without_running_heads
from corpus.files.textfile import MAX_FILE_BYTES, read_bytes, readable_stem
from corpus.records import MAX_ARTICLE_CHARS

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 500
MAX_SECONDS = 60.0
"""Time of the processor for one file. pypdf does 30,000 drawing commands a second; a page of prose has 200 to 1,300."""
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_parsing_work_maximum_count": 1_000_000,
    "page_tree_maximum_entries": 10_000,
    "xform_maximum_invocations_per_extraction": 500,
}
"""Of one page, in bytes and in elements: a tenth of a second to unpack, and more than any page of text needs."""
_HEAD_BYTES, _TAIL_BYTES = 1024, 2048
_MAX_UNREADABLE_SHARE = 0.3
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)|/(?:g|G|uni|C)[0-9A-F]{1,4}\\b")
_NO_TITLE = re.compile(
    r"(?:microsoft )?(?:word|powerpoint|excel)\b.*"
    r"|.*\.(?:docx?|pptx?|xlsx?|pdf|indd|tex|dvi|odt|rtf|html?|qxp|qxd|pages|txt)"
    r"|(?:untitled|document|dokument|presentation|print|full ?page|scan|slide|layout)[ _-]?\d*|about:blank|https?://\S+"
    r"|[^\s]*[_\d][^\s]*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?i:(?:microsoft office )?(?:user|admin\w*|owner|root|unknown|author|anonymous|default|office|pc|none|n/?a))"
    r"|[a-z0-9._-]+|\S+@\S+|\S*[\\/]\S*",
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What pypdf finds in a file."""

    lines: tuple[Line, ...]
    pages: int
    has_pictures: bool
    title: str
    author: str


def pdf_file_record(path: Path) -> dict[str, object]:
    """Read a PDF file as a record; without a title of its own it is named after the file."""
    record = pdf_record(read_bytes(path), item=str(path))
    return {**record, "title": record["title"] or readable_stem(path)}


def pdf_record(data: bytes, *, item: str) -> dict[str, object]:
    """Return the article in the PDF `data` as a record: title, authors and text; title "" where it states none.

    The title is the one stated if the first page prints it, else what that page prints in its largest letters, else the
    one stated. Raises `ArticleError` for what is no PDF, cut off, damaged, encrypted, scanned, too large or too slow.
    """
    _check_whole(data, item)
    drawn = _draw(data, item)
    lines = without_running_heads(drawn.lines, drawn.pages)
    text = paragraphs_of(lines)
    if not any(map(str.isalpha, text)):
        holds = "pictures of pages and no text: run OCR on it first" if drawn.has_pictures else "no text"
        raise ArticleError(item, f"holds {holds}")
    unreadable = sum(len(found) for found in _UNREADABLE.findall(text))
    if unreadable > _MAX_UNREADABLE_SHARE * len(text):
        raise ArticleError(item, "does not say which letters its fonts draw: run OCR on it first")
    return {"title": _title(drawn, lines), "authors": _authors(drawn.author), "text": text}


def _check_whole(data: bytes, item: str) -> None:
    if len(data) > MAX_FILE_BYTES:
        raise ArticleError(item, f"is {len(data) / 2**20:,.0f} MB; the limit is {MAX_FILE_BYTES // 2**20} MB: split it")
    if b"%PDF-" not in data[:_HEAD_BYTES]:
        raise ArticleError(item, "is not a PDF file, whatever its name says")
    if b"%%EOF" not in data.rstrip(b"\0\r\n \t")[-_TAIL_BYTES:]:
        raise ArticleError(item, "ends too early: the PDF file is cut off. Fetch or copy it again")


def _draw(data: bytes, item: str) -> _Drawn:
    from pypdf import PdfReader, apply_configuration  # 0.3 s to import
    from pypdf.errors import DependencyError, DeprecationError, LimitReachedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs each thing that it mends in a file
    # pypdf says of itself that a broken file may raise what it likes; these are what it raises.
    broken = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
              RecursionError, NotImplementedError, DeprecationError, OSError, zlib.error, struct.error)  # fmt: skip
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ArticleError(item, "is encrypted and opens with a password only: save it without one first")
            return _drawn(reader, item)
    except LimitReachedError:
        raise ArticleError(item, "unpacks to more than any page of text needs: print it to a new PDF first") from None
    except DependencyError:
        raise ArticleError(item, "is encrypted with AES: install the package cryptography to read it") from None
    except broken as error:
        raise ArticleError(item, f"is a damaged PDF file ({type(error).__name__}): open and save it anew") from None


def _drawn(reader: PdfReader, item: str) -> _Drawn:
    pages = len(reader.pages)
    if pages > MAX_PAGES:
        raise ArticleError(item, f"has {pages:,} pages; the limit is {MAX_PAGES}: split it into articles")
    deadline = time.thread_time() + MAX_SECONDS
    lines: list[Line] = []
    chars = 0
    for number, page in enumerate(reader.pages):
        drawn = list(_page_lines(page, number, deadline, item))
        lines += drawn
        chars += sum(len(line.text) for line in drawn)
        if chars > MAX_ARTICLE_CHARS:
            limit = f"{MAX_ARTICLE_CHARS:,}"
            raise ArticleError(item, f"has more than {limit} characters, which is the limit: split it into articles")
    info = reader.metadata
    return _Drawn(
        lines=tuple(lines),
        pages=pages,
        has_pictures=not lines and any(_has_picture(page) for page in reader.pages),
        title=one_line(str(info.title or "")) if info else "",
        author=one_line(str(info.author or "")) if info else "",
    )


def _page_lines(page: PageObject, number: int, deadline: float, item: str) -> Iterator[Line]:
    chunks: list[tuple[str, float, float, float]] = []

    def check_time(*_: object) -> None:
        if time.thread_time() > deadline:
            raise ArticleError(item, f"takes more than {MAX_SECONDS:.0f} seconds to read: print it to a new PDF first")

    def keep(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:  # noqa: ANN401
        if text:
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = (abs(tm[0] * tm[3] - tm[1] * tm[2]) * abs(cm[0] * cm[3] - cm[1] * cm[2])) ** 0.5
            chunks.append((text, x, y, round(size * scale, 1)))

    check_time()
    page.extract_text(visitor_operand_before=check_time, visitor_text=keep)
    return _lines(chunks, number)


def _lines(chunks: list[tuple[str, float, float, float]], page: int) -> Iterator[Line]:
    """Make lines of a page's pieces of text: a line is where its first visible piece is, in its largest letters."""
    text, place, size = "", (0.0, 0.0), 0.0
    for chunk, x, y, letters in [*chunks, ("\n", 0.0, 0.0, 0.0)]:
        for number, part in enumerate(chunk.split("\n")):
            if number:  # a line ended
                if line_text(text):
                    yield Line(line_text(text), *place, size, page)
                text, size = "", 0.0
            if part.strip():
                place = place if text.strip() else (x, y)
                size = max(size, letters)
            text += part


def _has_picture(page: PageObject) -> bool:
    resources: Any = page.get("/Resources")
    objects = (resources.get_object() if resources else {}).get("/XObject")
    named: Any = objects.get_object() if objects else {}
    return any(each.get_object().get("/Subtype") in ("/Image", "/Form") for each in named.values())


def _title(drawn: _Drawn, lines: list[Line]) -> str:
    printed = title_line(lines)
    if not drawn.title or _NO_TITLE.fullmatch(drawn.title):
        return printed
    first_page = one_line(" ".join(line.text for line in lines if line.page == 0)).casefold()
    is_printed = drawn.title.casefold() in first_page
    return drawn.title if is_printed or not printed else printed


def _authors(stated: str) -> list[str]:
    names = re.split(r"\s*[;,]\s*", stated)
    return [name for name in names if name and not _NO_AUTHOR.fullmatch(name)]
