"""Indexing goes on: past a text that the model fails on, past an error in the thread, past what others write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fakes import HashEmbedder, SharedWords
from stories import HIRING, STORIES, article, day
from test_sharing import until

from corpus.errors import GroundwireError
from rag import open_newsroom
from rag.index.doctor import examine, repair
from rag.models.encoder import Vectors

POISON = "Quillon moved its headquarters to Porto in the spring of that year."
NOBODY = "Who is the mayor of Toronto?"


class FailsOn(HashEmbedder):
    """Fails as torch does, with a `RuntimeError`, on each batch in which `fails` finds a reason."""

    def __init__(self, fails: Callable[[Sequence[str]], bool]) -> None:
        super().__init__()
        self.fails = fails

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.fails(texts):
            raise RuntimeError("Already borrowed")
        return super().encode(texts)


class FailsFirst(HashEmbedder):
    """Raises `error` so many `times`, then works."""

    def __init__(self, error: Exception, times: int) -> None:
        super().__init__()
        self.error, self.times = error, times

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.times:
            self.times -= 1
            raise self.error
        return super().encode(texts)


def poisoned(texts: Sequence[str]) -> bool:
    return any(POISON in text and len(text) > len(POISON) for text in texts)


def everything(texts: Sequence[str]) -> bool:
    return bool(texts)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The background tries again soon."""
    monkeypatch.setattr("rag.index.queue._AFTER_ERROR_SECONDS", 0.02)
    monkeypatch.setattr("rag.index.queue._LOOK_SECONDS", 0.02)


def test_a_text_that_the_model_fails_on_holds_up_no_other_and_the_home_says_why(home: Path):
    poison = article(POISON, url="https://paper.example/moved")
    with open_newsroom(home, embedder=FailsOn(poisoned), reader=SharedWords()) as room:
        assert room.ingest([poison, *STORIES]).added == len(STORIES) + 1
        assert room.status().pending == 1
        assert room.ask("Where did Quillon move its headquarters?").citations[0].quote == POISON
        refused = room.ask(NOBODY)
        assert "1 passage could not be indexed" in refused.text
        assert "RuntimeError: Already borrowed" in refused.text
        (finding,) = [finding for finding in examine(room) if not finding.ok]
        assert "Already borrowed" in finding.detail
    with open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords()) as room:
        assert "Already borrowed" in room.ask(NOBODY).text, "another process says so, too"
        repair(room)
        assert room.status().pending == 0
        assert "indexed" not in room.ask(NOBODY).text
        assert all(finding.ok for finding in examine(room))


def test_a_model_that_fails_on_everything_is_an_error_in_words_and_no_article_is_lost(home: Path):
    with open_newsroom(home, embedder=FailsOn(everything), reader=SharedWords()) as room:
        with pytest.raises(GroundwireError, match=r"RuntimeError: Already borrowed.*groundwire doctor --repair"):
            room.ingest(STORIES)
        assert room.status().articles == len(STORIES)
    with open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.embed_pending()
        assert all(finding.ok for finding in examine(room))


def test_while_nothing_is_wrong_a_refusal_says_who_will_index_what_waits(home: Path):
    with open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES, wait=False)
        assert "wait to be indexed, which a running chat or the next ingest does" in room.ask(NOBODY).text


@pytest.mark.parametrize("error", [RuntimeError("Already borrowed"), MemoryError(), GroundwireError("locked")])
def test_an_error_in_the_background_is_tried_again_and_ends_nothing(home: Path, quick: None, error: Exception):
    embedder = FailsFirst(error, times=7)
    with open_newsroom(home, embedder=embedder) as room:
        room.ingest(STORIES, wait=False)
        room.start_indexing()
        assert until(lambda: room.status().pending == 0)
        assert embedder.times == 0
        assert until(lambda: room.passages.vectors.trouble() is None)
        assert until(lambda: len(room.index.keys()) == room.status().passages)


def test_an_error_that_is_none_of_the_models_does_not_end_the_background_either(home: Path, quick: None, monkeypatch):
    failures = iter([TypeError("a defect"), TypeError("a defect")])
    with open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES, wait=False)
        file = room.index.file

        def failing() -> None:
            for error in failures:
                raise error
            file()

        monkeypatch.setattr(room.index, "file", failing)
        room.start_indexing()
        assert until(lambda: len(room.index._chroma.keys()) == room.status().passages)


def test_a_date_that_arrives_while_vectors_are_filed_loses_none_of_them(home: Path, monkeypatch):
    """It was gone when filing began, came back and was filed, and counted as gone still: the next filing dropped it."""
    undated = article(HIRING.text, url="https://other.example/hiring", title="Hired")
    dated = article(HIRING.text, url="https://other.example/hiring", title="Hired", published=day(2024, 5, 2))
    with open_newsroom(home, embedder=HashEmbedder()) as room, open_newsroom(home, embedder=HashEmbedder()) as second:
        room.ingest([*STORIES, undated])
        gone = room.passages.vectors.gone

        def read_and_refresh() -> list[str]:
            keys = gone()
            second.ingest(dated)
            return keys

        with monkeypatch.context() as patched:
            patched.setattr(room.passages.vectors, "gone", read_and_refresh)
            room.index.file()
        room.index.file()
        assert room.index._chroma.keys() == room.passages.vectors.keys()
        assert all(finding.ok for finding in examine(room))


def test_vectors_that_another_process_filed_again_meanwhile_are_put_back(home: Path):
    """On a Chroma server several processes file: what one has just filed, another may drop as gone."""
    with open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES)
        before = room.index._chroma.keys()
        with room.catalogue.transaction() as connection:
            connection.executemany("INSERT INTO gone VALUES (?)", [(key,) for key in sorted(before)[:3]])
        room.index.file()
        assert room.index._chroma.keys() == before
