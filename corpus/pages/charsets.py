"""The characters of a page, by the character set it is declared in where that is true.

`corpus.files.textfile.decode` does the work; here is what is particular to pages: names of character sets that stand
for larger ones, and pages in UTF-8 with a damaged byte.
"""

from __future__ import annotations

import codecs
import re

from corpus.files.textfile import decode

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
_STANDS_FOR = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Python's name of a character set, and the larger one that browsers read it as (https://encoding.spec.whatwg.org).

Pages in "ISO-8859-1" hold curly quotes, which only windows-1252 has.
"""
_WRITES_IN_ASCII = ("iso2022_jp", "iso2022_kr", "hz")
_NOT_FOR_PAGES = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem")
"""Codecs of Python that no page is written in, some of them slow or raising errors of their own."""


def declared_in_markup(data: bytes) -> str | None:
    """Return the character set that a page declares in <meta> or in its XML declaration."""
    found = _DECLARED.search(data[:_HEAD_BYTES])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def page_text(data: bytes, item: str, *, charset: str | None) -> str:
    """Return the characters of `data`, declared to be in `charset`. Raises `ArticleError` if they are not text."""
    name = _codec(charset)
    if name in _WRITES_IN_ASCII and (b"\x1b$" in data or b"~{" in data):  # else decode would take them for ASCII
        return data.decode(name, "replace")
    if name and name.startswith("utf-16") and b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16-be" if name == "utf-16-be" else "utf-16-le", "replace")
    if name in (None, "utf-8") and (text := _damaged_utf8(data)) is not None:
        return text
    return decode(data, item, declared=name)


def _codec(charset: str | None) -> str | None:
    """Return Python's name of the codec for `charset`, None if there is none fit for pages."""
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_FOR_PAGES else _STANDS_FOR.get(name, name)


def _damaged_utf8(data: bytes) -> str | None:
    """Return `data` as UTF-8 with U+FFFD for what is damaged, if it is UTF-8 for the most part and damaged in places.

    One cut character among a hundred whole ones would else have the page read as windows-1252, and spoil the hundred.
    """
    if b"\x00" in data:
        return None
    text = data.decode("utf-8-sig", "replace")
    damaged = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    whole = len(re.sub(r"[\x00-\x7f\ufffd]+", "", text))
    return text if 0 < damaged <= whole else None
