"""What the gate passes and fails, what it says, and which floors it reads."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import GroundwireError
from evals.cases import Case
from evals.gate import (
    BUNDLED_FLOORS,
    Floor,
    gate_slice,
    in_words,
    judge,
    load_floors,
    passed,
)
from evals.metrics import METRICS
from evals.outcome import Outcome

DAY = date(2024, 5, 1)


def outcome(name, *, answerable=True, refused=False, confidence=0.5):
    case = Case(id=name, question=f"What of {name}?", answerable=answerable, answers=("x",) if answerable else ())
    status, reason = ("abstained", "not_stated") if refused else ("answered", None)
    return Outcome(case=case, status=status, reason=reason, text="", confidence=confidence)


def unanswerable(refused, answered):
    """So many refused and answered of the unanswerable, by name."""
    return [
        *(outcome(f"refused-{n}", answerable=False, refused=True) for n in range(refused)),
        *(outcome(f"answered-{n}", answerable=False) for n in range(answered)),
    ]


def only(outcomes, **floor):
    (verdict,) = judge(outcomes, [Floor(**floor)])
    return verdict


# --- judging


def test_a_value_at_its_floor_passes_and_one_below_fails():
    nine_of_ten = unanswerable(9, 1)
    assert only(nine_of_ten, metric="refused_unanswerable", at_least=0.9).passed
    assert not only(nine_of_ten, metric="refused_unanswerable", at_least=0.91).passed


def test_a_value_above_its_ceiling_fails():
    asked = [outcome("a"), outcome("b", refused=True)]
    assert only(asked, metric="refused_answerable", at_most=0.5).passed
    assert not only(asked, metric="refused_answerable", at_most=0.49).passed


def test_both_bounds_hold_at_once():
    asked = unanswerable(5, 5)
    assert only(asked, metric="refused_unanswerable", at_least=0.4, at_most=0.6).passed
    assert not only(asked, metric="refused_unanswerable", at_least=0.1, at_most=0.4).passed


def test_the_value_is_compared_and_the_interval_shown():
    verdict = only(unanswerable(9, 1), metric="refused_unanswerable", at_least=0.9)
    low, high = verdict.interval
    assert low < 0.9 < high
    assert verdict.passed


def test_what_cannot_be_measured_fails():
    verdict = only([outcome("a")], metric="refused_unanswerable", at_least=0.0)
    assert verdict.value is None
    assert verdict.interval is None
    assert not verdict.passed
    assert "cannot be measured" in in_words([verdict])


def test_an_empty_run_fails_every_floor():
    verdicts = judge([], [Floor(metric=metric.key, at_least=-1e9, at_most=1e9) for metric in METRICS])
    assert [verdict.metric for verdict in verdicts if verdict.passed] == []


def test_no_floor_is_no_pass():
    assert not passed([])
    with pytest.raises(ValueError, match="without floors"):
        judge(unanswerable(1, 0), [])


def test_a_metric_measured_on_too_few_cases_fails():
    verdict = only(unanswerable(3, 0), metric="refused_unanswerable", at_least=0.9, cases=4)
    assert not verdict.passed
    assert verdict.cases == 3
    assert "only 3 of the 4 cases it needs" in in_words([verdict])


def test_cases_that_a_metric_does_not_concern_do_not_count():
    asked = [*unanswerable(3, 0), outcome("a"), outcome("b")]
    assert only(asked, metric="refused_unanswerable", at_least=0.9).cases == 3


@given(st.floats(), st.floats(), st.floats())
def test_what_is_no_number_keeps_to_no_floor(low, high, value):
    assert not Floor(metric="m", at_least=low, at_most=high).holds(math.nan)
    assert Floor(metric="m", at_least=low, at_most=high).holds(value) == (low <= value <= high)


# --- the worst cases, and words


def test_the_worst_cases_are_those_that_fail_on_the_side_of_the_floor():
    asked = [*unanswerable(7, 2), outcome("answerable")]
    verdict = only(asked, metric="refused_unanswerable", at_least=0.9)
    assert [worst.case.id for worst in verdict.worst] == ["answered-0", "answered-1"]
    verdict = only([outcome("a"), outcome("b", refused=True)], metric="refused_answerable", at_most=0.1)
    assert [worst.case.id for worst in verdict.worst] == ["b"]


def test_no_more_than_five_cases_are_named():
    assert len(only(unanswerable(1, 20), metric="refused_unanswerable", at_least=0.9).worst) == 5


def test_a_metric_over_all_cases_names_those_without_which_it_is_better():
    asked = [
        outcome("sure", confidence=0.9),
        outcome("unsure", confidence=0.2),
        outcome("rightly unsure", answerable=False, confidence=0.1),
        outcome("wrongly sure", answerable=False, confidence=0.8),
    ]
    verdict = only(asked, metric="confidence_auroc", at_least=0.99)
    assert verdict.value == 0.75
    assert [worst.case.id for worst in verdict.worst] == ["unsure", "wrongly sure"]


def test_a_floor_that_holds_names_no_case():
    assert only(unanswerable(9, 1), metric="refused_unanswerable", at_least=0.9).worst == ()


def test_a_failed_gate_says_metric_value_floor_interval_and_cases():
    verdicts = judge(
        [*unanswerable(1, 1), outcome("a")],
        [Floor(metric="refused_unanswerable", at_least=0.9), Floor(metric="refused_answerable", at_most=0.05)],
    )
    said = in_words(verdicts)
    assert said.startswith("The gate fails on 1 of 2 floors.\n")
    assert "refused_unanswerable: 0.500, the floor is at least 0.9; 95% interval 0.000 to 1.000" in said
    assert "answered-0: 0.00, What of answered-0?" in said
    assert "refused_answerable" not in said
    assert not passed(verdicts)


def test_an_open_gate_says_how_many_floors_hold():
    verdicts = judge(unanswerable(1, 0), [Floor(metric="refused_unanswerable", at_least=0.9)])
    assert passed(verdicts)
    assert in_words(verdicts) == "The gate passes on 1 of 1 floors."


def test_the_same_outcomes_are_judged_the_same():
    asked, floors = unanswerable(5, 5), [Floor(metric="refused_unanswerable", at_least=0.9)]
    assert judge(asked, floors) == judge(asked, floors)


# --- floors


@pytest.fixture
def floors_of(tmp_path):
    def load(text):
        path = tmp_path / "floors.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_floors(path)

    return load


def test_floors_are_read_in_their_order(floors_of):
    read = floors_of(
        "[metrics.refused_unanswerable]\nat_least = 0.9\ncases = 20\n[metrics.refused_answerable]\nat_most = 0\n"
    )
    assert read == (
        Floor(metric="refused_unanswerable", at_least=0.9, cases=20),
        Floor(metric="refused_answerable", at_most=0.0),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no floor"),
        ("[metrics]\n", "holds no floor"),
        ("metrics = 3\n", "holds no floor"),
        ("[metrics.quotes_exact\n", "is not TOML"),
        (b"\xff\xfe", "is not UTF-8"),
        ("[metrics.quote_exact]\nat_least = 1.0\n", "Did you mean `quotes_exact`?"),
        ("[metrics.beauty]\nat_least = 1.0\n", "Use one of: "),
        ("[metrics.quotes_exact]\n", "has no bound"),
        ("[metrics.quotes_exact]\ncases = 3\n", "has no bound"),
        ("[metrics]\nquotes_exact = 1.0\n", "and not a table"),
        ("[metrics.quotes_exact]\nat_lest = 1.0\n", "unknown key `at_lest`"),
        ("[metrics.quotes_exact]\nat_least = '1.0'\n", "Make it a number"),
        ("[metrics.quotes_exact]\nat_least = true\n", "Make it a number"),
        ("[metrics.quotes_exact]\nat_least = nan\n", "Make it a number"),
        ("[metrics.quotes_exact]\nat_least = 0.9\nat_most = 0.8\n", "no value passes"),
        ("[metrics.quotes_exact]\nat_least = 0.9\ncases = 0\n", "Make it a whole number"),
        ("[metrics.quotes_exact]\nat_least = 0.9\ncases = 2.5\n", "Make it a whole number"),
        ("[floors.quotes_exact]\nat_least = 0.9\n", "unknown key `floors`"),
    ],
)
def test_a_bad_file_of_floors_is_refused_in_words(floors_of, text, said):
    with pytest.raises(GroundwireError) as error:
        floors_of(text)
    assert "floors.toml" in str(error.value)
    assert said in str(error.value)


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(GroundwireError, match="cannot be read"):
        load_floors(tmp_path / "none.toml")


def test_no_bundled_floor_is_one_that_any_answer_keeps_to():
    for floor in load_floors(BUNDLED_FLOORS):
        assert floor.at_least is None or floor.at_least > 0, floor
        assert floor.at_most is None or floor.at_most < 1 or floor.metric.startswith("ms_"), floor


# --- the slice


def cases_of(sizes):
    return [
        Case(id=f"{category}-{n}", question="?", category=category, answers=("x",))
        for category, size in sizes.items()
        for n in range(size)
    ]


sizes_of_categories = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 40), max_size=20)


@given(sizes_of_categories, st.integers(20, 80))
def test_a_slice_has_its_size_every_category_and_the_order_of_the_cases(sizes, count):
    cases = cases_of(sizes)
    chosen = gate_slice(cases, count)
    assert len(chosen) == min(count, len(cases))
    assert {case.category for case in chosen} == set(sizes)
    assert chosen == [case for case in cases if case in chosen]
    assert gate_slice(cases[::-1], count) == chosen[::-1]


def test_a_larger_category_has_more_cases_in_the_slice_and_a_small_one_more_than_its_share():
    chosen = gate_slice(cases_of({"large": 100, "small": 4}), 24)
    assert [sum(case.category == name for case in chosen) for name in ("large", "small")] == [20, 4]


def test_a_case_taken_away_leaves_the_others_in_the_slice():
    cases = cases_of({"one": 50, "two": 50})
    chosen = gate_slice(cases, 20)
    without = gate_slice([case for case in cases if case != chosen[0]], 20)
    assert set(chosen[1:]) <= set(without)


def test_of_a_category_with_cases_that_name_days_and_others_both_are_in_the_slice():
    cases = [*cases_of({"dated": 60}), Case(id="days", question="?", category="dated", answerable=False, until=DAY)]
    assert cases[-1] in gate_slice(cases, 2)


def test_more_categories_than_places_are_no_slice():
    with pytest.raises(ValueError, match="cannot hold 5 kinds"):
        gate_slice(cases_of(dict.fromkeys("abcde", 2)), 4)
