"""The command line: exit statuses, JSON on standard output alone, errors in one line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from fakes import HashEmbedder

import rag.newsroom
from rag import open_newsroom

STORY = (
    "Borealis hired Mara Lindqvist from Halden Motors on Monday. She had run battery software at Halden Motors. "
    "Borealis trains its models on a machine called Basalt."
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "borealis.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_an_answer_exits_with_0_and_an_abstention_with_3(groundwire, story: Path):
    assert groundwire("ingest", str(story)).status == 0
    answered = groundwire("ask", "Who did Borealis hire from Halden Motors?")
    assert answered.status == 0
    assert answered.out.startswith(
        "borealis.txt, undated: “Borealis hired Mara Lindqvist from Halden Motors on Monday.” [1]"
    )
    abstained = groundwire("ask", "What was the revenue of Zephyr Robotics last quarter?")
    assert abstained.status == 3
    assert "Zephyr Robotics" in abstained.out
    assert "Related, not an answer:" in abstained.out


def test_an_answer_as_json_is_one_document_that_holds_the_words_cited(groundwire, story: Path):
    groundwire("ingest", str(story))
    ran = groundwire("ask", "--json", "Who did Borealis hire from Halden Motors?")
    citation = ran.json["citations"][0]
    assert ran.json["status"] == "answered"
    assert STORY[citation["start"] : citation["end"]] == citation["quote"]
    assert ran.err == ""


def test_further_evidence_is_printed_with_more_alone_and_is_in_the_json_anyway(groundwire, story: Path, monkeypatch):
    monkeypatch.setattr("rag.choose.further.MOST_BEHIND", 100.0)
    groundwire("ingest", str(story))
    asked = ("ask", "Who did Borealis hire from Halden Motors?")
    further = groundwire(*asked, "--json").json["more"]
    assert further
    assert all(sentence["text"] not in groundwire(*asked).out for sentence in further)
    _, below = groundwire(*asked, "--more").out.split("More from the articles:")
    assert all(sentence["text"] in below for sentence in further)


def test_dates_in_a_question_are_ignored_on_request(groundwire, story: Path):
    """The story has no day, so a question that keeps to days rules it out."""
    groundwire("ingest", str(story))
    asked = ["ask", "In news since 2021, who did Borealis hire from Halden Motors?", "--json"]
    kept = groundwire(*asked)
    assert (kept.status, kept.json["reason"]) == (3, "outside_dates")
    read = kept.json["reading"]
    assert (read["since"], read["strict"], read["ignored"]) == ("2021-01-01", True, [])
    ignored = groundwire(*asked, "--ignore", "dates").json
    assert ignored["reason"] != "outside_dates"
    read = ignored["reading"]
    assert (read["since"], read["strict"], read["time_words"], read["ignored"]) == (None, False, "", ["dates"])


def test_several_readings_are_ignored_at_once(groundwire, story: Path):
    groundwire("ingest", str(story))
    asked = ["ask", "According to Reuters, who did Borealis hire from Halden Motors in 2021?"]
    assert "No article here is from Reuters" in groundwire(*asked).out
    ran = groundwire(*asked, "--ignore", "sources", "--ignore", "dates", "--json")
    assert ran.json["reading"]["ignored"] == ["sources", "dates"]
    assert ran.json["reading"]["sources"] == []
    assert ran.json["reason"] != "unknown_source"


def test_an_earlier_question_gives_a_later_one_what_it_leaves_out(groundwire, story: Path):
    groundwire("ingest", str(story))
    asked = ["ask", "Who did it hire from Halden Motors?", "--json"]
    history = ["--history", "What is Quillon?", "--history", "What machine does Borealis train its models on?"]
    ran = groundwire(*asked, *history)
    assert ran.status == 0
    assert ran.json["question"] == "Who did it hire from Halden Motors?"
    assert ran.json["reading"]["asked_as"] == "Who did Borealis hire from Halden Motors?"
    assert ran.json["reading"]["added"] == ["Borealis"]
    alone = groundwire(*asked, *history, "--ignore", "history").json["reading"]
    assert (alone["asked_as"], alone["added"]) == ("Who did it hire from Halden Motors?", [])


def test_an_empty_home_offers_the_briefs_and_does_nothing_else(groundwire):
    for command in (["ask", "Who?"], ["search", "x"], ["articles", "list"]):
        ran = groundwire(*command)
        assert "groundwire ingest --bundled" in ran.out
    assert groundwire("status", "--json").json["articles"] == 0


def test_the_good_lines_of_standard_input_get_in_and_the_bad_one_is_named(groundwire, monkeypatch: pytest.MonkeyPatch):
    lines = b'{"title": "A", "text": "Borealis opened an office."}\n{broken\n{"text": "Quillon closed one."}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    ran = groundwire("ingest", "-", "--json")
    assert ran.status == 1
    assert ran.json["added"] == 2
    assert ran.json["failed"][0][0] == "-:2"


def test_what_is_exported_can_be_ingested_elsewhere(groundwire, story: Path, tmp_path: Path, monkeypatch):
    groundwire("ingest", str(story))
    exported = groundwire("articles", "export").out
    monkeypatch.setenv("GROUNDWIRE_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(exported.encode())))
    assert groundwire("ingest", "-", "--json").json["added"] == 1
    assert json.loads(groundwire("articles", "export").out)["text"] == STORY


def test_articles_are_listed_shown_and_removed(groundwire, story: Path):
    groundwire("ingest", str(story))
    listed = groundwire("articles", "list", "--json").json
    article_id = listed[0]["id"]
    assert "text" not in listed[0]
    assert STORY in groundwire("articles", "show", article_id).out
    assert groundwire("articles", "remove", article_id).status == 0
    assert groundwire("status", "--json").json["passages"] == 0
    gone = groundwire("articles", "show", article_id)
    assert gone.status == 1
    assert article_id in gone.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "Who?", "--since", "31.1.2023"], "since: '31.1.2023' is no day"),
        (["ask", "Who?", "--since", "2024-01-01", "--until", "2023-01-01"], "is after until"),
        (["ask", "Who?", "--mode", "gpt"], "There is no mode 'gpt'"),
        (["ask", "Who?", "--ignore", "nonsense"], "there is no reading 'nonsense'. Name any of sources, dates"),
        (["ask", "Who?", "--ignore", "dates", "--ignore", "nonsense"], "there is no reading 'nonsense'"),
        (["articles", "show", "nothing"], "There is no article 'nothing'"),
        (["chat", "--port", "99999"], "99999 is no port"),
    ],
)
def test_an_error_is_one_line_on_standard_error_and_exit_status_1(groundwire, arguments: list[str], said: str):
    ran = groundwire(*arguments)
    assert (ran.status, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_defect_is_told_in_one_line_too(groundwire, monkeypatch: pytest.MonkeyPatch):
    def broken() -> None:
        raise RuntimeError("a\nb")

    monkeypatch.setattr(rag.newsroom, "open_newsroom", broken)
    ran = groundwire("status")
    assert ran.status == 1
    assert ran.err.startswith("groundwire: unexpected RuntimeError: a b (at test_cli.py:")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("arguments", [["ask"], ["nonsense"], ["ingest"], ["search", "x", "-k", "0"]])
def test_wrong_usage_exits_with_2(groundwire, arguments: list[str]):
    assert groundwire(*arguments).status == 2


def test_control_characters_of_an_article_do_not_reach_the_terminal(groundwire, tmp_path: Path):
    record = {"title": "A\x1b[31m red title", "text": "Borealis hired Mara\x1b[2J Lindqvist from Halden Motors."}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    groundwire("ingest", str(tmp_path / "a.jsonl"))
    assert "\x1b" not in groundwire("ask", "Who did Borealis hire from Halden Motors?").out
    assert "\x1b" not in groundwire("articles", "list").out


def test_the_doctor_passes_a_sound_home_and_repairs_a_harmed_one(groundwire, story: Path):
    groundwire("ingest", str(story))
    assert groundwire("doctor").status == 0
    with open_newsroom(embedder=HashEmbedder()) as room:
        room.index._chroma.remove(sorted(room.index.keys()))
    assert groundwire("doctor").status == 1
    assert groundwire("doctor", "--repair").status == 0


def test_the_installed_command_answers_from_a_home_of_its_own(story: Path):
    command = [sys.executable, "-c", "from ui.cli import main; main()"]
    ingested = subprocess.run([*command, "ingest", str(story)], capture_output=True, text=True, check=False)
    assert ingested.returncode == 0, ingested.stderr
    asked = subprocess.run(
        [*command, "ask", "Who did Borealis hire from Halden Motors?"], capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr
    assert "Mara Lindqvist" in asked.stdout
    assert asked.stderr == ""


def test_a_question_to_an_existing_index_imports_none_of_the_libraries_that_take_seconds(home, story: Path):
    with open_newsroom(home) as room:
        room.ingest([str(story)])
    heavy = ("torch", "sentence_transformers", "transformers", "gradio", "llama_index", "sklearn", "scipy")
    program = (
        "import sys; from ui.cli import main\n"
        "try: main()\n"
        f"finally: print(*[name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    asked = [sys.executable, "-c", program, "ask", "Who did Borealis hire from Halden Motors?"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert "Mara Lindqvist" in done.stdout, done.stderr
    assert (done.returncode, done.stderr.split()) == (0, [])


def on_a_windows_console(program: str) -> bytes:
    """What a program prints where standard output is cp1252; `✓` and most of the world's letters are not in it."""
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    return ran.stdout


def test_a_console_without_the_marks_of_a_check_gets_others_and_no_error():
    words = "import sys, ui.cli; sys.argv = ['groundwire', 'say']; "
    words += "ui.cli.app.command('say')(lambda: print('✓ ✗ “Zürich” 東 …')); ui.cli.main()"
    assert on_a_windows_console(words).decode("cp1252").strip() == "+ x “Zürich” ? …"


def test_json_on_such_a_console_loses_nothing():
    printed = on_a_windows_console("from ui.shell import show; show({'said': '✓ 東'}, [], True)")
    assert json.loads(printed.decode("ascii")) == {"said": "✓ 東"}


def test_an_ingest_that_fails_in_part_says_so_on_standard_error(groundwire, story: Path, tmp_path: Path):
    ran = groundwire("ingest", str(story), str(tmp_path / "absent.txt"))
    assert ran.status == 1
    assert ran.out.startswith("1 added")
    assert "absent.txt: no such file. Everything else is in" in ran.err


def test_a_folder_with_nothing_to_read_is_named(groundwire, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "README.md").write_text("About this folder.", encoding="utf-8")
    ran = groundwire("ingest", str(tmp_path / "empty"))
    assert ran.status == 1
    assert "empty: nothing was found in it to read" in ran.err


def test_the_version_is_told(groundwire):
    ran = groundwire("--version")
    assert (ran.status, ran.out) == (0, f"groundwire {version('groundwire')}\n")


def test_a_list_of_articles_can_be_of_some_outlets_days_and_length(groundwire, tmp_path: Path):
    records = [
        {
            "text": f"Firm {n} opened an office in Porto in May.",
            "title": str(n),
            "source": source,
            "date": f"2024-05-0{n}",
        }
        for n, source in ((1, "Reuters"), (2, "Wired"), (3, "Reuters"))
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    assert groundwire("ingest", str(path)).status == 0

    def titles(*options: str) -> list[str]:
        return [article["title"] for article in groundwire("articles", "list", "--json", *options).json]

    assert titles() == ["3", "2", "1"]
    assert titles("--source", "reuters") == ["3", "1"]
    assert titles("--since", "2024-05-02", "--until", "2024-05-02") == ["2"]
    assert titles("--limit", "2") == ["3", "2"]
    assert titles("--source", "The Moon") == []
    assert "No article here is of these" in groundwire("articles", "list", "--until", "2023-01-01").out
