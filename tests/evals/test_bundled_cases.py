"""The cases that come with Groundwire: sound, over the bundled briefs, and of every kind that a reader may ask."""

from __future__ import annotations

from collections import Counter

from corpus.article import Article
from evals.cases import BUNDLED_CASES, check_cases, load_cases

KINDS = """single_fact several_facts compare list named_outlet dated as_of latest corrected disagreement follow_up
false_premise near_miss off_topic furniture injection syndicated neighbour""".split()


def test_every_quote_stands_in_a_brief_and_every_answer_in_a_quote(briefs: list[Article]):
    texts = [brief.text for brief in briefs]
    assert len(texts) > 190
    check_cases(BUNDLED_CASES, texts)
    assert all(case.quotes for case in load_cases(BUNDLED_CASES) if case.answerable)


def test_there_are_many_cases_of_every_kind_and_most_of_the_hard_ones():
    cases = load_cases(BUNDLED_CASES)
    kinds = Counter(case.category for case in cases)
    assert sorted(kinds) == sorted(KINDS)
    assert len(cases) >= 200
    assert kinds["near_miss"] >= 60
    assert min(kinds.values()) >= 6


def test_what_a_kind_promises_each_of_its_cases_has():
    for case in load_cases(BUNDLED_CASES):
        assert case.category != "follow_up" or case.history, case.id
        assert case.category != "as_of" or case.as_of, case.id
        assert case.category != "latest" or case.asked, case.id
        assert case.category != "disagreement" or (case.all_of and len(case.quotes) > 1), case.id
        assert not (case.category in {"near_miss", "false_premise", "off_topic"} and case.answerable), case.id


def test_no_question_is_asked_twice_under_the_same_days_and_history():
    cases = load_cases(BUNDLED_CASES)
    asked = Counter((case.question.casefold(), case.since, case.until, case.as_of, case.history) for case in cases)
    assert max(asked.values()) == 1
