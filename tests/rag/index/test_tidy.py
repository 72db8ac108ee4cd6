"""What a home needs no longer is found and cleared; what is cited, shown or needed to recognise an article stays."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes import HashEmbedder, SharedWords
from stories import HIRING, STORIES, article, day

from rag import Newsroom, open_newsroom
from rag.index.doctor import examine
from rag.index.tidy import leftovers

NOW = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://paper.example/live"


def tidy(room: Newsroom) -> dict[str, int]:
    """Clear everything; how many of what there were, by the first word."""
    found = leftovers(room, NOW)
    for leftover in found:
        leftover.clear()
    return {leftover.what.partition(" ")[0]: leftover.count for leftover in found}


def store_versions(room: Newsroom, *seen: datetime) -> None:
    """An article whose words were another each time it was seen."""
    for number, moment in enumerate(seen, start=1):
        text = f"Borealis has hired {number} engineers so far, it said in its live report."
        room.ingest(article(text, url=URL, published=seen[0], updated=moment, fetched=moment))


def kept(room: Newsroom) -> list[int]:
    (identifier,) = {row["article_id"] for row in room.catalogue.rows("SELECT article_id FROM versions")}
    return [version.version for version in room.catalogue.versions(identifier)]


@pytest.fixture
def room(home: Path) -> Newsroom:
    with open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords()) as opened:
        yield opened


def test_versions_of_one_day_go_after_a_month_and_others_after_a_year(room):
    store_versions(
        room,
        day(2025, 1, 1),  # replaced the year before last
        day(2025, 3, 1),  # replaced on its own day
        day(2025, 3, 1) + timedelta(hours=3),  # replaced less than a year ago: `as_of` shows it
        day(2026, 1, 10),  # replaced on its own day
        day(2026, 1, 10) + timedelta(hours=1),  # replaced on another day
        day(2026, 5, 20),  # replaced on its own day, not a month ago
        day(2026, 5, 20) + timedelta(hours=1),
    )
    before = room.ask("How many engineers has Borealis hired?", as_of="2025-06-01").text
    assert tidy(room) == {"versions": 3}
    assert kept(room) == [3, 5, 6, 7]
    assert room.ask("How many engineers has Borealis hired?", as_of="2025-06-01").text == before
    assert room.ask("How many engineers has Borealis hired?").citations[0].version == 7
    assert all(finding.ok for finding in examine(room))
    assert len(room.index.keys()) == room.status().passages == 4
    assert tidy(room) == {}


@pytest.mark.parametrize("file", ["feedback.jsonl", "eval-20250101-000000.json", "eval-1.baselines/first.json"])
def test_a_version_that_a_stored_answer_may_cite_stays(room, home, file):
    store_versions(room, day(2025, 1, 1), day(2025, 3, 1), day(2025, 3, 2))
    answer = room.ask("How many engineers has Borealis hired?", as_of="2025-02-01").to_dict()
    path = home / "runs" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"answer": answer}, indent=None if file.endswith("l") else 1))
    assert tidy(room) == {}
    assert kept(room) == [1, 2, 3]
    path.unlink()
    assert tidy(room) == {"versions": 2}
    assert kept(room) == [3]


def test_vectors_of_passages_that_have_others_now_are_cleared(room):
    room.ingest([*STORIES, article("Quillon moved to Porto.", url=URL)])
    room.ingest(article("Quillon moved to Porto.", url=URL, published=day(2024, 5, 2)))
    assert tidy(room) == {"vectors": 1}
    assert room.status().pending == 0
    assert all(finding.ok for finding in examine(room))
    assert room.ask("Who joined Borealis from Halden Motors?").citations[0].article_id == HIRING.id


def test_indexes_of_evals_go_that_none_has_used_for_a_month_and_what_an_interrupted_restore_left(room, home):
    folders = [home / "runs" / "evals" / "aaaa", home / "runs" / "evals" / "bbbb", home / "restoring-x"]
    for folder, used in zip(folders, (day(2026, 4, 1), day(2026, 5, 20), day(2026, 5, 30)), strict=True):
        folder.mkdir(parents=True)
        (folder / "catalog.sqlite3").touch()
        for path in (folder / "catalog.sqlite3", folder):
            os.utime(path, (used.timestamp(), used.timestamp()))
    assert tidy(room) == {"indexes": 1, "copies": 1}
    assert [folder.exists() for folder in folders] == [False, True, False]


def test_a_home_that_has_nothing_to_clear_has_no_leftovers(room):
    room.ingest(STORIES)
    assert leftovers(room) == []


def test_what_is_cleared_is_given_back_to_the_disk(room):
    with room.catalogue.transaction() as connection:
        connection.executemany("INSERT INTO embeddings VALUES (?, zeroblob(100000))", [(b"%d" % n,) for n in range(40)])
    room.ingest(STORIES)
    assert tidy(room) == {"vectors": 40}
    room.catalogue.compact()
    assert room.catalogue.path.stat().st_size < 2_000_000
    assert room.ask("Who joined Borealis from Halden Motors?").citations[0].article_id == HIRING.id
    assert all(finding.ok for finding in examine(room))
