"""The commands that keep a home: what changed in an article, backup and restore, and pages fetched by address."""

from __future__ import annotations

import json
import os
from pathlib import Path

from web_server import Page

FIRST = "Borealis hired forty engineers in May.\n\nIt will open an office in Porto.\n"
SECOND = (
    "Borealis hired fifty engineers in May.\n\nIt will open an office in Porto.\n\n"
    "Correction, May 12, 2024: An earlier version of this article misstated the number of engineers.\n"
)


def markdown(folder: Path, text: str) -> Path:
    path = folder / "story.md"
    path.write_text(f"---\ntitle: Borealis grows\nurl: https://paper.example/grows\ndate: 2024-05-10\n---\n\n{text}")
    return path


def identifier(groundwire) -> str:
    return groundwire("articles", "list").out.split()[0]


def test_history_shows_what_changed_and_what_the_article_says_of_it(groundwire, tmp_path):
    groundwire("ingest", str(markdown(tmp_path, FIRST)))
    groundwire("ingest", str(markdown(tmp_path, SECOND)))
    out = groundwire("articles", "show", identifier(groundwire), "--history").out
    assert "version 1: published 10 May 2024" in out
    assert "- Borealis hired forty engineers in May." in out
    assert "+ Borealis hired fifty engineers in May." in out
    assert "  correction: Correction, May 12, 2024: An earlier version" in out
    assert "Porto" not in out, "what stayed is not shown"


def test_an_article_is_shown_with_its_correction_before_its_text(groundwire, tmp_path):
    groundwire("ingest", str(markdown(tmp_path, SECOND)))
    out = groundwire("articles", "show", identifier(groundwire)).out
    assert out.index("correction: Correction, May 12, 2024") < out.index("Borealis hired fifty engineers")


def test_a_home_is_backed_up_and_restored_only_over_articles_that_are_given_up(groundwire, tmp_path):
    groundwire("ingest", str(markdown(tmp_path, FIRST)))
    saved = tmp_path / "home.backup"
    assert groundwire("backup", str(saved)).out == f"Backed up 1 articles to {saved}.\n"
    assert "exists already" in groundwire("backup", str(saved)).err
    groundwire("articles", "remove", identifier(groundwire))
    assert groundwire("restore", str(saved)).status == 0
    refused = groundwire("restore", str(saved))
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "--replace" in refused.err
    assert groundwire("restore", "--replace", str(saved)).status == 0
    assert groundwire("doctor").status == 0
    assert "forty engineers" in groundwire("ask", "How many engineers did Borealis hire in May?").out


def test_the_doctor_lists_what_is_needed_no_longer_and_clears_it_when_told(groundwire, tmp_path, home):
    groundwire("ingest", str(markdown(tmp_path, FIRST)))
    vote = {"when": "2020-01-01T00:00:00+00:00", "vote": "up"}
    (home / "runs" / "feedback.jsonl").write_text(json.dumps(vote) + "\n")
    (home / "restoring-1").mkdir()
    os.utime(home / "restoring-1", (0, 0))
    listed = groundwire("doctor").out
    assert "    1 votes that are older than a year: `groundwire doctor --tidy` clears them" in listed
    assert "    1 copies that an interrupted restore left: `groundwire doctor --tidy` clears them" in listed
    cleared = groundwire("doctor", "--tidy")
    assert (cleared.status, cleared.out.count(": cleared")) == (0, 2)
    assert "clear" not in groundwire("doctor").out
    assert "forty engineers" in groundwire("ask", "How many engineers did Borealis hire in May?").out


def test_a_page_is_taken_in_by_its_address_where_its_host_is_allowed(groundwire, server, monkeypatch):
    golden = Path(__file__).parents[1] / "golden" / "jsonld_newsarticle.html"
    server.put("/news", Page(golden.read_bytes()))
    site = server.url("")
    refused = groundwire("ingest", f"{site}/news")
    assert refused.status == 1
    assert "which is not public: set GROUNDWIRE_FETCH_ALLOW=127.0.0.1:" in refused.out
    monkeypatch.setenv("GROUNDWIRE_FETCH_ALLOW", site.removeprefix("http://"))
    monkeypatch.setenv("GROUNDWIRE_FETCH_DELAY", "0")
    report = groundwire("ingest", f"{site}/news", f"{site}/absent")
    assert report.status == 1
    assert report.out.startswith("1 added")
    assert f"failed: {site}/absent: answered 404 Not Found" in report.out
