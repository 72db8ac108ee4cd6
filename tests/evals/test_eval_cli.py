"""`groundwire eval` from arguments to exit status, over a small corpus; and how commands of packages are attached."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import typer
from small_news import ARTICLES, CASES, write_lines
from typer.testing import CliRunner

import evals.run
import ui.cli
from evals.metrics import METRICS
from evals.store import load_run
from rag import Newsroom, open_newsroom

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = "[metrics.quotes_exact]\nat_least = 1.0\n[metrics.refused_unanswerable]\nat_least = {least}\n"


class Ran:
    """What a command left behind."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Articles and cases, a folder for what runs make."""
    folder = tmp_path_factory.mktemp("evals")
    write_lines(folder / "articles.jsonl", ARTICLES)
    write_lines(folder / "cases.jsonl", CASES)
    return folder


@pytest.fixture
def groundwire(monkeypatch, capsys, embedder):
    """Run `groundwire ARGUMENTS` with the model that is loaded."""
    monkeypatch.setattr(evals.run, "open_newsroom", partial(open_newsroom, embedder=embedder))

    def ran(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["groundwire", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            ui.cli.main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return ran


@pytest.fixture
def over(files):
    """The options that name the small corpus and its cases."""
    return ("--articles", files / "articles.jsonl", "--cases", files / "cases.jsonl", "--home", files / "home")


@pytest.fixture
def finished(files, groundwire, over) -> Path:
    """The file of one whole run."""
    path = files / "run.json"
    if not path.exists():
        done = groundwire("eval", "run", *over, "--out", path)
        assert done.status == 0, done.err
    return path


# run


def test_a_run_prints_every_metric_on_stdout_and_its_progress_on_stderr(groundwire, over, tmp_path):
    done = groundwire("eval", "run", *over, "--out", tmp_path / "run.json")
    assert done.status == 0, done.err
    printed = " ".join(done.out.split())
    assert "3 articles, 4 cases: 2 answerable, 2 not" in printed
    assert [metric.words for metric in METRICS if metric.words not in printed] == []
    assert "Asking" in done.err
    assert "Asking" not in done.out
    assert [outcome.case.id for outcome in load_run(tmp_path / "run.json").outcomes] == [case["id"] for case in CASES]
    assert [path.name for path in tmp_path.glob("run*")] == ["run.json"]


def test_with_json_stdout_is_one_document(groundwire, over, tmp_path):
    done = groundwire("eval", "run", *over, "--out", tmp_path / "run.json", "--json")
    told = json.loads(done.out)
    assert (told["articles"], told["cases"], told["failed"]) == (3, 4, [])
    assert told["figures"]["quotes_exact"] == 1.0
    assert told["run"] == str(tmp_path / "run.json")


def test_without_out_or_home_a_run_is_kept_in_the_runs_of_the_home_and_indexed_once(groundwire, over, home):
    for _ in range(2):
        assert groundwire("eval", "run", *over[:4]).status == 0
    assert len(list((home / "runs" / "evals").iterdir())) == 1
    assert list((home / "runs").glob("eval-*.json"))
    assert not list((home / "runs").glob("unfinished*"))
    assert not (home / "catalog.sqlite3").exists()  # what is measured never mixes with what a reader asks


def test_a_slice_asks_that_many_cases(groundwire, over, tmp_path):
    done = groundwire("eval", "run", *over, "--slice", "3", "--out", tmp_path / "run.json")
    assert done.status == 0, done.err
    assert {outcome.case.category for outcome in load_run(tmp_path / "run.json").outcomes} == {
        "single_fact",
        "as_of",
        "off_topic",
    }
    too_few = groundwire("eval", "run", *over, "--slice", "2")
    assert too_few.status == 2
    assert "2 cases cannot hold 3" in " ".join(too_few.err.split())


def test_an_interrupted_run_says_so_and_the_same_command_goes_on(groundwire, over, tmp_path, monkeypatch):
    path, ask, asked = tmp_path / "run.json", Newsroom.ask, []

    def interrupted(room, question, **options):
        asked.append(question)
        if question == CASES[2]["question"] and asked.count(question) == 1:
            raise KeyboardInterrupt
        return ask(room, question, **options)

    monkeypatch.setattr(Newsroom, "ask", interrupted)
    done = groundwire("eval", "run", *over, "--out", path)
    assert done.status == 130
    assert "Run the same command again to go on" in done.err
    assert not path.exists()
    asked.append("again")
    again = groundwire("eval", "run", *over, "--out", path)
    assert again.status == 0, again.err
    assert "Going on after 2 of 4 cases" in again.err
    assert CASES[1]["question"] not in asked[asked.index("again") :]
    assert [file.name for file in tmp_path.glob("run*")] == ["run.json"]


def test_a_crash_is_one_line_that_names_the_case_and_writes_no_result(groundwire, over, tmp_path, monkeypatch):
    def crash(*_, **__):
        raise KeyError("lost")

    monkeypatch.setattr(Newsroom, "search", crash)
    done = groundwire("eval", "run", *over, "--out", tmp_path / "run.json")
    assert done.status == 1
    assert "groundwire: case lead crashed: KeyError: 'lost' (test_eval_cli.py:" in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    assert not (tmp_path / "run.json").exists()


def test_bad_files_end_a_command_with_one_line_before_anything_is_asked(groundwire, over, files, tmp_path):
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    write_lines(tmp_path / "wrong.jsonl", [CASES[0] | {"quotes": ["Ines Castro left."]}])
    for option, file, words in (
        ("--articles", tmp_path / "empty.jsonl", "no article could be read"),
        ("--articles", tmp_path / "absent.jsonl", "cannot be read"),
        ("--cases", tmp_path / "empty.jsonl", "holds no case"),
        ("--cases", tmp_path / "absent.jsonl", "cannot be read"),
        ("--cases", tmp_path / "wrong.jsonl", ":1: the quote “Ines Castro left.” stands in no article"),
    ):
        done = groundwire("eval", "run", *over[:4], option, file)
        assert done.status == 1, done.err
        told = [line for line in done.err.splitlines() if line.startswith("groundwire: ")]
        assert len(told) == 1
        assert file.name in told[0]
        assert words in told[0]
        assert done.out == ""


def test_articles_without_their_cases_are_wrong_usage(groundwire, over):
    done = groundwire("eval", "run", *over[:2])
    assert done.status == 2
    assert "name the cases over these articles" in " ".join(done.err.split())


# What is made of runs


def test_a_run_compared_with_itself_shows_no_difference(groundwire, finished):
    done = groundwire("eval", "compare", finished, finished, "--json")
    assert done.status == 0, done.err
    compared = json.loads(done.out)
    assert {difference["difference"] for difference in compared["differences"]} <= {0.0, None}
    assert compared["changes"] == []
    assert "measured" in groundwire("eval", "compare", finished, finished).out


def test_a_report_is_a_page_and_a_summary_with_the_baselines_that_lie_beside_the_run(groundwire, over, tmp_path):
    path = tmp_path / "run.json"
    assert groundwire("eval", "run", *over, "--out", path, "--baselines").status == 0
    assert len(list((tmp_path / "run.baselines").glob("*.json"))) == 10
    done = groundwire("eval", "report", path)
    assert done.status == 0, done.err
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    assert "refuse_everything" in page
    assert CASES[0]["question"] in page
    assert path.with_suffix(".md").read_text(encoding="utf-8")


def test_the_gate_opens_or_names_what_fails(groundwire, finished, over, tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text(FLOORS.format(least=1.0), encoding="utf-8")
    assert groundwire("eval", "gate", finished, "--floors", floors).status == 0
    asked = groundwire("eval", "gate", *over, "--floors", floors, "--out", tmp_path / "run.json")
    assert asked.status == 0, asked.err
    floors.write_text(FLOORS.format(least=1.1), encoding="utf-8")
    shut = groundwire("eval", "gate", finished, "--floors", floors)
    assert shut.status == 1
    assert "refused_unanswerable: 1.000, the floor is at least 1.1" in shut.out
    as_json = groundwire("eval", "gate", finished, "--floors", floors, "--json")
    assert as_json.status == 1
    assert [(verdict["metric"], verdict["passed"]) for verdict in json.loads(as_json.out)] == [
        ("quotes_exact", True),
        ("refused_unanswerable", False),
    ]
    mixed = groundwire("eval", "gate", finished, "--slice", "3")
    assert mixed.status == 2


@pytest.mark.parametrize("command", [("compare", "A", "A"), ("report", "A"), ("gate", "A")])
def test_what_is_no_run_is_named_in_one_line(groundwire, tmp_path, command):
    file = tmp_path / "other.json"
    file.write_text("{}", encoding="utf-8")
    name, *rest = command
    done = groundwire("eval", name, *(file for _ in rest))
    assert done.status == 1
    assert done.err.splitlines() == [
        f"groundwire: {file}: is not a run of `groundwire eval run`. Name the file that it wrote."
    ]


def test_drafts_are_cases_once_a_person_has_read_them(groundwire, files, tmp_path):
    drafts = tmp_path / "drafts.jsonl"
    done = groundwire("eval", "draft", "--articles", files / "articles.jsonl", "--count", "2", "--out", drafts)
    assert done.status == 0, done.err
    printed = groundwire("eval", "draft", "--articles", files / "articles.jsonl", "--count", "2")
    assert printed.out == drafts.read_text(encoding="utf-8")
    assert all(json.loads(line)["note"].startswith("draft:") for line in printed.out.splitlines())
    both = groundwire("eval", "draft", "--articles", files / "articles.jsonl", "--feedback", drafts)
    assert both.status == 2


# How the commands are attached


def test_python_m_evals_is_the_same_app():
    done = subprocess.run(
        [sys.executable, "-m", "evals", "--help"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [name for name in ("run", "compare", "report", "gate", "draft") if name not in done.stdout] == []


def test_importing_the_commands_loads_nothing_that_takes_long(home):
    heavy = ("torch", "numpy", "chromadb", "gradio", "llama_index", "pydantic", "jinja2", "evals.run", "evals.metrics")
    program = f"import evals.cli, sys; print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
    assert not home.exists()


def attached(value: str):
    """Run `more` of an app to which a package brings that command."""
    host = typer.Typer()
    host.command("own")(lambda: typer.echo("its own"))
    ui.cli.add_commands(host, [EntryPoint(name="more", value=value, group=ui.cli.COMMANDS)])
    return lambda *arguments: CliRunner().invoke(host, arguments)


def test_a_package_adds_a_command_by_an_entry_point():
    done = attached("evals.cli:app")("more", "--help")
    assert done.exit_code == 0
    assert "gate" in done.stdout


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("evals.absent:app", "ModuleNotFoundError: No module named 'evals.absent'"),
        ("evals.cli:absent", "AttributeError"),
        ("evals.cli:run", "evals.cli:run is no Typer app"),
    ],
)
def test_a_command_that_cannot_be_loaded_says_so_in_words_and_disturbs_no_other(value, why):
    run = attached(value)
    assert run("own").stdout == "its own\n"
    assert "Could not be loaded" in run("--help").stdout
    done = run("more", "below", "--option")
    assert done.exit_code == 1
    assert isinstance(done.exception, ui.cli.GroundwireError)
    assert why in str(done.exception)
    assert "Install" in str(done.exception)
