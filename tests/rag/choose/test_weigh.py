"""What the evidence comes to: a chance that a place answers, and an order among places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.choose.evidence import Parts
from rag.choose.weigh import ANSWER_WEIGHTS, RANK_WEIGHTS, Evidence, weighed

FULL = Parts(**dict.fromkeys(Parts._fields, 1.0))._replace(withheld=0.0, rival=0.0)
NONE = Parts(**dict.fromkeys(Parts._fields, 0.0))
COSINES = ("meaning", "words", "asking", "relation", "all_words")
AGAINST = ("withheld", "rival")

shares = st.floats(0, 1)
cosines = st.floats(-1, 1)
any_parts = st.builds(Parts, **{name: cosines if name in COSINES else shares for name in Parts._fields})


@given(cosines, st.one_of(st.none(), any_parts), st.lists(st.text(min_size=1), max_size=3).map(tuple))
def test_the_chance_lies_between_0_and_1(nearest, parts, unknown):
    assert 0 <= Evidence(nearest, parts, unknown).confidence() <= 1


def test_where_there_is_no_sentence_there_is_no_chance():
    assert Evidence(1.0).confidence() == 0
    assert Evidence(1.0, None, ("zephyrine",)).confidence() == 0


def test_a_place_that_meets_everything_is_likelier_to_answer_than_one_that_meets_nothing():
    assert Evidence(0.8, FULL).confidence() > 0.5 > Evidence(0.8, NONE).confidence() > 0


@given(cosines, any_parts)
def test_a_name_that_no_article_mentions_makes_an_answer_less_likely(nearest, parts):
    known, some = Evidence(nearest, parts), Evidence(nearest, parts, ("zephyrine",), 0.5)
    none = Evidence(nearest, parts, ("zephyrine",), 1.0)
    assert none.confidence() < some.confidence() < known.confidence()


@given(cosines, cosines, any_parts)
def test_a_nearer_passage_never_makes_an_answer_less_likely(one, other, parts):
    low, high = sorted((one, other))
    assert Evidence(low, parts).confidence() <= Evidence(high, parts).confidence()


@pytest.mark.parametrize("weights", [RANK_WEIGHTS, ANSWER_WEIGHTS], ids=["order", "answering"])
@pytest.mark.parametrize("name", Parts._fields)
def test_more_of_a_part_never_weighs_less_and_what_speaks_against_never_weighs_more(weights, name):
    held = [weighed(NONE._replace(**{name: value}), weights) for value in (0.0, 0.25, 0.5, 1.0)]
    assert held == sorted(held, reverse=name in AGAINST)
    assert (held[0] != held[-1]) == bool(weights.get(name))


@pytest.mark.parametrize("weights", [RANK_WEIGHTS, ANSWER_WEIGHTS], ids=["order", "answering"])
def test_the_weights_are_of_parts_that_there_are_and_point_the_right_way(weights):
    assert set(weights) <= set(Parts._fields)
    assert all(weight <= 0 if name in AGAINST else weight >= 0 for name, weight in weights.items())


@pytest.mark.parametrize("against", AGAINST)
def test_a_place_that_withholds_the_thing_or_names_a_rival_is_less_likely_to_answer(against):
    assert Evidence(0.8, FULL._replace(**{against: 1.0})).confidence() < Evidence(0.8, FULL).confidence()


def test_a_part_that_fails_costs_more_than_one_that_is_half_met():
    """Sums of logarithms: what is lacking wholly is not made up for by as much more of another part."""
    half = weighed(FULL._replace(words=0.5, asking=0.5), {"words": 1.0, "asking": 1.0})
    lacking = weighed(FULL._replace(words=0.0, asking=1.0), {"words": 1.0, "asking": 1.0})
    assert lacking < half


def test_a_cosine_below_0_weighs_as_much_as_0():
    below, none = (weighed(FULL._replace(asking=value), ANSWER_WEIGHTS) for value in (-1.0, 0.0))
    assert below == none
