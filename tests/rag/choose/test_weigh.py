"""What the evidence comes to: a chance that a place answers, and an order among places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.choose.evidence import Parts
from rag.choose.weigh import ANSWER_FROM, ANSWER_WEIGHTS, RANK_WEIGHTS, Evidence, terms_of, weighed

FULL = Parts(
    reads=5.0, typed=1.0, least_name=1.0, version=1.0, years=1.0, passage=1.0, cosine=1.0, withheld=0.0, rival=0.0
)
NONE = Parts(**dict.fromkeys(Parts._fields, 0.0))._replace(reads=-5.0)
AGAINST = ("withheld", "rival")

shares = st.floats(0, 1)
any_parts = st.builds(Parts, **{name: st.floats(-12, 12) if name == "reads" else shares for name in Parts._fields})


@given(st.one_of(st.none(), any_parts), st.lists(st.text(min_size=1), max_size=3).map(tuple), shares)
def test_the_chance_lies_between_0_and_1(parts, unknown, share):
    assert 0 <= Evidence(parts, unknown, share).confidence() <= 1


def test_where_there_is_no_sentence_there_is_no_chance():
    assert Evidence().confidence() == 0
    assert Evidence(None, ("zephyrine",), 1.0).confidence() == 0


def test_a_place_that_meets_everything_is_likelier_to_answer_than_one_that_meets_nothing():
    assert Evidence(FULL).confidence() > ANSWER_FROM > Evidence(NONE).confidence() > 0


@given(any_parts)
def test_a_name_that_no_article_mentions_makes_an_answer_less_likely(parts):
    known, some = Evidence(parts), Evidence(parts, ("zephyrine",), 0.5)
    none = Evidence(parts, ("zephyrine",), 1.0)
    assert none.confidence() < some.confidence() < known.confidence()


@pytest.mark.parametrize("weights", [RANK_WEIGHTS, ANSWER_WEIGHTS], ids=["order", "answering"])
@pytest.mark.parametrize("name", Parts._fields)
def test_more_of_a_part_never_weighs_less_and_what_speaks_against_never_weighs_more(weights, name):
    held = [weighed(NONE._replace(**{name: value}), weights) for value in (0.0, 0.25, 0.5, 1.0)]
    assert held == sorted(held, reverse=name in AGAINST)
    assert (held[0] != held[-1]) == bool(weights.get(name))


@pytest.mark.parametrize("weights", [RANK_WEIGHTS, ANSWER_WEIGHTS], ids=["order", "answering"])
def test_the_weights_are_of_parts_that_there_are_and_point_the_right_way(weights):
    assert set(weights) <= set(terms_of(NONE))
    assert all(weight <= 0 if name in AGAINST else weight >= 0 for name, weight in weights.items())


@pytest.mark.parametrize("against", AGAINST)
def test_a_place_that_withholds_the_thing_or_names_a_rival_is_less_likely_to_answer(against):
    assert Evidence(FULL._replace(**{against: 1.0})).confidence() < Evidence(FULL).confidence()


def test_a_part_that_fails_costs_more_than_one_that_is_half_met():
    """Sums of logarithms: what is lacking wholly is not made up for by as much more of another part."""
    both = {"least_name": 1.0, "version": 1.0}
    half = weighed(FULL._replace(least_name=0.5, version=0.5), both)
    assert weighed(FULL._replace(least_name=0.0), both) < half
