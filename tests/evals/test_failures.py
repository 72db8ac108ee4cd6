"""What is said to be wrong with an outcome, and that it is said wherever a figure is pulled down."""

from __future__ import annotations

from datetime import date

import pytest
from by_hand import DAY, OTHER, QUOTE, a_case, a_citation, a_passage, a_sentence, answered, mixed_run, refused

from evals.failures import failures, first_relevant, is_right, standing
from evals.metrics import METRICS

LATEST = a_case(category="latest")
DISPUTED = a_case(category="disagreement", quotes=(QUOTE, OTHER))
TWO = a_case(answers=("Ines Castro", "cooker"), all_of=True, quotes=(QUOTE, OTHER))
LATER = date(2024, 6, 1)


def test_what_is_as_expected_has_no_failure():
    assert failures(answered()) == []
    assert failures(refused(a_case(answerable=False))) == []
    assert failures(answered(TWO, QUOTE, OTHER)) == []
    assert failures(answered(DISPUTED, QUOTE, OTHER, conflicts=((1, 2),))) == []


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (answered(a_case(answerable=False), OTHER), "It answers, though no article states this."),
        (
            answered(a_case(answerable=False, category="false_premise"), OTHER),
            "It answers, though no article states this, and the question takes for granted what is not so.",
        ),
        (refused(), "It refuses (not_stated), though the articles answer this."),
        (refused(), "Passage 2 of those found bears out the expected answer."),
        (refused(passages=(a_passage(OTHER),)), "None of the 1 passages found bears out the expected answer."),
        (refused(a_case(answerable=False), reason=None), "It does not say why it refuses."),
        (
            refused(a_case(answerable=False), sentences=(a_sentence(),), citations=(a_citation(),)),
            "It refuses, and shows sentences of an answer none the less.",
        ),
        (answered(a_case(), OTHER), "The answer does not say “Ines Castro”."),
        (answered(a_case(answers=("Ada", "Bo"), quotes=()), OTHER), "The answer does not say “Ada” or “Bo”."),
        (answered(TWO, QUOTE), "The answer does not say “cooker”."),
        (answered(a_case(), OTHER), f"No citation holds what was expected: “{QUOTE}”"),
        (answered(a_case(), QUOTE, OTHER), "Citation [2] does not hold the expected words."),
        (answered(a_case(quotes=()), QUOTE, OTHER), "Citation [2] does not hold an expected answer."),
        (
            answered(DISPUTED, QUOTE, OTHER),
            "It does not show that the articles disagree, with the words of each side.",
        ),
        (
            answered(DISPUTED, QUOTE, OTHER, conflicts=((1, 9),)),
            "It does not show that the articles disagree, with the words of each side.",
        ),
        (answered(a_case(as_of=date(2024, 5, 1))), "Citation [1] is of 2024-05-14, later than 2024-05-01."),
        (
            answered(a_case(as_of=date(2024, 7, 1), until=date(2024, 5, 1))),
            "Citation [1] is of 2024-05-14, later than 2024-05-01.",
        ),
        (answered(a_case(since=LATER)), "Citation [1] is of 2024-05-14, older than 2024-06-01."),
        (
            answered(a_case(since=DAY), citations=(a_citation(published=None),), newest_evidence=None),
            "Citation [1] has no day, and the question is about days.",
        ),
        (
            answered(newest_evidence=LATER),
            "It says that its newest evidence is of 2024-06-01; that is of 2024-05-14.",
        ),
        (
            answered(LATEST, passages=(a_passage(published=LATER),), citations=(a_citation(OTHER),)),
            "Its newest evidence is of 2024-05-14; what was expected is of 2024-06-01.",
        ),
        (answered(sentences=(a_sentence(citations=()),)), "Sentence 1 cites nothing."),
        (answered(sentences=(a_sentence(citations=(1, 4)),)), "Sentence 1 cites [4], and there is no such citation."),
        (
            answered(citations=(a_citation(exact=False),)),
            "Citation [1] is not what its article says at the place it names.",
        ),
        (
            answered(sentences=(a_sentence(verdict="contradicted"),)),
            "Sentence 1 is contradicted by what it cites, says the verifier.",
        ),
        (
            answered(sentences=(a_sentence(verdict="partial"),)),
            "Sentence 1 is supported only in part by what it cites, says the verifier.",
        ),
    ],
)
def test_it_says_what_is_wrong(outcome, words):
    assert words in failures(outcome)


def test_an_answer_that_was_not_verified_is_not_held_against_it():
    assert failures(answered(sentences=(a_sentence(verdict=""),))) == []


def test_a_quote_that_is_long_is_cut():
    words = [said for said in failures(answered(a_case(quotes=("word " * 90,)))) if "word" in said]
    assert len(words[0]) < 250
    assert words[0].endswith("word …”")


PULLED_DOWN = {
    "answer_shown", "key_fact_recall", "citation_precision_gold", "citation_recall_gold", "citation_recall_verified",
    "quotes_exact", "citations_valid", "refused_unanswerable", "reason_given", "disagreement_shown", "stale_honest",
    "within_dates",
}  # fmt: skip


@pytest.mark.parametrize("metric", [m for m in METRICS if m.key in PULLED_DOWN], ids=lambda metric: metric.key)
def test_no_case_pulls_a_figure_down_in_silence(metric):
    outcomes = [
        *mixed_run().outcomes,
        refused(a_case(answerable=False), reason=None),
        answered(TWO, QUOTE),
        answered(DISPUTED, QUOTE, OTHER),
        answered(a_case(as_of=date(2024, 5, 1))),
        answered(a_case(since=DAY), citations=(a_citation(published=None),), newest_evidence=None),
        answered(LATEST, newest_evidence=LATER),
        answered(sentences=(a_sentence(citations=(7,)),)),
        answered(sentences=(a_sentence(verdict="partial"),)),
        answered(citations=(a_citation(exact=False),)),
    ]
    scored = [(outcome, metric.per_case(outcome)) for outcome in outcomes]
    pulling = [outcome for outcome, score in scored if score is not None and score < 1]
    assert pulling
    assert all(failures(outcome) for outcome in pulling)


def test_where_an_answer_stands_to_what_was_expected():
    nothing = a_case(answerable=False)
    outcomes = (answered(), answered(a_case(), OTHER), refused(), refused(nothing), answered(nothing))
    assert [standing(outcome) for outcome in outcomes] == [
        "right", "wrong", "refused", "rightly refused", "should refuse",
    ]  # fmt: skip
    assert [is_right(outcome) for outcome in outcomes] == [True, False, False, True, False]


def test_the_first_passage_that_bears_out_the_answer_has_a_place_from_one():
    assert first_relevant(answered(passages=(a_passage(),))) == 1
    assert first_relevant(answered()) == 2
    assert first_relevant(answered(passages=())) is None
