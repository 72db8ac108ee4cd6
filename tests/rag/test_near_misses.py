"""The near misses over real news are what they say: in pairs, of one article, and answered where they claim to be.

Only whether the set is sound; what is measured on it stands in docs/measurements.md.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from corpus.jsonlines import records
from evals.cases import Case, load_cases
from evals.texts import answer_in

CASES = Path(__file__).parents[2] / "benchmarks" / "cases" / "near_misses_ai_news.jsonl"


@pytest.fixture(scope="module")
def articles(shared: Path) -> dict[str, str]:
    """The articles' words, titles included, by address."""
    path = shared / "data" / "ai_news_2022_2023" / "articles.jsonl.gz"
    if not path.is_file():
        pytest.skip("../shared/data/ai_news_2022_2023 is absent")
    return {record["url"]: f"{record['title']}\n\n{record['text']}" for _, record in records(path)}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load_cases(CASES)


def pairs(cases: list[Case]) -> dict[str, list[Case]]:
    """The cases by their number: "nm-001a" and "nm-001b" are a pair."""
    found = defaultdict(list)
    for case in cases:
        found[case.id[:-1]].append(case)
    return found


def test_there_are_60_or_more_and_each_has_a_neighbour(cases):
    found = pairs(cases)
    assert len(found) >= 60
    for miss, neighbour in found.values():
        assert (miss.category, miss.answerable) == ("near_miss", False)
        assert (neighbour.category, neighbour.answerable) == ("neighbour", True)


def test_the_two_of_a_pair_name_each_other_share_an_article_and_ask_different_things(cases):
    for miss, neighbour in pairs(cases).values():
        assert miss.note.endswith(f"pair {neighbour.id}")
        assert neighbour.note.endswith(f"pair {miss.id}")
        assert set(miss.urls) & set(neighbour.urls)
        assert miss.question != neighbour.question


def test_no_question_is_asked_twice(cases):
    questions = [case.question.casefold() for case in cases]
    assert len(set(questions)) == len(questions)


def test_every_article_named_is_one_of_those_searched(cases, articles):
    for case in cases:
        assert case.urls, case.id
        assert set(case.urls) <= set(articles), case.id


def test_each_answer_and_each_quote_stands_in_an_article_that_its_case_names(cases, articles):
    for case in cases:
        texts = [articles[url] for url in case.urls]
        for answer in case.answers:
            assert any(answer_in(text, [answer]) for text in texts), (case.id, answer)
        for quote in case.quotes:
            assert any(quote in text for text in texts), (case.id, quote)
        assert bool(case.answers) == case.answerable, case.id
