"""The eval of the verifier: the files it reads, its arithmetic against scikit-learn, the real verifier on a file."""

from __future__ import annotations

import gzip
import json
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import support
from benchmarks.claims import Claim, load_claims
from benchmarks.draws import Draws, balanced_accuracy
from benchmarks.support import measure_support, report
from benchmarks.support_report import Scored
from corpus.errors import GroundwireError
from evals.intervals import middle

PASSAGE = "Acme released its robot on 3 May. It costs 900 dollars, the company said."


def line(**changes):
    return {"id": "a", "claim": "Acme released its robot on 3 May.", "passages": [PASSAGE], "label": True} | changes


@pytest.fixture
def write(tmp_path):
    def write(*records, name="claims.jsonl"):
        path = tmp_path / name
        text = "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


# Reading


def test_every_form_of_a_claim_is_read(write):
    own = line(id="b", label="contradicted", subset="news", error="date", question="When?")
    plain = {"id": "c", "claim": "It flies.", "text": PASSAGE, "label": "unsupported"}
    read = load_claims(write(line(), own, "", plain))
    assert [claim.truth for claim in read] == ["supported", "contradicted", "unsupported"]
    assert read[1] == Claim(
        id="b",
        claim=own["claim"],
        passages=(PASSAGE,),
        truth="contradicted",
        subset="news",
        error="date",
        question="When?",
    )
    assert read[2].passages == (PASSAGE,)


def test_attribution_bench_and_bump_lines_are_known_by_their_keys(write):
    one = {"id": "a", "claim": "x y", "context": [PASSAGE], "supported": True, "subset": "ExpertQA", "question": "Q?"}
    two = {"id": "b", "claim": "x z", "context": [PASSAGE], "supported": False, "subset": "bump:Entity Error"}
    read = load_claims(write(one, two, name="claims.jsonl.gz"))
    assert [(claim.subset, claim.error, claim.truth, claim.question) for claim in read] == [
        ("ExpertQA", "", "supported", "Q?"),
        ("bump", "Entity Error", "unsupported", ""),
    ]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{", "is not JSON"),
        ("[1]", "not an object"),
        (line(extra=1), "unknown key `extra`. Remove it"),
        (line(id=""), "has no `id`. Add one"),
        (line(claim=" "), "has no `claim`. Add one"),
        (line(claim=3), "`claim` is 3. Make it a string"),
        (line(passages=[]), "`passages` is []. Make it text"),
        (line(passages=[""]), "Make it text"),
        (line(text="x"), "has `passages` and `text`. Keep one"),
        ({"id": "a", "claim": "x", "label": True}, "has no `passages`. Add"),
        (line(label="maybe"), "`label` is 'maybe'. Make it one of: true, false"),
        (line(label=1), "`label` is 1. Make it one of"),
        (line(label=None), "has no `label`. Add one of"),
        (line(error="date"), "is supported and has the error 'date'"),
        ({"id": "a", "claim": "x", "context": ["y"], "supported": "supported"}, "Make it true or false"),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_how_to_mend_it(write, bad, words):
    path = write(line(id="fine"), bad)
    with pytest.raises(GroundwireError) as error:
        load_claims(path)
    assert str(error.value).startswith(f"{path}:2: ")
    assert words in str(error.value)


def test_files_that_hold_no_claims_are_refused_in_words(write, tmp_path):
    with pytest.raises(GroundwireError, match=r"holds no claim\. Write one"):
        load_claims(write(""))
    with pytest.raises(GroundwireError, match=r"cannot be read .* Name a .jsonl"):
        load_claims(tmp_path / "absent.jsonl")
    with pytest.raises(GroundwireError, match=r"that of .*:1 too"):
        load_claims(write(line(), line()))
    cut = write(*[line(id=str(n)) for n in range(9)], name="cut.jsonl.gz")
    for broken in (cut.read_bytes()[:-9], b"plain"):
        cut.write_bytes(broken)
        with pytest.raises(GroundwireError, match="no whole gzip file"):
            load_claims(cut)


# Arithmetic


def scored(n, truth, score, *, label=None, subset="", error="", overlap=0.5, passages=None, question=""):
    claim = Claim(
        id=str(n),
        claim="x",
        passages=passages or (str(n),),
        truth=truth if isinstance(truth, str) else "supported" if truth else "unsupported",
        subset=subset,
        error=error,
        question=question,
    )
    label = label or ("supported" if score >= 0.5 else "unsupported")
    return Scored(claim, label, score, score / 2, len(str(n)), overlap)


some = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.5, 0.75, 1.0]), st.booleans()), min_size=2, max_size=40
)


@given(some)
def test_figures_are_scikit_learns(rows):
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    made = [
        scored(n, truth, score, label="supported" if called else "partial", overlap=1 - score)
        for n, (truth, score, called) in enumerate(rows)
    ]
    found = report("f", {}, made, threshold=0.5, rounds=3).groups[0]
    truth, score, called = zip(*rows, strict=True)
    if len(set(truth)) < 2:
        assert (found.auroc, found.balanced, found.auroc_interval) == (None, None, None)
        return
    assert found.auroc == pytest.approx(roc_auc_score(truth, score))
    assert found.balanced == pytest.approx(balanced_accuracy_score(truth, called))
    assert found.balanced_by_score == pytest.approx(balanced_accuracy_score(truth, np.array(score) >= 0.5))
    assert found.auroc_by_words == pytest.approx(1 - roc_auc_score(truth, score))
    assert found.auroc_by_length == pytest.approx(roc_auc_score(truth, [-len(str(n)) for n in range(len(rows))]))


@given(some, st.integers(0, 3))
def test_a_draw_is_measured_as_if_its_claims_were_repeated(rows, seed):
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    truth, score, called = (list(column) for column in zip(*rows, strict=True))
    passages = [(str(n // 2),) for n in range(len(rows))]
    draws = Draws(passages, truth, seed, 5)
    times = np.concatenate(list(draws._weights())).astype(int)
    assert times.shape == (5, len(rows))
    assert all(row[n] == row[n + 1] for row in times for n in range(0, len(rows) - 1, 2)), "same passages, same draws"
    for weights, auroc, balanced in zip(times, draws.auroc(score), draws.balanced_accuracy(called), strict=True):
        drawn = np.repeat(np.arange(len(rows)), weights)
        labels = np.array(truth)[drawn]
        if len(set(labels)) < 2:
            assert np.isnan(auroc)
            assert np.isnan(balanced)
        else:
            assert auroc == pytest.approx(roc_auc_score(labels, np.array(score)[drawn]))
            assert balanced == pytest.approx(balanced_accuracy_score(labels, np.array(called)[drawn]))


def test_every_draw_has_as_many_groups_of_passages_as_there_are():
    draws = Draws([("a",), ("a",), ("b",), ("c",)], [True, False, True, False], 0, 50)
    times = np.concatenate(list(draws._weights()))
    assert (times[:, [0, 2, 3]].sum(axis=1) == 3).all()


def test_the_interval_is_that_of_the_percentiles_and_leaves_out_what_is_undefined():
    low, high = middle(np.array([*np.linspace(0, 1, 101), np.nan]))
    assert (low, high) == (pytest.approx(0.025), pytest.approx(0.975))
    assert middle(np.array([np.nan])) is None


def test_balanced_accuracy_wants_both_kinds():
    with pytest.raises(ValueError, match="needs supported and other"):
        balanced_accuracy([True], [True])


def test_contradiction_is_measured_where_the_labels_tell_it():
    from sklearn.metrics import precision_score, recall_score

    truths = ["contradicted"] * 4 + ["unsupported"] * 3 + ["supported"] * 3
    labels = ["contradicted", "contradicted", "partial", "unsupported", "contradicted", "partial", "supported"]
    labels += ["supported", "contradicted", "supported"]
    made = [scored(n, *both[:1], 0.5, label=both[1]) for n, both in enumerate(zip(truths, labels, strict=True))]
    found = report("f", {}, made, 0.5, rounds=3)
    true, called = ([one == "contradicted" for one in column] for column in (truths, labels))
    assert found.contradicted == (precision_score(true, called), recall_score(true, called)) == (0.5, 0.5)
    assert found.labels["unsupported"] == {"contradicted": 1, "partial": 1, "supported": 1}
    assert report("f", {}, made[4:], 0.5, rounds=3).contradicted is None


def test_a_kind_of_error_is_held_against_the_supported_claims_of_its_subset():
    made = [
        scored(1, True, 0.9, subset="a"),
        scored(2, False, 0.95, subset="a", error="name"),
        scored(3, False, 0.1, subset="a", error="date"),
        scored(4, True, 0.5, subset="b"),
        scored(5, False, 0.2, subset="b"),
    ]
    found = {group.name: group for group in report("f", {}, made, 0.5, rounds=3).groups}
    assert list(found) == ["all", "a", "b", "a: date", "a: name"]
    assert [(found[name].claims, found[name].auroc) for name in ("a", "a: date", "a: name")] == [
        (3, 0.5),
        (2, 1.0),
        (2, 0.0),
    ]


def test_calibration_is_worked_by_hand():
    made = [scored(1, True, 0.9), scored(2, False, 0.95), scored(3, False, 0.1), scored(4, True, 1.0)]
    found = report("f", {}, made, 0.5, rounds=3)
    assert found.calibration_error == pytest.approx((3 * abs(2 / 3 - 2.85 / 3) + 1 * abs(0 - 0.1)) / 4)
    assert [n for n, each in enumerate(found.bins) if each] == [1, 9]
    assert [row.split()[:4] for row in found.plot().splitlines()[1:-1]] == [
        ["0.1-0.2", "1", "0.10", "0.00"],
        ["0.9-1.0", "3", "0.95", "0.67"],
    ]


# The real verifier


def test_a_file_is_judged_by_the_verifier_and_its_baselines(write, embedder):
    path = write(
        line(),
        line(id="b", claim="Acme released its robot on 9 May.", label="contradicted", error="date"),
        line(id="c", claim="The robot costs 900 dollars.", question="What does the robot cost?"),
        line(id="d", claim="Bolt hired a new chief in Berlin last week.", label="unsupported", error="made up"),
    )
    told = []
    found = measure_support(path, lambda *what: told.append(what), rounds=200, embedder=embedder)
    assert told[-1] == ("judging", 4, 4)
    whole, made_up = found.groups[0], {group.name: group for group in found.groups}["made up"]
    assert (whole.claims, whole.supported, whole.auroc) == (4, 2, 1.0)
    assert made_up.auroc == 1.0
    assert found.contradicted == (1.0, 1.0)
    assert [each.label for each in found.scored][:2] == ["supported", "contradicted"]
    assert found.scored[0].alone == found.scored[0].score == 1.0
    assert found.scored[2].alone != found.scored[2].score
    assert found.scored[3].overlap < found.scored[1].overlap < 1
    plain = json.loads(json.dumps(found.to_dict()))
    assert plain["groups"][0]["auroc"] == 1.0
    assert [claim["id"] for claim in plain["claims"]] == ["a", "b", "c", "d"]
    assert {len(row) for row in found.rows()} == {len(found.columns)}
    again = measure_support(path, lambda *what: None, rounds=200, embedder=embedder)
    assert again.to_dict() == found.to_dict()


def test_a_sample_is_the_same_each_time_and_keeps_the_order(write, embedder):
    path = write(*[line(id=str(n)) for n in range(9)])
    one, other = (measure_support(path, lambda *what: None, most=4, embedder=embedder).scored for _ in range(2))
    ids = [each.claim.id for each in one]
    assert ids == [each.claim.id for each in other] == sorted(ids)
    assert len(ids) == 4
    with pytest.raises(GroundwireError, match="Ask for at least one"):
        measure_support(path, lambda *what: None, most=0, embedder=embedder)


def test_the_command_prints_a_table_or_one_document(write, embedder, capsys, monkeypatch):
    path = write(line(), line(id="b", claim="Bolt hired a new chief in Berlin last week.", label="unsupported"))
    monkeypatch.setattr("rag.models.encoder.BundledEmbedder", lambda: embedder)
    monkeypatch.setattr(sys, "argv", ["support", str(path), "--json"])
    support.main()
    assert json.loads(capsys.readouterr().out)["settings"]["claims"] == 2
    monkeypatch.setattr(sys, "argv", ["support", str(path)])
    support.main()
    assert "whether the cited text supports a claim" in " ".join(capsys.readouterr().out.split())
