"""One run of the real pipeline over a small corpus, and what ends a run."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.metrics import METRICS
from rag import Newsroom

ARTICLES = [
    {
        "url": "https://example.com/harbor",
        "title": "Harbor Labs opens a research office in Lisbon",
        "source": "Example Wire",
        "published": "2024-05-14",
        "text": "Harbor Labs opened a research office in Lisbon on Tuesday.\n\n"
        "Ines Castro, who ran speech research at Harbor Labs for six years, will lead the Lisbon office.\n\n"
        "About 40 people are to work there by the end of the year.",
    },
    {
        "url": "https://example.com/quill",
        "title": "Quill cuts the price of its small model",
        "source": "Example Daily",
        "published": "2024-05-16",
        "text": "Quill lowered the price of its small language model Feather by 60 percent on Thursday.\n\n"
        "A million words read by Feather now cost 20 cents, the company said.\n\n"
        "Quill said cheaper chips made the cut possible.",
    },
    {
        "url": "https://example.com/orchid",
        "title": "Regulator opens an inquiry into Orchid's chip orders",
        "source": "Example Wire",
        "published": "2024-05-20",
        "text": "The competition regulator opened an inquiry into the chip orders of Orchid Systems on Monday.\n\n"
        "Orchid Systems had ordered 3,000 accelerators from a single supplier in March.\n\n"
        "The inquiry may take until autumn, the regulator said.",
    },
]
CASES = [
    {
        "id": "lead",
        "question": "Who will lead the Lisbon research office of Harbor Labs?",
        "answers": ["Ines Castro"],
        "asked": "2024-05-17",
    },
    {
        "id": "price",
        "question": "By how much did Quill lower the price of its small language model Feather this week?",
        "answers": ["60%", "60 cents"],
        "asked": "2024-05-17",
    },
    {
        "id": "hidden",
        "question": "Which company's chip orders does the regulator look into?",
        "answerable": False,
        "as_of": "2024-05-15",
        "note": "that article appeared later",
    },
    {"id": "absent", "question": "How many satellites did Zephyr Orbital launch?", "answerable": False},
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The files of articles and cases, and a folder for what a run makes."""
    folder = tmp_path_factory.mktemp("evals")
    for name, records in (("articles", ARTICLES), ("cases", CASES)):
        lines = "".join(json.dumps(record) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def measure(files, *more):
    arguments = ["--articles", files / "articles.jsonl", "--cases", files / "cases.jsonl", "--home", files / "home"]
    return CliRunner().invoke(app, [str(word) for word in (*arguments, *more)])


@pytest.fixture(scope="module")
def measured(files, outside_connections):
    """One whole run: what it printed, and what it wrote."""
    done = measure(files, "--json", files / "run.json")
    assert done.exit_code == 0, done.output
    return SimpleNamespace(out=done.stdout, err=done.stderr, json=json.loads((files / "run.json").read_text("utf-8")))


def test_a_run_finds_shows_and_refuses_what_it_should(measured):
    assert measured.json["articles"] == 3
    assert measured.json["failed"] == []
    figures = measured.json["figures"]
    for key in ("answer_in_passages", "answer_shown", "answer_shown_of_answered", "refused_unanswerable"):
        assert figures[key] == 1.0, key
    assert figures["refused_answerable"] == 0.0
    assert figures["confidence_auroc"] == 1.0
    assert figures["refusal_at_10"] == 1.0
    assert 0 < figures["ms_median"] <= figures["ms_p95"]


def test_each_case_has_its_outcome_and_an_as_of_hides_what_came_later(measured):
    outcomes = {outcome["id"]: outcome for outcome in measured.json["outcomes"]}
    assert list(outcomes) == ["lead", "price", "hidden", "absent"]
    assert [outcome["refused"] for outcome in outcomes.values()] == [False, False, True, True]
    assert outcomes["lead"]["in_first"]
    assert outcomes["lead"]["reason"] is None
    assert outcomes["hidden"]["reason"] is not None
    assert not outcomes["hidden"]["in_passages"]


def test_a_run_prints_every_metric_on_stdout_and_its_progress_on_stderr(measured):
    assert "3 articles, 4 cases: 2 answerable, 2 not" in measured.out
    assert [metric.words for metric in METRICS if metric.words not in measured.out] == []
    assert "asking" in measured.err
    assert "asking" not in measured.out


def test_a_home_can_be_used_again_but_not_with_other_articles_in_it(files, measured, tmp_path):
    fewer = tmp_path / "articles.jsonl"
    fewer.write_text(json.dumps(ARTICLES[0]) + "\n", encoding="utf-8")
    again = measure(files)
    assert again.exit_code == 0
    assert "3 articles, 4 cases" in again.stdout
    mixed = measure(files, "--articles", fewer)
    assert mixed.exit_code == 1
    assert "the others would answer too" in mixed.stderr


@pytest.mark.parametrize("method", ["ask", "search", "confidence"])
def test_a_crash_ends_the_run_and_is_no_refusal(files, measured, monkeypatch, tmp_path, method):
    def crash(*_, **__):
        raise KeyError("lost")

    monkeypatch.setattr(Newsroom, method, crash)
    done = measure(files, "--json", tmp_path / "run.json")
    assert done.exit_code == 1
    assert "case lead crashed: KeyError: 'lost' (test_run.py:" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "run.json").exists()


def test_unreadable_articles_and_cases_end_the_run_before_it_asks(files, tmp_path):
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    for option in ("--articles", "--cases"):
        done = measure(files, "--home", tmp_path / option, option, tmp_path / "empty.jsonl")
        assert done.exit_code == 1
        assert "empty.jsonl" in done.stderr
        assert done.stdout == ""
