"""Language models as judges, scripted: what they say well, and every way they say nothing usable.

The models are LlamaIndex's own `CustomLLM` with replies written down; the evaluators are LlamaIndex's and ragas' real
ones. ragas is an extra: its tests are skipped where it is absent.
"""

from __future__ import annotations

import json
import sys
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import GroundwireError
from evals.cases import Case
from evals.judges import grade, llama_index_judges, ragas_judges, reference, yes_or_no
from evals.judging import Judge, Verdict, cohen_kappa, correct, faithful, judge_answers
from evals.outcome import Outcome, ShownCitation, ShownSentence

QUOTE = "Acme released its robot on 3 May."


def scripted(reply):
    """A model that replies by `reply(prompt)` and keeps the prompts."""
    from scripted import Scripted

    return Scripted(reply=reply)


def saying(*replies):
    """A model that says these, over and over."""
    told = iter(range(10_000))
    return scripted(lambda prompt: replies[next(told) % len(replies)])


def outcome(name="a", *, verdict="supported", shown=QUOTE, status="answered", answerable=True):
    citation = ShownCitation(
        n=1,
        article_id="x",
        version=1,
        url="",
        title="",
        source="",
        published=None,
        start=0,
        end=len(QUOTE),
        quote=QUOTE,
        exact=True,
    )
    refused = status == "abstained"
    return Outcome(
        case=Case(
            id=name,
            question="When did Acme release its robot?",
            answerable=answerable,
            answers=("3 May",) if answerable else (),
        ),
        status=status,
        reason="not_stated" if refused else None,
        text="",
        confidence=0.5,
        citations=() if refused else (citation,),
        sentences=()
        if refused
        else (ShownSentence(text=shown, citations=(1,), support="verbatim", score=1, verdict=verdict),),
    )


def judged(judge, *outcomes, repetitions=1):
    return judge_answers(outcomes or [outcome()], [judge], repetitions).judged[0]


# LlamaIndex


@pytest.mark.parametrize(
    ("reply", "score", "misread"),
    [
        ("YES", 1.0, False),
        ("**Yes**, it says so.", 1.0, False),
        ("NO", 0.0, False),
        ("NO, that was announced yesterday.", 0.0, True),
        ("Maybe yes.", None, True),
        ("Yesterday", None, True),
        ("42 bananas", None, True),
        ("", None, True),
    ],
)
def test_a_reply_passes_only_where_its_first_word_is_yes(reply, score, misread):
    llm = saying(reply)
    found = judged(llama_index_judges(llm)[0])
    assert found.verdicts[0][0].score == score
    assert found.misread == misread
    assert (found.given, found.missing) == ((1, 0) if score is not None else (0, 1))
    assert "Begin your reply with one word" in llm.prompts[0], "our own prompt, not the library's"
    assert llm.prompts[0].count(QUOTE) == 2, "the answer and the quote it cites"


@pytest.mark.parametrize(
    ("reply", "score"),
    [
        ("4.0\nFine.", 4.0),
        ("4.0", 4.0),
        ("Score: 2\nNo.", 2.0),
        ("**5**/5\n", 5.0),
        ("7\nGreat", None),
        ("Good.", None),
    ],
)
def test_a_grade_of_one_line_is_no_crash_and_nonsense_is_no_grade(reply, score):
    llm = saying(reply)
    found = judged(llama_index_judges(llm)[1])
    assert found.verdicts[0][0].score == score
    assert found.missing == (score is None)
    assert "3 May" in llm.prompts[0]


def test_a_model_that_crashes_is_no_verdict_and_enters_no_mean():
    calls = iter(range(99))

    def reply(prompt):
        if next(calls) % 2:
            raise ConnectionError("no answer from the server")
        return "YES"

    found = judged(llama_index_judges(scripted(reply))[0], outcome("a"), outcome("b"))
    assert (found.mean, found.given, found.missing) == (1.0, 1, 1)
    assert found.reasons == (("crashed: ConnectionError: no answer from the server", 1),)


@given(st.text())
def test_no_reply_breaks_the_parsers(reply):
    assert yes_or_no(reply) in (1.0, 0.0, None)
    score, _ = grade(reply)
    assert score is None or 1 <= score <= 5


# Repetitions, their spread, agreement with ours


def by_table(table, passes_from=1.0, measures="faithfulness"):
    """A judge that gives each case its row of scores, one a repetition."""
    given = {name: iter(row) for name, row in table.items()}
    return Judge("t", "table", measures, passes_from, lambda one: Verdict(next(given[one.case.id]), "nothing said"))


def test_repetitions_are_summed_up_as_worked_by_hand():
    table = {"a": [1, 1, 1], "b": [1, 0, 0], "c": [None, 0, None], "d": [None, None, None], "e": [1, 0, None]}
    from sklearn.metrics import cohen_kappa_score

    ours = {"a": "supported", "b": "supported", "c": "partial", "d": "supported", "e": "supported"}
    found = judged(by_table(table), *[outcome(name, verdict=ours[name]) for name in table], repetitions=3)
    means = [3 / 3, 1 / 4, 1 / 2]
    assert found.mean == pytest.approx(sum(means) / 3)
    assert found.spread == pytest.approx(stdev(means))
    assert (found.given, found.missing, found.reasons) == (9, 6, (("nothing said", 6),))
    assert found.steady == pytest.approx(1 / 3)  # of a, b and e, only a
    assert found.compared == 3  # d has no verdict, e no majority
    assert found.agreement == pytest.approx(2 / 3)  # a yes yes, b no yes, c no no
    assert found.kappa == pytest.approx(cohen_kappa_score([True, False, False], [True, True, False]))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_kappa_is_scikit_learns(pairs):
    from sklearn.metrics import cohen_kappa_score

    one, other = zip(*pairs, strict=True)
    if len({*one, *other}) == 1:
        assert cohen_kappa(one, other) is None
    else:
        assert cohen_kappa(one, other) == pytest.approx(cohen_kappa_score(one, other))


def test_ours_says_nothing_of_what_was_not_verified_and_an_answer_to_the_unanswerable_is_wrong():
    assert faithful(outcome()) is True
    assert faithful(outcome(verdict="partial")) is False
    assert faithful(outcome(verdict="")) is None
    assert correct(outcome()) is True
    assert correct(outcome(shown="It did in June.")) is False
    assert correct(outcome(answerable=False)) is False
    assert reference(outcome(answerable=False)) == "The articles do not say."


def test_refusals_are_counted_and_not_judged():
    found = judge_answers([outcome("a"), outcome("b", status="abstained")], llama_index_judges(saying("NO")), 2)
    assert (found.answers, found.refusals) == (("a",), 1)
    assert dict(found.ours) == {"faithfulness": 1.0, "correctness": 1.0}
    with pytest.raises(GroundwireError, match="every case was refused"):
        judge_answers([outcome(status="abstained")], llama_index_judges(saying("NO")))
    with pytest.raises(GroundwireError, match="Ask for at least one"):
        judge_answers([outcome()], [], 0)


def test_a_report_is_json_and_words_beside_ours():
    told = []
    found = judge_answers(
        [outcome()], llama_index_judges(saying("NO, it was yesterday.")), 2, lambda *what: told.append(what)
    )
    plain = json.loads(json.dumps(found.to_dict()))
    assert plain["judges"]["llama_index_faithfulness"]["scores"] == [[0.0, 0.0]]
    assert plain["judges"]["llama_index_correctness"]["no_verdict"] == 2
    assert {len(row) for row in found.rows()} == {len(found.columns)}
    assert [row[0] for row in found.rows()][:2] == ["ours: faithfulness", "ours: correctness"]
    assert any("no verdict 2 times" in note for note in found.notes())
    assert any("own reading of 2 replies is wrong" in note for note in found.notes())
    assert told == [("LlamaIndex faithfulness", 1, 1), ("LlamaIndex correctness (1 to 5)", 1, 1)]


# ragas


def test_without_ragas_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ragas", None)
    monkeypatch.setitem(sys.modules, "ragas.dataset_schema", None)
    with pytest.raises(GroundwireError, match=r"pip install 'groundwire\[judges\]'"):
        ragas_judges(saying("x"))


def ragas_reply(statements, verdicts):
    """A model that answers ragas' prompts in JSON: the statements of an answer, then a verdict on each."""

    def reply(prompt):
        if "verdict" in prompt:
            judged = [{"statement": "s", "reason": "r", "verdict": verdict} for verdict in verdicts]
            return json.dumps({"statements": judged})
        return json.dumps({"statements": statements, "claims": statements})

    return reply


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_ragas_judges_faithfulness_and_correctness():
    pytest.importorskip("ragas")
    faithfulness, correctness = ragas_judges(scripted(ragas_reply(["one", "two"], [1, 0])))
    assert judged(faithfulness).mean == 0.5
    assert judged(correctness).mean == 0.5  # one of two claims either way: F1 of 1, 1 and 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_ragas_keeps_no_users_id(tmp_path, monkeypatch):
    pytest.importorskip("ragas")
    from ragas import _analytics

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    _analytics.get_userid.cache_clear()  # else one that an earlier test made would do
    for judge in ragas_judges(scripted(ragas_reply(["one", "two"], [1, 0]))):
        assert judged(judge).given == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nan_and_crashes_of_ragas_are_no_verdict():
    pytest.importorskip("ragas")
    faithfulness, _ = ragas_judges(scripted(ragas_reply([], [])))
    assert judged(faithfulness).reasons == (("the score is NaN", 1),)
    for judge in ragas_judges(saying("bananas")):
        found = judged(judge)
        assert (found.mean, found.given, found.missing) == (None, 0, 1)
        assert found.reasons[0][0].startswith("crashed: ")
