"""What a question costs does not grow with the articles: counted in SQLite's steps, not in time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fakes import HashEmbedder, SharedWords
from stories import article, day

from corpus.article import Article
from rag import Newsroom, open_newsroom
from rag.config import load_settings
from rag.index.occurrence import frequencies, telling
from rag.values.filters import Filters

SMALL, LARGE = 60, 600
EACH = 20
"""Steps between two counts: SQLite runs some 20 for a row that it looks at."""
COMMON = ("model", "court", "chip", "price", "engineers")


def news(count: int) -> list[Article]:
    """Short stories, every one with the same common words, the last of them about Borealis."""
    told = [
        article(
            f"Firm {n} said that its model, its chip and its price will please the court. It has {n} engineers.",
            url=f"https://outlet{n % 6}.example/{n}",
            source=f"Outlet {n % 6}",
            title=f"Firm {n} speaks",
            published=None if n % 10 == 3 else day(2020 + n * 4 // count, 1 + n % 12, 1 + n % 28),
        )
        for n in range(count)
    ]
    return [
        *told,
        article("Borealis hired Mara Lindqvist from Halden Motors.", title="Hired", published=day(2024, 2, 1)),
    ]


class Steps:
    """Counts the steps of every connection that is opened while it is in place."""

    def __init__(self) -> None:
        self.count = 0

    def connect(self, *args: Any, **options: Any) -> sqlite3.Connection:
        connection = CONNECT(*args, **options)
        connection.set_progress_handler(self._tick, EACH)
        return connection

    def _tick(self) -> int:
        self.count += EACH
        return 0

    def of(self, what: Callable[[], object]) -> int:
        what()  # what is read once in a process is read by now
        before = self.count
        what()
        return self.count - before


CONNECT = sqlite3.connect


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Newsroom, Newsroom, Steps]]:
    """A home and one of ten times the articles, both of which have more than is read of anything at once."""
    steps = Steps()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sqlite3.connect", steps.connect)
        patch.setattr("rag.index.passages.MOST_READ", 40)
        patch.setattr("rag.index.occurrence.MOST_READ", 40)
        patch.setattr("rag.index.vector_index.FEW", 8)
        patch.setattr("rag.index.vector_index.AHEAD", (2, 4))
        homes = [tmp_path_factory.mktemp(str(size)) for size in (SMALL, LARGE)]
        small, large = (
            open_newsroom(
                settings=load_settings(home=home, candidates=10), embedder=HashEmbedder(), reader=SharedWords()
            )
            for home in homes
        )
        with small, large:
            for room, size in ((small, SMALL), (large, LARGE)):
                room.ingest(news(size))
            yield small, large, steps


QUESTIONS: dict[str, Callable[[Newsroom], object]] = {
    "answered": lambda room: room.ask("Who did Borealis hire from Halden Motors?"),
    "of common words": lambda room: room.ask("What do the model, the chip, the court and the price have in common?"),
    "refused": lambda room: room.ask("Who is the mayor of Toronto?"),
    "of nobody": lambda room: room.ask("What did Zephyr Robotics say of the model?"),
    "latest": lambda room: room.ask("What is the latest on the model of Borealis?"),
    "since": lambda room: room.ask("Who did Borealis hire?", since="2023-06-01"),
    "of no day": lambda room: room.ask("Who did Borealis hire?", since="2031-01-01"),
    "as of": lambda room: room.ask("What is the price of the model?", as_of="2021-03-01"),
    "of an outlet": lambda room: room.ask("What is the price of the model?", sources=["Outlet 3"]),
    "of an unknown outlet": lambda room: room.ask("What is the price?", sources=["The Herald"]),
    "search": lambda room: room.search("engineers of the model", 10),
    "check": lambda room: room.check("Borealis hired Mara Lindqvist from Halden Motors in February."),
    "status": lambda room: room.status(),
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_question_costs_as_much_among_ten_times_the_articles(rooms, kind):
    small, large, steps = rooms
    ask = QUESTIONS[kind]
    assert steps.of(lambda: ask(large)) <= 1.3 * steps.of(lambda: ask(small)) + 500


def test_what_is_counted_of_words_is_exact_while_it_can_be_and_near_where_it_is_not(rooms, monkeypatch):
    _, large, _ = rooms
    assert frequencies(large.passages, ["borealis", "zephyr", "7"]) == {"borealis": 1, "zephyr": 0, "7": 1}
    estimated = frequencies(large.passages, COMMON)
    monkeypatch.setattr("rag.index.occurrence.MOST_READ", 10_000)
    exact = frequencies(large.passages, COMMON)
    assert exact == dict.fromkeys(COMMON, LARGE)
    assert all(abs(estimated[word] - exact[word]) <= 0.05 * exact[word] for word in COMMON)


def test_a_rare_word_is_found_however_common_the_words_around_it_are(rooms):
    for room in rooms[:2]:
        terms = telling(room.passages, [*COMMON, "lindqvist"])
        assert terms == ["lindqvist"], "the common words stand in more passages than are read"
        assert room.passages.match(terms, Filters(), 10)[0].passage.title == "Hired"
        assert len(room.passages.match(COMMON, Filters(), 10)) == 10
        assert telling(room.passages, COMMON) == [COMMON[0]], "one at least"
