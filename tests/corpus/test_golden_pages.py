"""Golden pages: HTML as news systems really build it, all of its words invented, and what a careful reader keeps of it.

Beside each `NAME.html` in tests/golden stands a `NAME.json`: the article's title, authors, dates, language, outlet,
section, address and text; or, in "no_article", words of the reason why the page holds none. "fetched_from" is where the
page came from, if that matters. What load_mapping makes of a page is compared, so cleaning is measured too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.pages.html import html_record
from corpus.records import load_mapping

GOLDEN = Path(__file__).parent.parent / "golden"
FETCHED = datetime(2026, 6, 1, 12, tzinfo=UTC)
MEAN_F1, WORST_F1 = 0.97, 0.90
FIELDS = ("title", "authors", "published", "updated", "language", "source", "section", "url")


def expected(name: str) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def names(*, articles: bool) -> list[str]:
    return [
        path.stem for path in sorted(GOLDEN.glob("*.json")) if ("no_article" not in expected(path.stem)) == articles
    ]


ARTICLES, OTHERS = names(articles=True), names(articles=False)


@cache
def read(name: str) -> Article:
    """The article of a golden page, as every loader makes it."""
    page = (GOLDEN / f"{name}.html").read_text(encoding="utf-8")
    record = html_record(page, item=name, url=expected(name).get("fetched_from"))
    return load_mapping(record, item=name, fetched=FETCHED)


def tokens(text: str) -> Counter[str]:
    """The words of `text`; each character of Chinese and Japanese is a word."""
    return Counter(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", text.lower()))


def token_f1(text: str, golden: str) -> float:
    """The harmonic mean of precision and recall over the two multisets of words."""
    ours, theirs = tokens(text), tokens(golden)
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def stated(article: Article) -> dict[str, Any]:
    """The article's fields as the golden files write them."""
    moments = {
        name: moment.isoformat() if (moment := getattr(article, name)) else None for name in ("published", "updated")
    }
    return {name: getattr(article, name) for name in FIELDS} | moments | {"authors": list(article.authors)}


def test_there_are_enough_golden_pages_of_both_kinds():
    assert len(ARTICLES) >= 30
    assert len(OTHERS) >= 5


@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_gives_the_text_that_a_careful_reader_keeps(name: str):
    golden = expected(name)["text"]
    assert golden, "an empty golden text compares with nothing"
    assert token_f1(read(name).text, golden) >= WORST_F1


def test_the_texts_of_all_pages_are_right_on_average():
    scores = {name: token_f1(read(name).text, expected(name)["text"]) for name in ARTICLES}
    worst = sorted(scores, key=lambda name: scores[name])[:5]
    assert sum(scores.values()) / len(scores) >= MEAN_F1, [(name, round(scores[name], 3)) for name in worst]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_gives_exactly_what_it_states_about_its_article(name: str):
    golden = expected(name)
    assert stated(read(name)) == {field: golden[field] for field in FIELDS}


@pytest.mark.parametrize("name", OTHERS)
def test_a_page_without_an_article_says_why(name: str):
    with pytest.raises(ArticleError, match=expected(name)["no_article"]) as error:
        read(name)
    assert "no article text" in error.value.why


def test_the_measure_is_one_for_the_same_words_and_low_for_others():
    assert token_f1("One two two three.", "three two one two") == 1.0
    assert token_f1("one two", "three four") == 0.0
    assert token_f1("新模型", "新模") == pytest.approx(0.8)
