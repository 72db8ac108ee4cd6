"""Every metric against examples worked by hand, and against scikit-learn or numpy where they have it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score, roc_curve

from evals.metrics import METRICS, Outcome, answer_in, auroc, first_words, percentile, refusal_at

scores = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0]), min_size=1, max_size=30)
"""Few values, so that there are ties."""


# Answers in texts


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It hired David Lau.", "david lau"),
        ("It hired David\n  Lau.", "David Lau"),
        ("It hired “David Lau”, formerly of Tesla.", "David Lau"),
        ("Cambodia’s leader steps down", "Cambodia"),
        ("Trader Joe's recalled cookies", "Trader Joe’s"),
        ("At Chick-fil-A, wages rise", "Chick fil A"),
        ("He read the Bible.", "A Bible"),
        ("He read Bible stories.", "The Bible"),
        ("They live in Washington, D.C.", "Washington, DC"),
        ("U.S. exports fell", "US"),
        ("over 200,000 GPUs", "200000"),
        ("up 60 percent", "60%"),
        ("up 60 per cent", "60%"),
        ("in 3.134 seconds.", "3.134 seconds"),
        ("It costs $5.", "5"),
        ("Straße", "STRASSE"),
        ("Andre\u0301s", "Andr\u00e9s"),
        ("１２ models", "12 models"),
        ("the", "The"),
    ],
)
def test_an_answer_is_found_however_it_is_written(text, answer):
    assert answer_in(text, [answer])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Category", "cat"),
        ("It costs $3.5 million", "5"),
        ("It costs 3.5 million", "35"),
        ("in 2,0 models", "20"),
        ("over 1,000 GPUs", "1"),
        ("David is not Lau", "David Lau"),
        ("a plan", "the"),
        ("Some text", "..."),
        ("Some text", ""),
        ("", "text"),
    ],
)
def test_an_answer_is_whole_words_and_the_right_number(text, answer):
    assert not answer_in(text, [answer])


def test_any_answer_suffices_and_with_all_of_every_one_is_needed():
    assert answer_in("red and blue", ["green", "blue"])
    assert not answer_in("red and blue", ["green", "blue"], all_of=True)
    assert answer_in("red and blue", ["blue", "red"], all_of=True)


@pytest.mark.parametrize("all_of", [False, True])
def test_no_answers_are_never_found(all_of):
    assert not answer_in("anything", [], all_of=all_of)


@given(st.text(), st.text(alphabet="abc 3.,'’-%", min_size=1))
def test_an_answer_with_a_word_in_it_stands_in_itself_between_other_words(other, answer):
    assert answer_in(f"{other}\n{answer}\n{other}", [answer]) == any(char in "abc3%" for char in answer)


# Words


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        (0, []),
        (1, ["one"]),
        (2, ["one  two"]),
        (3, ["one  two", "three"]),
        (4, ["one  two", "three\nfour."]),
        (9, ["one  two", "three\nfour."]),
    ],
)
def test_the_first_words_of_texts_are_kept_as_they_stand(limit, kept):
    assert first_words(["one  two", "three\nfour."], limit) == kept


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
    labels = [True] * len(positives) + [False] * len(negatives)
    assert auroc(positives + negatives, labels) == pytest.approx(roc_auc_score(labels, positives + negatives))


@pytest.mark.parametrize(("values", "labels"), [([0.5], [True]), ([0.5], [False]), ([], [])])
def test_auroc_of_one_kind_alone_is_an_error(values, labels):
    with pytest.raises(ValueError, match="positives and negatives"):
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
    labels = [False] * len(answerable) + [True] * len(unanswerable)  # to refuse is the positive decision
    false, true, _ = roc_curve(labels, [-score for score in answerable + unanswerable], drop_intermediate=False)
    assert refusal_at(answerable, unanswerable) == pytest.approx(max(true[false <= 0.10]))


def test_refusal_at_of_one_kind_alone_is_an_error():
    with pytest.raises(ValueError, match="answerable and unanswerable"):
        refusal_at([], [0.5])
    with pytest.raises(ValueError, match="answerable and unanswerable"):
        refusal_at([0.5], [])


def test_a_score_that_is_not_a_number_is_an_error():
    with pytest.raises(ValueError, match="not a number"):
        auroc([float("nan"), 0.5], [True, False])
    with pytest.raises(ValueError, match="not a number"):
        refusal_at([0.5], [float("nan")])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20), st.sampled_from([0.0, 0.5, 0.95, 1.0]))
def test_percentile_is_that_of_numpy(values, share):
    assert percentile(values, share) == pytest.approx(np.percentile(values, share * 100))


# The table

RIGHT = Outcome(
    id="right",
    answerable=True,
    refused=False,
    reason=None,
    confidence=0.9,
    in_passages=True,
    in_answer=True,
    in_first=True,
    ms=10.0,
)
SECOND = replace(RIGHT, id="second", confidence=0.7, in_first=False, ms=20.0)
WRONG = replace(RIGHT, id="wrong", confidence=0.6, in_passages=False, in_answer=False, in_first=False, ms=30.0)
SHY = replace(RIGHT, id="shy", refused=True, confidence=0.4, in_answer=False, in_first=False, ms=40.0)
HONEST = replace(WRONG, id="honest", answerable=False, refused=True, confidence=0.2, ms=50.0)
FOOLED = replace(WRONG, id="fooled", answerable=False, confidence=0.65, ms=60.0)


def figures(*outcomes):
    return {metric.key: metric.measure(outcomes) for metric in METRICS}


def test_every_metric_of_a_run_by_hand():
    assert figures(RIGHT, SECOND, WRONG, SHY, HONEST, FOOLED) == {
        "answer_in_passages": 3 / 4,
        "answer_shown": 2 / 4,
        "answer_first": 1 / 4,
        "answer_shown_of_answered": 2 / 3,
        "answer_first_of_answered": 1 / 3,
        "refused_unanswerable": 1 / 2,
        "refused_answerable": 1 / 4,
        "confidence_auroc": 6 / 8,  # fooled (0.65) is beaten by 0.9 and 0.7, honest (0.2) by all four
        "refusal_at_10": 1 / 2,  # none of four may be refused: below 0.4 is honest alone
        "ms_median": 35.0,
        "ms_p95": 57.5,
    }


def test_a_metric_without_cases_has_no_figure():
    missing = {key for key, value in figures(HONEST, FOOLED).items() if value is None}
    assert missing == {
        "answer_in_passages",
        "answer_shown",
        "answer_first",
        "answer_shown_of_answered",
        "answer_first_of_answered",
        "refused_answerable",
        "confidence_auroc",
        "refusal_at_10",
    }
    assert all(value is None for value in figures().values())


def test_answering_nothing_is_a_miss_of_every_answer_and_has_no_figure_of_the_answered():
    measured = figures(SHY, HONEST)
    assert measured["answer_shown"] == 0
    assert measured["answer_shown_of_answered"] is None
    assert measured["refused_answerable"] == 1
