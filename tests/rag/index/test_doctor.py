"""The doctor finds each way in which a home's parts can disagree, and mends it without losing an article."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import HashEmbedder
from stories import STORIES

from rag import Newsroom, open_newsroom
from rag.index.doctor import examine, repair


def bad(room: Newsroom) -> list[str]:
    return [finding.what for finding in examine(room) if not finding.ok]


@pytest.fixture
def sound(home: Path) -> Path:
    with open_newsroom(home, embedder=HashEmbedder()) as room:
        room.ingest(STORIES)
        assert bad(room) == []
    return home


def lose_a_vector_in_chroma(room: Newsroom) -> None:
    room.index._chroma.remove(sorted(room.index.keys())[:1])


def lose_every_vector_in_chroma(room: Newsroom) -> None:
    room.index._chroma.remove(sorted(room.index.keys()))


def lose_a_recorded_vector(room: Newsroom) -> None:
    room.catalogue.connection.execute("DELETE FROM embeddings WHERE hash = (SELECT min(hash) FROM embeddings)")


def file_a_vector_of_no_passage(room: Newsroom) -> None:
    (last,) = room.passages.vectors.after(0, 1)
    filed = room.index._chroma.filed
    room.index._chroma.file([replace(last, key="of no passage", seq=filed)])


def lose_full_text(room: Newsroom) -> None:
    room.catalogue.connection.execute("DELETE FROM passages_fts WHERE rowid = (SELECT min(id) FROM passages)")


def lose_the_passages_of_an_article(room: Newsroom) -> None:
    room.passages.remove(next(room.catalogue.articles()).id)


def miscount(room: Newsroom) -> None:
    room.catalogue.connection.execute("UPDATE tally SET articles = articles + 1")


def miscount_an_outlet(room: Newsroom) -> None:
    room.catalogue.connection.execute("DELETE FROM outlet_counts WHERE source = 'Reuters'")


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (miscount, ["catalogue"]),
        (miscount_an_outlet, ["catalogue"]),
        (lose_a_vector_in_chroma, ["vectors"]),
        (lose_every_vector_in_chroma, ["vectors"]),
        (lose_a_recorded_vector, ["vectors"]),
        (file_a_vector_of_no_passage, ["vectors"]),
        (lose_full_text, ["full text"]),
        (lose_the_passages_of_an_article, ["full text"]),
    ],
)
def test_what_is_lost_is_found_and_made_again(sound: Path, harm: Callable[[Newsroom], None], found: list[str]):
    with open_newsroom(sound, embedder=HashEmbedder()) as room:
        harm(room)
        assert bad(room) == found
        articles = len(list(room.catalogue.articles()))
        repair(room)
        assert bad(room) == []
        assert room.catalogue.count() == len(list(room.catalogue.articles())) == articles
        assert room.passages.counts()[1] == 0


def pull_the_folder_away(folder: Path) -> None:
    shutil.rmtree(folder)


def overwrite_its_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"this is no database" * 100)


@pytest.mark.parametrize("harm", [pull_the_folder_away, overwrite_its_database])
def test_chromas_folder_is_made_again_without_embedding_anything(sound: Path, harm: Callable[[Path], None]):
    with open_newsroom(sound, embedder=HashEmbedder()) as room:
        before = room.search("Borealis", 5)
    harm(sound / "chroma")
    embedder = HashEmbedder()
    with open_newsroom(sound, embedder=embedder) as room:
        assert room.search("Borealis", 5) == before, "what Chroma lost is scanned"
        assert embedder.calls == 1
        repair(room)
        assert embedder.calls == 1
        assert bad(room) == []
        assert room.index.keys() == room.index._chroma.keys() != set()


def test_another_embedding_model_is_a_finding_and_repairing_moves_every_passage_to_it(sound: Path):
    other = HashEmbedder(name="another-model")
    with open_newsroom(sound, embedder=other) as room:
        assert bad(room) == ["embedding model", "vectors"]
        repair(room)
        assert bad(room) == []
        assert len(other.texts) >= room.passages.counts()[0]
        assert room.status().embedding_model == "another-model"
