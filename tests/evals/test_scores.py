"""Arithmetic against examples worked by hand, and against scikit-learn, ir-measures or numpy where they have it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from statistics import fmean

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.scores import auroc, ndcg, percentile, reciprocal_rank, refusal_at, risk_coverage, token_f1

scores = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0]), min_size=1, max_size=30)
"""Few values, so that there are ties."""
relevance = st.lists(st.booleans(), max_size=15)


# Rankings


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [
        ([True, False], 10, 1.0),
        ([False, True, True], 10, 1 / 2),
        ([False, False, True], 3, 1 / 3),
        ([False, False, True], 2, 0.0),
        ([True], 0, 0.0),
        ([], 10, 0.0),
    ],
)
def test_the_reciprocal_rank_is_that_of_the_first_relevant(relevant, k, expected):
    assert reciprocal_rank(relevant, k) == expected


@pytest.mark.parametrize(
    ("relevant", "k", "missed", "expected"),
    [
        ([True], 10, 0, 1.0),
        ([True, True, False], 10, 0, 1.0),
        # at rank 2 the gain is 1/log2(3) = 0.63093, the ideal 1
        ([False, True], 10, 0, 0.6309297535714575),
        # gains 1 + 1/log2(4) = 1.5; ideal 1 + 1/log2(3) = 1.63093
        ([True, False, True], 10, 0, 1.5 / 1.6309297535714575),
        # the one missed would be second
        ([True, False], 10, 1, 1 / 1.6309297535714575),
        # of three relevant the best 2 hold one, and their ideal is two
        ([False, True, True, True], 2, 0, 0.6309297535714575 / 1.6309297535714575),
        ([True, True, True], 2, 5, 1.0),
        ([], 10, 2, 0.0),
        ([False, True], 1, 0, 0.0),
    ],
)
def test_ndcg_by_hand(relevant, k, missed, expected):
    assert ndcg(relevant, k, missed) == pytest.approx(expected)


def judged(relevant: Sequence[bool], missed: int):
    """A ranking as ir-measures reads it: judgements, with documents that were not returned, and scores."""
    found = [f"d{place}" for place in range(len(relevant))]
    qrels = [ir_measures.Qrel("q", name, int(hit)) for name, hit in zip(found, relevant, strict=True)]
    qrels += [ir_measures.Qrel("q", f"missed{place}", 1) for place in range(missed)]
    return qrels, [ir_measures.ScoredDoc("q", name, -place) for place, name in enumerate(found)]


@given(relevance, st.integers(0, 5))
def test_rankings_score_as_in_ir_measures(relevant, missed):
    if not any(relevant) and not missed:
        with pytest.raises(ValueError, match=r"^nDCG needs something relevant$"):
            ndcg(relevant, 10, missed)
        return
    qrels, run = judged(relevant, missed)
    if not run:
        run = [ir_measures.ScoredDoc("q", "unjudged", 0.0)]
    expected = ir_measures.calc_aggregate(
        [ir_measures.nDCG @ 10, ir_measures.RR @ 10, ir_measures.nDCG @ 3], qrels, run
    )
    assert ndcg(relevant, 10, missed) == pytest.approx(expected[ir_measures.nDCG @ 10])
    assert ndcg(relevant, 3, missed) == pytest.approx(expected[ir_measures.nDCG @ 3])
    assert reciprocal_rank(relevant, 10) == pytest.approx(expected[ir_measures.RR @ 10])


@given(st.lists(st.booleans(), min_size=2, max_size=15).filter(any), st.integers(1, 12))
def test_ndcg_is_that_of_scikit_learn(relevant, k):
    from sklearn.metrics import ndcg_score

    expected = ndcg_score([[float(hit) for hit in relevant]], [[-place for place in range(len(relevant))]], k=k)
    assert ndcg(relevant, k) == pytest.approx(expected)


@given(st.lists(st.booleans(), min_size=2, max_size=12).filter(any), st.integers(0, 3), st.integers(0, 10))
def test_ndcg_grows_where_a_relevant_one_moves_up(relevant, missed, place):
    place %= len(relevant) - 1
    swapped = [*relevant]
    swapped[place], swapped[place + 1] = sorted(relevant[place : place + 2], reverse=True)
    before, after = ndcg(relevant, 20, missed), ndcg(swapped, 20, missed)
    assert 0 <= before <= after <= 1
    assert (after > before) == (swapped != relevant)


# Token F1


@pytest.mark.parametrize(
    ("given_tokens", "expected_tokens", "f1"),
    [
        ("ada brook", "ada brook", 1.0),
        ("ada brook left", "ada brook", 0.8),  # precision 2/3, recall 1
        ("ada", "ada brook left on", 0.4),  # precision 1, recall 1/4
        ("new new york", "new york york", 2 / 3),  # 2 shared of 3 and 3
        ("ben", "ada", 0.0),
        ("", "ada", 0.0),
        ("ada", "", 0.0),
        ("", "", 1.0),
    ],
)
def test_token_f1_by_hand(given_tokens, expected_tokens, f1):
    assert token_f1(given_tokens.split(), expected_tokens.split()) == pytest.approx(f1)


words = st.lists(st.sampled_from("abcd"), max_size=8)


@given(words, words)
def test_token_f1_is_the_harmonic_mean_of_precision_and_recall(ours, theirs):
    left, shared = [*theirs], 0
    for word in ours:
        if word in left:
            left.remove(word)
            shared += 1
    if shared:
        precision, recall = shared / len(ours), shared / len(theirs)
        assert token_f1(ours, theirs) == pytest.approx(2 * precision * recall / (precision + recall))
    else:
        assert token_f1(ours, theirs) == float(ours == theirs == [])
    assert token_f1(ours, theirs) == token_f1(theirs, ours)
    assert token_f1(ours, ours[::-1]) == 1


# AUROC


@pytest.mark.parametrize(
    ("values", "labels", "expected"),
    [
        ([0.9, 0.1], [True, False], 1.0),
        ([0.1, 0.9], [True, False], 0.0),
        ([0.5, 0.5], [True, False], 0.5),
        # positives 0.8 and 0.4 against negatives 0.6 and 0.2: 0.8 beats both, 0.4 beats one: 3 of 4
        ([0.8, 0.4, 0.6, 0.2], [True, True, False, False], 0.75),
        # 0.7 against 0.7 (half), 0.3 (one); 0.2 against neither: 1.5 of 4
        ([0.7, 0.2, 0.7, 0.3], [True, True, False, False], 0.375),
    ],
)
def test_auroc_by_hand(values, labels, expected):
    assert auroc(values, labels) == expected


@given(scores, scores)
def test_auroc_is_that_of_scikit_learn(positives, negatives):
    from sklearn.metrics import roc_auc_score

    labels = [True] * len(positives) + [False] * len(negatives)
    assert auroc(positives + negatives, labels) == pytest.approx(roc_auc_score(labels, positives + negatives))


@pytest.mark.parametrize(("values", "labels"), [([0.5], [True]), ([0.5], [False]), ([], [])])
def test_auroc_of_one_kind_alone_is_an_error(values, labels):
    with pytest.raises(ValueError, match=r"^AUROC needs positives and negatives$"):
        auroc(values, labels)


# Refusals


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "allowed", "expected"),
    [
        # one in ten may be refused: 0.1; so all below 0.2 are
        ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0], [0.05, 0.1, 0.15, 0.2], 0.10, 0.75),
        # none in nine may: what is below the lowest, 0.2, is refused
        ([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0], [0.05, 0.1, 0.15, 0.2], 0.10, 0.75),
        # two share the lowest place: refusing one would refuse both, 20%
        ([0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0], [0.1, 0.2, 0.25, 0.3], 0.10, 0.25),
        ([0.2, 0.4], [0.3, 0.3, 0.5, 0.1], 0.5, 0.75),
        ([0.2, 0.4], [0.9], 1.0, 1.0),
        ([i / 100 for i in range(100)], [0.285], 0.29, 1.0),
    ],
)
def test_refusal_at_by_hand(answerable, unanswerable, allowed, expected):
    assert refusal_at(answerable, unanswerable, allowed) == expected


@given(scores, scores)
def test_refusal_at_is_read_off_the_roc_curve_of_scikit_learn(answerable, unanswerable):
    from sklearn.metrics import roc_curve

    labels = [False] * len(answerable) + [True] * len(unanswerable)  # to refuse is the positive decision
    false, true, _ = roc_curve(labels, [-score for score in answerable + unanswerable], drop_intermediate=False)
    assert refusal_at(answerable, unanswerable, 0.10) == pytest.approx(max(true[false <= 0.10]))


def test_refusal_at_of_one_kind_alone_is_an_error():
    with pytest.raises(ValueError, match=r"^refusal needs answerable and unanswerable scores$"):
        refusal_at([], [0.5], 0.1)
    with pytest.raises(ValueError, match=r"^refusal needs answerable and unanswerable scores$"):
        refusal_at([0.5], [], 0.1)


def test_a_score_that_is_not_a_number_is_an_error():
    with pytest.raises(ValueError, match=r"^a score is not a number$"):
        auroc([float("nan"), 0.5], [True, False])
    with pytest.raises(ValueError, match=r"^a score is not a number$"):
        refusal_at([0.5], [float("nan")], 0.1)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20), st.sampled_from([0.0, 0.5, 0.95, 1.0]))
def test_percentile_is_that_of_numpy(values, share):
    assert percentile(values, share) == pytest.approx(np.percentile(values, share * 100))


# Risk and coverage


@pytest.mark.parametrize(
    ("values", "wrong", "curve"),
    [
        ([0.9], [False], [(1.0, 0.0)]),
        # the surest is right, the next wrong, the least sure right: 0/1, 1/2, 1/3
        ([0.1, 0.9, 0.5], [False, False, True], [(1 / 3, 0.0), (2 / 3, 1 / 2), (1.0, 1 / 3)]),
        # two are equally sure and one of them is wrong: either may come first, half an error each
        ([0.5, 0.5], [True, False], [(0.5, 0.5), (1.0, 0.5)]),
        ([0.9, 0.5, 0.5], [True, False, False], [(1 / 3, 1.0), (2 / 3, 1 / 2), (1.0, 1 / 3)]),
        ([], [], []),
    ],
)
def test_risk_coverage_by_hand(values, wrong, curve):
    assert risk_coverage(values, wrong) == [pytest.approx(point) for point in curve]


tied = st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), min_size=1, max_size=6)


@given(tied)
def test_risks_are_the_mean_over_all_orders_that_keep_to_the_scores(pairs):
    orders = [
        order for order in permutations(pairs) if [s for s, _ in order] == sorted((s for s, _ in pairs), reverse=True)
    ]
    expected = [fmean(fmean(error for _, error in order[:n]) for order in orders) for n in range(1, len(pairs) + 1)]
    curve = risk_coverage([score for score, _ in pairs], [error for _, error in pairs])
    assert [risk for _, risk in curve] == pytest.approx(expected)
    assert [coverage for coverage, _ in curve] == pytest.approx([n / len(pairs) for n in range(1, len(pairs) + 1)])


@given(tied, st.randoms())
def test_risk_does_not_depend_on_the_order_and_ends_at_the_share_of_errors(pairs, random):
    curve = risk_coverage(*zip(*pairs, strict=True))
    random.shuffle(pairs)
    assert risk_coverage(*zip(*pairs, strict=True)) == curve
    assert curve[-1] == (1.0, pytest.approx(fmean(error for _, error in pairs)))


def test_every_score_needs_its_label():
    with pytest.raises(ValueError, match="shorter"):
        risk_coverage([0.5, 0.6], [True])
    with pytest.raises(ValueError, match="shorter"):
        auroc([0.5, 0.6, 0.7], [True, False])


def test_a_score_that_is_not_a_number_has_no_rank():
    with pytest.raises(ValueError, match=r"^a score is not a number$"):
        risk_coverage([float("nan")], [True])
