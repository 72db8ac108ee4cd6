"""A run comes out of its file as it went in; an unfinished one is gone on with, or begun anew."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from corpus.errors import GroundwireError
from evals.cases import Case
from evals.outcome import FoundPassage, Outcome, ShownCitation, ShownSentence
from evals.result import Run
from evals.store import Unfinished, load_run, save

PLACE = {"article_id": "a1", "version": 2, "url": "https://example.com/1", "title": "Title", "source": "Wire"}
CASE = Case(
    id="one",
    question="Who “left”?\u2028",
    answers=("Ada",),
    quotes=("Ada left.",),
    asked=date(2024, 5, 1),
    history=("Who runs it?",),
)
ANSWERED = Outcome(
    case=CASE,
    status="answered",
    reason=None,
    text="Ada left. [1]",
    confidence=0.123457,
    passages=(FoundPassage(**PLACE, published=date(2024, 4, 30), start=3, end=12, text="Ada left."),),
    sentences=(
        ShownSentence(
            text="Ada left.", citations=(1,), support="verbatim", score=0.9, verdict="supported", needed=(1,)
        ),
    ),
    citations=(
        ShownCitation(**PLACE, n=1, published=None, start=3, end=12, quote="Ada left.", exact=True, corrected=True),
    ),
    conflicts=((1, 2), (3,)),
    notes=("This is old.",),
    newest_evidence=date(2024, 4, 30),
    ms=12.5,
    tokens=7,
    cost=0.1 + 0.2,
)
REFUSED = Outcome(
    case=Case(id="two", question="When?", answerable=False),
    status="abstained",
    reason="not_stated",
    text="No article says.",
    confidence=0.0,
    ms=3.0,
)
RUN = Run(
    settings={"candidates": 60, "reranker": "", "verified": True},
    versions={"groundwire": "0.1.0"},
    corpus_hash="c" * 64,
    articles=3,
    cases_hash="d" * 64,
    mode="extractive",
    failed=(("x.html", "holds no text"),),
    outcomes=(ANSWERED, REFUSED),
    started="2024-05-01T00:00:00+00:00",
    seconds=1.5,
)


# Finished runs


def test_a_run_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "folder" / "run.json"
    save(RUN, path)
    assert load_run(path) == RUN
    assert load_run(path).figures() == RUN.figures()
    assert [file.name for file in path.parent.iterdir()] == ["run.json"]


def test_times_stand_under_one_key_and_nothing_else_tells_two_runs_apart():
    later = replace(
        RUN,
        outcomes=tuple(replace(outcome, ms=outcome.ms * 9) for outcome in RUN.outcomes),
        started="2025-01-01T00:00:00+00:00",
        seconds=99.0,
    )
    first, second = RUN.to_dict(), later.to_dict()
    assert first.pop("timings") != second.pop("timings")
    assert json.dumps(first) == json.dumps(second)
    assert not [key for key in first["figures"] if key.startswith("ms_")]
    assert not [key for outcome in first["outcomes"] for key in outcome if key == "ms"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda record: record.pop("outcomes"), "is not a run of `groundwire eval run`"),
        (lambda record: record.update(form=99), "is a run of form 99"),
        (lambda record: record.pop("settings"), "is not a whole run: KeyError"),
        (lambda record: record["outcomes"][0].pop("status"), "is not a whole run: ValidationError"),
        (lambda record: record["outcomes"][0]["citations"][0].update(start="x"), "is not a whole run: ValidationError"),
        (lambda record: record["timings"]["ms"].pop(), "is not a whole run: ValueError"),
    ],
)
def test_a_file_that_is_no_whole_run_is_named_with_what_is_wrong(tmp_path, change, words):
    record = RUN.to_dict()
    change(record)
    path = tmp_path / "run.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(GroundwireError) as raised:
        load_run(path)
    assert str(raised.value).startswith(f"{path}: {words}")


@pytest.mark.parametrize(
    ("data", "words"),
    [(None, "cannot be read"), (b'{"form": 1', "is not JSON"), (b"\xff", "is not JSON"), (b"[]", "is not a run of")],
)
def test_what_is_no_run_at_all_is_named(tmp_path, data, words):
    path = tmp_path / "run.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(GroundwireError, match=words) as raised:
        load_run(path)
    assert str(path) in str(raised.value)


def test_a_run_that_cannot_be_written_leaves_the_file_that_was_there(tmp_path):
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(GroundwireError, match=r"run\.json: cannot be written .* Name another file"):
        save(RUN, tmp_path / "file" / "run.json")
    with pytest.raises(ValueError, match="JSON"):
        save(replace(RUN, seconds=float("nan")), tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


# Unfinished ones

ABOUT = {"settings": {"candidates": 60}, "cases_hash": "d", "corpus_hash": "c"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.json.unfinished.jsonl"


def begun(path, *outcomes, about=ABOUT):
    """An unfinished run with these cases done."""
    file = Unfinished(path, about)
    file.begin()
    for outcome in outcomes:
        file.add(outcome)
    return file


def test_an_unfinished_run_keeps_every_case_that_was_done(path):
    begun(path, ANSWERED, REFUSED)
    assert Unfinished(path, ABOUT).begin() == ([ANSWERED, REFUSED], [])
    assert Unfinished(path, ABOUT).begin() == ([ANSWERED, REFUSED], [])


@pytest.mark.parametrize("cut", [1, 2, 200])
def test_a_line_that_an_interruption_cut_off_is_asked_again(path, cut):
    begun(path, ANSWERED, REFUSED)
    path.write_bytes(path.read_bytes()[:-cut])
    kept = [ANSWERED, REFUSED] if cut == 1 else [ANSWERED]  # without its line's end alone, the case is whole
    assert Unfinished(path, ABOUT).begin() == (kept, [])
    file = Unfinished(path, ABOUT)
    file.begin()
    file.add(replace(REFUSED, text="again"))
    assert Unfinished(path, ABOUT).begin() == ([*kept, replace(REFUSED, text="again")], [])


@pytest.mark.parametrize("key", ABOUT)
def test_a_run_over_other_things_begins_anew_and_says_what_is_other(path, key):
    begun(path, ANSWERED)
    assert Unfinished(path, ABOUT | {key: "other"}).begin() == ([], [key])
    assert Unfinished(path, ABOUT | {key: "other"}).begin() == ([], [])


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe", b"[1]\n", b'{"half', b'"text"\n{}\n'])
def test_a_file_that_is_no_unfinished_run_is_begun_anew(path, data):
    path.write_bytes(data)
    assert Unfinished(path, ABOUT).begin()[0] == []
    assert begun(path, ANSWERED).begin() == ([ANSWERED], [])


def test_a_folder_in_the_place_of_an_unfinished_run_is_an_error(tmp_path):
    with pytest.raises(GroundwireError, match=r"cannot be read .* Remove it and run again"):
        Unfinished(tmp_path, ABOUT).begin()
