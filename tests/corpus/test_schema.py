"""Files of older forms open as they were, and what is counted as it is written is what is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest
from older_forms import FORM_1, FORM_2, file_of

from corpus import schema
from corpus.article import Article, article_id
from corpus.catalogue import Catalogue
from corpus.schema import FORM, form_of

AT = datetime(2023, 5, 2, 9, tzinfo=UTC)


def assert_counted(catalogue: Catalogue) -> None:
    """What is kept as a count is what counting gives, in two ways of counting."""
    assert catalogue.counts_hold()
    assert catalogue.count() == catalogue.rows("SELECT count(*) FROM articles")[0][0]
    real = catalogue.rows(
        "SELECT v.outlet, v.source, count(*) FROM articles a "
        "JOIN versions v ON v.article_id = a.id AND v.version = a.version GROUP BY 1, 2"
    )
    kept = catalogue.rows("SELECT outlet, source, articles FROM outlet_counts")
    assert sorted(map(tuple, kept)) == sorted(map(tuple, real))


@pytest.mark.parametrize("scripts", [(FORM_1,), (FORM_1, FORM_2)])
def test_a_file_of_an_older_form_opens_with_every_version_and_is_counted(tmp_path, scripts):
    path = tmp_path / "catalog.sqlite3"
    file_of(path, *scripts)
    catalogue = Catalogue(path)
    assert form_of(catalogue.connection) == FORM
    assert [article.text for article in catalogue.versions("a")] == ["One.", "Two."]
    assert [article.text for article in catalogue.articles()] == ["Two.", "Three."]
    assert catalogue.count() == 2
    assert catalogue.outlets() == {"paper": "The Paper", "wired": "Wired"}
    assert len(catalogue.identity()) == 16
    assert_counted(catalogue)
    catalogue.close()
    again = Catalogue(path)
    assert_counted(again)
    again.close()


def test_dates_ahead_that_an_older_form_believed_become_unknown_and_a_day_its_publishers_when_that_is_stated(tmp_path):
    path = tmp_path / "catalog.sqlite3"
    file_of(path, FORM_1, FORM_2)
    ahead = datetime.now(UTC) + timedelta(days=90)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE versions SET published = ?, published_day = ?, known_from = ? WHERE article_id = 'b'",
            (ahead.isoformat(), ahead.toordinal(), ahead.toordinal()),
        )
        connection.execute("UPDATE versions SET published = '2023-05-01T22:30:00+00:00' WHERE text = 'Two.'")
        connection.execute("UPDATE versions SET url = 'https://www.wired.com/b' WHERE article_id = 'b'")
    connection.close()
    catalogue = Catalogue(path)
    assert catalogue.identity() != "0123456789abcdef"  # days changed: search indexes are made again
    assert catalogue.article("b").published is None
    assert catalogue.outlets() == {"paper": "The Paper", "wired.com": "Wired"}
    assert_counted(catalogue)
    assert [row[0] for row in catalogue.rows("SELECT known_from FROM versions ORDER BY article_id, version")] == [
        738277,
        738279,
        AT.toordinal(),
    ]
    stated = datetime(2023, 5, 2, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    known = catalogue.article("a")
    assert catalogue.store(replace(known, text="Three.", published=stated)).outcome == "updated"
    assert str(catalogue.article("a").published) == "2023-05-02 00:30:00+02:00"
    assert [article.id for article in catalogue.articles()] == ["a", "b"]
    catalogue.close()


def test_a_file_has_one_form_or_the_other_also_where_a_step_fails(tmp_path, monkeypatch):
    path = tmp_path / "catalog.sqlite3"
    file_of(path, FORM_1, FORM_2)

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE versions")
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setitem(schema.MIGRATIONS, FORM + 1, broken)
        with pytest.raises(ZeroDivisionError):
            Catalogue(path)
    connection = sqlite3.connect(path)
    assert form_of(connection) == 2
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'tally'").fetchone() == (0,)
    connection.close()
    catalogue = Catalogue(path)
    assert catalogue.count() == 2
    catalogue.close()


def test_a_home_opens_while_another_process_is_writing(tmp_path):
    path = tmp_path / "catalog.sqlite3"
    Catalogue(path).close()
    writing = sqlite3.connect(path, isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    catalogue = Catalogue(path)
    assert catalogue.count() == 0
    catalogue.close()
    writing.execute("ROLLBACK")
    writing.close()


def test_what_is_counted_is_what_is_there_whatever_is_written(tmp_path):
    random = Random(7)
    catalogue = Catalogue(tmp_path / "catalog.sqlite3")

    def number(connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE passages SET seq = ? WHERE id % 3 = ?",
            (random.choice([None, random.randrange(99)]), random.randrange(3)),
        )

    changes: list[Callable[[], object]] = [
        lambda: catalogue.store(drawn(random)),
        lambda: catalogue.store(drawn(random)),
        lambda: catalogue.reword(chosen(catalogue, random), f"Words {random.random()}."),
        lambda: catalogue.remove(chosen(catalogue, random)),
        lambda: passage(catalogue.connection, random),
        lambda: number(catalogue.connection),
        lambda: catalogue.connection.execute("DELETE FROM passages WHERE id % 5 = ?", (random.randrange(5),)),
    ]
    for _ in range(300):
        change = random.choice(changes)
        with catalogue.transaction():
            if catalogue.count():
                change()
            else:
                catalogue.store(drawn(random))
        assert_counted(catalogue)
    catalogue.close()


def drawn(random: Random) -> Article:
    """An article, perhaps under an address that is known, from one of a few outlets, dated or not."""
    url = f"https://paper.example/{random.randrange(12)}"
    text = f"Words {random.randrange(3)}."
    return Article(
        id=article_id(url, text),
        title="A headline",
        source=random.choice(["The Paper", "paper.example", "Wired"]),
        text=text,
        url=url,
        published=random.choice([None, AT + timedelta(days=random.randrange(9))]),
        fetched=AT + timedelta(days=20),
    )


def chosen(catalogue: Catalogue, random: Random) -> str:
    return str(random.choice(catalogue.rows("SELECT id FROM articles ORDER BY id"))["id"])


def passage(connection: sqlite3.Connection, random: Random) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO passages (key, article_id, version, start, end, header, hash, seq) "
        "VALUES (?, 'x', 1, 0, 1, '', x'00', ?)",
        (str(random.randrange(40)), random.choice([None, 5])),
    )
