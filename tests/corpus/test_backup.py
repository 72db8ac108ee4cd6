"""A home in one file: whole or not at all, put back under readers, and never over articles that nobody gave up."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from fakes import HashEmbedder

from corpus.article import Article
from corpus.backup import back_up, restore
from corpus.catalogue import Catalogue
from corpus.errors import GroundwireError
from corpus.records import load_mapping
from rag import open_newsroom
from rag.doctor import examine

HIRED = "Borealis hired Mara Lindqvist from Halden Motors on Tuesday."
MOVED = "Quillon moved its headquarters to Porto in the spring of that year."


def told(text: str, name: str) -> Article:
    record = {"text": text, "title": name, "url": f"https://paper.example/{name}", "published": "2024-02-01"}
    return load_mapping(record, item=name, fetched=datetime(2024, 3, 1, tzinfo=UTC))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of a home with two articles."""
    file = tmp_path / "home.backup"
    with open_newsroom(tmp_path / "saved", embedder=HashEmbedder()) as room:
        room.ingest([told(HIRED, "hired"), told(MOVED, "moved")])
        assert back_up(room.catalogue, file) == 2
    return file


def test_a_restored_home_answers_as_before_without_embedding_an_article_again(tmp_path, saved):
    with open_newsroom(tmp_path / "new", embedder=HashEmbedder()) as room:
        assert restore(room.catalogue, saved) == 2
        assert room.status().pending == 0
        assert room.ask("Who did Borealis hire from Halden Motors?").citations[0].quote == HIRED
        room.index.file()
        assert all(finding.ok for finding in examine(room))
        assert room.ingest([told(HIRED, "hired")]).unchanged == 1


def test_a_home_is_restored_under_a_newsroom_that_is_open(tmp_path, saved):
    with open_newsroom(tmp_path / "used", embedder=HashEmbedder()) as room:
        room.ingest([told("Halden Motors recalled four thousand cars in July.", "recalled")])
        room.index.file()
        assert room.ask("How many cars did Halden Motors recall?").citations
        with open_newsroom(tmp_path / "used", embedder=HashEmbedder()) as second:
            restore(second.catalogue, saved, replace=True)
        assert room.ask("Who did Borealis hire from Halden Motors?").citations[0].quote == HIRED
        assert all("recalled" not in passage.text for passage in room.search("cars recalled July", 10))
        room.index.file()
        assert all(finding.ok for finding in examine(room))


def test_a_backup_that_is_made_while_articles_come_in_is_one_state_of_the_home(tmp_path):
    with open_newsroom(tmp_path / "busy", embedder=HashEmbedder()) as room:
        room.ingest([told(HIRED, "hired")])
        ended = Event()

        def ingest() -> None:
            number = 0
            while not ended.is_set():
                number += 1
                room.ingest([told(f"{MOVED} That was report number {number}.", f"moved-{number}")])

        thread = Thread(target=ingest)
        thread.start()
        try:
            counts = [back_up(room.catalogue, tmp_path / f"{number}.backup") for number in range(5)]
        finally:
            ended.set()
            thread.join()
    assert counts == sorted(counts)
    for number, count in enumerate(counts):
        with open_newsroom(tmp_path / f"restored-{number}", embedder=HashEmbedder()) as room:
            assert restore(room.catalogue, tmp_path / f"{number}.backup") == count == room.status().articles
            assert all(finding.ok for finding in examine(room))


def test_articles_are_only_replaced_when_that_is_asked_for(tmp_path, saved):
    catalogue = Catalogue(tmp_path / "kept" / "catalog.sqlite3")
    kept = catalogue.store(told("Halden Motors recalled four thousand cars in July.", "recalled")).article
    with pytest.raises(GroundwireError, match=r"holds 1 articles.*--replace"):
        restore(catalogue, saved)
    assert list(catalogue.articles()) == [kept]
    catalogue.close()


def test_a_backup_never_overwrites_a_file(tmp_path, saved):
    before = saved.read_bytes()
    catalogue = Catalogue(tmp_path / "saved" / "catalog.sqlite3")
    with pytest.raises(GroundwireError, match="exists already"):
        back_up(catalogue, saved)
    assert saved.read_bytes() == before
    catalogue.close()


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    catalogue = Catalogue(tmp_path / "home" / "catalog.sqlite3")
    with pytest.raises(GroundwireError, match="cannot be written"):
        back_up(catalogue, tmp_path / "no-such-folder" / "x.backup")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]
    catalogue.close()


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5000])


def scribble(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:20000] = b"\x07" * (20000 - 4096)
    file.write_bytes(data)


def replace_by_a_picture(file: Path) -> None:
    file.write_bytes(b"GIF89a" * 500)


def replace_by_another_database(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE x (y)")
    connection.commit()
    connection.close()


def mark_as_newer(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("harm", [cut_off, scribble, replace_by_a_picture, replace_by_another_database, mark_as_newer])
def test_what_is_no_sound_backup_is_refused_and_changes_nothing(tmp_path, saved, harm):
    harm(saved)
    catalogue = Catalogue(tmp_path / "kept" / "catalog.sqlite3")
    kept = catalogue.store(told(HIRED, "hired")).article
    with pytest.raises(GroundwireError, match=r"home\.backup"):
        restore(catalogue, saved, replace=True)
    assert list(catalogue.articles()) == [kept]
    catalogue.close()


def test_a_backup_that_is_not_there_is_named(tmp_path):
    catalogue = Catalogue(tmp_path / "home" / "catalog.sqlite3")
    with pytest.raises(GroundwireError, match="no such file"):
        restore(catalogue, tmp_path / "absent")
    catalogue.close()
