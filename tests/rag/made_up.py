"""Hypothesis strategies for articles that no newspaper would print, and for questions about them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from stories import article

from corpus.article import Article

OUTLETS = ("The Guardian", "theguardian.com", "Réuters 通信", "News [2]", "وكالة", "🎉")
NAMES = (
    "OpenAI",
    "Tesla",
    "J. K. Smith",
    "Zoë",
    "Łódź",
    "شركة",
    "東京",
    "U.S.",
    "Q&A",
    "e\u0301cole",
    "👩‍🚀",
    "GPT-4o",
    "[3]",
)
PLAIN = (
    "the",
    "company",
    "hired",
    "three",
    "engineers",
    "from",
    "its",
    "rival",
    "and",
    "paid",
    "said",
    "model",
    "data",
)
FIGURES = ("$3.5 billion", "No. 5", "3 p.m. Monday", "12,000", "0.5%", "1990s", "٣٫٥")
ENDINGS = (
    ".",
    "!",
    "?",
    "…",
    ".”",
    '."',
    " Inc.",
    " Corp.",
    " U.S.",
    " J. K.",
    " 3.5.",
    " p.m.",
    "。",
    "؟",
    "।",
    ".[4]",
    ".)",
    "",
)
BETWEEN = (" ", " ", " ", "\n\n", "\n\n", "\n", "\r\n", "\r\n\r\n", "\t", "  ", "\u00a0", "\u2028", "\u200f", "")

any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
"""Any Unicode that UTF-8 can hold, but for the null character, which is not text."""
letters = st.text(st.characters(categories=["L", "M", "N"]), min_size=1, max_size=8)
words = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from(PLAIN),
    st.sampled_from(NAMES),
    st.sampled_from(FIGURES),
    letters,
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=6),
)
days = st.dates(date(2022, 1, 1), date(2023, 12, 31))
zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.datetimes(datetime(2022, 1, 1), datetime(2023, 12, 31), timezones=st.one_of(st.just(UTC), zones))  # noqa: DTZ001


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A run of words with an ending, sometimes in quotation marks; seldom grammatical, often with a catch."""
    body = " ".join(draw(st.lists(words, min_size=3, max_size=12)))
    opening, closing = draw(st.sampled_from([("", ""), ("", ""), ("", ""), ("“", "”"), ('"', '"'), ("(", ")")]))
    return f"{opening}{body}{draw(st.sampled_from(ENDINGS))}{closing}"


@st.composite
def texts(draw: st.DrawFn, most: int = 8) -> str:
    """Sentences with all that may stand between them."""
    parts = [draw(sentences()) + draw(st.sampled_from(BETWEEN)) for _ in range(draw(st.integers(1, most)))]
    return "".join(parts)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """A small article with something in it, dated or not, under an address or not."""
    url = draw(st.one_of(st.none(), st.integers(0, 99).map(lambda n: f"https://paper.example/{n}")))
    return article(
        draw(texts().filter(lambda text: bool(text.strip()))),
        title=draw(st.one_of(sentences(), any_text)),
        source=draw(st.sampled_from(OUTLETS)),
        url=url,
        published=draw(st.one_of(st.none(), moments, moments)),
        updated=draw(st.one_of(st.none(), st.none(), moments)),
    )


@st.composite
def questions(draw: st.DrawFn, stories: list[Article]) -> str:
    """Words of the articles in a row, a few of them with other words between, or other words alone."""
    pool = [word for story in stories for word in story.text.split()] or ["nothing"]
    start = draw(st.integers(0, len(pool) - 1))
    row = pool[start : start + draw(st.integers(4, 24))]
    mixed = draw(st.lists(st.one_of(st.sampled_from(pool), words), min_size=1, max_size=8))
    asked = draw(st.sampled_from(["", "Who ", "How many ", "When did ", "Why "]))
    kind = draw(st.sampled_from(["row", "row", "mixed", "any"]))
    return asked + {"row": " ".join(row), "mixed": " ".join(mixed), "any": draw(any_text)}[kind]


@st.composite
def options(draw: st.DrawFn) -> dict[str, Any]:
    """Keyword arguments of `ask`: most often none."""
    if draw(st.integers(0, 2)):
        return {}
    first, last = sorted([draw(days), draw(days)])
    every = {"since": first, "until": last, "as_of": draw(days), "sources": [draw(st.sampled_from(OUTLETS))]}
    chosen = draw(st.sets(st.sampled_from(sorted(every))))
    return {name: every[name] for name in sorted(chosen)}
