"""Every metric against examples worked by hand; rankings against ir-measures, AUROC against scikit-learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import fmean

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import metrics, texts
from evals.cases import Case
from evals.metrics import METRICS, MOST_PASSAGES, MOST_WORDS, Metric
from evals.outcome import FoundPassage, Outcome, ShownCitation, ShownSentence

BROOK = "Ada Brook left Harbor Labs on Monday."
COLE = "Ben Cole now leads the Lisbon office."
OTHER = "Quill lowered the price of Feather by half."
DAY = date(2024, 5, 14)
ONE = Case(id="one", question="Who left?", answers=("Ada Brook", "Brook"), quotes=(BROOK,))
TWO = Case(
    id="two", question="Who left, who leads?", answers=("Ada Brook", "Ben Cole"), all_of=True, quotes=(BROOK, COLE)
)
BARE = Case(id="bare", question="Who left?", answers=("Ada Brook", "Ms Brook"))
BARE_TWO = replace(TWO, id="bare-two", quotes=())
QUOTED = Case(id="quoted", question="Who left?", quotes=(BROOK,))
NOTHING = Case(id="nothing", question="Who left?")
NONE = Case(id="none", question="Who sank?", answerable=False)
PER_CASE = {metric.key: metric.per_case for metric in METRICS}
MEASURES = {metric.key: metric.measure for metric in METRICS}


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test computes all that it compares, also where a tool changes the code between two tests."""
    for remembered in (texts.fold, texts._normal):
        remembered.cache_clear()


def passage(text, published=DAY):
    return FoundPassage(
        article_id=text[:5],
        version=1,
        url="",
        title="",
        source="",
        published=published,
        start=0,
        end=len(text),
        text=text,
    )


def citation(n, quote, published=DAY, exact=True):
    return ShownCitation(
        n=n,
        article_id="a",
        version=1,
        url="",
        title="",
        source="",
        published=published,
        start=0,
        end=9,
        quote=quote,
        exact=exact,
    )


def sentence(text, *cited, verdict="supported", needed=()):
    return ShownSentence(text=text, citations=cited, support="verbatim", score=0.9, verdict=verdict, needed=needed)


def answered(case, *quotes, found=(), **other):
    """An answer that shows each of `quotes` as a sentence and cites it."""
    made = {
        "status": "answered",
        "reason": None,
        "text": "\n\n".join(f"Wire: “{quote}” [{n}]" for n, quote in enumerate(quotes, start=1)),
        "confidence": 0.8,
        "passages": tuple(map(passage, found)),
        "sentences": tuple(sentence(quote, n) for n, quote in enumerate(quotes, start=1)),
        "citations": tuple(citation(n, quote) for n, quote in enumerate(quotes, start=1)),
        "newest_evidence": DAY if quotes else None,
    }
    return Outcome(case=case, **made | other)


def refused(case, found=(), **other):
    made = {"status": "abstained", "reason": "not_stated", "text": "No article says.", "confidence": 0.2}
    return Outcome(case=case, passages=tuple(map(passage, found)), **made | other)


def score(key, outcome):
    return PER_CASE[key](outcome)


# Passages


@pytest.mark.parametrize(
    ("case", "found", "expected"),
    [
        (ONE, [BROOK], (1, 1, 1)),
        (ONE, [OTHER, f"{OTHER} {BROOK} More."], (0, 1, 1)),
        (ONE, [OTHER] * 5 + [BROOK], (0, 0, 1)),
        (ONE, [OTHER] * 10 + [BROOK], (0, 0, 0)),
        (ONE, [OTHER, "Ada Brook is 40."], (0, 0, 0)),  # the answer, but not where it was asked for
        (ONE, [], (0, 0, 0)),
        (TWO, [BROOK, COLE], (1 / 2, 1, 1)),
        (TWO, [f"{BROOK} {COLE}"], (1, 1, 1)),
        (TWO, [OTHER, COLE], (0, 1 / 2, 1 / 2)),
        (BARE, [OTHER, "Ms Brook left."], (0, 1, 1)),
        (BARE_TWO, ["Ben Cole and others", OTHER], (1 / 2, 1 / 2, 1 / 2)),
        (BARE_TWO, ["It was Ada", "Brook and Ben Cole"], (0, 1 / 2, 1 / 2)),
        (QUOTED, [BROOK], (1, 1, 1)),
    ],
)
@pytest.mark.parametrize("made", [answered, refused])
def test_recall_is_the_share_of_the_quotes_that_the_best_passages_hold(made, case, found, expected):
    outcome = made(case, found=found)
    assert tuple(score(f"recall_at_{k}", outcome) for k in (1, 5, 10)) == pytest.approx(expected)


def test_passages_hold_a_quote_together():
    case = replace(ONE, quotes=(f"{BROOK} {COLE}",))
    outcome = refused(case, found=[COLE, BROOK])
    assert [score(f"recall_at_{k}", outcome) for k in (1, 5)] == [0, 1]
    assert score("mrr_at_10", outcome) == 1
    assert score("ndcg_at_10", outcome) == 1


@pytest.mark.parametrize(
    ("case", "found", "mrr", "ndcg"),
    [
        (ONE, [BROOK, OTHER], 1, 1),
        (ONE, [OTHER, BROOK], 1 / 2, 0.6309297535714575),
        (ONE, [OTHER], 0, 0),
        (ONE, [], 0, 0),
        (ONE, [OTHER] * 9 + [BROOK], 1 / 10, 0.2890648263178879),  # 1 / log2(11)
        (ONE, [OTHER] * 10 + [BROOK], 0, 0),
        # each of two quotes in one of three: (1 + 1/log2(4)) / (1 + 1/log2(3))
        (TWO, [BROOK, OTHER, COLE], 1, 1.5 / 1.6309297535714575),
        # the quote that is not found would be second
        (TWO, [BROOK, OTHER], 1, 1 / 1.6309297535714575),
        (TWO, [f"{BROOK} {COLE}", OTHER], 1, 1),
        (TWO, [OTHER, COLE], 1 / 2, 0.6309297535714575 / 1.6309297535714575),
        (BARE, [OTHER, "Ms Brook left."], 1 / 2, 0.6309297535714575),
        (BARE_TWO, ["Ben Cole", OTHER], 1, 1 / 1.6309297535714575),
    ],
)
@pytest.mark.parametrize("made", [answered, refused])
def test_rankings_by_hand(made, case, found, mrr, ndcg):
    outcome = made(case, found=found)
    assert score("mrr_at_10", outcome) == pytest.approx(mrr)
    assert score("ndcg_at_10", outcome) == pytest.approx(ndcg)


@given(st.lists(st.sampled_from([BROOK, COLE, f"{BROOK} {COLE}", OTHER]), min_size=1, max_size=14))
def test_rankings_score_as_in_ir_measures(found):
    outcome = refused(TWO, found=found)
    names = [f"d{place}" for place in range(len(found))]
    qrels = [ir_measures.Qrel("two", name, int(text != OTHER)) for name, text in zip(names, found, strict=True)]
    held = " ".join(found)
    qrels += [ir_measures.Qrel("two", quote, 1) for quote in (BROOK, COLE) if quote not in held]
    run = [ir_measures.ScoredDoc("two", name, -place) for place, name in enumerate(names)]
    expected = ir_measures.calc_aggregate([ir_measures.nDCG @ 10, ir_measures.RR @ 10], qrels, run)
    assert score("ndcg_at_10", outcome) == pytest.approx(expected[ir_measures.nDCG @ 10])
    assert score("mrr_at_10", outcome) == pytest.approx(expected[ir_measures.RR @ 10])


@given(st.lists(st.sampled_from([BROOK, COLE, OTHER]), unique=True))
def test_recall_is_that_of_ir_measures_where_each_passage_holds_one_quote(found):
    qrels = [ir_measures.Qrel("two", quote, 1) for quote in (BROOK, COLE)]
    run = [ir_measures.ScoredDoc("two", text, -place) for place, text in enumerate(found)]
    run = run or [ir_measures.ScoredDoc("two", "unjudged", 0.0)]
    measures = {f"recall_at_{k}": ir_measures.R @ k for k in (1, 5, 10)}
    expected = ir_measures.calc_aggregate([*measures.values()], qrels, run)
    for key, measure in measures.items():
        assert score(key, refused(TWO, found=found)) == pytest.approx(expected[measure])


@given(st.lists(st.sampled_from([BROOK, COLE, OTHER]), max_size=12), st.sampled_from([BROOK, COLE, OTHER]))
def test_a_passage_more_at_the_end_never_takes_from_recall(found, more):
    before, after = refused(TWO, found=found), refused(TWO, found=[*found, more])
    recalls = [score(f"recall_at_{k}", before) for k in (1, 5, 10)]
    assert recalls == sorted(recalls)
    for key in ("recall_at_1", "recall_at_5", "recall_at_10", "mrr_at_10"):
        assert score(key, after) >= score(key, before)


def test_an_answer_counts_as_found_within_ten_passages_and_their_first_words():
    def with_words(words):
        return refused(ONE, found=["word " * (words - 2) + "Ada Brook"])

    assert (MOST_PASSAGES, MOST_WORDS) == (10, 1250)
    assert score("answer_in_passages", with_words(1250)) == 1
    assert score("answer_in_passages", refused(ONE, found=["word " * 1248 + "Brook"])) == 1
    assert score("answer_in_passages", refused(BARE, found=["word " * 1249 + "Ada Brook"])) == 0
    assert score("answer_in_passages", refused(ONE, found=[OTHER] * 9 + [BROOK])) == 1
    assert score("answer_in_passages", refused(ONE, found=[OTHER] * 10 + [BROOK])) == 0
    assert score("answer_in_passages", answered(TWO, found=[COLE, BROOK])) == 1
    assert score("answer_in_passages", answered(TWO, found=[COLE])) == 0
    assert score("answer_in_passages", answered(BARE, found=["It was Ada", "Brook"])) == 0


# The answer


@pytest.mark.parametrize(
    ("case", "shown", "expected"),
    [
        (ONE, [BROOK], (1, 1, 1)),
        (ONE, [OTHER, BROOK], (1, 0, 1)),
        (ONE, [OTHER], (0, 0, 0)),
        (TWO, [BROOK, COLE], (1, 0, 1)),
        (TWO, [f"{BROOK} {COLE}"], (1, 1, 1)),
        (TWO, [COLE], (0, 0, 1 / 2)),
        (TWO, [OTHER], (0, 0, 0)),
        (BARE, ["Ms Brook left."], (1, 1, 1)),
        (ONE, [], (0, 0, 0)),
    ],
)
def test_an_answer_is_shown_shown_first_and_shown_in_part(case, shown, expected):
    outcome = answered(case, *shown)
    keys = ("answer_shown", "answer_first", "key_fact_recall")
    assert tuple(score(key, outcome) for key in keys) == expected


@pytest.mark.parametrize(
    ("case", "shown", "expected"),
    [
        (ONE, [BROOK], 1.0),
        (ONE, ["Ada Brook"], 1.0),
        (ONE, ["Brook."], 1.0),
        # 7 words shown, 2 of them the answer's 2: 2*2/(7+2); with the quote 3 shared of 7 and 7
        (replace(ONE, quotes=(), answers=("Ada Brook",)), [BROOK], 4 / 9),
        (ONE, ["Ada Brook left for good and so did"], 4 / 10),
        (TWO, [COLE, BROOK], 1.0),
        (TWO, ["Ada Brook, Ben Cole"], 1.0),
        (BARE_TWO, ["Ada Brook"], 4 / 6),
        (QUOTED, [BROOK], 1.0),
        (ONE, ["Nobody knows"], 0.0),
        (ONE, [], 0.0),
    ],
)
def test_token_f1_is_the_best_over_the_answers_and_the_quotes_together(case, shown, expected):
    assert score("token_f1", answered(case, *shown)) == pytest.approx(expected)


# Citations against gold


@pytest.mark.parametrize(
    ("case", "cited", "precision", "recall"),
    [
        (ONE, [BROOK], 1, 1),
        (ONE, [OTHER, BROOK], 1 / 2, 1),
        (ONE, [OTHER], 0, 0),
        (ONE, [], 0, 0),
        (ONE, ["Ada Brook left Harbor"], 1, 0),  # a piece of the quote, and not all of it
        (ONE, ["Ada Brook"], 0, 0),
        (ONE, [BROOK[1:]], 0, 0),  # one character off
        (TWO, [BROOK], 1, 1 / 2),
        (TWO, [BROOK, COLE, OTHER], 2 / 3, 1),
        (BARE, [BROOK, OTHER, COLE], 1 / 3, 1),
        (BARE_TWO, [COLE, OTHER], 1 / 2, 1 / 2),
        (QUOTED, [BROOK, OTHER], 1 / 2, 1),
        (NONE, [BROOK], 0, None),
        (NONE, [], 0, None),
        (replace(ONE, answerable=False), [BROOK], 0, None),
        (replace(BARE, answerable=False), [BROOK], 0, None),
    ],
)
def test_citations_hold_the_quotes_of_the_case(case, cited, precision, recall):
    outcome = answered(case, *cited)
    assert score("citation_precision_gold", outcome) == pytest.approx(precision)
    assert score("citation_recall_gold", outcome) == (None if recall is None else pytest.approx(recall))


# Citations against the verifier


@pytest.mark.parametrize(
    ("sentences", "precision", "recall"),
    [
        ([sentence(BROOK, 1)], 1, 1),
        ([sentence(BROOK, 1, verdict="partial")], 0, 0),
        ([sentence(BROOK, 1, verdict="contradicted")], 0, 0),
        ([sentence(BROOK, 1, verdict="partial", needed=(1,))], 0, 0),
        ([sentence("In our words", 1)], 1, 1),  # its only citation
        ([sentence("In our words", 1, 1)], 1, 1),
        ([sentence(BROOK, 1, 2)], 1 / 2, 1),  # the second says something else, and can be left out
        ([sentence(BROOK, 1, 2, needed=(1, 2))], 1, 1),
        ([sentence("In our words", 1, 2, needed=(2,))], 1 / 2, 1),
        ([sentence("In our words", 1, 2)], 0, 1),
        ([sentence("In our words", 2, 2, 1, needed=(2,))], 1 / 2, 1),
        ([sentence(BROOK, 1, 4)], 1, 1),  # either says it
        ([sentence(BROOK, 1, 2, verdict="unsupported", needed=(1,))], 0, 0),
        ([sentence(BROOK, 1), sentence(COLE, 2, verdict="unsupported")], 1 / 2, 1 / 2),
        ([sentence(BROOK, 1), sentence(OTHER, verdict="")], 1, 1 / 2),  # a sentence that cites nothing
        ([sentence(BROOK, 1), sentence(OTHER, verdict="supported")], 1, 1 / 2),
        ([sentence(OTHER, verdict="")], 0, 0),
        ([], 0, 0),
        ([sentence(BROOK, 1, verdict="")], None, None),
        ([sentence(BROOK, 1), sentence(COLE, 2, verdict="")], None, None),
    ],
)
@pytest.mark.parametrize("case", [ONE, NONE])
def test_citations_support_their_sentences(case, sentences, precision, recall):
    cited = tuple(citation(n, quote) for n, quote in enumerate((BROOK, COLE, OTHER, f"So: {BROOK}"), start=1))
    outcome = answered(case, sentences=tuple(sentences), citations=cited)
    assert score("citation_precision_verified", outcome) == (None if precision is None else pytest.approx(precision))
    assert score("citation_recall_verified", outcome) == (None if recall is None else pytest.approx(recall))


def test_each_sentence_counts_the_same_in_the_share_that_is_supported():
    long = answered(ONE, BROOK, COLE, OTHER)
    wrong = answered(NONE, sentences=(sentence(BROOK, 1, verdict="unsupported"),))
    uncited = answered(NONE, sentences=(sentence(BROOK),))
    unverified = answered(NONE, sentences=(sentence(BROOK, 1, verdict=""),))
    shy = refused(ONE, sentences=(sentence(BROOK, 1),))
    assert MEASURES["supported"]([long, wrong]) == 3 / 4
    assert MEASURES["supported"]([long, uncited]) == 3 / 4
    assert MEASURES["supported"]([long, unverified, shy]) == 1
    assert MEASURES["supported"]([unverified, shy]) is None
    assert MEASURES["citation_recall_verified"]([long, wrong]) == 1 / 2  # where each answer does


@pytest.mark.parametrize(("exact", "expected"), [([True], 1), ([True, False], 1 / 2), ([False], 0), ([], None)])
def test_quotes_are_exact(exact, expected):
    cited = tuple(citation(n, BROOK, exact=is_exact) for n, is_exact in enumerate(exact, start=1))
    assert score("quotes_exact", answered(ONE, citations=cited)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, 1),
        ({"text": "Nothing"}, 1),
        ({"sentences": (sentence(BROOK, 1, 2),)}, 2 / 3),  # the marker, and one of two numbers
        ({"sentences": (sentence(BROOK), sentence(COLE, 1))}, 2 / 3),
        ({"conflicts": ((1, 3), (1,))}, 4 / 5),
        ({"text": "Ada [1] left [2] it [0]."}, 1 / 2),
        ({"text": "Ada [1, 3] left [1][1 ,1]."}, 5 / 6),
        ({"text": "Ada [1] of [a] 2 (3) [ 4 ] [5 [-6] [1234567890]."}, 1),
        ({"citations": (citation(1, BROOK), citation(1, COLE))}, 0),
        ({"citations": (citation(0, BROOK),), "sentences": (sentence(BROOK, 0),), "text": "Ada [0]"}, 0),
        ({"citations": (citation(1, ""),)}, 1),
        ({"citations": (citation(1, "in [7] ways"),), "text": "Wire: “in [7] ways” [1]"}, 1),
        ({"citations": (citation(1, "in [7] ways"),), "text": "Wire: “in [7] other ways” [1]"}, 2 / 3),
        ({"citations": (citation(1, ""),), "text": "Ada [9]"}, 1 / 2),
        ({"citations": ()}, 0),
        ({"citations": (), "sentences": (), "text": ""}, 0),
    ],
)
def test_every_number_names_one_citation(changed, expected):
    assert score("citations_valid", answered(ONE, BROOK, **changed)) == pytest.approx(expected)


# Refusals


def test_a_refusal_is_right_where_nothing_answers():
    pairs = [
        (answered(ONE, BROOK), None, 0),
        (refused(ONE), None, 1),
        (answered(NONE), 0, None),
        (refused(NONE), 1, None),
    ]
    for outcome, unanswerable, answerable in pairs:
        assert score("refused_unanswerable", outcome) == unanswerable
        assert score("refused_answerable", outcome) == answerable


@pytest.mark.parametrize(
    ("reason", "text", "expected"),
    [("not_stated", "No article says.", 1), (None, "No article says.", 0), (" ", "No.", 0), ("not_stated", "\n", 0)],
)
def test_a_refusal_says_why(reason, text, expected):
    assert score("reason_given", refused(NONE, reason=reason, text=text)) == expected
    assert score("reason_given", answered(NONE, BROOK, reason=reason)) is None


@pytest.mark.parametrize("case", [ONE, TWO, BARE, BARE_TWO, QUOTED])
def test_a_refusal_shows_nothing_whatever_stands_in_it(case):
    empty = refused(case)
    full = replace(answered(case, BROOK, COLE), status="abstained")
    zero = {"citation_recall_gold", "token_f1"} | (
        {"answer_shown", "answer_first", "key_fact_recall"} if case.answers else set()
    )
    left_out = {"citation_precision_gold", "citation_precision_verified", "citation_recall_verified", "citations_valid"}
    for outcome in (empty, full):
        assert {key for key in zero if score(key, outcome) == 0} == zero
        assert {key for key in left_out if score(key, outcome) is None} == left_out


@pytest.mark.parametrize(
    ("case", "missing"),
    [
        (QUOTED, {"answer_in_passages", "answer_shown", "answer_first", "key_fact_recall"}),
        (
            NOTHING,
            {
                *("answer_in_passages", "answer_shown", "answer_first", "key_fact_recall", "token_f1"),
                *("recall_at_1", "recall_at_5", "recall_at_10", "mrr_at_10", "ndcg_at_10"),
                *("citation_precision_gold", "citation_recall_gold"),
            },
        ),
    ],
)
def test_what_is_not_known_of_a_case_is_not_measured(case, missing):
    outcome = answered(case, BROOK, found=[BROOK])
    known = set(figures(answered(TWO, BROOK, found=[BROOK]))) - {None}
    assert {key for key in known if PER_CASE[key] and score(key, outcome) is None} - always_missing() == missing


def always_missing():
    """What an answer to a case without days, disagreement or refusal has no figure of."""
    return {
        *("refused_unanswerable", "reason_given", "disagreement_shown", "sides_cited", "stale_honest", "within_dates"),
    }


def figures(*outcomes):
    return {metric.key: metric.measure(outcomes) for metric in METRICS}


# Confidence

SURE = [(0.9, ONE), (0.7, TWO), (0.6, ONE), (0.4, BARE), (0.2, NONE), (0.65, NONE)]


def test_confidence_parts_the_answerable_from_the_unanswerable():
    outcomes = [answered(case, BROOK, confidence=confidence) for confidence, case in SURE]
    assert MEASURES["confidence_auroc"](outcomes) == 6 / 8  # 0.65 is beaten by 0.9 and 0.7, 0.2 by all four
    assert MEASURES["refusal_at_5"](outcomes) == 1 / 2  # none of four may be refused: below 0.4 is 0.2 alone
    assert MEASURES["refusal_at_10"](outcomes) == 1 / 2


def test_the_refusals_allowed_are_five_and_ten_in_a_hundred():
    answerable = [answered(ONE, confidence=place / 20) for place in range(1, 21)]
    unanswerable = [answered(NONE, confidence=confidence) for confidence in (0.01, 0.07, 0.12, 0.2)]
    # one of twenty: what is below 0.10 is refused; two of twenty: below 0.15
    assert MEASURES["refusal_at_5"]([*answerable, *unanswerable]) == 2 / 4
    assert MEASURES["refusal_at_10"]([*answerable, *unanswerable]) == 3 / 4


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.3, 0.5, 0.9]), st.sampled_from([ONE, NONE])), min_size=1, max_size=12)
)
def test_confidence_auroc_is_that_of_scikit_learn(pairs):
    from sklearn.metrics import roc_auc_score

    outcomes = [refused(case, confidence=confidence) for confidence, case in pairs]
    labels = [case.answerable for _, case in pairs]
    if len(set(labels)) == 1:
        for key in ("confidence_auroc", "refusal_at_5", "refusal_at_10"):
            assert MEASURES[key](outcomes) is None
        return
    assert MEASURES["confidence_auroc"](outcomes) == pytest.approx(roc_auc_score(labels, [score for score, _ in pairs]))


def test_risk_is_the_share_of_the_surest_that_lack_their_answer():
    right = answered(ONE, BROOK, confidence=0.9)
    half = answered(TWO, BROOK, confidence=0.7)
    unanswerable = answered(NONE, BROOK, confidence=0.8)
    shy = refused(ONE, confidence=0.3)
    unknown = answered(NOTHING, BROOK, confidence=0.95)
    outcomes = [shy, unknown, half, unanswerable, right]
    expected = [(1 / 4, 0), (2 / 4, 1 / 2), (3 / 4, 2 / 3), (1, 3 / 4)]
    assert metrics.risk_coverage(outcomes) == [pytest.approx(point) for point in expected]
    assert MEASURES["risk_coverage_area"](outcomes) == pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4) / 4)
    assert MEASURES["risk_coverage_area"]([unknown]) is None
    assert MEASURES["risk_coverage_area"]([refused(NONE)]) == 1
    assert MEASURES["risk_coverage_area"]([right]) == 0


# Disagreement and days

SIDES = replace(TWO, id="sides", category="disagreement")


@pytest.mark.parametrize(
    ("conflicts", "expected"),
    [
        (((1, 2),), 1),
        (((1, 3), (2, 1)), 1),
        (((1, 2, 3),), 1),
        (((1, 3),), 0),
        (((1,), (2,)), 0),  # each side in another disagreement
        (((4,),), 0),  # one citation holds both
        (((4, 3),), 1),
        (((1, 9),), 0),
        ((), 0),
    ],
)
def test_a_disagreement_is_shown_where_its_sides_hold_both_quotes(conflicts, expected):
    shown = answered(SIDES, BROOK, COLE, OTHER, f"{BROOK} {COLE}", conflicts=conflicts)
    assert score("disagreement_shown", shown) == expected


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [((BROOK, COLE), 1), ((BROOK, OTHER, COLE), 1), ((BROOK, OTHER), 0), ((f"{BROOK} {COLE}",), 0), ((), 0)],
)
def test_both_sides_are_cited_where_two_citations_hold_both_quotes(quotes, expected):
    assert score("sides_cited", answered(SIDES, *quotes)) == expected
    assert score("sides_cited", answered(TWO, *quotes)) is None
    assert score("sides_cited", refused(SIDES)) == 0


def test_only_an_answerable_disagreement_is_asked_to_be_shown():
    assert score("disagreement_shown", refused(SIDES)) == 0
    assert score("disagreement_shown", answered(TWO, BROOK, COLE, conflicts=((1, 2),))) is None
    assert score("disagreement_shown", answered(replace(SIDES, answerable=False), BROOK, COLE)) is None
    assert score("disagreement_shown", answered(replace(NOTHING, category="disagreement"), BROOK)) is None
    assert (
        score(
            "disagreement_shown", answered(replace(BARE_TWO, category="disagreement"), BROOK, COLE, conflicts=((1, 2),))
        )
        == 1
    )


def on(case, *days, newest=None, **other):
    cited = tuple(citation(n, BROOK, published=day) for n, day in enumerate(days, start=1))
    return answered(case, citations=cited, newest_evidence=newest or max(filter(None, days), default=None), **other)


MAY = [date(2024, 5, day) for day in range(1, 32)]


@pytest.mark.parametrize(
    ("asked", "days", "share"),
    [
        ({"as_of": MAY[9]}, [MAY[9]], 1),
        ({"as_of": MAY[9]}, [MAY[8], MAY[10]], 1 / 2),
        ({"as_of": MAY[9]}, [date(1999, 1, 1)], 1),
        ({"until": MAY[9]}, [MAY[10], MAY[9]], 1 / 2),
        ({"until": MAY[9], "as_of": MAY[20]}, [MAY[9], MAY[15]], 1 / 2),
        ({"until": MAY[20], "as_of": MAY[9]}, [MAY[9], MAY[15]], 1 / 2),
        ({"since": MAY[9]}, [MAY[9], MAY[8]], 1 / 2),
        ({"since": MAY[9]}, [date(2999, 1, 1)], 1),
        ({"since": MAY[9], "until": MAY[9]}, [MAY[8], MAY[9], MAY[10]], 1 / 3),
        ({"since": MAY[9]}, [None, MAY[9]], 1 / 2),
        ({"as_of": MAY[9]}, [None], 0),
        ({"as_of": MAY[9]}, [], None),
    ],
)
@pytest.mark.parametrize("case", [ONE, NONE])
def test_citations_are_within_the_days_asked_for(case, asked, days, share):
    outcome = on(replace(case, **asked), *days)
    assert score("within_dates", outcome) == (None if share is None else pytest.approx(share))
    assert score("stale_honest", outcome) == (share is None or share == 1)
    assert score("within_dates", on(case, *days)) is None
    assert score("stale_honest", on(case, *days)) is None


def test_the_newest_evidence_is_named_as_what_it_is():
    case = replace(ONE, since=MAY[0])
    assert score("stale_honest", on(case, MAY[3], MAY[5])) == 1
    assert score("stale_honest", on(case, MAY[3], MAY[5], newest=MAY[3])) == 0
    assert score("stale_honest", on(case, MAY[3], MAY[5], newest=MAY[6])) == 0
    assert score("stale_honest", on(case, newest=MAY[3])) == 0
    assert score("stale_honest", on(replace(ONE, category="latest"), None)) == 0


def test_the_latest_is_the_article_of_the_quote():
    case = replace(ONE, category="latest")
    assert score("stale_honest", answered(case, BROOK)) == 1
    assert score("stale_honest", answered(case, OTHER)) == 0  # of the same day, but what holds the quote was not found
    assert score("stale_honest", answered(case, OTHER, found=[BROOK])) == 1
    later = replace(passage(BROOK), published=MAY[20])
    assert score("stale_honest", replace(answered(case, OTHER), passages=(later, passage(OTHER)))) == 0
    undated = replace(passage(BROOK), published=None)
    assert score("stale_honest", replace(on(case, None), passages=(undated,))) == 0
    assert score("stale_honest", answered(replace(case, as_of=MAY[2]), BROOK)) == 0
    assert score("stale_honest", answered(replace(NONE, category="latest"), BROOK)) == 0
    assert score("within_dates", answered(case, BROOK)) is None


@pytest.mark.parametrize(
    "case", [replace(ONE, as_of=MAY[2]), replace(NONE, since=MAY[2]), replace(ONE, category="latest")]
)
def test_a_refusal_is_neither_stale_nor_within_the_days(case):
    for outcome in (refused(case), replace(answered(case, BROOK), status="abstained")):
        assert score("within_dates", outcome) is None
        assert score("stale_honest", outcome) is None


# Time and money


def test_time_tokens_and_cost():
    outcomes = [
        answered(ONE, BROOK, ms=10.0, tokens=100, cost=0.25),
        refused(NONE, ms=20.0, tokens=50),
        refused(ONE, ms=60.0, cost=0.5),
    ]
    assert MEASURES["ms_median"](outcomes) == 20
    assert MEASURES["ms_p95"](outcomes) == pytest.approx(56)  # nine tenths of the way from 20 to 60
    assert MEASURES["tokens"](outcomes) == 50
    assert MEASURES["cost"](outcomes) == 0.25


def test_what_a_model_wrote_and_nobody_was_shown():
    written = replace(answered(ONE, BROOK), withheld=("No.", "Neither."), first_ms=300.0)
    shown = replace(written.sentences[0], support="supported")
    outcomes = [replace(written, sentences=(shown,)), refused(NONE)]
    assert MEASURES["withheld"](outcomes) == pytest.approx(2 / 3)
    assert MEASURES["ms_first"](outcomes) == 300
    assert MEASURES["withheld"]([answered(ONE, BROOK)]) is None
    assert MEASURES["ms_first"]([answered(ONE, BROOK)]) is None


def test_an_answer_is_kept_to_three_sentences_and_ninety_words():
    def long(*lengths: int) -> float | None:
        texts = [" ".join(["word"] * length) for length in lengths]
        return score("within_length", answered(ONE, *texts))

    assert long(1) == long(30, 30, 30) == long(90) == 1
    assert long(1, 1, 1, 1) == long(91) == long(45, 46) == 0
    assert score("within_length", refused(ONE)) is None


def test_the_sides_of_a_disagreement_are_not_counted_in_the_length_of_an_answer():
    texts = ["one", "two", "three", "four"]
    assert score("within_length", answered(ONE, *texts)) == 0
    assert score("within_length", answered(ONE, *texts, conflicts=((3, 4),))) == 1


def test_of_quotes_that_say_the_same_one_is_enough():
    either = replace(TWO, all_of=False, answers=(*TWO.answers,))
    assert score("citation_recall_gold", answered(either, COLE)) == 1
    assert score("citation_recall_gold", answered(TWO, COLE)) == 0.5


# The table

KEYS = """recall_at_1 recall_at_5 recall_at_10 mrr_at_10 ndcg_at_10 answer_in_passages answer_shown answer_first
key_fact_recall token_f1 citation_precision_gold citation_recall_gold citation_precision_verified
citation_recall_verified quotes_exact citations_valid supported withheld
refused_unanswerable refused_answerable reason_given
confidence_auroc refusal_at_5 refusal_at_10 risk_coverage_area disagreement_shown sides_cited
within_length stale_honest within_dates ms_median ms_p95 ms_first tokens cost""".split()
WHOLE = {
    *("supported", "withheld", "confidence_auroc", "refusal_at_5", "refusal_at_10", "risk_coverage_area"),
    *("ms_median", "ms_p95", "ms_first"),
}
LOWER = {"refused_answerable", "risk_coverage_area", "ms_median", "ms_p95", "ms_first", "tokens", "cost", "withheld"}


def test_the_table_names_each_metric_once_with_its_direction():
    assert [metric.key for metric in METRICS] == KEYS
    assert {metric.key for metric in METRICS if metric.per_case is None} == WHOLE
    assert {metric.key for metric in METRICS if metric.better == "lower"} == LOWER
    assert {metric.better for metric in METRICS} == {"higher", "lower"}
    assert len({metric.words for metric in METRICS}) == len(METRICS)


def test_a_metric_is_better_higher_unless_said_otherwise_and_of_a_whole_run_or_a_mean():
    costs = [refused(ONE, cost=1.0), refused(ONE, cost=2.0)]
    whole, a_mean = Metric("key", "words", of_all=len), Metric("key", "words", lambda outcome: outcome.cost or None)
    assert (whole.better, whole.per_case, whole.score(costs[0]), whole.measure(costs)) == ("higher", None, None, 2)
    assert (a_mean.score(costs[0]), a_mean.measure(costs), a_mean.measure([])) == (1.0, 1.5, None)
    free = refused(ONE)
    assert a_mean.concerned([free, *costs]) == costs
    assert a_mean.measure([free, *costs]) == 1.5
    assert whole.concerned([free, *costs]) == [free, *costs]


def test_no_cases_have_no_figures():
    assert set(figures().values()) == {None}


PERFECT = [
    answered(replace(SIDES, since=MAY[0]), BROOK, COLE, found=[BROOK, COLE], conflicts=((1, 2),), confidence=0.9),
    answered(replace(ONE, category="latest"), BROOK, found=[BROOK], confidence=0.8),
    refused(NONE, found=[OTHER], confidence=0.1),
]
SHORT_OF_1 = {
    "recall_at_1",
    "answer_first",
    "risk_coverage_area",
    "refused_answerable",
    "ms_median",
    "ms_p95",
    "tokens",
    "cost",
    "withheld",
    "ms_first",
}


def test_a_run_without_fault_scores_one_in_everything():
    assert {key: value for key, value in figures(*PERFECT).items() if key not in SHORT_OF_1 and value != 1} == {}
    assert figures(*PERFECT)["recall_at_1"] == 3 / 4  # one passage holds one of two quotes
    assert figures(*PERFECT)["answer_first"] == 1 / 2
    assert figures(*PERFECT)["refused_answerable"] == 0
    assert figures(*PERFECT)["risk_coverage_area"] == pytest.approx((0 + 0 + 1 / 3) / 3)


def test_refusing_everything_has_the_figures_of_a_refusal():
    measured = figures(*(refused(outcome.case, found=[]) for outcome in PERFECT))
    assert measured["refused_unanswerable"] == measured["refused_answerable"] == measured["risk_coverage_area"] == 1
    for key in (
        "answer_shown",
        "key_fact_recall",
        "token_f1",
        "citation_recall_gold",
        "disagreement_shown",
        "recall_at_10",
    ):
        assert measured[key] == 0, key
    for key in ("citation_precision_gold", "citation_recall_verified", "citations_valid", "quotes_exact", "supported"):
        assert measured[key] is None, key


cases = st.sampled_from(
    [ONE, TWO, BARE, BARE_TWO, QUOTED, NOTHING, NONE, SIDES, replace(TWO, as_of=MAY[13], category="latest")]
)
quotes = st.lists(st.sampled_from([BROOK, COLE, OTHER]), max_size=4)
outcomes_made = st.builds(
    lambda case, shown, found, refuses, confidence, verdict, day: replace(
        answered(
            case,
            *shown,
            found=found,
            confidence=confidence,
            sentences=tuple(sentence(quote, n, verdict=verdict) for n, quote in enumerate(shown, start=1)),
            newest_evidence=day,
        ),
        status="abstained" if refuses else "answered",
    ),
    *(cases, quotes, quotes, st.booleans(), st.sampled_from([0.0, 0.3, 0.3, 0.9, 1.0])),
    *(st.sampled_from(["", "supported", "partial"]), st.sampled_from([DAY, MAY[0], None])),
)


@given(st.lists(outcomes_made, min_size=1, max_size=6), st.randoms())
def test_each_metric_keeps_its_range_is_the_mean_of_its_cases_and_knows_no_order(outcomes, random):
    shuffled = [*outcomes]
    random.shuffle(shuffled)
    for metric in METRICS:
        value = metric.measure(outcomes)
        assert metric.measure(shuffled) == (None if value is None else pytest.approx(value, abs=1e-12)), metric.key
        assert value is None or 0 <= value <= 1, metric.key
        if metric.per_case:
            known = [one for one in map(metric.per_case, outcomes) if one is not None]
            assert value == (fmean(known) if known else None), metric.key


@given(outcomes_made)
def test_what_is_shown_in_part_is_no_less_than_what_is_shown_whole(outcome):
    shown = score("answer_shown", outcome)
    if shown is None:
        assert score("key_fact_recall", outcome) is None
    else:
        assert score("answer_first", outcome) <= shown <= score("key_fact_recall", outcome)
