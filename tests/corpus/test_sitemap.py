"""Sitemaps, news sitemaps, and indexes of them."""

from __future__ import annotations

from datetime import UTC, datetime

from corpus.feeds.items import MAX_ITEMS
from corpus.feeds.parse import parse_feed
from corpus.feeds.sitemap import MAX_CHILDREN

URL = "https://news.example/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def read(inner: str, root: str = "urlset"):
    return parse_feed(f"<?xml version='1.0'?><{root} {SPACES}>{inner}</{root}>".encode(), url=URL)


def test_a_news_sitemap_gives_title_outlet_language_and_the_day_of_publication():
    feed = read(
        """<url><loc>https://news.example/story</loc><lastmod>2024-05-02T08:00:00Z</lastmod>
        <image:image><image:loc>https://news.example/a.png</image:loc><image:title>A picture</image:title></image:image>
        <news:news><news:publication><news:name>The Example</news:name><news:language>en</news:language>
        </news:publication><news:publication_date>2024-05-01T06:30:00+01:00</news:publication_date>
        <news:title>Chips &amp; models</news:title><news:keywords>chips, models</news:keywords></news:news></url>"""
    )
    [item] = feed.items
    assert feed.title == "The Example"
    assert item.url == "https://news.example/story"
    assert item.title == "Chips & models"
    assert item.source == "The Example"
    assert item.language == "en"
    assert item.published == datetime(2024, 5, 1, 5, 30, tzinfo=UTC)
    assert item.updated == datetime(2024, 5, 2, 8, tzinfo=UTC)
    assert item.tags == ("chips", "models")


def test_the_day_of_change_in_a_plain_sitemap_is_no_day_of_publication():
    [item] = read("<url><loc> /story </loc><lastmod>2024-05-02</lastmod></url>").items
    assert item.url == "https://news.example/story"
    assert (item.published, item.updated) == (None, datetime(2024, 5, 2, tzinfo=UTC))


def test_dates_that_cannot_be_believed_are_none_and_entries_without_an_address_are_passed_over():
    feed = read(
        "<url><loc>/a</loc><lastmod>9999-12-31</lastmod></url><url><lastmod>2024-01-01</lastmod></url>"
        "<url><loc>mailto:x@news.example</loc></url><url/>"
    )
    assert [(item.url, item.updated) for item in feed.items] == [("https://news.example/a", None)]


def test_an_index_leads_to_the_sitemaps_that_changed_last():
    children = [f"<sitemap><loc>/part-{n}.xml</loc><lastmod>2024-01-{n:02}</lastmod></sitemap>" for n in range(1, 21)]
    feed = read("".join(["<sitemap><loc>/undated.xml</loc></sitemap>", *children]), "sitemapindex")
    assert feed.items == ()
    assert feed.children == tuple(f"https://news.example/part-{n}.xml" for n in range(20, 20 - MAX_CHILDREN, -1))


def test_an_index_that_names_itself_does_not_go_in_circles():
    assert read(f"<sitemap><loc>{URL}</loc></sitemap>", "sitemapindex").children == ()


def test_of_50_000_pages_the_newest_are_taken():
    urls = [f"<url><loc>/{n}</loc><lastmod>{2000 + n // 2500}-02-03</lastmod></url>" for n in range(50_000)]
    feed = read("".join(urls))
    assert len(feed.items) == MAX_ITEMS
    assert feed.left_out == 50_000 - MAX_ITEMS
    assert {item.updated.year for item in feed.items} == {2019}
