"""The plots of a report as inline SVG: numbers in, markup out. Words in them are escaped by ElementTree.

Colours and strokes are classes of `report.css`, so that a plot is light or dark with its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from xml.etree.ElementTree import Element, SubElement, tostring

BINS = 10
"""Equal widths of confidence, as Guo et al. 2017 draw reliability (they use 15 on ten thousand cases)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The cases of one width of confidence: how many, their mean confidence, and the share that is answerable."""

    cases: int
    answerable: int
    confidence: float

    @property
    def share(self) -> float:
        """The share of the cases that the articles answer."""
        return self.answerable / self.cases


def reliability_bins(confidences: Sequence[float], answerable: Sequence[bool], bins: int = BINS) -> list[Bin | None]:
    """Return what lies in each width of confidence from 0 to 1, None where nothing does; 1.0 lies in the last."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, label in zip(confidences, answerable, strict=True):
        members[min(bins - 1, max(0, int(confidence * bins)))].append((confidence, label))
    return [
        Bin(len(each), sum(label for _, label in each), fmean(confidence for confidence, _ in each)) if each else None
        for each in members
    ]


def calibration_error(bins: Iterable[Bin | None]) -> float | None:
    """Return the expected calibration error (Guo et al. 2017, equation 5): mean distance, weighted by cases."""
    known = [each for each in bins if each]
    total = sum(each.cases for each in known)
    return sum(each.cases * abs(each.share - each.confidence) for each in known) / total if total else None


# --- one row of a table ----------------------------------------------------------------------------------------------

_ROW_WIDTH, _ROW_HEIGHT, _PAD = 220, 22, 6


def interval_row(
    title: str,
    value: float,
    interval: tuple[float, float] | None,
    bounds: Sequence[float] = (),
    others: Mapping[str, float] | None = None,
) -> str:
    """Draw a figure between 0 and 1 as a dot on its interval, with its floor as a line and `others` as hollow dots."""

    def x(share: float) -> float:
        return _PAD + min(1.0, max(0.0, share)) * (_ROW_WIDTH - 2 * _PAD)

    middle = _ROW_HEIGHT / 2
    root = _svg(_ROW_WIDTH, _ROW_HEIGHT, title, "row")
    for share in (0, 0.25, 0.5, 0.75, 1):
        _line(root, "grid", x(share), 2, x(share), _ROW_HEIGHT - 2)
    for name, other in (others or {}).items():
        dot = _circle(root, "other", x(other), middle, 3)
        SubElement(dot, "title").text = f"{name}: {other:.3f}"
    if interval:
        _line(root, "interval", x(interval[0]), middle, x(interval[1]), middle)
    for bound in bounds:
        _line(root, "floor", x(bound), 1, x(bound), _ROW_HEIGHT - 1)
    _circle(root, "dot", x(value), middle, 4.5)
    return _markup(root)


def stacked_row(title: str, parts: Sequence[tuple[str, int]]) -> str:
    """Draw counts as one bar of parts; each is (its class, how many)."""
    root = _svg(_ROW_WIDTH, _ROW_HEIGHT, title, "row")
    total = sum(count for _, count in parts)
    left = 0.0
    for style, count in parts:
        width = count / total * _ROW_WIDTH if total else 0
        if width:
            _rect(root, style, left, 5, width, _ROW_HEIGHT - 10)
        left += width
    return _markup(root)


# --- plots with two axes ---------------------------------------------------------------------------------------------

_WIDTH, _HEIGHT = 420, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 12, 44


def risk_coverage_plot(points: Sequence[tuple[float, float]]) -> str:
    """Draw the risk of the answers given against the share of cases answered."""
    title = "Risk against coverage: the share of wrong answers among the cases answered with the most confidence"
    root = _svg(_WIDTH, _HEIGHT, title, "plot")
    _axes(root, "coverage: share of the cases, the surest first", "risk: share of them wrong")
    path = " ".join(f"{_x(coverage):.1f},{_y(risk):.1f}" for coverage, risk in points)
    SubElement(root, "polyline", {"class": "curve", "points": path})
    if points:
        _circle(root, "dot", _x(points[-1][0]), _y(points[-1][1]), 4)
    return _markup(root)


def reliability_plot(bins: Sequence[Bin | None]) -> str:
    """Draw, by width of confidence, the share that is answerable as dots, and how many cases there are as bars."""
    title = "Reliability: the share of cases that the articles answer, by how likely they were thought to"
    root = _svg(_WIDTH, _HEIGHT, title, "plot")
    most = max((each.cases for each in bins if each), default=1)
    width = (_x(1) - _x(0)) / len(bins)
    for n, each in enumerate(bins):
        if each:  # at most a third of the plot's height: they say how much a dot is worth
            height = each.cases / most * (_y(0) - _y(1)) / 3
            bar = _rect(root, "count", _x(n / len(bins)) + 1, _y(0) - height, width - 2, height)
            SubElement(bar, "title").text = f"{each.cases} cases of confidence {n / len(bins):.1f} and up"
    _axes(root, "confidence: how likely the articles were thought to answer", "share that they answer")
    _line(root, "ideal", _x(0), _y(0), _x(1), _y(1))
    known = [each for each in bins if each]
    path = " ".join(f"{_x(each.confidence):.1f},{_y(each.share):.1f}" for each in known)
    SubElement(root, "polyline", {"class": "curve", "points": path})
    for each in known:
        dot = _circle(root, "dot", _x(each.confidence), _y(each.share), 4)
        words = f"{each.answerable} of {each.cases} answerable at a mean confidence of {each.confidence:.2f}"
        SubElement(dot, "title").text = words
    return _markup(root)


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _axes(root: Element, below: str, beside: str) -> None:
    for share in (0, 0.25, 0.5, 0.75, 1):
        _line(root, "grid", _x(share), _y(0), _x(share), _y(1))
        _line(root, "grid", _x(0), _y(share), _x(1), _y(share))
        _words(root, f"{share:g}", _x(share), _y(0) + 16, "middle")
        _words(root, f"{share:g}", _x(0) - 6, _y(share) + 4, "end")
    _words(root, below, (_x(0) + _x(1)) / 2, _HEIGHT - 8, "middle")
    turned = _words(root, beside, 0, 0, "middle")
    turned.set("transform", f"translate(12 {(_y(0) + _y(1)) / 2:.1f}) rotate(-90)")


# --- elements --------------------------------------------------------------------------------------------------------


def _svg(width: int, height: int, title: str, style: str) -> Element:
    root = Element(
        "svg", {"class": style, "viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height)}
    )
    root.set("role", "img")
    root.set("aria-label", title)
    SubElement(root, "title").text = title
    return root


def _line(root: Element, style: str, x1: float, y1: float, x2: float, y2: float) -> None:
    places = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    SubElement(root, "line", {"class": style, **places})


def _circle(root: Element, style: str, x: float, y: float, radius: float) -> Element:
    return SubElement(root, "circle", {"class": style, "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{radius:g}"})


def _rect(root: Element, style: str, x: float, y: float, width: float, height: float) -> Element:
    places = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
    return SubElement(root, "rect", {"class": style, **places})


def _words(root: Element, words: str, x: float, y: float, anchor: str) -> Element:
    text = SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor})
    text.text = words
    return text


def _markup(root: Element) -> str:
    return tostring(root, encoding="unicode", short_empty_elements=False)
