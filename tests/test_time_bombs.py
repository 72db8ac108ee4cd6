"""No foreign text takes for ever: neither a regular expression of corpus/ or rag/, nor a way in for articles.

A watchdog that counts the process's own computing, not the clock on the wall, stops what takes hundreds of times as
long as reading a text of that length should: time that grows with the square of the length, or worse.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import json
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import corpus
import rag
from corpus import ArticleError, load_mapping
from corpus.cleaning.corrections import correction_notices
from corpus.feeds.html import content_text
from corpus.files.mail_text import without_mail_furniture
from corpus.files.markdown import plain
from corpus.pages.html import html_record
from corpus.records import MAX_TITLE_CHARS
from rag.asked.question import MAX_LENGTH
from rag.choose.quotable import MOST_CHARS, can_be_quoted, trimmed
from rag.text.list_lines import listed_lines
from rag.text.sentences import Span, split_sentences

ROOT = Path(__file__).resolve().parent.parent
CHARS = 10_000
SECONDS, PATTERN_SECONDS = 3.0, 0.25
"""Of computing. A pattern needs a hundredth of that, a way in, its models loaded, a tenth."""
UNITS = (
    *("a ", "a", "A ", "A", "1 ", "1", "1,", "1.", ". ", ".", '"', "“", "( ", "(", "- ", "a - ", "| ", ", ", ",", "$"),
    *(" ", "\n", "\t ", "a\n", "<", "<a ", "<!--", "<br>", "[", "![", "{", "&", "_", "@", "/", "//", "http://a ", "a/"),
    *("Aa ", "A.", "U.S. ", "Mr. ", "é", "中", "a.A", "’s ", ":", "Aa, ", "May 1 ", "the ", "and ", "By ", "— ", '." '),
    *(
        '"No," he said. ',
        "1:1 ",
        "www.a",
        "a-",
        "Topics: ai ",
        "More on this story ",
        "Share on X ",
        "Read more: Aa a ",
    ),
)
WITHIN = {
    "rag.asked.": MAX_LENGTH,
    "rag.choose.quotable.": MOST_CHARS,
    "rag.choose.chooser.": MOST_CHARS,
    "corpus.cleaning.clean._BEFORE_OUTLET": MAX_TITLE_CHARS,
    "corpus.cleaning.furniture.FURNITURE_BLOCKS": 600,
    "corpus.cleaning.furniture_patterns.FURNITURE_BLOCKS": 600,
    "corpus.files.pdf_text._BROKEN_WORD": 60,
    "corpus.files.mail_text._byline": 250,
    "corpus.dates._WRITTEN": 100,
}
"""Patterns, or all of a module, that are never given more characters than this."""


FROM_THE_START = frozenset("_CAPTION _SCENE _TEASER _GLUED_LABEL _LEADING".split())
"""Tables of rag.choose.quotable whose patterns are asked so, in a way that `asked_from_the_start` does not see."""


class TookTooLong(BaseException):
    """Raised by the watchdog."""


def ends_within(seconds: float, work: Callable[[], object]) -> bool:
    """Whether `work` ends within so many seconds of the process's own computing."""

    def bark(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, bark)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        work()
    except TookTooLong:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return True


def patterns() -> dict[str, list[re.Pattern[str]]]:
    """Every compiled pattern of both packages by "module.NAME", also those in tables and made by cached functions."""
    found: dict[str, list[re.Pattern[str]]] = {}
    seen: set[re.Pattern[str]] = set()
    for package in (corpus, rag):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, functools._lru_cache_wrapper) and "Pattern" in str(inspect.signature(value)):
                    value = value()
                if held := [pattern for pattern in _within(value) if pattern not in seen]:
                    found[f"{module.name}.{name}"] = held
                    seen.update(held)
    return found


def _within(value: object, depth: int = 3) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif depth and isinstance(value, (tuple, list, set, frozenset, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _within(each, depth - 1)


def asked_from_the_start() -> set[str]:
    """The names of patterns that are only asked whether a text begins with them; all others are searched for."""
    anchored, loose = set(FROM_THE_START), set()
    for part in ("corpus", "rag"):
        for path in (ROOT / part).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            for name, way in re.findall(
                r"\b(\w+)(?:\(\))?\.(match|fullmatch|search|subn?|split|findall|finditer)\(", source
            ):
                (anchored if way in ("match", "fullmatch") else loose).add(name)
            for _, tables in re.findall(
                r"\b(\w+)\.(?:match|fullmatch)\([^\n]+ for [^\n]*\b\1\b[^\n]* in ([^\n]+)", source
            ):
                anchored.update(re.findall(r"\w+", tables))
    return anchored - loose


def test_the_watchdog_stops_what_grows_with_the_square_and_lets_a_plain_pattern_pass():
    text = " " * CHARS
    assert not ends_within(PATTERN_SECONDS, lambda: re.search(r"\s*[|｜]\s*|\s+[–—-]\s+", text))
    assert ends_within(PATTERN_SECONDS, lambda: re.search(r"\sx", text))


def test_the_patterns_are_found_wherever_they_are_kept():
    names = patterns()
    assert len(names) > 300
    assert {
        "corpus.dates._WRITTEN",
        "rag.choose.quotable._LEADING",
        "corpus.cleaning.correction_patterns.label_pattern",
    } <= {*names}


def test_no_pattern_takes_a_text_for_ever():
    anchored = asked_from_the_start()
    slow = set()
    for name, held in patterns().items():
        way = "match" if name.rpartition(".")[2] in anchored else "search"
        size = min((most for start, most in WITHIN.items() if name.startswith(start)), default=CHARS)
        for pattern in held:
            literals = sorted(set(re.findall(r"[^\W\d_]{3,}", pattern.pattern)), key=len)[-3:]
            for unit in (*UNITS[::2], *literals):
                text = unit * (size // len(unit))
                if not ends_within(PATTERN_SECONDS, lambda: getattr(pattern, way)(text)):  # noqa: B023 - called at once
                    slow.add((name, unit))
                    break
    assert not slow


PROSE = "The company said on Monday that the work had taken eleven months and a team of nineteen people in two cities."


def record(**values: object) -> object:
    return load_mapping({"text": PROSE, "title": "T", **values}, item="item", fetched=datetime(2026, 1, 1, tzinfo=UTC))


def page(*, head: str = "", headline: str = "The work is done", body: str = "") -> object:
    made = f"<html><head>{head}</head><body><article><h1>{headline}</h1><p>{PROSE}</p>{body}<p>{PROSE}</p></article>"
    return record(**html_record(made, item="page"))


def meta(name: str, value: str) -> str:
    return f"<meta property='{name}' content={json.dumps(value)}>"


def linked(value: str) -> str:
    names = ("headline", "articleBody", "datePublished", "author", "keywords")
    entity = {"@type": "NewsArticle", **dict.fromkeys(names, value)}
    return f"<script type='application/ld+json'>{json.dumps(entity)}</script>"


WAYS: dict[str, Callable[[str], Any]] = {
    "title": lambda text: record(title=text),
    "text": lambda text: record(text=f"{PROSE}\n\n{text}\n\n{PROSE}"),
    "lines of a text": lambda text: record(text="\n\n".join([PROSE, *[text[:40]] * 1000])),
    "title and text": lambda text: record(title=text, text=f"{text}\n\n{PROSE}"),
    "source": lambda text: record(source=text),
    "authors": lambda text: record(authors=text),
    "date": lambda text: record(published=text),
    "headline": lambda text: page(headline=text),
    "paragraph": lambda text: page(body=f"<p>{text}</p>"),
    "cells": lambda text: page(body=f"<table><tr><td>{text}</td><td>2</td></tr></table>"),
    "byline": lambda text: page(body=f"<p class='byline'>By {text}</p>"),
    "class": lambda text: page(body=f"<div class={json.dumps(text)}>x</div>"),
    "site": lambda text: page(head=meta("og:site_name", text) + meta("og:title", text)),
    "author": lambda text: page(head=meta("author", text)),
    "JSON-LD": lambda text: page(head=linked(text)),
    "broken JSON-LD": lambda text: page(head=f"<script type='application/ld+json'>{{{text}</script>"),
    "Markdown": lambda text: plain(text, "a.md"),
    "mail": without_mail_furniture,
    "feed": content_text,
    "notices": correction_notices,
    "sentences": split_sentences,
    "listed lines": listed_lines,
    "quoted": lambda text: can_be_quoted(f"The {text} said so."),
    "trimmed": lambda text: trimmed(f"x{text}x", Span(0, len(text) + 2), text[:300]),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_in_takes_a_text_for_ever(way: str):
    def read(text: str) -> None:
        with contextlib.suppress(ArticleError):  # refused, and said so
            WAYS[way](text)

    read(PROSE)  # loads what is loaded once
    slow = [unit for unit in UNITS if not ends_within(SECONDS, lambda: read(unit * (CHARS // len(unit))))]  # noqa: B023
    assert not slow
