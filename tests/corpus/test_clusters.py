"""The clusters of a real catalogue: who shares one, what joins two, who leaves, and what it costs."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from itertools import combinations, permutations
from pathlib import Path

import pytest
from false_friends import follow_up
from wire_copies import CHANGES, in_round_up, several

from corpus import Article
from corpus import clusters as clusters_module
from corpus.article import article_id
from corpus.catalogue import Catalogue
from corpus.clusters import COMPARED, PER_BAND, UNFILED

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Room:
    """A catalogue and its clusters, as the storing of an article uses them."""

    def __init__(self, path: Path):
        self.catalogue = Catalogue(path)
        self.clusters = self.catalogue.clusters

    def store(self, name: str, text: str) -> str:
        return self.catalogue.store(article(name, text)).article.cluster

    def cluster(self, name: str) -> str:
        return self.catalogue.article(article(name, "").id).cluster

    def together(self) -> set[frozenset[str]]:
        """The outlets of each cluster."""
        found: dict[str, set[str]] = {}
        for each in self.catalogue.articles():
            found.setdefault(each.cluster, set()).add(each.source)
        return {frozenset(names) for names in found.values()}


def article(name: str, text: str) -> Article:
    url = f"https://{name}.example/story"
    return Article(id=article_id(url, text), url=url, title=name, source=name, text=text, fetched=NOW)


def numbered(topic: str, numbers: range) -> str:
    """Sentences that share no four words with those of another topic or number."""
    rng = random.Random(topic)
    letters = "abcdefghijklmnopqrstuvwxyz"
    drawn = [
        " ".join("".join(rng.choices(letters, k=6)) for _ in range(12)).capitalize() + "." for _ in range(numbers.stop)
    ]
    return " ".join(drawn[number] for number in numbers)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "catalog.sqlite3")


def test_a_new_story_begins_a_cluster_that_is_named_after_it(room: Room, long_texts: list[str]):
    assert room.store("one", long_texts[0]) == article("one", "").id
    assert room.store("two", long_texts[1]) == article("two", "").id


@pytest.mark.parametrize("kind", CHANGES)
def test_a_copy_shares_the_cluster_of_its_story_whichever_comes_first(tmp_path: Path, kind: str, long_texts: list[str]):
    copy = CHANGES[kind](long_texts[3], random.Random(1))
    for number, (first, second) in enumerate([(long_texts[3], copy), (copy, long_texts[3])]):
        room = Room(tmp_path / f"{number}.sqlite3")
        room.store("other", long_texts[0])
        assert room.store("two", second) != room.store("three", long_texts[1])
        assert room.store("one", first) == article("two", "").id == room.cluster("one") == room.cluster("two")


def test_an_article_that_is_a_copy_of_two_clusters_makes_them_one(room: Room):
    first = room.store("head", numbered("story", range(12)) + numbered("filler", range(10)))
    second = room.store("middle", numbered("story", range(5, 17)) + numbered("padding", range(10)))
    assert first != second
    assert room.store("whole", numbered("story", range(20))) == first
    assert room.together() == {frozenset({"head", "middle", "whole"})}


@pytest.mark.parametrize("order", list(permutations(["one", "two", "page"])))
def test_a_page_of_two_stories_does_not_make_them_one(room: Room, order: tuple[str, ...], long_texts: list[str]):
    texts = {
        "one": long_texts[0],
        "two": long_texts[1],
        "page": f"The day in brief.\n\n{long_texts[0]}\n\n{long_texts[1]}",
    }
    for name in order:
        room.store(name, texts[name])
    assert room.cluster("one") != room.cluster("two")
    assert room.cluster("page") in {room.cluster("one"), room.cluster("two")}


def test_a_changed_article_stays_while_it_is_a_copy_and_leaves_when_it_is_none(room: Room, long_texts: list[str]):
    cluster = room.store("one", long_texts[0])
    assert room.store("two", long_texts[0] + " More is expected this week.") == cluster
    assert room.store("two", long_texts[0] + " A hearing is set for the spring.") == cluster
    assert room.store("two", long_texts[1]) == article("two", "").id
    assert room.together() == {frozenset({"one"}), frozenset({"two"})}
    assert room.store("three", long_texts[1]) == article("two", "").id


def test_when_the_first_article_of_a_cluster_leaves_the_others_stay_together(room: Room, long_texts: list[str]):
    for name in ("one", "two", "three"):
        room.store(name, long_texts[0])
    assert room.store("one", long_texts[1]) == article("one", "").id
    assert room.together() == {frozenset({"one"}), frozenset({"two", "three"})}
    assert room.store("four", long_texts[0]) == room.cluster("two") == article("two", "").id


def test_a_forgotten_article_has_no_copies(room: Room, long_texts: list[str]):
    room.store("one", long_texts[0])
    room.clusters.forget(article("one", "").id)
    room.catalogue.remove(article("one", "").id)
    assert room.store("two", long_texts[0]) == article("two", "").id
    assert not room.catalogue.rows("SELECT * FROM signatures WHERE article_id = ?", (article("one", "").id,))


def test_forgetting_a_filed_article_leaves_none_of_its_bands(room: Room):
    for number in range(UNFILED):
        room.store(f"n{number}", numbered(f"n{number}", range(6)))
    assert room.catalogue.rows("SELECT count(*) FROM bands")[0][0] > 0
    for number in range(UNFILED):
        room.clusters.forget(article(f"n{number}", "").id)
    assert room.catalogue.rows("SELECT count(*) FROM bands")[0][0] == 0


def test_copies_are_found_before_and_after_signatures_are_filed(room: Room):
    for number in range(UNFILED + 20):
        assert room.store(f"n{number}", numbered(f"n{number}", range(6))) == article(f"n{number}", "").id
    filed = room.catalogue.rows("SELECT count(*) FROM signatures WHERE filed = 1")[0][0]
    assert filed == UNFILED
    for number in (0, UNFILED - 1, UNFILED + 10):
        assert room.store(f"copy{number}", "By wire\n\n" + numbered(f"n{number}", range(5))) == room.cluster(
            f"n{number}"
        )


def test_short_texts_share_a_cluster_only_with_the_same_words(room: Room):
    first = room.store("one", "Example Labs named a new head of research on Monday.")
    assert room.store("two", "EXAMPLE LABS named a new head of research — on Monday.") == first
    assert room.store("three", "Example Labs named a new head of research on Friday.") != first


def test_a_transaction_that_fails_leaves_no_trace(room: Room, long_texts: list[str]):
    room.store("one", long_texts[0])

    def interrupted() -> None:
        with room.catalogue.transaction():
            room.store("two", long_texts[0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert room.together() == {frozenset({"one"})}
    assert [row["article_id"] for row in room.catalogue.rows("SELECT article_id FROM signatures")] == [
        article("one", "").id
    ]


def test_what_another_connection_stored_is_found(tmp_path: Path, long_texts: list[str]):
    here, there = Room(tmp_path / "c.sqlite3"), Room(tmp_path / "c.sqlite3")
    cluster = here.store("one", long_texts[0])
    assert there.store("two", long_texts[0] + " And more.") == cluster
    assert here.store("three", long_texts[0] + " And still more.") == cluster
    assert there.together() == {frozenset({"one", "two", "three"})}


def test_articles_stored_without_a_signature_are_named(room: Room, long_texts: list[str]):
    room.store("one", long_texts[0])
    room.catalogue.connection.execute("DELETE FROM signatures")
    assert room.clusters.unplaced() == [article("one", "").id]
    room.clusters.place(room.catalogue.article(article("one", "").id))
    assert room.clusters.unplaced() == []
    assert room.store("two", long_texts[0]) == article("one", "").id


def test_boilerplate_that_all_articles_share_is_compared_with_few_and_joins_none(room: Room, monkeypatch):
    compared: Counter[str] = Counter()
    compare = clusters_module.compare

    def counted(a, b):
        compared["all"] += 1
        return compare(a, b)

    monkeypatch.setattr(clusters_module, "compare", counted)
    footer = numbered("footer", range(5))
    for number in range(400):
        compared.clear()
        assert room.store(f"n{number}", numbered(f"n{number}", range(7)) + footer) == article(f"n{number}", "").id
        assert compared["all"] <= COMPARED
    fullest = room.catalogue.rows("SELECT max(n) FROM (SELECT count(*) AS n FROM bands GROUP BY band)")[0][0]
    assert fullest <= PER_BAND + UNFILED
    assert room.store("copy", numbered("n399", range(7)) + footer) == article("n399", "").id


def test_in_any_order_articles_share_a_cluster_if_they_tell_one_story(room: Room, long_texts: list[str]):
    rng = random.Random(9)
    pile = [(str(number), text) for number, text in enumerate(long_texts)]
    pile += [(str(number), several(text, rng)) for number, text in enumerate(long_texts) for _ in range(2)]
    pile += [(f"later {number}", follow_up(text, rng)) for number, text in enumerate(long_texts[::3])]
    rng.shuffle(pile)
    pages = [("page", in_round_up(text, rng, long_texts)) for text in long_texts[:5]]
    for number, (_, text) in enumerate(pages + pile):
        room.store(f"n{number}", text)
    story = {f"n{number}": name for number, (name, _) in enumerate(pages + pile) if name != "page"}
    pairs = [
        (story[a], story[b]) for names in room.together() for a, b in combinations([n for n in names if n in story], 2)
    ]
    right = sum(a == b for a, b in pairs)
    assert right >= 0.95 * len(long_texts) * 3
    assert right >= 0.98 * len(pairs)
