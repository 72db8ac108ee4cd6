"""Where articles are kept: every version, copies together, all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Reference, article_id
from corpus.catalogue import Catalogue
from corpus.errors import GroundwireError

AT = datetime(2023, 5, 2, 9, tzinfo=UTC)


def story(
    text: str = "Borealis hired an engineer.",
    url: str | None = "https://paper.example/a",
    *,
    published: datetime | None = None,
    updated: datetime | None = None,
    source: str = "The Paper",
) -> Article:
    return Article(
        id=article_id(url, text),
        title="A headline",
        source=source,
        text=text,
        url=url,
        published=published,
        updated=updated,
        fetched=AT,
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path / "home" / "catalog.sqlite3")
    yield opened
    opened.close()


def test_an_article_is_kept_as_it_came(catalogue):
    full = Article(
        id="x",
        title="Título “quoted” 🎉",
        source="וואלה",
        text="First.\n\nSecond, with\ttab and\r\nCRLF.",
        url="https://paper.example/x?a=1",
        authors=("Ada Example", "Bø"),
        published=AT,
        updated=datetime(2023, 5, 3, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        fetched=AT,
        language="es",
        section="Tech",
        tags=("one", "two"),
        references=(Reference(outlet="Wired", headline="“Four” 🎉", day=AT.date(), url="https://wired.example/4"),),
    )
    stored = catalogue.store(full)
    assert stored.outcome == "added"
    assert catalogue.article("x") == stored.article
    assert (stored.article.version, stored.article.cluster) == (1, "x")
    assert all(getattr(stored.article, name) == getattr(full, name) for name in Article.__slots__ if name != "cluster")
    assert str(catalogue.article("x").updated) == "2023-05-03 00:00:00+05:30"


def test_a_catalogue_is_the_same_after_it_was_closed(catalogue):
    kept = catalogue.store(story()).article
    catalogue.close()
    reopened = Catalogue(catalogue.path)
    assert list(reopened.articles()) == [kept]
    reopened.close()


def test_the_same_words_again_are_unchanged(catalogue):
    first = catalogue.store(story())
    again = catalogue.store(story())
    assert (again.outcome, again.article) == ("unchanged", first.article)
    assert first.is_new_text
    assert not again.is_new_text
    assert catalogue.count() == 1


def test_new_words_behind_a_known_address_are_the_next_version(catalogue):
    for number, text in enumerate(["One.", "Two.", "Three."], start=1):
        stored = catalogue.store(story(text))
        assert stored.outcome == ("added" if number == 1 else "updated")
        assert stored.article.version == number
    (identifier,) = {article.id for article in catalogue.articles()}
    assert catalogue.article(identifier).text == "Three."
    assert [catalogue.article(identifier, version).text for version in (1, 2, 3)] == ["One.", "Two.", "Three."]
    assert catalogue.count() == 1


def test_words_that_come_back_are_a_version_of_their_own(catalogue):
    for text in ("One.", "Two.", "One."):
        stored = catalogue.store(story(text))
    assert (stored.outcome, stored.article.version, stored.article.text) == ("updated", 3, "One.")


def test_exact_copies_share_a_cluster_and_others_do_not(catalogue):
    original = catalogue.store(story(url="https://paper.example/a"))
    copies = [catalogue.store(story(url=f"https://copy.example/{n}")) for n in range(3)]
    other = catalogue.store(story("Other words.", url="https://paper.example/b"))
    assert [copy.outcome for copy in copies] == ["duplicate"] * 3
    assert {copy.article.cluster for copy in copies} == {original.article.cluster}
    assert all(copy.is_new_text for copy in copies)
    assert other.article.cluster != original.article.cluster
    assert catalogue.count() == 5


def test_addresses_that_differ_in_a_parameter_are_two_articles_and_their_one_story_is_one_cluster(catalogue):
    first = catalogue.store(story(url="https://paper.example/show?uid=22"))
    second = catalogue.store(story(url="https://paper.example/show?uid=23"))
    tracked = catalogue.store(story(url="https://paper.example/show?uid=23&utm_source=feed"))
    other = catalogue.store(story("Other words.", url="https://paper.example/show?uid=24"))
    assert [stored.outcome for stored in (first, second, tracked, other)] == [
        "added",
        "duplicate",
        "unchanged",
        "added",
    ]
    assert first.article.cluster == second.article.cluster != other.article.cluster


def test_what_is_not_there_is_a_key_error(catalogue):
    catalogue.store(story())
    for missing in (("nobody", None), (story().id, 2), (story().id, 0)):
        with pytest.raises(KeyError):
            catalogue.article(*missing)
    with pytest.raises(KeyError):
        catalogue.remove("nobody")


def test_a_removed_article_leaves_no_version_behind(catalogue):
    catalogue.store(story("One."))
    catalogue.store(story("Two."))
    kept = catalogue.store(story("Three.", url="https://paper.example/b")).article
    catalogue.remove(story().id)
    assert list(catalogue.articles()) == [kept]
    for version in (None, 1, 2):
        with pytest.raises(KeyError):
            catalogue.article(story().id, version)
    assert catalogue.store(story("One.")).outcome == "added"


# Transactions --------------------------------------------------------------------------------------------------------


def test_nested_transactions_are_undone_together(catalogue):
    before = catalogue.store(story("Before.", url="https://paper.example/before")).article

    def both() -> None:
        with catalogue.transaction():
            catalogue.store(story("One.", url="https://paper.example/1"))
            with catalogue.transaction():
                catalogue.store(story("Two.", url="https://paper.example/2"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        both()
    assert list(catalogue.articles()) == [before]
    assert catalogue.store(story("One.", url="https://paper.example/1")).outcome == "added"


def test_a_failure_in_an_inner_transaction_undoes_the_outer_one(catalogue):
    def both() -> None:
        with catalogue.transaction():
            catalogue.store(story())
            with catalogue.transaction() as connection:
                connection.execute("INSERT INTO no_such_table VALUES (1)")

    with pytest.raises(GroundwireError, match="no_such_table"):
        both()
    assert catalogue.count() == 0
    with catalogue.transaction():
        catalogue.store(story())
    assert catalogue.count() == 1


def test_a_failure_that_was_caught_inside_a_transaction_still_undoes_it(catalogue):
    def both() -> None:
        with catalogue.transaction():
            catalogue.store(story("One.", url="https://paper.example/1"))
            with pytest.raises(GroundwireError, match="no_such_table"), catalogue.transaction() as connection:
                connection.execute("INSERT INTO no_such_table VALUES (1)")

    with pytest.raises(GroundwireError, match="none of it was kept"):
        both()
    assert catalogue.count() == 0
    assert catalogue.store(story()).outcome == "added"


def test_a_snapshot_shows_one_state_whatever_is_written_meanwhile(catalogue):
    catalogue.store(story("One.", url="https://paper.example/1"))
    with catalogue.snapshot():
        assert catalogue.count() == 1
        thread = Thread(target=catalogue.store, args=(story("Two.", url="https://paper.example/2"),))
        thread.start()
        thread.join()
        with catalogue.snapshot():
            assert catalogue.count() == 1
    assert catalogue.count() == 2


def test_a_reader_does_not_wait_for_a_writer(catalogue):
    seen = []
    with catalogue.transaction():
        catalogue.store(story())
        thread = Thread(target=lambda: seen.append(catalogue.count()))
        thread.start()
        thread.join()
        assert seen == [0]
        assert catalogue.count() == 1


def test_a_catalogue_of_a_newer_form_is_refused_in_words(tmp_path):
    catalogue = Catalogue(tmp_path / "catalog.sqlite3")
    with catalogue.transaction() as connection:
        connection.execute("PRAGMA user_version = 99")
    catalogue.close()
    with pytest.raises(GroundwireError, match="newer Groundwire"):
        Catalogue(tmp_path / "catalog.sqlite3")


# Known words, new data -----------------------------------------------------------------------------------------------


def test_data_that_arrives_later_is_kept_with_the_same_version(catalogue):
    bare = catalogue.store(story()).article
    stored = catalogue.store(replace(story(published=AT), authors=("Ada Example",), language="en"))
    assert (stored.outcome, stored.is_new_text, stored.is_new_data) == ("updated", False, True)
    assert stored.article == replace(bare, published=AT, authors=("Ada Example",), language="en")
    assert catalogue.article(bare.id) == stored.article


def test_references_that_a_home_lacks_come_with_the_same_article_again(catalogue):
    catalogue.store(story())
    named = replace(story(), references=(Reference(outlet="Wired", subject="a report"),))
    assert catalogue.store(named).outcome == "updated"
    assert catalogue.store(story()).outcome == "unchanged"
    assert catalogue.article(named.id).references == named.references


def test_what_is_known_is_not_given_up_for_what_is_missing(catalogue):
    known = catalogue.store(replace(story(published=AT), authors=("Ada Example",), section="Chips")).article
    assert catalogue.store(story()).outcome == "unchanged"
    assert catalogue.article(known.id) == known


def test_new_words_without_a_date_or_authors_keep_those_that_are_known(catalogue):
    said = {"authors": ("Ada Example",), "section": "Chips", "tags": ("one",), "language": "en"}
    catalogue.store(replace(story("One.", published=AT, updated=AT + timedelta(hours=2)), **said))
    again = catalogue.store(replace(story("Two."), title="")).article
    assert (again.version, again.title, again.published) == (2, "A headline", AT)
    assert {name: getattr(again, name) for name in said} == said
    other = {"authors": ("Bo Example",), "section": "Law", "tags": ("two",), "language": "de"}
    moved = catalogue.store(replace(story("Three.", published=AT + timedelta(days=1)), **other)).article
    assert (moved.version, moved.published) == (3, AT + timedelta(days=1))
    assert {name: getattr(moved, name) for name in other} == other


@pytest.mark.parametrize("text", ["One.", "Two."])
@pytest.mark.parametrize("later", ["2023-05-01T22:30:00+00:00", "2023-05-02T00:00:00+00:00"])
def test_the_same_moment_without_its_zone_or_its_day_alone_says_less_than_what_is_known(catalogue, text, later):
    stated = datetime(2023, 5, 2, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    catalogue.store(story("One.", published=stated))
    again = catalogue.store(story(text, published=datetime.fromisoformat(later))).article
    assert str(again.published) == "2023-05-02 00:30:00+02:00"


def test_a_page_that_moves_its_day_on_without_new_words_was_changed_not_published_then(catalogue):
    catalogue.store(story(published=AT))
    moved = catalogue.store(story(published=AT + timedelta(days=30))).article
    assert (moved.published, moved.updated) == (AT, AT + timedelta(days=30))


def test_the_same_raw_text_is_the_same_article_whatever_was_cut_from_it(catalogue):
    raw = "Borealis hired an engineer.\n\nFollow us everywhere."
    first = catalogue.store(story(raw)).article
    assert catalogue.reword(first.id, "Borealis hired an engineer.").version == 2
    again = catalogue.store(replace(story(raw), text="Borealis hired an engineer."), raw=raw)
    assert (again.outcome, again.article.version) == ("unchanged", 2)
    assert catalogue.article(first.id, 1).text == raw


def test_a_transaction_that_ends_well_is_seen_by_another_process(catalogue):
    reader = sqlite3.connect(catalogue.path)
    with catalogue.transaction():
        catalogue.store(story())
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    reader.close()


def test_threads_do_not_see_or_undo_each_others_transactions(catalogue):
    def store(number: int) -> None:
        for part in range(10):
            with catalogue.transaction():
                catalogue.store(story(f"{number} {part}", url=f"https://paper.example/{number}/{part}"))

    threads = [Thread(target=store, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert catalogue.count() == 40


# Order, days and outlets ---------------------------------------------------------------------------------------------


def test_articles_come_newest_first_and_undated_ones_last(catalogue):
    days = {"b": AT, "c": AT + timedelta(days=3), "a": None, "d": AT - timedelta(days=400)}
    for name, published in days.items():
        catalogue.store(story(name, url=f"https://paper.example/{name}", published=published))
    assert [article.text for article in catalogue.articles()] == ["c", "b", "d", "a"]


def test_an_article_that_is_removed_while_all_are_listed_is_left_out(catalogue):
    for number in range(4):
        catalogue.store(story(f"{number}", url=f"https://paper.example/{number}"))
    listing = catalogue.articles()
    seen = [next(listing).id]
    other = Catalogue(catalogue.path)
    for row in other.rows("SELECT id FROM articles ORDER BY id")[1:3]:
        other.remove(row["id"])
    other.close()
    seen += [article.id for article in listing]
    assert len(seen) == 2
    assert set(seen) == {row["id"] for row in catalogue.rows("SELECT id FROM articles")}


def test_all_articles_are_those_of_one_moment_within_a_snapshot(catalogue):
    for number in range(4):
        catalogue.store(story(f"{number}", url=f"https://paper.example/{number}"))
    with catalogue.snapshot():
        listing = catalogue.articles()
        first = next(listing)
        other = Catalogue(catalogue.path)
        for row in other.rows("SELECT id FROM articles"):
            other.remove(row["id"])
        other.close()
        assert len([first, *listing]) == 4
    assert list(catalogue.articles()) == []


zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.datetimes(datetime(2023, 5, 1), datetime(2023, 5, 3), timezones=zones)  # noqa: DTZ001


@settings(max_examples=25)
@given(st.lists(moments, min_size=2, max_size=5, unique=True))
def test_newest_first_holds_across_time_zones(tmp_path_factory, published):
    catalogue = Catalogue(tmp_path_factory.mktemp("zones") / "catalog.sqlite3")
    whole = [moment.replace(microsecond=0) for moment in published]
    for number, moment in enumerate(whole):
        catalogue.store(story(f"{number}", url=f"https://paper.example/{number}", published=moment))
    listed = [article.published for article in catalogue.articles()]
    catalogue.close()
    assert listed == sorted(whole, reverse=True)


@settings(max_examples=15)
@given(moments)
def test_the_day_of_an_article_is_its_publishers_own_whatever_day_that_is_in_utc(tmp_path_factory, moment):
    catalogue = Catalogue(tmp_path_factory.mktemp("days") / "catalog.sqlite3")
    kept = catalogue.store(story(published=moment)).article
    row = catalogue.rows("SELECT published_day, known_from FROM versions")[0]
    assert catalogue.article(kept.id).published.isoformat() == moment.isoformat()
    assert tuple(row) == (moment.date().toordinal(), moment.date().toordinal())
    catalogue.close()


def test_an_outlet_has_one_key_by_its_domain_and_the_name_that_most_of_its_articles_carry(catalogue):
    guardian = ["theguardian.com", "Guardian", "The Guardian", "The Guardian", "theguardian.com"]
    for number, source in enumerate(guardian):
        catalogue.store(story(f"{number}", url=f"https://www.theguardian.com/{number}", source=source))
    for address in ("https://x.ai/news", "https://x.com/news"):
        catalogue.store(story(address, url=address, source=address[8:-5]))
    catalogue.store(story("X.", url="https://blog.x.com/2", source="X"))
    assert catalogue.outlets() == {"theguardian.com": "The Guardian", "x.ai": "x.ai", "x.com": "X"}


def test_the_name_of_an_outlet_is_not_given_up_for_its_host(catalogue):
    named = catalogue.store(story("1", url="https://www.theverge.com/1", source="The Verge")).article
    assert catalogue.store(replace(named, source="theverge.com")).outcome == "unchanged"
    assert catalogue.store(replace(named, source="theverge.com", text="2")).article.source == "The Verge"


@pytest.mark.parametrize("name", ["published", "updated"])
def test_a_naive_moment_never_gets_as_far_as_the_catalogue(name):
    with pytest.raises(ValueError, match=name):
        story(**{name: datetime(2023, 5, 2)})  # noqa: DTZ001


def test_a_file_that_is_no_catalogue_is_an_error_in_words(tmp_path):
    path = tmp_path / "catalog.sqlite3"
    path.write_bytes(b"GIF89a" * 1000)
    with pytest.raises(GroundwireError, match=r"catalog\.sqlite3.*damaged"):
        Catalogue(path)
    assert path.read_bytes() == b"GIF89a" * 1000
