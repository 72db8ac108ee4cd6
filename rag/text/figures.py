"""The figures of a text: sums of money, shares, times, measures and plain numbers, each as a value to compare.

"$1.5bn", "1.5 billion dollars" and "$1,500,000,000" are one value, and so are "70B" and "seventy billion". What a word
such as "nearly" or "more than" allows is a range around it. Days are not figures; their places are given by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.text.quantities import (
    AT_LEAST,
    AT_MOST,
    CURRENCIES,
    ENDS_A_NAME,
    FIGURE,
    LONG_SCALES,
    NEITHER,
    NUMBER_WORDS,
    SCALES,
    SHORT_UNITS,
    SIGNS,
    UNITS,
)

MOST_FIGURES = 200
"""Figures read of one text: a table pasted as a sentence states nothing that its first 200 numbers do not show."""
ROUNDED = 0.05
"""An amount may stand for one this share away, if it is that coarsely written: "$10 billion" for $9.9 billion.

Not tuned: anything from 0 to 0.2 gives the figures that `rag.choose.disagree.compare` names.
"""
HEDGED = 0.15
"""The same for an amount that says of itself that it is rough: "about 200,000". Not tuned: 0.05 to 0.3 are alike."""
FAR = 2.0
"""How many times an amount "more than 1,000" may stand for: whoever knows of 5,000 does not say so. Not tuned."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`text[start:end]` states `value`, in single units, of `unit`.

    `unit` is a currency's code, "%", "days", a measure, or "" for a bare number. `low` to `high` is what its words
    allow, `digits` how many digits it is written to, which is how far it may have been rounded. `hedged` says that the
    words name a range themselves; `named` that a bare number may be part of a name: "Llama 2".
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    unit: str = ""
    digits: int = 1
    hedged: bool = False
    named: bool = False

    def agrees(self, other: Figure) -> bool:
        """Whether one value could stand behind both; figures of different units cannot be compared, and agree."""
        return self.unit != other.unit or (self.low <= other.high and other.low <= self.high)


def read_figures(text: str, days: Sequence[tuple[int, int]] = ()) -> tuple[Figure, ...]:
    """The figures of `text` in order, none overlapping another; what stands in `days` is none.

    Of a range ("10 to 20 million") both ends are figures, each with the whole range.
    """
    found: list[Figure] = []
    for match in FIGURE.finditer(text):
        found += (figure for figure in _read(text, match) if not _stands_in(figure, days))
        if len(found) >= MOST_FIGURES:
            break
    return tuple(found[:MOST_FIGURES])


def telling_figures(text: str, elsewhere: Sequence[tuple[int, int]] = ()) -> tuple[Figure, ...]:
    """The figures of a question that say which thing is meant: those with a unit, and large ones such as "70B".

    A bare number may be part of a name or count anything, and times are told in other words: "almost four decades".
    """
    return tuple(figure for figure in read_figures(text, elsewhere) if _tells(figure, text[figure.start : figure.end]))


def _tells(figure: Figure, written: str) -> bool:
    if figure.unit:
        return figure.unit not in ("th", "days")
    return figure.value >= 1000 and not written.isdecimal()


@lru_cache(maxsize=256)
def as_figure(term: str) -> Figure | None:
    """The figure that `term` is from its first to its last letter; None for any other word."""
    found = telling_figures(term)
    return found[0] if len(found) == 1 and (found[0].start, found[0].end) == (0, len(term)) else None


def in_full(figure: Figure) -> str:
    """A sum or number as news writes it out: "$40 million" for "0.04bn dollars", "70 billion" for "70B"."""
    size, word = next((scale for scale in _SCALES if figure.value >= scale[0]), (1.0, ""))
    number = f"{figure.value / size:,.10g}{word}"
    sign = next((sign for sign, code in SIGNS.items() if code == figure.unit), "")
    return f"{sign} {number}" if sign.isalpha() else f"{sign}{number}"


_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


def comparable(one: Figure, other: Figure) -> bool:
    """Whether two figures may be held against each other: a bare number may stand for an amount of anything."""
    if "%" in (one.unit, other.unit):
        return one.unit == other.unit
    return one.unit == other.unit or not (one.unit and other.unit)


def same(one: Figure, other: Figure) -> bool:
    """Whether `other` says what `one` says: it is equal, or `one` is `other` rounded, or in the range `one` names."""
    if not comparable(one, other):
        return False
    if one.value == other.value or (one.digits > 1 and _rounded(other.value, one.digits) == one.value):
        return True
    return one.hedged and max(one.low, one.value / FAR) <= other.value <= min(one.high, one.value * FAR)


def ways_to_write(figure: Figure) -> tuple[str, ...]:
    """How news may write the value of `figure`, signs left out: "1.5T" as "1.5 trillion", "1.5tn", "1,500 billion"."""
    return tuple(dict.fromkeys(_written(figure)))


def _written(figure: Figure) -> Iterator[str]:
    plain = figure.unit in ("", "%", "th") or figure.unit in CURRENCIES
    if plain:
        for scale in ("", *(name for name, times in SCALES.items() if times in _POWERS)):
            for joint in {"": ("",), **dict.fromkeys(LONG_SCALES, (" ",))}.get(scale, ("", " ")):
                yield from _numbers(figure.value / SCALES.get(scale, 1.0), scale, joint)
    for unit, (kind, size) in UNITS.items():
        if kind == figure.unit and not (plain and len(unit) < 4) and figure.value / size < 1000:
            yield from _numbers(figure.value / size, unit, "" if unit in SHORT_UNITS else " ")


_POWERS = (1e3, 1e6, 1e9, 1e12)


def _numbers(value: float, behind: str, joint: str) -> Iterator[str]:
    """A number in digits and, where a small one stands apart from what is `behind` it, in words."""
    short = round(value, 3)
    if abs(short - value) > 1e-9 * value or not 0.1 <= short < (1e4 if behind else 1e15):
        return
    digits = f"{short:,.3f}".rstrip("0").removesuffix(".")
    spelled = [word for word, number in NUMBER_WORDS.items() if number == short >= 2] if joint or not behind else []
    for number in dict.fromkeys((digits, digits.replace(",", ""), *spelled)):
        yield f"{number}{joint}{behind}".strip()


def _stands_in(figure: Figure, days: Sequence[tuple[int, int]]) -> bool:
    return any(start < figure.end and figure.start < end for start, end in days)


def _read(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """The figure of one match, or the two that a range is made of."""
    hedge = (match["hedge"] or match["late"] or "").strip().casefold()
    unit, factor = _unit(match["sign"] or match["sign2"] or "", match["unit"] or "")
    begin = match.start("sign") if match["sign"] else match.start("number")
    scales = (match["scale"] or match["scale2"] or "", match["scale2"] or "")
    bare = not (unit or scales[0])
    if bare and match["number"].casefold() in ("one", "a", "an"):
        return  # it seldom counts anything
    first = _valued(match["number"], scales[0], hedge, factor)
    named = bare and bool(ENDS_A_NAME.search(text[max(0, begin - 40) : begin]))
    end = match.end("late") if match["late"] else match.end()
    if not match["number2"]:
        yield replace(_bounded(first, hedge, text[begin:end]), start=begin, end=end, unit=unit, named=named)
        return
    second = _valued(match["number2"], scales[1], "", factor)
    low, high = sorted((first.low, second.high))
    ends = match.end("scale") if match["scale"] else match.end("number")
    begins = match.start("sign2") if match["sign2"] else match.start("number2")
    for figure, start, stop in ((first, begin, ends), (second, begins, end)):
        yield replace(figure, start=start, end=stop, low=low, high=high, unit=unit, named=named)


def _bounded(figure: Figure, hedge: str, written: str) -> Figure:
    """`figure` with the end left open that its words leave open."""
    if hedge in AT_LEAST or "+" in written:
        return replace(figure, high=float("inf"), hedged=True)
    return replace(figure, low=0.0, hedged=True) if hedge in AT_MOST else figure


def _unit(sign: str, after: str) -> tuple[str, float]:
    if sign:
        return SIGNS[sign.upper()], 1.0
    name = re.sub(r"\s+", " ", after.casefold()).strip(" -")
    return UNITS.get(name) or UNITS.get(name.removesuffix("s")) or ("", 1.0)


def _valued(number: str, scale: str, hedge: str, factor: float) -> Figure:
    """The value and the range it allows: half its last place that is not 0, at most `ROUNDED` of it, or `HEDGED`."""
    plain = re.sub(r"\s", " ", number.replace(",", "").casefold())
    words = [plain] if plain in NUMBER_WORDS else re.split(r"[- ]", plain)
    in_digits = plain[0].isdigit()
    value = float(plain) if in_digits else sum(NUMBER_WORDS[word] for word in words)
    whole, _, decimals = plain.partition(".")
    place = 10.0 ** -len(decimals) if decimals else 10.0 ** (len(whole) - len(whole.rstrip("0")))
    rough = hedge not in NEITHER | AT_LEAST | AT_MOST
    slack = value * HEDGED if rough else min(place / 2 if in_digits else 0.5, value * ROUNDED)
    times = factor
    for name in re.findall(r"[a-z]+", scale.casefold()):
        times *= SCALES[name] if name in SCALES else SCALES[name.removesuffix("s")]
    digits = len(plain.replace(".", "").strip("0")) if in_digits else 1
    exact = float(f"{value * times:.12g}")  # 0.1 * 3 is no more than 0.3
    return Figure(0, 0, exact, (value - slack) * times, (value + slack) * times, digits=digits, hedged=rough)


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{max(digits - 1, 0)}e}")
