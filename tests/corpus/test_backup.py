"""A home in one file: whole or not at all, put back under readers, and never over articles that nobody gave up."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest
from fakes import HashEmbedder, SharedWords
from older_forms import FORM_1, FORM_2, file_of

from corpus.article import Article
from corpus.backup import back_up, restore
from corpus.catalogue import Catalogue
from corpus.errors import GroundwireError
from corpus.records import load_mapping
from rag import open_newsroom
from rag.index.doctor import examine

HIRED = "Borealis hired Mara Lindqvist from Halden Motors on Tuesday."
MOVED = "Quillon moved its headquarters to Porto in the spring of that year."


def told(text: str, name: str) -> Article:
    record = {"text": text, "title": name, "url": f"https://paper.example/{name}", "published": "2024-02-01"}
    return load_mapping(record, item=name, fetched=datetime(2024, 3, 1, tzinfo=UTC))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of a home with two articles."""
    file = tmp_path / "home.backup"
    with open_newsroom(tmp_path / "saved", embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest([told(HIRED, "hired"), told(MOVED, "moved")])
        assert back_up(room.catalogue, file) == 2
    return file


def test_a_restored_home_answers_as_before_without_embedding_an_article_again(tmp_path, saved):
    with open_newsroom(tmp_path / "new", embedder=HashEmbedder(), reader=SharedWords()) as room:
        assert restore(room.catalogue, saved) == 2
        assert room.status().pending == 0
        assert room.ask("Who did Borealis hire from Halden Motors?").citations[0].quote == HIRED
        room.index.file()
        assert all(finding.ok for finding in examine(room))
        assert room.ingest([told(HIRED, "hired")]).unchanged == 1


def test_a_home_is_restored_under_a_newsroom_that_is_open(tmp_path, saved):
    with open_newsroom(tmp_path / "used", embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest([told("Halden Motors recalled four thousand cars in July.", "recalled")])
        room.index.file()
        assert room.ask("How many cars did Halden Motors recall?").citations
        with open_newsroom(tmp_path / "used", embedder=HashEmbedder(), reader=SharedWords()) as second:
            restore(second.catalogue, saved, replace=True)
        assert room.ask("Who did Borealis hire from Halden Motors?").citations[0].quote == HIRED
        assert all("recalled" not in passage.text for passage in room.search("cars recalled July", 10))
        room.index.file()
        assert all(finding.ok for finding in examine(room))


def test_a_backup_that_is_made_while_articles_come_in_is_one_state_of_the_home(tmp_path):
    with open_newsroom(tmp_path / "busy", embedder=HashEmbedder(), reader=SharedWords()) as room:
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
        with open_newsroom(tmp_path / f"restored-{number}", embedder=HashEmbedder(), reader=SharedWords()) as room:
            assert restore(room.catalogue, tmp_path / f"{number}.backup") == count == room.status().articles
            assert all(finding.ok for finding in examine(room))


WRITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=60)
print("writing", flush=True)
while True:
    connection.execute("UPDATE last_seq SET value = value + 1")
    connection.commit()
"""


def test_a_backup_ends_while_another_process_writes_without_a_pause(tmp_path):
    catalogue = Catalogue(tmp_path / "home" / "catalog.sqlite3")
    with catalogue.transaction() as connection:  # 16 MB: a copy in steps of a few megabytes would begin again
        connection.executemany(
            "INSERT INTO embeddings VALUES (?, zeroblob(1000000))", [(b"%d" % n,) for n in range(16)]
        )
    with subprocess.Popen(
        [sys.executable, "-c", WRITE, str(catalogue.path)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        copying = Thread(target=back_up, args=(catalogue, tmp_path / "x.backup"), daemon=True)
        copying.start()
        copying.join(60)
        ended = not copying.is_alive()
        other.kill()
    assert ended
    copying.join()
    copy = Catalogue(tmp_path / "x.backup")
    assert copy.rows("SELECT count(*) FROM embeddings")[0][0] == 16
    copy.close()
    catalogue.close()


def test_two_backups_to_one_name_at_once_make_one_whole_file(tmp_path):
    catalogue = Catalogue(tmp_path / "home" / "catalog.sqlite3")
    catalogue.store(told(HIRED, "hired"))
    target = tmp_path / "x.backup"
    with ProcessPoolExecutor(4) as pool:
        outcomes = list(pool.map(backed_up, [catalogue.path] * 8, [target] * 8))
    assert 1 in outcomes
    copy = Catalogue(target)
    assert [article.text for article in copy.articles()] == [HIRED]
    copy.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "x.backup"]
    catalogue.close()


def backed_up(path: Path, target: Path) -> int:
    """How many articles were written to `target`; 0 where it was there already."""
    catalogue = Catalogue(path)
    try:
        return back_up(catalogue, target)
    except GroundwireError:
        return 0
    finally:
        catalogue.close()


def test_a_restore_that_fails_at_its_last_step_has_changed_nothing(tmp_path, saved):
    """The step that gives the home its new identity: once it was one of its own, after the articles were there."""
    connection = sqlite3.connect(saved)
    connection.execute("CREATE TRIGGER stop BEFORE UPDATE ON identity BEGIN SELECT raise(ABORT, 'stopped'); END")
    connection.commit()
    connection.close()
    catalogue = Catalogue(tmp_path / "kept" / "catalog.sqlite3")
    kept, identity = catalogue.store(told("Halden Motors recalled cars.", "recalled")).article, catalogue.identity()
    with pytest.raises(GroundwireError, match="stopped"):
        restore(catalogue, saved, replace=True)
    assert (list(catalogue.articles()), catalogue.identity()) == ([kept], identity)
    assert [path.name for path in catalogue.path.parent.iterdir() if path.is_dir()] == []
    catalogue.close()


RESTORE = """
import sys
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from corpus.backup import restore
from corpus.catalogue import Catalogue
catalogue = Catalogue(Path(sys.argv[1]))
print("open", flush=True)
while True:
    restore(catalogue, Path(sys.argv[2]), replace=True)
"""


def test_a_restore_that_is_killed_leaves_the_old_home_or_the_new_one(tmp_path, saved):
    root = str(Path(__file__).parents[2])
    with open_newsroom(tmp_path / "home", embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest([told(f"{HIRED} {MOVED} It was number {n}.", f"n{n}") for n in range(30)])  # Chroma is far ahead
    path, random = tmp_path / "home" / "catalog.sqlite3", Random(3)
    seen: dict[str, int] = {}
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", RESTORE, str(path), str(saved), root], stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "open\n"
            time.sleep(random.uniform(0, 0.1))
            other.kill()
        with open_newsroom(tmp_path / "home", embedder=HashEmbedder(), reader=SharedWords()) as room:
            identity, articles = room.catalogue.identity(), room.catalogue.count()
            assert seen.setdefault(identity, articles) == articles
            assert articles in (2, 30)
            room.ingest([told(MOVED, "moved")])
            assert all(finding.ok for finding in examine(room))
            room.remove(told(MOVED, "moved").id)
            restore(room.catalogue, saved, replace=True)


def test_a_restore_waits_for_a_writer_and_says_so_where_that_does_not_end(tmp_path, saved, monkeypatch):
    monkeypatch.setattr("corpus.backup.WAIT_SECONDS", 0.2)
    catalogue = Catalogue(tmp_path / "kept" / "catalog.sqlite3")
    kept = catalogue.store(told(HIRED, "hired")).article
    writer = sqlite3.connect(catalogue.path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(GroundwireError, match="kept it locked"):
        restore(catalogue, saved, replace=True)
    assert list(catalogue.articles()) == [kept]
    writer.execute("ROLLBACK")
    writer.close()
    assert restore(catalogue, saved, replace=True) == 2
    catalogue.close()


def test_a_catalogue_that_was_put_back_by_hand_is_searched_by_what_it_holds_now(tmp_path):
    with open_newsroom(tmp_path / "home", embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest([told(HIRED, "hired")])
        room.index.file()
    older = (tmp_path / "home" / "catalog.sqlite3").read_bytes()
    with open_newsroom(tmp_path / "home", embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest([told(f"{MOVED} It was number {n}.", f"n{n}") for n in range(5)])
        room.index.file()
    (tmp_path / "home" / "catalog.sqlite3").write_bytes(older)
    with open_newsroom(tmp_path / "home", embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest([told("Halden Motors recalled four thousand cars in July.", "recalled")])
        assert all(finding.ok for finding in examine(room))
        assert len(room.index.keys()) == room.status().passages == 2


@pytest.mark.parametrize("form", [1, 2])
def test_a_backup_of_an_older_form_is_restored_and_indexed(tmp_path, form):
    file = tmp_path / "old.backup"
    file_of(file, *(FORM_1, FORM_2)[:form])
    with open_newsroom(tmp_path / "home", embedder=HashEmbedder(), reader=SharedWords()) as room:
        assert restore(room.catalogue, file) == 2
        assert {article.text for article in room.catalogue.articles()} == {"Two.", "Three."}
        room.embed_pending()
        assert room.status().pending == 0
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
