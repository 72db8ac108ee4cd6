"""The doctor finds each way in which a home's parts can disagree, and mends it without losing an article."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashEmbedder
from stories import STORIES

from rag import Newsroom, open_newsroom
from rag.doctor import examine, repair


def bad(room: Newsroom) -> list[str]:
    return [finding.what for finding in examine(room) if not finding.ok]


@pytest.fixture
def sound(home: Path) -> Path:
    with open_newsroom(home, embedder=HashEmbedder()) as room:
        room.ingest(STORIES)
        assert bad(room) == []
    return home


def lose_a_vector(room: Newsroom) -> None:
    room.index.remove(sorted(room.index.keys())[:1])


def lose_the_note_of_a_vector(room: Newsroom) -> None:
    room.passages.owe_all(sorted(room.index.keys())[:1])


def keep_the_vectors_of_a_removed_article(room: Newsroom) -> None:
    article = next(room.catalogue.articles())
    with room.catalogue.transaction():
        room.catalogue.remove(article.id)
        room.passages.remove(article.id)


def lose_full_text(room: Newsroom) -> None:
    room.catalogue.connection.execute("DELETE FROM passages_fts WHERE rowid = (SELECT min(id) FROM passages)")


def lose_the_passages_of_an_article(room: Newsroom) -> None:
    room.passages.remove(next(room.catalogue.articles()).id)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lose_a_vector, ["vectors"]),
        (lose_the_note_of_a_vector, ["vectors"]),
        (keep_the_vectors_of_a_removed_article, ["vectors"]),
        (lose_full_text, ["full text"]),
        (lose_the_passages_of_an_article, ["full text", "vectors"]),
    ],
)
def test_what_is_lost_is_found_and_made_again(sound: Path, harm: Callable[[Newsroom], None], found: list[str]):
    with open_newsroom(sound, embedder=HashEmbedder()) as room:
        harm(room)
        assert bad(room) == found
        articles = room.catalogue.count()
        repair(room)
        assert bad(room) == []
        assert room.catalogue.count() == articles
        assert room.passages.counts()[1] == 0


def test_a_lost_folder_of_vectors_is_made_again(sound: Path):
    shutil.rmtree(sound / "chroma")
    with open_newsroom(sound, embedder=HashEmbedder()) as room:
        assert bad(room) == ["vectors"]
        repair(room)
        assert bad(room) == []


def test_a_damaged_file_of_vectors_is_made_again(sound: Path):
    (sound / "chroma" / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    with open_newsroom(sound, embedder=HashEmbedder()) as room:
        repair(room)
        assert bad(room) == []
        assert room.search("Borealis", 1)


def test_another_embedding_model_is_a_finding_and_repairing_moves_every_passage_to_it(sound: Path):
    other = HashEmbedder(name="another-model")
    with open_newsroom(sound, embedder=other) as room:
        assert bad(room) == ["embedding model", "vectors"]
        repair(room)
        assert bad(room) == []
        assert len(other.texts) >= room.passages.counts()[0]
        assert room.status().embedding_model == "another-model"
