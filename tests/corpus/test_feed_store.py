"""The feeds one follows: what is remembered of them and of their items."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from corpus.article import Article, article_id
from corpus.catalogue import Catalogue
from corpus.errors import GroundwireError
from corpus.feeds.items import Feed, FeedItem
from corpus.feeds.store import CHECK_EVERY, MAX_ATTEMPTS, FeedStore

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
URL = "https://news.example/feed"
STORY = "https://news.example/story"


@pytest.fixture
def store(tmp_path):
    catalogue = Catalogue(tmp_path / "catalog.sqlite3")
    yield FeedStore(catalogue)
    catalogue.close()


def feed(*items: FeedItem, title: str = "The Example") -> Feed:
    return Feed(title=title, url=URL, home_url="https://news.example/", items=items)


def item(url: str | None = STORY, **values) -> FeedItem:
    return FeedItem(url=url, **{"title": "A story", "guid": "1", **values})


def keep(store: FeedStore, url: str = STORY) -> None:
    store.catalogue.store(
        Article(id=article_id(url, ""), url=url, title="A story", source="x", text=f"Words of {url}.", fetched=NOW)
    )


def test_a_feed_is_followed_once_and_listed_in_the_order_of_adding(store):
    assert store.add(URL, "The Example", now=NOW)
    assert store.add("https://other.example/feed", now=NOW)
    assert not store.add(URL, "Another title", now=NOW)
    first, second = store.list()
    assert (first.url, first.title, first.articles, first.added, first.next_due) == (URL, "The Example", 0, NOW, NOW)
    assert (first.last_checked, first.last_ok, first.last_error, first.failures) == (None, None, None, 0)
    assert second.url == "https://other.example/feed"
    assert store.due(NOW) == [first, second]


def test_a_feed_that_is_not_followed_is_named(store):
    with pytest.raises(GroundwireError, match=r"No feed https://news.example/feed is followed"):
        store.chosen([URL])
    with pytest.raises(KeyError):
        store.remove(URL)


def test_reading_a_feed_writes_its_items_down_until_their_articles_are_kept(store):
    store.add(URL, now=NOW)
    whole = item(published=NOW, updated=NOW, authors=("A", "B"), tags=("t",), text="Words.", source="S", language="en")
    assert store.note_success(URL, feed(whole), now=NOW, etag='"v1"', last_modified="then") == 1
    [read] = store.list()
    assert (read.title, read.etag, read.last_modified, read.last_ok) == ("The Example", '"v1"', "then", NOW)
    assert (read.waiting, read.articles, read.next_due) == (1, 0, NOW + CHECK_EVERY)
    assert store.open_items(URL, NOW) == [whole.key]
    assert store.open_item(URL, whole.key) == (whole, 0)
    store.note_stored(URL, whole.key, now=NOW)
    assert store.open_items(URL, NOW) == []
    assert store.open_item(URL, whole.key) is None
    assert (store.get(URL).waiting, store.get(URL).articles) == (0, 1)


def test_what_is_written_down_outlives_the_process_and_the_feed_dropping_the_item(store, tmp_path):
    store.add(URL, now=NOW)
    store.note_success(URL, feed(item()), now=NOW)
    again = Catalogue(tmp_path / "catalog.sqlite3")
    other = FeedStore(again)
    assert other.note_success(URL, feed(item("https://news.example/new", guid="2")), now=NOW) == 1
    assert len(other.open_items(URL, NOW)) == 2
    again.close()


def test_an_unchanged_feed_keeps_its_items_and_validators(store):
    store.add(URL, now=NOW)
    store.note_success(URL, feed(item()), now=NOW, etag='"v1"')
    store.note_failure(URL, "answered 500", now=NOW)
    assert store.note_success(URL, None, now=NOW + timedelta(hours=1)) == 0
    read = store.get(URL)
    assert (read.etag, read.waiting, read.failures, read.last_error) == ('"v1"', 1, 0, None)
    assert read.last_ok == NOW + timedelta(hours=1)


def test_a_failing_feed_keeps_its_last_error_and_rests_longer_each_time_but_a_day_at_most(store):
    store.add(URL, now=NOW)
    rests = []
    for times in range(1, 12):
        store.note_failure(URL, f"error {times}", now=NOW)
        rests.append(store.get(URL).next_due - NOW)
    assert rests[:3] == [CHECK_EVERY * 2, CHECK_EVERY * 4, CHECK_EVERY * 8]
    assert rests[-1] == timedelta(days=1)
    assert (store.get(URL).last_error, store.get(URL).failures, store.get(URL).last_ok) == ("error 11", 11, None)
    assert store.due(NOW + timedelta(hours=23)) == []
    assert [read.url for read in store.due(NOW + timedelta(days=1))] == [URL]


def test_a_feed_that_is_gone_for_good_is_due_again_when_it_is_added_again(store):
    store.add(URL, now=NOW)
    store.note_failure(URL, "answered 410", now=NOW, gone=True)
    assert (store.due(NOW + timedelta(days=9000)), store.chosen(), store.get(URL).next_due) == ([], [], None)
    assert store.chosen([URL]) == store.list()
    assert not store.add(URL, now=NOW)
    assert store.due(NOW) == store.chosen() == store.list()


def test_a_kept_item_is_taken_up_again_only_when_it_has_changed(store):
    store.add(URL, now=NOW)
    first = item(published=NOW, updated=NOW)
    store.note_success(URL, feed(first), now=NOW)
    store.note_stored(URL, first.key, now=NOW)
    later = NOW + timedelta(hours=1)
    for same in (first, item(published=NOW), item(), item(updated=NOW - timedelta(days=1))):
        assert store.note_success(URL, feed(same), now=NOW) == 0
    assert store.note_success(URL, feed(item(updated=later)), now=NOW) == 1
    assert store.open_items(URL, NOW) == [first.key]
    keep(store)
    assert not store.is_kept_elsewhere(URL, first.key, first), "a changed item must be fetched again"
    assert store.get(URL).articles == 1
    store.note_stored(URL, first.key, now=NOW)
    assert store.note_success(URL, feed(item(updated=later)), now=NOW) == 0
    for changed in (item(title="A story, corrected"), item(text="Other words.")):
        assert store.note_success(URL, feed(changed), now=NOW) == 1
        assert store.open_item(URL, first.key) == (changed, 0)
        store.note_stored(URL, first.key, now=NOW)
        assert store.note_success(URL, feed(changed), now=NOW) == 0


def test_a_day_of_publication_that_moves_on_is_a_day_of_change(store):
    store.add(URL, now=NOW)
    first, later = item(published=NOW), item(published=NOW + timedelta(hours=5))
    store.note_success(URL, feed(first), now=NOW)
    assert store.open_item(URL, first.key) == (first, 0)
    store.note_stored(URL, first.key, now=NOW)
    assert store.note_success(URL, feed(later), now=NOW) == 1
    assert store.open_item(URL, first.key) == (item(updated=NOW + timedelta(hours=5)), 0)
    store.note_stored(URL, first.key, now=NOW)
    assert store.note_success(URL, feed(first), now=NOW) == 0


def test_an_item_that_always_changes_and_brings_nothing_new_is_fetched_less_and_less_often(store):
    store.add(URL, now=NOW)
    key, rests = item().key, []
    for comments in range(9):
        store.note_success(URL, feed(item(text=f"{comments} comments")), now=NOW)
        due = next(hours for hours in range(99) if store.open_items(URL, NOW + timedelta(hours=hours)))
        assert store.note_success(URL, feed(item(text=f"{comments} comments, 1 new")), now=NOW) == 0
        store.note_stored(URL, key, now=NOW, unchanged=comments > 0)
        rests.append(due)
    assert rests == [0, 0, 1, 2, 4, 8, 16, 24, 24]
    store.note_success(URL, feed(item(text="words " * 999)), now=NOW)
    assert store.open_items(URL, NOW) == [key], "its own words are at hand, and cost no request"
    store.note_stored(URL, key, now=NOW)
    store.note_success(URL, feed(item(text="10 comments")), now=NOW)
    assert store.open_items(URL, NOW) == [key], "the last reading brought something new"


def test_an_item_whose_words_change_each_time_makes_few_versions_a_day(store):
    store.add(URL, now=NOW)
    key, rests = item().key, []
    for minute in range(8):
        words = f"It is {minute} past twelve."
        store.note_success(URL, feed(item(text=words)), now=NOW)
        rests.append(next(hours for hours in range(99) if store.open_items(URL, NOW + timedelta(hours=hours))))
        store.catalogue.store(
            Article(id=article_id(STORY, ""), url=STORY, title="A story", source="x", text=words, fetched=NOW)
        )
        store.note_stored(URL, key, now=NOW)
    assert rests == [0, 0, 0, 1, 2, 4, 8, 16]
    store.note_success(URL, feed(item(text="Corrected.", updated=NOW)), now=NOW)
    assert store.open_items(URL, NOW) == [key], "a stated change is read at once"
    store.note_stored(URL, key, now=NOW)
    tomorrow = NOW + timedelta(days=1, minutes=1)
    store.note_success(URL, feed(item(text="Corrected again.", updated=NOW)), now=tomorrow)
    assert store.open_items(URL, tomorrow) == [key]


def test_items_written_down_before_their_words_were_are_not_all_fetched_again(store):
    store.add(URL, now=NOW)
    store.note_success(URL, feed(item(text="Words.")), now=NOW)
    store.note_stored(URL, item().key, now=NOW)
    with store.catalogue.transaction() as connection:
        connection.execute("UPDATE feed_items SET words = NULL")
    assert store.note_success(URL, feed(item(text="Words.")), now=NOW) == 0
    assert store.note_success(URL, feed(item(text="Other words.")), now=NOW) == 1


def test_an_item_that_fails_is_tried_again_after_longer_and_longer_rests_and_then_given_up(store):
    store.add(URL, now=NOW)
    key = item().key
    store.note_success(URL, feed(item()), now=NOW)
    now, rests = NOW, []
    while store.open_items(URL, now):
        store.note_item_failure(URL, key, "answered 404", now=now)
        assert store.open_items(URL, now) == []
        start = now
        while not store.open_items(URL, now) and now < start + timedelta(days=2):
            now += CHECK_EVERY
        rests.append(now - start)
    assert rests[:-1] == [CHECK_EVERY * 2**n for n in range(MAX_ATTEMPTS - 1)]
    assert (store.get(URL).waiting, store.get(URL).given_up) == (0, 1)


def test_an_item_given_up_gets_one_more_try_a_day_however_often_its_feed_says_it_changed(store):
    store.add(URL, now=NOW)
    store.note_success(URL, feed(item()), now=NOW)
    store.note_item_failure(URL, item().key, "no text", now=NOW, final=True)
    for minutes in range(1, 100):
        store.note_success(URL, feed(item(updated=NOW + timedelta(minutes=minutes))), now=NOW)
        assert store.open_items(URL, NOW + timedelta(hours=23)) == []
    assert store.open_items(URL, NOW + timedelta(days=1)) == [item().key]
    store.note_item_failure(URL, item().key, "no text", now=NOW)
    assert store.get(URL).given_up == 1


def test_a_failure_does_not_undo_what_another_process_has_stored(store):
    store.add(URL, now=NOW)
    store.note_success(URL, feed(item()), now=NOW)
    store.note_stored(URL, item().key, now=NOW)
    store.note_item_failure(URL, item().key, "answered 503", now=NOW)
    assert (store.get(URL).articles, store.get(URL).waiting, store.get(URL).given_up) == (1, 0, 0)
    assert store.open_items(URL, NOW + timedelta(days=9)) == []


def test_an_article_that_is_here_already_need_not_be_fetched(store):
    other = "https://other.example/feed"
    for url in (URL, other):
        store.add(url, now=NOW)
        store.note_success(url, feed(item()), now=NOW)
    assert not store.is_kept_elsewhere(URL, item().key, item())
    store.note_stored(other, item().key, now=NOW)
    assert store.is_kept_elsewhere(URL, item().key, item())
    elsewhere = item("https://news.example/brought?utm_source=feed")
    assert not store.is_kept_elsewhere(URL, elsewhere.key, elsewhere)
    keep(store, "https://news.example/brought")
    assert store.is_kept_elsewhere(URL, elsewhere.key, elsewhere)


def test_removing_a_feed_removes_no_article_and_adding_it_again_starts_anew(store):
    store.add(URL, now=NOW)
    store.note_success(URL, feed(item()), now=NOW, etag='"v1"')
    keep(store)
    store.note_stored(URL, item().key, now=NOW)
    store.remove(URL)
    assert store.list() == []
    assert store.catalogue.count() == 1
    assert store.note_success(URL, feed(item()), now=NOW) == 0, "a refresh that was under way must not bring it back"
    store.note_failure(URL, "x", now=NOW)
    assert store.list() == []
    assert store.add(URL, now=NOW)
    assert (store.get(URL).articles, store.get(URL).etag) == (0, None)


def test_two_processes_that_read_a_feed_at_once_write_each_item_down_once(tmp_path):
    catalogues = [Catalogue(tmp_path / "catalog.sqlite3") for _ in range(2)]
    stores = [FeedStore(catalogue) for catalogue in catalogues]
    stores[0].add(URL, now=NOW)
    items = feed(*(item(f"https://news.example/{n}", guid=str(n)) for n in range(50)))
    with ThreadPoolExecutor(2) as pool:
        new = list(pool.map(lambda store: store.note_success(URL, items, now=NOW), stores * 4))
    assert sum(new) == 50
    assert len(stores[1].open_items(URL, NOW)) == 50
    for catalogue in catalogues:
        catalogue.close()


def test_old_items_are_forgotten_and_recognised_all_the_same(store):
    """Also when the article was removed: what is met again is not fetched again."""
    long_ago, now = NOW - timedelta(days=400), NOW
    others = [item("https://news.example/other", guid="2"), item(None, guid="3", title="No page")]
    store.add(URL, now=long_ago)
    store.note_success(URL, feed(item(), *others), now=long_ago)
    for one in (item(), *others):
        store.note_stored(URL, one.key, now=long_ago)
    keep(store)
    assert store.old_items(now - timedelta(days=365), now - timedelta(days=30)) == [], "the feed was not read lately"
    store.note_success(URL, feed(item(), *others), now=now)
    old = store.old_items(now - timedelta(days=365), now - timedelta(days=30))
    assert old == [(URL, item().key)], "the article of another item is not here, and a third has no address"
    store.forget_items(old)
    assert store.note_success(URL, feed(item(), *others), now=now) == 1
    assert store.open_items(URL, now) == [item().key]
    assert store.is_kept_elsewhere(URL, item().key, item())


def test_an_item_that_was_given_up_keeps_none_of_its_words(store):
    store.add(URL, now=NOW)
    store.note_success(URL, feed(item(text="Words. " * 1000)), now=NOW)
    store.note_item_failure(URL, item().key, "404", now=NOW, final=True)
    assert store.catalogue.rows("SELECT item FROM feed_items")[0]["item"] is None
    again = item(updated=NOW + timedelta(days=1), text="Other words.")
    store.note_success(URL, feed(again), now=NOW + timedelta(days=1))
    assert store.open_item(URL, item().key)[0].text == "Other words."
