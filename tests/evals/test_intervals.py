"""Bootstrap intervals: against arithmetic, against scipy's, and where a figure is not there on some draws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from by_hand import OTHER, a_case, a_run, answered, mixed_run, refused
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.intervals import metric_interval, paired_interval
from evals.metrics import METRICS, Metric

BY_KEY = {metric.key: metric for metric in METRICS}
REFUSED = BY_KEY["refused_unanswerable"]


def by_draws(metric):
    """The same metric, measured anew on every draw."""
    return Metric(metric.key, metric.words, of_all=metric.measure)


def of_the_unanswerable(refusals, answers):
    return [
        *(refused(a_case(f"r{n}", answerable=False)) for n in range(refusals)),
        *(answered(a_case(f"a{n}", answerable=False), OTHER) for n in range(answers)),
    ]


def test_the_interval_of_a_share_is_that_of_a_binomial():
    low, high = metric_interval(of_the_unanswerable(80, 20), REFUSED)
    half = 1.96 * math.sqrt(0.8 * 0.2 / 100)
    assert low == pytest.approx(0.8 - half, abs=0.015)
    assert high == pytest.approx(0.8 + half, abs=0.015)


def test_the_interval_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    outcomes = [answered(a_case(f"n{n}"), ms=float(n * n)) for n in range(40)]
    theirs = stats.bootstrap(
        ([outcome.ms for outcome in outcomes],), np.median, n_resamples=4000, method="percentile", rng=1
    ).confidence_interval
    ours = metric_interval(outcomes, BY_KEY["ms_median"], rounds=4000)
    assert ours == pytest.approx((theirs.low, theirs.high), rel=0.1)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_measuring_each_case_once_gives_what_measuring_every_draw_gives(metric):
    outcomes = mixed_run().outcomes
    once = metric_interval(outcomes, metric, seed=3, rounds=40)
    each = metric_interval(outcomes, by_draws(metric), seed=3, rounds=40)
    assert (once is None) == (each is None) == (metric.measure(outcomes) is None)
    if once:
        assert once == pytest.approx(each)


def test_the_same_seed_gives_the_same_digits_and_another_seed_other_ones():
    outcomes = [answered(a_case(f"n{n}"), ms=float(n)) for n in range(30)]
    median = BY_KEY["ms_median"]
    assert metric_interval(outcomes, median, seed=5, rounds=60) == metric_interval(outcomes, median, seed=5, rounds=60)
    assert metric_interval(outcomes, median, seed=5, rounds=60) != metric_interval(outcomes, median, seed=6, rounds=60)


def test_more_cases_of_the_same_kind_make_the_interval_narrower():
    few, many = (
        metric_interval(of_the_unanswerable(8, 2), REFUSED),
        metric_interval(of_the_unanswerable(80, 20), REFUSED),
    )
    assert many[1] - many[0] < few[1] - few[0]


def test_draws_without_a_case_of_the_metric_are_left_out():
    outcomes = [*of_the_unanswerable(1, 0), *(answered(a_case(f"other{n}")) for n in range(9))]
    assert metric_interval(outcomes, REFUSED) == (1.0, 1.0)  # a third of the draws have no unanswerable case
    assert metric_interval(outcomes, REFUSED, rounds=50) == (1.0, 1.0)


def test_a_metric_of_no_case_has_no_interval():
    assert metric_interval([answered()], REFUSED) is None
    assert metric_interval([], REFUSED) is None
    assert paired_interval([answered()], [answered()], REFUSED) is None


def test_no_round_is_no_interval_but_a_mistake():
    with pytest.raises(ValueError, match="at least one round"):
        metric_interval(of_the_unanswerable(1, 0), REFUSED, rounds=0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 9))
def test_the_ends_are_in_order_and_within_the_scores_of_the_cases(refusals, seed):
    outcomes = [
        refused(a_case(f"n{n}", answerable=False)) if said else answered(a_case(f"n{n}", answerable=False))
        for n, said in enumerate(refusals)
    ]
    low, high = metric_interval(outcomes, REFUSED, seed, 50)
    assert float(all(refusals)) <= low <= high <= float(any(refusals))


# --- pairs


def test_two_runs_that_are_alike_case_by_case_differ_by_exactly_nothing():
    outcomes = mixed_run().outcomes
    for key in ("refused_unanswerable", "confidence_auroc", "key_fact_recall"):
        assert paired_interval(outcomes, outcomes, BY_KEY[key], rounds=50) == (0.0, 0.0)


def test_pairing_sees_a_difference_that_the_two_intervals_alone_would_hide():
    before = of_the_unanswerable(50, 50)
    after = [refused(outcome.case) for outcome in before[:58]] + before[58:]
    low, _ = paired_interval(before, after, REFUSED)
    assert low > 0
    assert metric_interval(before, REFUSED)[1] > metric_interval(after, REFUSED)[0]


def test_a_paired_interval_of_measured_draws_is_that_of_the_case_values():
    before = mixed_run(right=9, wrong=3).outcomes
    after = [refused(outcome.case) if n % 4 == 0 else outcome for n, outcome in enumerate(before)]
    metric = BY_KEY["key_fact_recall"]
    slow = by_draws(metric)
    assert paired_interval(before, after, metric, 2, 40) == pytest.approx(paired_interval(before, after, slow, 2, 40))


def test_pairs_of_other_cases_are_refused():
    with pytest.raises(ValueError, match="same cases"):
        paired_interval(a_run(answered()).outcomes, a_run(answered(a_case("else"))).outcomes, REFUSED)
