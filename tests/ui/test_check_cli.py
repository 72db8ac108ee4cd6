"""`groundwire check`: what it prints, what it reads, what it refuses."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

STORY = (
    "Borealis hired Mara Lindqvist from Halden Motors on Monday. She had run battery software at Halden Motors. "
    "Borealis trains its models on a machine called Basalt."
)
QUOTE = "Borealis hired Mara Lindqvist from Halden Motors on Monday."


@pytest.fixture
def told(groundwire, tmp_path: Path):
    """The command, in a home that holds one story."""
    path = tmp_path / "borealis.txt"
    path.write_text(STORY, encoding="utf-8")
    assert groundwire("ingest", str(path)).status == 0
    return groundwire


def test_a_supported_sentence_is_shown_with_outlet_day_and_quote(told):
    ran = told("check", f"{QUOTE} Who comes next?")
    assert (ran.status, ran.err) == (0, "")
    assert f"✓ supported: {QUOTE}" in ran.out
    assert f"[1] borealis.txt, undated: “{QUOTE}”" in ran.out
    assert "· states nothing to check: Who comes next?" in ran.out
    assert "1 of 2 sentences checked: 1 supported" in ran.out


def test_a_contradicted_sentence_is_shown_with_what_it_contradicts(told):
    ran = told("check", "Borealis hired Mara Lindqvist from Halden Motors on Friday.")
    assert ran.status == 0
    assert "✗ contradicted" in ran.out
    assert QUOTE in ran.out


def test_an_unsupported_text_is_done_too(told):
    ran = told("check", "Tomatoes were cheaper than cucumbers all summer.")
    assert ran.status == 0
    assert "? not supported: Tomatoes" in ran.out


def test_json_is_one_document_whose_places_are_exact(told):
    ran = told("check", "--json", f"{QUOTE} Who comes next?")
    first, second = ran.json
    assert first["support"]["label"] == "supported"
    citation = first["citations"][0]
    assert STORY[citation["start"] : citation["end"]] == citation["quote"] == QUOTE
    assert second["support"] is None
    assert ran.err == ""


@pytest.mark.parametrize("name", ["text.txt", "text.md", "text", "text.html"])
def test_a_file_is_read_whatever_its_kind(told, tmp_path: Path, name: str):
    path = tmp_path / name
    body = f"<html><body><article><p>{QUOTE}</p></article></body></html>" if name.endswith("html") else QUOTE
    path.write_text(body, encoding="utf-8")
    assert f"✓ supported: {QUOTE}" in told("check", str(path)).out


def test_a_dash_reads_standard_input(told, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(QUOTE.encode())))
    assert "✓ supported" in told("check", "-").out


def test_an_empty_home_offers_the_briefs(groundwire):
    ran = groundwire("check", QUOTE)
    assert ran.status == 0
    assert "groundwire ingest --bundled" in ran.out


def test_what_cannot_be_checked_is_one_line_on_standard_error(told, tmp_path: Path):
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)))
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "long.txt").write_text("Borealis hired one engineer. " * 401, encoding="utf-8")
    for argument, said in [
        ("  \n ", "no text to check"),
        (str(tmp_path / "empty.txt"), "no text to check"),
        (str(tmp_path / "binary.bin"), "is not text in UTF-8"),
        (str(tmp_path), "is a folder"),
        (str(tmp_path / "missing.txt"), "no such file"),
        (str(tmp_path / "long.txt"), "up to 400 are checked at once"),
    ]:
        ran = told("check", argument)
        assert (ran.status, ran.out) == (1, ""), argument
        assert said in ran.err
        assert ran.err.count("\n") == 1


def test_a_long_text_on_the_command_line_is_a_text_and_not_a_name(told):
    ran = told("check", f"{QUOTE} " * 200)
    assert "200 of 200 sentences checked: 200 supported" in ran.out
    assert ran.status == 0


def test_the_options_narrow_the_articles(told):
    assert told("check", QUOTE, "--source", "Reuters").out.startswith("? not supported")
    assert told("check", QUOTE, "--since", "never").status == 1


def test_wrong_usage_exits_with_2(groundwire):
    assert groundwire("check").status == 2
