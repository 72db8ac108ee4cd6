"""The gate over the bundled briefs: it opens for honest answers, and fails on each of ten sabotages where it should.

The slice of the cases is asked once. The sabotages change the replies that were given then, and ask again only what
they would have asked otherwise: `drop_filter` and `ignore_as_of` the cases that name days or outlets.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from evals.cases import BUNDLED_CASES, load_cases
from evals.gate import BUNDLED_FLOORS, SLICE, gate_slice, in_words, judge, load_floors, passed
from evals.observe import ask_room, observe
from evals.strategies import STRATEGIES

FLOORS = load_floors(BUNDLED_FLOORS)
GIVEN_AWAY_BY = {
    "shuffle_citations": {"supported", "citation_precision_verified"},
    "shift_offsets": {"quotes_exact"},
    "drop_filter": {"within_dates", "stale_honest"},
    "answer_everything": {"refused_unanswerable"},
    "refuse_everything": {"refused_answerable", "key_fact_recall"},
    "top_passage": {"within_length", "token_f1"},
    "swap_numbers": {"supported", "citation_precision_verified"},
    "same_answer": {"key_fact_recall"},
    "furniture": {"citation_precision_gold"},
    "ignore_as_of": {"within_dates", "stale_honest"},
}
"""The metrics that mean what each sabotage breaks; every one of them fails, whatever else does."""


@pytest.fixture(scope="module")
def cases():
    return gate_slice(load_cases(BUNDLED_CASES))


@pytest.fixture(scope="module")
def honest():
    return cache(ask_room)


@pytest.fixture(scope="module")
def observed(briefs_room, cases, honest):
    """The outcomes of the slice with an answerer over the honest replies."""
    return lambda answerer: [observe(briefs_room, case, answerer) for case in cases]


def test_the_slice_has_cases_of_every_category_and_enough_that_no_article_answers(cases):
    assert len(cases) == SLICE
    assert sum(not case.answerable for case in cases) == 40
    assert Counter(case.category for case in cases).keys() == {case.category for case in load_cases(BUNDLED_CASES)}


def test_the_gate_opens_for_honest_answers(observed, honest):
    verdicts = judge(observed(honest), FLOORS)
    assert passed(verdicts), in_words(verdicts)


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_gate_fails_on_a_sabotage_by_the_metric_that_means_it(observed, honest, name):
    verdicts = judge(observed(STRATEGIES[name].over(honest)), FLOORS)
    assert not passed(verdicts)
    failed = {verdict.metric for verdict in verdicts if not verdict.passed}
    assert GIVEN_AWAY_BY[name] <= failed, in_words(verdicts)


def test_every_sabotage_is_held_against_floors_that_exist():
    assert GIVEN_AWAY_BY.keys() == STRATEGIES.keys()
    assert set().union(*GIVEN_AWAY_BY.values()) <= {floor.metric for floor in FLOORS}
