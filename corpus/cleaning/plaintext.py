"""From the characters a page or file happens to hold to plain paragraphs.

Two steps, both pure: `tidy_characters` settles which characters stay, `paragraphs` settles where paragraphs end.
Which paragraphs belong to the article is `corpus.cleaning.furniture`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028]")
_PARAGRAPH_SEPARATOR = "\u2029"

# Control characters, and format characters a reader never sees: soft hyphen, zero-width space, word joiner, BOM, bidi
# marks and overrides (which can make a quotation read other than it is stored). Visible format characters, such as the
# Arabic number signs, and the tag characters of flag emoji stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# U+200C and U+200D change how Arabic, Indic and other complex scripts read, and U+200D binds emoji into one: between
# such characters they are spelling, elsewhere they are junk that keeps a word from being found.
_JOINS = "\u0600-\u1cff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
_STRAY_JOINER = re.compile(f"(?<![{_JOINS}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINS}])")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SPACE_RUN = re.compile("  +")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n\s*\n")

_WRAP_WIDTH = 120
"""Longer lines than this are paragraphs, not lines somebody wrapped to fit a window or an e-mail."""
_WRAP_MAJORITY = 0.8

SENTENCE_END = re.compile(r"""[.!?…。！？।؟](?:["'”’»)\]]|\[\d+\])*$""")
"""Matches at the end of text that ends as a sentence does, closing quotes and brackets included."""


def tidy_characters(raw: str) -> str:
    r"""`raw` in Unicode NFC with `\n` line ends, plain single spaces, and nothing invisible.

    Lone surrogates, which JSON can carry and UTF-8 cannot, become U+FFFD.
    """
    text = raw
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _LINE_ENDS.sub("\n", text).replace(_PARAGRAPH_SEPARATOR, "\n\n")
    text = _INVISIBLE.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    return unicodedata.normalize("NFC", _SPACE_RUN.sub(" ", _SPACES.sub(" ", text)))


def one_line(raw: str) -> str:
    """`raw` as a title or a name is kept: tidy, on one line, without leading or trailing space."""
    return " ".join(tidy_characters(raw).split())


def paragraphs(text: str) -> list[str]:
    """Split tidy text into paragraphs: one line each, none empty.

    A blank line always ends a paragraph. A single newline is read by what surrounds it:

    - in hard-wrapped lines (each broken just where the next word would not have fitted) it is a space;
    - in a text with blank lines elsewhere, inside a block that ends as a sentence does, it is a space;
    - before a line that goes on in lower case it is a space;
    - else it ends a paragraph: one paragraph a line, or a list of headlines.
    """
    blocks = [[line.strip() for line in block.split("\n") if line.strip()] for block in _BLANK_LINES.split(text)]
    blocks = [lines for lines in blocks if lines]
    return [paragraph for lines in blocks for paragraph in _join_lines(lines, has_blank_lines=len(blocks) > 1)]


def _join_lines(lines: list[str], *, has_blank_lines: bool) -> list[str]:
    if len(lines) == 1:
        return lines
    if has_blank_lines and SENTENCE_END.search(lines[-1]) and not _all_sentences(lines):
        return [" ".join(lines)]
    wrapped = _is_hard_wrapped(lines)
    width = max(map(len, lines))
    joined = [lines[0]]
    for previous, line in pairwise(lines):
        if line[0].islower() or (wrapped and _was_full(previous, line, width)):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _all_sentences(lines: list[str]) -> bool:
    """Whether every line ends a sentence: then nothing is gained by joining them, and a list stays a list."""
    return all(SENTENCE_END.search(line) for line in lines)


def _was_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _is_hard_wrapped(lines: list[str]) -> bool:
    width = max(map(len, lines))
    if not 40 <= width <= _WRAP_WIDTH:
        return False
    pairs = list(pairwise(lines))
    running = [following for line, following in pairs if not SENTENCE_END.search(line)]
    # Headlines one under another can be of like length; wrapped prose also breaks before ordinary words.
    if not running or sum(not line[0].isupper() for line in running) * 4 < len(running):
        return False
    return sum(_was_full(line, following, width) for line, following in pairs) >= _WRAP_MAJORITY * len(pairs)
