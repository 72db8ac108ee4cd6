"""From the lines that a PDF draws to the paragraphs its author wrote: pure functions, geometry in points.

A PDF knows no paragraphs, only words at places. What `corpus.files.pdf` reads becomes `Line`s; here running heads and
page numbers go, lines become paragraphs, and the words that line ends broke are whole again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from statistics import median

from corpus.cleaning.plaintext import SENTENCE_END, one_line

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_EDGE_LINES = 3
"""Running heads stand among this many lines at the top and the bottom of a page."""
_RECURS = 0.4
"""A line at the edge of this share of the pages, and of two at least, is a running head; even and odd may differ."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|seite|pág(?:ina)?\.?|p\.) ?)?[-–—|•. ]*\d{1,4}(?: ?(?:of|/|von|de|sur) ?\d{1,4})?[-–—|•. ]*",
    re.IGNORECASE,
)
_PRINTED_FROM = re.compile(
    r"(?:https?|file)://\S+ \d+/\d+|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, \d{1,2}:\d\d(?: ?[AP]M)?\b.{0,200}"
)
"""What browsers print at the foot and the top of a page."""
_LIST_MARK = re.compile(r"[•●▪◦‣·*–—]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s")
_NEW_SIZE = 1.12
"""Letters larger or smaller by this factor begin a paragraph: a heading, a caption."""
_NEW_GAP = 1.3
"""So does a gap of this many times the usual one between lines of their size."""
_INDENT = 0.6
"""And a first line that begins this share of its letters' size further right than the line before."""
_SHORT, _VERY_SHORT = 0.75, 0.6
"""And what would have fitted on the line before: with its first word, that has less than this share of the usual length
where a sentence ended, or else."""
_TITLE_SIZE = 1.2
_TITLE_LINES, _TITLE_CHARS = 6, 250
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: its words, where it begins (points from the lower left), the size of its letters."""

    text: str
    x: float
    y: float
    size: float
    page: int


def line_text(drawn: str) -> str:
    """Return the words of a line as they are typed: on one line, and without the ligatures of fonts."""
    return one_line(drawn).translate(_LIGATURES)


def without_running_heads(lines: Sequence[Line], pages: int) -> list[Line]:
    """Drop what recurs at the top and bottom of pages, whatever number it carries, and page numbers."""
    edges = [line for _, page in groupby(lines, key=lambda line: line.page) for line in _edge_lines(list(page))]
    on_pages = Counter(key for key, _ in {(_key(line), line.page) for line in edges})
    heads = {key for key, count in on_pages.items() if count >= max(2, _RECURS * pages)}
    large = _TITLE_SIZE * _usual_size(lines)  # what the heads repeat may be the title, printed large on the first page
    dropped = {line for line in edges if (_key(line) in heads and line.size < large) or _is_page_number(line.text)}
    return [line for line in lines if line not in dropped]


def title_line(lines: Sequence[Line]) -> str:
    """Return what stands in the largest letters on the first page, if they are larger than the text's; else ""."""
    first = [line for line in lines if line.page == 0]
    if not first:
        return ""
    usual = _usual_size(lines)
    largest = max((line.size for line in first if any(map(str.isalpha, line.text))), default=0.0)
    if largest < _TITLE_SIZE * usual:
        return ""
    start = next(number for number, line in enumerate(first) if line.size == largest)
    run = list(takewhile(lambda line: line.size > largest / _NEW_SIZE, first[start:]))
    title = one_line(_joined(run[:_TITLE_LINES], frozenset()))
    return title if len(run) <= _TITLE_LINES and 2 < len(title) <= _TITLE_CHARS else ""


def paragraphs_of(lines: Sequence[Line]) -> str:
    """Join `lines` into paragraphs parted by a blank line."""
    gaps = _usual_gaps(lines)
    lengths = _usual_lengths(lines)
    vocabulary = _vocabulary(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if not groups or _begins_paragraph(groups[-1], line, gaps, lengths[line.size]):
            groups.append([])
        groups[-1].append(line)
    return "\n\n".join(_joined(group, vocabulary) for group in groups)


def _edge_lines(page: list[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: -line.y)
    return [*by_height[:_EDGE_LINES], *by_height[_EDGE_LINES:][-_EDGE_LINES:]]


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _is_page_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text) or _PRINTED_FROM.fullmatch(text))


def _usual_size(lines: Iterable[Line]) -> float:
    """Return the size most letters have: the text's."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _usual_lengths(lines: Iterable[Line]) -> dict[float, float]:
    lengths: defaultdict[float, list[int]] = defaultdict(list)
    for line in lines:
        lengths[line.size].append(len(line.text))
    return {size: median(values) for size, values in lengths.items()}


def _usual_gaps(lines: Sequence[Line]) -> dict[float, float]:
    gaps: defaultdict[float, list[float]] = defaultdict(list)
    for above, below in pairwise(lines):
        if above.page == below.page and above.size == below.size and above.y > below.y:
            gaps[above.size].append(above.y - below.y)
    return {size: median(values) for size, values in gaps.items()}


def _begins_paragraph(group: list[Line], line: Line, gaps: dict[float, float], length: float) -> bool:
    above = group[-1]
    if max(above.size, line.size) > _NEW_SIZE * min(above.size, line.size) or _LIST_MARK.match(line.text):
        return True
    ended = bool(SENTENCE_END.search(above.text))
    would_have_been = len(above.text) + 1 + len(line.text.split(" ", 1)[0])
    if would_have_been < (_SHORT if ended else _VERY_SHORT) * length and not line.text[0].islower():
        return True
    if above.page != line.page or line.y > above.y:  # the next page or column
        return ended
    # Two sizes that differ by a rounding have one gap; where none was measured, nothing is told by it.
    usual = gaps.get(line.size) or gaps.get(above.size)
    if usual and above.y - line.y > _NEW_GAP * usual:
        return True
    return line.x - above.x > _INDENT * line.size and not (len(group) == 1 and _LIST_MARK.match(group[0].text))


def _vocabulary(lines: Iterable[Line]) -> frozenset[str]:
    r"""Return the words that stand whole within lines, to tell "open-\nsource" from "infra-\nstructure"."""
    return frozenset(word.lower() for line in lines for word in _WORD.findall(line.text))


def _joined(lines: Sequence[Line], vocabulary: frozenset[str]) -> str:
    text = lines[0].text if lines else ""
    for line in lines[1:]:
        text = _join(text, line.text, vocabulary)
    return text


def _join(text: str, following: str, vocabulary: frozenset[str]) -> str:
    broken = _BROKEN_WORD.search(text[-60:])
    if broken is None:
        glued = text[-1:] == "-" and text[-2:-1].isalnum()  # "2023-" and "24"
        return text + ("" if glued else " ") + following
    if not following[0].islower():
        return text + following  # "US-" and "Iran"
    rest = _WORD.match(following)
    start, end = broken[1].lower(), rest[0].lower() if rest else ""
    is_compound = f"{start}-{end}" in vocabulary and start + end not in vocabulary
    within_compound = text[: len(text) - len(broken[0])].endswith("-")  # "state-of-the-" and "art"
    keeps_hyphen = text[-1] != "\u00ad" and (is_compound or within_compound)
    return (text if keeps_hyphen else text[:-1]) + following
