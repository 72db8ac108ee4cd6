"""Two runs beside each other: which figures moved, which cases changed, and which runs are no match."""

from __future__ import annotations

from dataclasses import replace

import pytest
from by_hand import OTHER, QUOTE, a_case, a_citation, a_passage, a_run, a_sentence, answered, mixed_run, refused

from corpus.errors import GroundwireError
from evals.compare import CHANGE_COLUMNS, DIFFERENCE_COLUMNS, change_rows, compare, difference_rows
from evals.figures import figure
from evals.metrics import METRICS

ROUNDS = 60


def changes(before, after):
    """What is said to have changed in the one case."""
    found = compare(a_run(before), a_run(after), rounds=ROUNDS).changes
    return [(change.direction, *change.what) for change in found]


def differences(a, b):
    return {each.key: each for each in compare(a, b, rounds=ROUNDS).differences}


def test_a_run_is_no_different_from_itself():
    same = compare(mixed_run(), mixed_run(), rounds=ROUNDS)
    assert same.changes == ()
    assert same.notes == ()
    assert {each.verdict for each in same.differences} == {"same", ""}
    assert [each.key for each in same.differences] == [metric.key for metric in METRICS]


def test_more_refusals_are_better_where_nothing_answers_and_worse_where_something_does():
    before = mixed_run(right=30, honest=30, gullible=30)
    all_refused = a_run(*(refused(outcome.case) for outcome in before.outcomes))
    found = differences(before, all_refused)
    assert found["refused_unanswerable"].verdict == "better"
    assert found["refused_answerable"].verdict == "worse"  # lower is better
    assert found["refused_answerable"].difference == pytest.approx(1 - 2 / 34)
    assert found["key_fact_recall"].verdict == "worse"
    assert found["tokens"].verdict == "same"


def test_one_case_of_many_is_no_difference_to_rely_on():
    before = mixed_run(right=30)
    after = replace(before, outcomes=(refused(before.outcomes[0].case), *before.outcomes[1:]))
    assert differences(before, after)["refused_answerable"].verdict == "unclear"


def test_a_comparison_is_the_same_again():
    a, b = mixed_run(), mixed_run(right=6, wrong=2)
    assert compare(a, b, seed=4, rounds=ROUNDS) == compare(a, b, seed=4, rounds=ROUNDS)


def test_the_order_of_the_cases_does_not_count():
    a = mixed_run()
    turned = replace(a, outcomes=tuple(reversed(a.outcomes)))
    assert compare(a, turned, rounds=ROUNDS).changes == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (answered(), refused(), ("worse", "answered (right) -> refused")),
        (refused(), answered(), ("better", "refused -> answered (right)")),
        (
            refused(),
            answered(a_case(), OTHER),
            ("other", "refused -> answered (wrong)"),
        ),
        (refused(), refused(reason="no_evidence"), ("other", "refused for another reason: not_stated -> no_evidence")),
        (answered(), answered(a_case(), OTHER), ("worse", "right -> wrong", "other citations: 1 gone, 1 new")),
        (answered(), answered(text="x", sentences=(a_sentence(f"So: {QUOTE}"),)), ("other", "other words")),
        (
            answered(),
            answered(citations=(a_citation(), a_citation(OTHER, n=2))),
            ("other", "other citations: 0 gone, 1 new"),
        ),
        (
            answered(),
            answered(citations=(a_citation(exact=False),)),
            ("other", "citations that are not their articles' words: 0 -> 1"),
        ),
        (answered(), answered(conflicts=((1, 1),)), ("other", "disagreements shown: 0 -> 1")),
        (
            answered(),
            answered(sentences=(a_sentence(verdict="unsupported"),)),
            ("other", "verifier: supported -> unsupported"),
        ),
        (
            answered(),
            answered(passages=(a_passage(),)),
            ("other", "place of the first passage with the evidence: 2 -> 1"),
        ),
        (
            answered(),
            answered(passages=(a_passage(OTHER),)),
            ("other", "place of the first passage with the evidence: 2 -> none"),
        ),
    ],
)
def test_it_says_how_a_case_changed(before, after, said):
    assert changes(before, after) == [said]


def test_an_unanswerable_case_that_is_answered_now_became_worse():
    case = a_case(answerable=False)
    assert changes(refused(case), answered(case, OTHER)) == [("worse", "refused -> answered")]


def test_times_and_confidence_alone_are_no_change():
    assert changes(answered(ms=1.0, confidence=0.9), answered(ms=900.0, confidence=0.91)) == []


def test_what_became_wrong_comes_first():
    cases = [a_case(name) for name in ("a", "b", "c")]
    before = a_run(refused(cases[0]), answered(cases[1]), answered(cases[2]))
    after = a_run(answered(cases[0]), answered(cases[1], text="x", citations=()), refused(cases[2]))
    found = compare(before, after, rounds=ROUNDS).changes
    assert [(change.id, change.direction) for change in found] == [("c", "worse"), ("a", "better"), ("b", "other")]


def test_runs_over_different_cases_are_refused_with_what_each_lacks():
    a, b = (
        a_run(answered(a_case("one")), answered(a_case("two"))),
        a_run(answered(a_case("two")), answered(a_case("six"))),
    )
    with pytest.raises(GroundwireError) as refusal:
        compare(a, b)
    assert "the second run lacks one" in str(refusal.value)
    assert "the first run lacks six" in str(refusal.value)


def test_of_many_missing_cases_some_are_named_and_all_are_counted():
    with pytest.raises(GroundwireError, match=r"right-0, right-1, right-2, right-3, right-4 and 7 more"):
        compare(mixed_run(12), mixed_run(0))


def test_another_question_under_the_same_id_is_another_case():
    b = a_run(answered(a_case(question="Who else?", note="reworded")))
    with pytest.raises(GroundwireError, match=r"same ids: lead \(question\)"):
        compare(a_run(answered()), b)
    assert compare(a_run(answered()), a_run(answered(a_case(note="seen twice"))), rounds=ROUNDS).cases == 1


def test_runs_without_cases_are_refused():
    with pytest.raises(GroundwireError, match="hold no case"):
        compare(a_run(), a_run())


def test_other_articles_settings_and_versions_are_allowed_and_said():
    other = a_run(
        answered(), corpus_hash="f00d", articles=9, settings={"passages": 5, "new": True}, versions={}, mode="llm"
    )
    assert compare(a_run(answered()), other, rounds=ROUNDS).notes == (
        "Other articles: 3 in the first run, 9 in the second.",
        "Other mode: extractive in the first run, llm in the second.",
        "Other settings: new (none) -> True, passages 10 -> 5.",
        "Other versions: groundwire 0.1.0 -> (none).",
    )


def test_the_rows_for_a_terminal_fit_their_columns():
    compared = compare(mixed_run(), a_run(*(refused(o.case) for o in mixed_run().outcomes)), rounds=ROUNDS)
    rows = difference_rows(compared)
    assert {len(row) for row in rows} == {len(DIFFERENCE_COLUMNS)}
    assert {len(row) for row in change_rows(compared)} == {len(CHANGE_COLUMNS)}
    row = dict(zip([each.key for each in compared.differences], rows, strict=True))
    assert row["refused_answerable"][1:4] == ("0.200", "1.000", "+0.800")
    assert row["disagreement_shown"][1:] == ("-", "-", "-", "-", "")


@pytest.mark.parametrize(
    ("key", "value", "signed", "written"),
    [
        ("mrr_at_10", 0.5, False, "0.500"),
        ("mrr_at_10", -0.0001, True, "0.000"),
        ("mrr_at_10", 0.0004, True, "0.000"),
        ("mrr_at_10", -0.25, True, "-0.250"),
        ("ms_p95", 1234.6, False, "1,235"),
        ("ms_p95", 0.4, True, "0"),
        ("tokens", 10.0, False, "10.0"),
        ("cost", 0.00123, True, "+0.0012"),
        ("cost", None, True, "-"),
    ],
)
def test_figures_are_written_alike_everywhere(key, value, signed, written):
    assert figure(key, value, signed=signed) == written
