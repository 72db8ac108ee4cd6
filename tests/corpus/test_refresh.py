"""Refreshing feeds that a real server serves, well and badly."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

import pytest
from web_server import Page, WebServer, endless, raw, redirect, truncated

from corpus.article import Article, article_id
from corpus.catalogue import Catalogue
from corpus.errors import ArticleError, TryLaterError
from corpus.feeds.reading import feed_address, find_feed
from corpus.feeds.refresh import refresh
from corpus.feeds.rounds import due_rounds
from corpus.feeds.store import MAX_ATTEMPTS, FeedStore, FollowedFeed
from corpus.records import load_mapping
from corpus.web.fetch import Fetcher
from corpus.web.limits import FetchLimits

XML = "application/xml; charset=utf-8"
AT = datetime(2024, 4, 1, tzinfo=UTC)
ATOM = "http://www.w3.org/2005/Atom"
FIRST = "The committee of example words met on the first floor and spoke about number {n} for most of the morning."
SYLLABLES = (
    "ba",
    "den",
    "for",
    "gil",
    "han",
    "kor",
    "lum",
    "mar",
    "nes",
    "pol",
    "rin",
    "sta",
    "tev",
    "und",
    "wex",
    "yor",
)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Desk:
    """A home with a feed store, a server, and what a refresh brought: as the newsroom and the web are, in small."""

    def __init__(self, folder, server: WebServer) -> None:
        self.catalogue = Catalogue(folder / "catalog.sqlite3")
        self.store = FeedStore(self.catalogue)
        self.server = server
        self.clock = Clock()
        limits = FetchLimits(delay=0, retries=0, total=5, read=5, max_bytes=2**20)
        self.fetcher = Fetcher(limits=limits, allow_hosts={server.host})

    def follow(self, path: str, *answers) -> str:
        url = self.server.put(path, *answers)
        self.store.add(url, now=self.clock())
        return url

    def articles_of(self, *urls: str):
        """What a refresh yields; nothing is stored."""
        self.told = []
        feeds = self.store.chosen(urls)
        return refresh(self.store, feeds, self.fetcher, clock=self.clock, tell=self.told.append)

    def refresh(self, *urls: str) -> list[str]:
        """Refresh and store as the newsroom does; the outcomes of the articles, and the reasons of the failures."""
        outcomes = []
        for result in self.articles_of(*urls):
            if isinstance(result, ArticleError):
                outcomes.append(result.why)
            else:
                outcomes.append(self.catalogue.store(result).outcome)
        return outcomes

    @property
    def titles(self) -> list[str]:
        return sorted(article.title for article in self.catalogue.articles())


@pytest.fixture
def desk(tmp_path, server):
    desk = Desk(tmp_path, server)
    yield desk
    desk.fetcher.close()
    desk.catalogue.close()


def words(n: int) -> list[str]:
    """Four sentences that no other number has, the first apart: stories that are alike are one story to a catalogue."""
    made = random.Random(n)
    rest = [" ".join("".join(made.choices(SYLLABLES, k=3)) for _ in range(14)).capitalize() + "." for _ in range(3)]
    return [FIRST.format(n=n), *rest]


def page(n: int, head: str = "", title: str | None = None) -> Page:
    body = "".join(f"<p>{sentence}</p>" for sentence in words(n))
    title = title or f"Story {n}"
    return Page(
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}"
        "</article></body></html>".encode()
    )


def item(n: int, *, title: str | None = None, more: str = "", link: str | None = None) -> str:
    return f"<item><title>{title or f'Story {n}'}</title><link>{link or f'/story/{n}'}</link>{more}</item>"


def rss(*items: str, **page_options) -> Page:
    document = f"<rss version='2.0'><channel><title>The Feed</title><link>/</link>{''.join(items)}</channel></rss>"
    return Page(document.encode(), **{"content_type": XML, **page_options})


def long_content(n: int) -> str:
    return "".join(f"<p>{escape(sentence)}</p>" for part in range(5) for sentence in words(n * 100 + part))


def put_stories(desk: Desk, *numbers: int) -> None:
    for n in numbers:
        desk.server.put(f"/story/{n}", page(n))


def feed_in(kind: str, base: str) -> Page:
    """A feed of two stories in each of the formats."""
    links = [f"{base}/story/{n}" for n in (1, 2)]
    if kind == "rss":
        return rss(item(1), item(2))
    if kind == "atom":
        entries = "".join(f"<entry><title>S</title><id>{link}</id><link href='{link}'/></entry>" for link in links)
        return Page(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{entries}</feed>".encode())
    if kind == "json":
        items = [{"id": link, "url": link} for link in links]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items}
        return Page(json.dumps(feed).encode(), content_type="application/feed+json")
    urls = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    return Page(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>".encode())


@pytest.mark.parametrize("kind", ["rss", "atom", "json", "sitemap"])
def test_each_format_brings_its_pages_in_once(desk, kind):
    put_stories(desk, 1, 2)
    url = desk.follow("/feed", feed_in(kind, desk.server.url("")))
    assert desk.refresh() == ["added", "added"]
    assert desk.titles == ["Story 1", "Story 2"]
    assert desk.refresh() == []
    assert desk.server.paths.count("/story/1") == 1
    followed = desk.store.get(url)
    assert (followed.articles, followed.waiting, followed.last_error, followed.last_ok) == (2, 0, None, desk.clock())


def test_a_sitemap_index_leads_to_its_sitemaps_and_one_that_fails_is_told(desk):
    put_stories(desk, 1, 2)
    children = "".join(f"<sitemap><loc>/{name}.xml</loc></sitemap>" for name in ("news", "gone"))
    url = desk.follow("/index.xml", Page(f"<sitemapindex>{children}</sitemapindex>".encode(), etag='"same"'))
    desk.server.put("/news.xml", feed_in("sitemap", desk.server.url("")))
    assert desk.refresh() == ["added", "added"]
    assert "gone.xml" in desk.store.get(url).last_error
    put_stories(desk, 3)
    desk.server.put("/news.xml", Page(b"<urlset><url><loc>/story/3</loc></url></urlset>"))
    assert desk.refresh() == ["added"], "the index has not changed, the sitemap behind it has"


def test_an_index_none_of_whose_sitemaps_can_be_read_is_an_error(desk):
    url = desk.follow("/index.xml", Page(b"<sitemapindex><sitemap><loc>/gone.xml</loc></sitemap></sitemapindex>"))
    assert desk.refresh() == []
    assert desk.store.get(url).last_ok is None
    assert "404" in desk.store.get(url).last_error


def test_an_unchanged_feed_is_asked_for_by_its_etag_and_not_read_again(desk):
    put_stories(desk, 1)
    url = desk.follow("/feed", rss(item(1), etag='"v1"', last_modified="Wed, 01 May 2024 10:00:00 GMT"))
    desk.refresh()
    assert [outcome.changed for outcome in desk.told] == [True]
    assert desk.refresh() == []
    assert [(outcome.ok, outcome.changed, outcome.new) for outcome in desk.told] == [(True, False, 0)]
    assert desk.server.requests[-1].headers["if-none-match"] == '"v1"'
    assert desk.store.get(url).title == "The Feed"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Page(status=404), "404"),
        (Page(status=500), "500"),
        (Page(b"\x00\x01\x02garbage"), "binary"),
        (Page(b"hello"), "is no feed"),
        (Page(b"<!doctype html><p>Hello"), "is a web page, not a feed"),
        (Page(b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>'), "XML entities"),
        (endless(XML), ""),
        (truncated(b"<rss><channel>"), ""),
        (raw(b""), ""),
        (Page(status=302, headers={"Location": "file:///etc/passwd"}), ""),
        (Page(status=302, headers={"Location": "/feed"}), ""),
        (Page(status=302, headers={"Location": "http://10.0.0.1/"}), ""),
    ],
)
def test_a_bad_feed_keeps_its_error_and_stops_no_other(desk, answer, why):
    put_stories(desk, 1)
    bad = desk.follow("/feed", answer)
    good = desk.follow("/good", rss(item(1)))
    assert desk.refresh() == ["added"]
    assert {outcome.url: outcome.ok for outcome in desk.told} == {bad: False, good: True}
    followed = desk.store.get(bad)
    assert followed.last_error
    assert why in followed.last_error
    assert (followed.failures, followed.last_ok) == (1, None)
    assert followed.next_due > desk.store.get(good).next_due


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "rests"),
    [
        ("21600", timedelta(hours=6)),
        (format_datetime(datetime.now(UTC) + timedelta(days=2), usegmt=True), timedelta(hours=47)),
        ("Fri, 31 Dec 9999 23:59:59 -1200", timedelta(days=7)),
        ("1", timedelta(minutes=30)),
    ],
)
def test_a_server_that_asks_for_time_gets_it_for_its_feed_and_for_an_item(desk, status, asked, rests):
    busy = Page(status=status, headers={"Retry-After": asked})
    desk.fetcher = Fetcher(limits=FetchLimits(delay=0, retries=0, max_wait=0), allow_hosts={desk.server.host})
    url = desk.follow("/feed", busy)
    desk.refresh()
    assert rests <= desk.store.get(url).next_due - desk.clock() <= rests + timedelta(hours=1)
    desk.server.put("/feed", rss(item(1)))
    desk.server.put("/story/1", busy)
    desk.fetcher = Fetcher(limits=FetchLimits(delay=0, retries=0, max_wait=0), allow_hosts={desk.server.host})
    assert str(status) in desk.refresh()[0]
    key = desk.server.url("/story/1")
    due_before = desk.clock() + max(rests, timedelta(minutes=15)) - timedelta(minutes=16)
    assert desk.store.open_items(url, due_before) == []
    assert desk.store.open_items(url, desk.clock() + rests + timedelta(hours=1)) == [key]


def test_a_feed_that_has_moved_for_good_is_followed_by_its_new_address_with_all_its_items(desk):
    put_stories(desk, 1, 2)
    old = desk.follow("/old", rss(item(1), item(9)), redirect("/new", 301))
    new = desk.server.put("/new", rss(item(1), item(2)))
    desk.refresh()
    assert desk.refresh() == ["added"]
    assert [(outcome.url, outcome.moved_from, outcome.ok) for outcome in desk.told] == [(new, old, True)]
    [followed] = desk.store.list()
    assert (followed.url, followed.articles, followed.waiting) == (new, 2, 1)
    desk.server.put("/old", Page(status=404))
    desk.refresh()
    assert [(outcome.url, outcome.moved_from, outcome.ok) for outcome in desk.told] == [(new, None, True)]
    assert desk.server.paths.count("/story/1") == 1


def test_a_feed_that_moves_to_one_that_is_followed_already_becomes_one_with_it(desk):
    put_stories(desk, 1, 2)
    desk.follow("/old", rss(item(1)), redirect("/new", 308))
    new = desk.follow("/new", rss(item(2), etag='"v1"'))
    assert sorted(desk.refresh()) == ["added", "added"]
    assert desk.refresh() == []
    [followed] = desk.store.list()
    assert (followed.url, followed.articles) == (new, 2)


@pytest.mark.parametrize(
    "answer", [redirect("/new", 302), redirect("/page", 301), redirect("/none", 301), redirect("/fail", 308)]
)
def test_a_feed_that_has_not_moved_for_good_or_not_to_a_feed_keeps_its_address(desk, answer):
    desk.server.put("/new", rss(item(1)))
    desk.server.put("/page", page(1))
    desk.server.put("/fail", Page(status=503))
    old = desk.follow("/old", answer)
    desk.refresh()
    assert [feed.url for feed in desk.store.list()] == [old]


def test_a_feed_that_is_gone_for_good_is_asked_once_and_again_only_by_name(desk):
    put_stories(desk, 1)
    url = desk.follow("/feed", Page(status=410), rss(item(1)))
    desk.refresh()
    assert "410 Gone: it is gone for good, and asked no more" in desk.told[0].error
    for _ in range(12):
        desk.clock.now += timedelta(days=1)
        assert (desk.store.due(desk.clock()), desk.refresh()) == ([], [])
    assert desk.server.paths.count("/feed") == 1
    assert desk.store.get(url).next_due is None
    assert desk.refresh(url) == ["added"]
    assert desk.store.due(desk.clock() + timedelta(days=1)) == [desk.store.get(url)]


def test_the_items_of_a_feed_that_is_gone_are_tried_to_their_end(desk):
    url = desk.follow("/feed", rss(item(1)), Page(status=410))
    desk.server.put("/story/1", Page(status=503), Page(status=503), page(1))
    outcomes = []
    for _ in range(9):
        outcomes += desk.refresh()
        desk.clock.now += timedelta(hours=3)
    assert (outcomes[-1], desk.titles) == ("added", ["Story 1"])
    assert (desk.store.get(url).next_due, desk.server.paths.count("/feed")) == (None, 4)


def test_a_page_that_is_gone_for_good_is_asked_for_once(desk):
    url = desk.follow("/feed", rss(item(1)))
    desk.server.put("/story/1", Page(status=410))
    desk.refresh()
    desk.clock.now += timedelta(days=3)
    assert desk.refresh() == []
    assert desk.store.get(url).given_up == 1


def test_a_feed_that_recovers_is_read_and_its_error_forgotten(desk):
    put_stories(desk, 1)
    url = desk.follow("/feed", Page(status=500), rss(item(1)))
    assert desk.refresh() == []
    assert desk.refresh() == ["added"]
    assert (desk.store.get(url).failures, desk.store.get(url).last_error) == (0, None)


def test_an_article_that_leaves_its_feed_stays(desk):
    put_stories(desk, 1, 2, 3)
    desk.follow("/feed", rss(item(1), item(2)), rss(item(3)), rss())
    desk.refresh()
    desk.refresh()
    desk.refresh()
    assert desk.titles == ["Story 1", "Story 2", "Story 3"]
    desk.store.remove(desk.server.url("/feed"))
    assert desk.titles == ["Story 1", "Story 2", "Story 3"]


def changed(n: int, hour: int) -> str:
    return item(n, more=f"<a:updated xmlns:a='{ATOM}'>2024-05-01T{hour:02}:00:00Z</a:updated>")


def test_an_article_that_was_removed_stays_so_whatever_its_feeds_say_until_its_reader_takes_it_in(desk):
    desk.follow("/feed.xml", rss(changed(1, 1), changed(2, 1)), rss(changed(1, 2), changed(2, 2)))
    put_stories(desk, 1, 2)
    assert desk.refresh() == ["added", "added"]
    gone = next(article for article in desk.catalogue.articles() if article.title == "Story 1")
    desk.catalogue.remove(gone.id)
    assert desk.refresh() == ["updated"]
    desk.follow("/other.xml", rss(item(1, link="/story/1?utm_source=other")))
    assert desk.refresh() == []
    assert desk.titles == ["Story 2"]
    assert desk.server.paths.count("/story/1") == 1
    assert [feed.waiting for feed in desk.store.list()] == [0, 0]
    assert desk.catalogue.store(gone).outcome == "added"
    assert not desk.catalogue.was_removed(gone.id)


def test_an_item_without_a_page_whose_article_was_removed_stays_away_in_new_words_too(desk):
    def told(n: int, hour: int) -> str:
        words = f"<description>{escape(long_content(n))}</description><guid isPermaLink='false'>one</guid>"
        return f"{changed(n, hour)[: -len('</item>')]}{words}</item>".replace(f"<link>/story/{n}</link>", "")

    desk.follow("/feed.xml", rss(told(1, 1)), rss(told(2, 2)))
    assert desk.refresh() == ["added"]
    (gone,) = desk.catalogue.articles()
    desk.catalogue.remove(gone.id)
    assert desk.refresh() == []
    assert desk.titles == []


def test_an_item_that_leaves_its_feed_before_it_could_be_fetched_is_still_fetched(desk):
    desk.server.put("/story/1", Page(status=503), page(1))
    desk.follow("/feed", rss(item(1)), Page(status=500))
    assert "503" in desk.refresh()[0]
    desk.clock.now += timedelta(hours=1)
    assert desk.refresh() == ["added"]


def test_one_article_in_two_feeds_is_fetched_and_kept_once(desk):
    put_stories(desk, 1, 2)
    feeds = [
        desk.follow("/a", rss(item(1), item(2))),
        desk.follow("/b", rss(item(2, link="/story/2?utm_source=b"), item(1))),
    ]
    assert desk.refresh() == ["added", "added"]
    assert desk.server.paths.count("/story/1") == 1
    assert [desk.store.get(url).articles for url in feeds] == [2, 2]


def test_a_refresh_that_is_cut_off_loses_and_doubles_nothing(desk):
    put_stories(desk, *range(6))
    url = desk.follow("/feed", rss(*(item(n) for n in range(6)), etag='"v1"'))
    articles = desk.articles_of()
    desk.catalogue.store(next(articles))
    desk.catalogue.store(next(articles))
    next(articles)  # handed over and never stored
    articles.close()
    assert desk.store.get(url).articles == 2
    assert desk.refresh() == ["added"] * 4
    assert len(desk.titles) == 6
    assert (desk.store.get(url).articles, desk.store.get(url).waiting) == (6, 0)


def test_an_article_stored_just_before_a_kill_is_not_fetched_again(desk):
    put_stories(desk, 1)
    url = desk.follow("/feed", rss(item(1)))
    articles = desk.articles_of()
    desk.catalogue.store(next(articles))
    articles.close()  # before it could note the article as stored
    assert desk.store.get(url).waiting == 1
    assert desk.refresh() == []
    assert desk.server.paths.count("/story/1") == 1
    assert (desk.store.get(url).articles, desk.store.get(url).waiting) == (1, 0)


def test_an_article_that_the_caller_did_not_keep_is_offered_again(desk):
    put_stories(desk, 1)
    url = desk.follow("/feed", rss(item(1), etag='"v1"'))
    assert [result.title for result in desk.articles_of()] == ["Story 1"]
    assert (desk.store.get(url).articles, desk.store.get(url).waiting) == (0, 1)
    desk.clock.now += timedelta(hours=1)
    assert desk.refresh() == ["added"]


def test_two_refreshes_at_once_lose_and_double_nothing(desk, tmp_path):
    put_stories(desk, *range(8))
    url = desk.follow("/feed", rss(*(item(n) for n in range(8))))
    other = Catalogue(tmp_path / "catalog.sqlite3")
    store = FeedStore(other)
    one, two = desk.articles_of(), refresh(store, store.list(), desk.fetcher, clock=desk.clock)
    counts = {"added": 0, "unchanged": 0}
    for _ in range(20):
        for articles, catalogue in ((one, desk.catalogue), (two, other)):
            article = next(articles, None)
            if article:
                counts[catalogue.store(article).outcome] += 1
    assert counts["added"] == 8
    assert len(desk.titles) == 8
    assert desk.store.get(url).articles == 8
    other.close()


def test_what_changed_later_is_fetched_again_and_what_did_not_is_not(desk):
    def feed(*days: int) -> Page:
        entries = "".join(
            f"<entry><title>S</title><id>{n}</id><link href='/story/{n}'/>"
            f"<updated>2024-04-{day:02}T00:00:00Z</updated></entry>"
            for n, day in enumerate(days)
        )
        return Page(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{entries}</feed>".encode())

    desk.server.put("/story/0", page(0))
    desk.server.put("/story/1", page(1), page(77, title="Story 1, corrected"))
    desk.follow("/feed", feed(1, 1), feed(1, 2), feed(1, 2))
    assert desk.refresh() == ["added", "added"]
    assert desk.refresh() == ["updated"]
    assert desk.refresh() == []
    assert desk.titles == ["Story 0", "Story 1, corrected"]
    assert desk.server.paths.count("/story/0") == 1


def whole(n: int, words: str, date: str) -> str:
    content = f"<description>{escape(f'<p>{words}</p>{long_content(n)}')}</description>"
    return item(n, more=f"{content}<pubDate>{date}</pubDate>")


def test_a_correction_in_rss_is_a_next_version_though_no_date_tells_of_it(desk):
    day = "Thu, 28 Mar 2024 09:00:00 GMT"
    wrong, right = "The lab hired 70 people.", "Correction: the lab hired 7 people."
    desk.follow("/feed", rss(whole(1, wrong, day)), rss(whole(1, right, day)))
    assert [desk.refresh(), desk.refresh(), desk.refresh()] == [["added"], ["updated"], []]
    [article] = desk.catalogue.articles()
    assert [version.text.split("\n")[0] for version in desk.catalogue.versions(article.id)] == [wrong, right]
    assert (article.published, article.updated) == (datetime(2024, 3, 28, 9, tzinfo=UTC), None)


def test_a_correction_that_moves_the_date_of_rss_on_keeps_the_day_of_publication(desk):
    first, later = "Thu, 28 Mar 2024 09:00:00 EST", "Sat, 30 Mar 2024 10:00:00 EST"
    desk.follow("/feed", rss(whole(1, "Seventy people.", first)), rss(whole(1, "Seven people.", later)))
    assert [desk.refresh(), desk.refresh(), desk.refresh()] == [["added"], ["updated"], []]
    [article] = desk.catalogue.articles()
    assert article.published.isoformat() == "2024-03-28T09:00:00-05:00"
    assert article.updated.isoformat() == "2024-03-30T10:00:00-05:00"


def test_a_page_is_read_again_when_the_summary_of_its_item_changes_and_less_often_where_that_means_nothing(desk):
    def feed(summary: str) -> Page:
        return rss(item(1, more=f"<description>{summary}</description>"))

    desk.server.put("/story/1", page(1), page(77, title="Story 1, corrected"))
    desk.follow("/feed", feed("Seventy."), feed("Seven."), *(feed(f"{n} comments") for n in range(20)))
    assert [desk.refresh(), desk.refresh(), desk.refresh()] == [["added"], ["updated"], ["unchanged"]]
    assert [desk.refresh() for _ in range(10)] == [[]] * 10
    desk.clock.now += timedelta(hours=1)
    assert desk.refresh() == ["unchanged"]
    assert desk.server.paths.count("/story/1") == 4


def test_a_page_that_keeps_failing_is_told_each_time_and_given_up_in_the_end(desk):
    url = desk.follow("/feed", rss(item(1)))
    told = 0
    for _ in range(40):
        told += len(desk.refresh())
        desk.clock.now += timedelta(hours=12)
    assert told == MAX_ATTEMPTS
    assert desk.server.paths.count("/story/1") == MAX_ATTEMPTS
    assert (desk.store.get(url).waiting, desk.store.get(url).given_up) == (0, 1)


def test_a_feed_with_the_whole_text_needs_no_page(desk):
    desk.follow("/feed", rss(item(1, more=f"<description>{escape(long_content(1))}</description>")))
    assert desk.refresh() == ["added"]
    [article] = desk.catalogue.articles()
    assert desk.server.paths.count("/story/1") == 0
    assert (article.url, article.source, article.published) == (
        desk.server.url("/story/1"),
        "The Feed (127.0.0.1)",
        None,
    )
    assert article.text.count("\n\n") == 19


def test_the_words_of_a_feed_stand_for_no_page_of_another_host(desk):
    """A feed carries a whole article, and the address of one that another host published."""
    theirs = desk.server.url("/story/1").replace("127.0.0.1", "localhost")
    named = "<source url='https://www.reuters.com/'>Reuters</source>"
    content = f"<description>{escape(long_content(7))}</description>"
    desk.follow("/feed.xml", rss(item(1, more=content + named, link=theirs)))
    for _ in range(MAX_ATTEMPTS):
        desk.refresh()
        desk.clock.now += timedelta(days=2)
    (article,) = desk.catalogue.articles()
    assert (article.url, article.source) == (None, "The Feed (127.0.0.1)")
    assert article.id != article_id(theirs, "")


def test_a_page_that_is_json_lines_speaks_for_its_own_host_alone(desk):
    theirs = {"url": "https://www.reuters.com/a", "title": "T", "source": "Reuters", "text": "Theirs."}
    known = desk.catalogue.store(load_mapping(theirs, item="1", fetched=AT)).article
    forged = json.dumps({**theirs, "text": " ".join(words(3)), "fetched": "2001-01-01"}).encode()
    desk.server.put("/story/1", Page(forged, content_type="application/x-ndjson"))
    desk.follow("/feed.xml", rss(item(1)))
    assert desk.refresh() == ["added"]
    assert desk.catalogue.article(known.id).text == "Theirs."
    (other,) = [article for article in desk.catalogue.articles() if article.id != known.id]
    assert (other.url, other.outlet, other.title) == (None, "127.0.0.1", "T")
    assert "Reuters" not in other.source
    assert other.fetched.year > 2001


def test_content_that_breaks_off_is_not_taken_for_the_article(desk):
    put_stories(desk, 1)
    teaser = long_content(9) + "<p>And then […]</p><p>The post S appeared first on The Feed.</p>"
    desk.follow("/feed", rss(item(1, more=f"<description>{escape(teaser)}</description>")))
    assert desk.refresh() == ["added"]
    assert desk.server.paths.count("/story/1") == 1
    assert next(desk.catalogue.articles()).text.startswith("The committee of example words met on the first floor")
    assert "900" not in next(desk.catalogue.articles()).text


@pytest.mark.parametrize("status", [200, 404])
def test_where_the_page_may_not_or_cannot_be_fetched_the_content_of_the_feed_stands_for_it(desk, status):
    put_stories(desk, 1)
    if status == 404:
        desk.server.put("/story/1", Page(status=404))
    else:
        desk.server.put("/robots.txt", Page(b"User-agent: *\nDisallow: /story/\n", content_type="text/plain"))
    content = "".join(f"<p>{sentence}</p>" for sentence in [*words(7), *words(8)]) + "<p>Read more</p>"
    date = "<pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>"
    desk.follow("/feed", rss(item(1, more=f"<description>{escape(content)}</description>{date}")))
    assert desk.refresh() == ["added"]
    [article] = desk.catalogue.articles()
    assert article.text.startswith("The committee of example words met on the first floor and spoke about number 7")
    assert article.published == datetime(2024, 5, 1, 8, tzinfo=UTC)


def test_a_page_that_robots_txt_closes_and_a_feed_that_says_little_is_a_failure_in_words(desk):
    desk.server.put("/robots.txt", Page(b"User-agent: *\nDisallow: /story/\n", content_type="text/plain"))
    desk.follow("/feed", rss(item(1, more="<description>Short.</description>")))
    [why] = desk.refresh()
    assert "robots.txt" in why
    assert "/story/1" not in desk.server.paths


def test_a_page_that_fails_for_now_is_waited_for_before_the_content_of_the_feed_is_taken(desk):
    content = "".join(f"<p>{sentence}</p>" for sentence in words(7))
    desk.server.put("/story/1", *[Page(status=503)] * 2, page(1))
    desk.follow("/feed", rss(item(1, more=f"<description>{escape(content)}</description>")))
    for _ in range(3):
        outcomes = desk.refresh()
        desk.clock.now += timedelta(hours=1)
    assert outcomes == ["added"]
    assert "number 1 for" in next(desk.catalogue.articles()).text


def test_an_item_without_a_page_and_without_words_is_an_error_once(desk):
    desk.follow("/feed", rss("<item><title>Nothing to it</title></item>"))
    [why] = desk.refresh()
    assert "has no page to fetch, and too little text of its own" in why
    desk.clock.now += timedelta(days=2)
    assert desk.refresh() == []


def test_dates_of_the_page_go_before_those_of_the_feed_and_the_day_of_fetching_is_neither(desk):
    dated = '<meta property="article:published_time" content="2024-03-01T10:00:00+00:00">'
    desk.server.put("/story/1", page(1, dated))
    desk.server.put("/story/2", page(2))
    desk.server.put("/story/3", page(3))
    date = "<pubDate>Sat, 02 Mar 2024 09:00:00 GMT</pubDate>"
    far = "<pubDate>Fri, 31 Dec 9999 09:00:00 GMT</pubDate>"
    desk.follow("/feed", rss(item(1, more=date), item(2, more=date), item(3, more=far)))
    desk.refresh()
    published = {article.title: article.published for article in desk.catalogue.articles()}
    assert published == {
        "Story 1": datetime(2024, 3, 1, 10, tzinfo=UTC),
        "Story 2": datetime(2024, 3, 2, 9, tzinfo=UTC),
        "Story 3": None,
    }


def test_the_feed_fills_in_what_its_own_pages_do_not_say_and_is_no_outlet_of_other_peoples(desk):
    desk.server.put("/story/1", page(1, '<meta property="og:site_name" content="The Page">'))
    put_stories(desk, 2, 3)
    author = "<author>desk@feed.example (A. Author)</author>"
    there = desk.server.url("/story/3").replace("127.0.0.1", "localhost")
    desk.fetcher = Fetcher(
        limits=FetchLimits(delay=0, retries=0),
        allow_hosts={desk.server.host, desk.server.host.replace("127.0.0.1", "localhost")},
    )
    desk.follow("/feed", rss(item(1), item(2, more=f"{author}<category>Chips</category>"), item(3, link=there)))
    assert desk.refresh() == ["added"] * 3
    by_title = {article.title: article for article in desk.catalogue.articles()}
    assert by_title["Story 1"].source == "The Page (127.0.0.1)"
    assert by_title["Story 2"].source == "The Feed (127.0.0.1)"
    assert by_title["Story 3"].source == "localhost"
    assert "A. Author" in by_title["Story 2"].authors
    assert "Chips" in by_title["Story 2"].tags


NOTICE = "The story that you asked for has been withdrawn by our editors, or its agency no longer lets us show it."
ARCHIVE = "You can find other stories of ours in the archive, which goes back to 1998 and is free to use on all days."


def notice(title: str, more: str = "") -> Page:
    return Page(f"<title>{title}</title><h1>{title}</h1><p>{NOTICE}</p><p>{ARCHIVE} {more}</p>".encode())


@pytest.mark.parametrize("final", ["/gone.html", "/", "/story", "/signin?next=/story/1", "/archive?id=1", "/news/"])
def test_a_redirect_to_another_page_gives_no_article_and_fails_by_name(desk, final):
    desk.server.put(final, notice("This story is no longer here", more="Velora story 1. Orca opens."))
    date = "<pubDate>Thu, 28 Mar 2024 09:00:00 GMT</pubDate>"
    desk.server.put("/story/1", redirect(final))
    desk.server.put("/story/2", redirect(final))
    url = desk.follow("/feed", rss(item(1, title="Velora story 1", more=date), item(2, title="Orca opens", more=date)))
    assert all(final in why for why in desk.refresh())
    assert (desk.titles, desk.store.get(url).waiting) == ([], 2)


def test_where_a_redirect_leads_to_another_page_the_words_of_the_feed_stand(desk):
    desk.server.put("/story/1", redirect("/gone"))
    desk.server.put("/gone", notice("This story is no longer here"))
    teaser = "".join(f"<p>{sentence}</p>" for sentence in [*words(7), *words(8)]) + "<p>Read more</p>"
    desk.follow("/feed", rss(item(1, more=f"<description>{escape(teaser)}</description>")))
    assert desk.refresh() == ["added"]
    assert "number 7 for" in next(desk.catalogue.articles()).text


@pytest.mark.parametrize(
    ("asked", "final", "title"),
    [
        ("/story/1", "/2024/05/committee-meets", "The committee meets on the first floor"),
        ("/go?id=77", "/2024/05/committee-meets", "The committee meets on the first floor"),
        ("/story/committee-77", "/news/committee-77-words", "An entirely different headline"),
        ("/story/committee/amp", "/story/committee", "Number 1: the committee meets"),
        ("/story/1", "/2024/05/b", "委員会が例文について話し合う"),
    ],
)
def test_a_redirect_to_the_items_own_page_is_followed(desk, asked, final, title):
    desk.server.put(asked, redirect(final))
    desk.server.put(final, page(1, title=title))
    desk.follow("/feed", rss(item(1, link=asked, title=title if "different" not in title else "Words, words")))
    assert desk.refresh() == ["added"]
    assert [article.url for article in desk.catalogue.articles()] == [desk.server.url(final)]


def test_an_article_whose_second_page_fails_for_now_is_waited_for(desk):
    desk.server.put("/story/1", page(1, "<link rel=next href='/story/1/2'>"))
    desk.server.put("/story/1/2", Page(status=503), page(2, title="Story 1"))
    desk.follow("/feed", rss(item(1)))
    assert "is page 2 of" in desk.refresh()[0]
    assert desk.titles == []
    desk.clock.now += timedelta(hours=1)
    assert desk.refresh() == ["added"]
    assert "number 2 for" in next(desk.catalogue.articles()).text


def test_an_item_without_a_headline_is_known_again_by_its_summary(desk):
    desk.server.put("/s/x1", redirect("/2024/05/b-7"))
    desk.server.put("/2024/05/b-7", page(1, title="Floors"))
    desk.follow("/feed", rss(f"<item><link>/s/x1</link><description>{words(1)[0]} {words(1)[1]}</description></item>"))
    assert desk.refresh() == ["added"]


def test_a_defect_that_one_page_brings_to_light_stops_no_other(desk):
    put_stories(desk, 1, 2)
    url = desk.follow("/feed", rss(item(1), item(2)))

    def load_page(url: str, fetcher):
        if url.endswith("/1"):
            raise ZeroDivisionError("division by zero")
        from corpus.web.documents import load_url

        return load_url(url, fetcher)

    results = []
    for result in refresh(desk.store, desk.store.list(), desk.fetcher, clock=desk.clock, load_page=load_page):
        results.append(result)
        if isinstance(result, Article):
            desk.catalogue.store(result)
    errors = [result for result in results if isinstance(result, ArticleError)]
    assert [error.why for error in errors] == ["failed in a way that is a defect: ZeroDivisionError: division by zero"]
    assert (desk.store.get(url).articles, desk.store.get(url).waiting) == (1, 1)


def test_a_feed_of_100_000_items_is_read_and_what_was_left_out_is_counted(desk):
    desk.fetcher = Fetcher(limits=FetchLimits(delay=0), allow_hosts={desk.server.host})
    items = [f"<item><title>S{n}</title><guid>g{n}</guid></item>" for n in range(99_998)]
    real = [
        f"<item><title>Real {n}</title><description>{escape(long_content(n))}</description>"
        f"<pubDate>0{n} May 2024 08:00:00 GMT</pubDate></item>"
        for n in (1, 2)
    ]
    desk.follow("/feed", rss(*items, *real))
    outcomes = desk.refresh()
    assert outcomes.count("added") == 2
    assert (desk.told[0].new, desk.told[0].left_out) == (1000, 99_000)


def test_watching_refreshes_what_is_due_and_sleeps_in_between(desk):
    url = desk.follow("/feed", rss())
    bad = desk.follow("/bad", Page(status=500))
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        desk.clock.now += timedelta(seconds=seconds)

    rounds = due_rounds(desk.store, every=timedelta(minutes=15), clock=desk.clock, sleep=sleep)
    seen = []
    for feeds in rounds:
        seen.append([feed.url for feed in feeds])
        desk.refresh(*seen[-1])
        if len(seen) == 5:
            break
    assert seen == [[url, bad], [url], [url, bad], [url], [url]]
    assert slept == [900.0] * 4


def test_watching_outlives_a_catalogue_that_cannot_be_used_for_now(desk, monkeypatch):
    url = desk.follow("/feed", rss())
    slept = []

    def due(now: datetime) -> list[FollowedFeed]:
        """SQLite lets readers in beside a writer, so that a lock which keeps them out is acted here."""
        if not slept:
            raise TryLaterError("catalog.sqlite3: another process has kept it locked.")
        return FeedStore.due(desk.store, now)

    monkeypatch.setattr(desk.store, "due", due)
    rounds = due_rounds(desk.store, clock=desk.clock, sleep=slept.append)
    assert [feed.url for feed in next(rounds)] == [url]
    assert slept == [60.0]


def test_an_address_of_a_page_leads_to_the_feed_it_names(desk):
    feed = desk.server.put("/rss", rss(item(1)))
    site = desk.server.put("/", Page(b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/rss">'))
    assert find_feed(site, desk.fetcher)[0] == feed
    assert find_feed(feed, desk.fetcher)[1].title == "The Feed"
    bare = desk.server.put("/bare", Page(b"<!doctype html><p>Hello"))
    with pytest.raises(ArticleError, match="it names no feed either"):
        find_feed(bare, desk.fetcher)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://a.example/feed", "https://a.example/feed"),
        (" a.example/feed#top ", "https://a.example/feed"),
        ("feed://a.example/x", "https://a.example/x"),
        ("feed:http://a.example/x", "http://a.example/x"),
    ],
)
def test_an_address_is_read_as_it_is_meant(typed, meant):
    assert feed_address(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "file:///etc/passwd", "javascript:alert(1)", "http://", "two words", "http://[::1"]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ArticleError, match="is not the address of a feed"):
        feed_address(typed)
