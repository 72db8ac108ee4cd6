"""`groundwire feeds`, on a real home, with feeds that a real server serves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial

import pytest
from fakes import HashEmbedder
from web_server import Page, Request, WebServer, redirect

import corpus.database
import corpus.feeds.rounds
from rag import open_newsroom

STORIES = {
    1: "The example company said on Monday that it had hired forty people from the other example company. " * 6,
    2: "A court in the capital heard for three hours how the chips had been labelled, and by whom, in autumn. " * 6,
    3: "Researchers at two made-up universities published a method that needs half of the usual electricity. " * 6,
}


@pytest.fixture
def server(server: WebServer) -> WebServer:
    for n, text in STORIES.items():
        page = f"<!doctype html><title>Story {n}</title><article><h1>Story {n}</h1><p>{text}</p></article>"
        server.put(f"/story/{n}", Page(page.encode()))
    server.put("/feed", feed(1, 2, 3))
    server.put("/", Page(b'<!doctype html><link rel=alternate type="application/rss+xml" href="/feed"><p>Hello'))
    server.put("/broken", Page(b"garbage"))
    return server


def feed(*numbers: int, title: str = "The Feed") -> Page:
    items = "".join(f"<item><title>Story {n}</title><link>/story/{n}</link></item>" for n in numbers)
    return Page(f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode())


@pytest.fixture
def feeds(groundwire, monkeypatch, server):
    """Run `groundwire feeds ...`, allowed to reach the server."""
    monkeypatch.setenv("GROUNDWIRE_FETCH_ALLOW", server.host)
    monkeypatch.setenv("GROUNDWIRE_FETCH_DELAY", "0")
    return lambda *arguments: groundwire("feeds", *arguments)


def test_a_feed_is_added_refreshed_listed_and_removed_and_its_articles_stay(feeds, server):
    url = server.url("/feed")
    added = feeds("add", url)
    assert (added.status, added.out.splitlines()[0]) == (0, f"Added The Feed  {url}")
    assert "Nothing is read yet: `groundwire feeds refresh`" in added.out
    assert server.paths.count("/story/1") == 0
    assert feeds("add", url).out == f"Followed already: The Feed  {url}\n"
    refreshed = feeds("refresh")
    assert refreshed.status == 0
    assert refreshed.out.splitlines()[0] == "feeds: 1 refreshed, 0 failed"
    assert refreshed.out.splitlines()[1].startswith("articles: 3 added, 0 updated")
    again = feeds("refresh", url, "--json")
    assert again.json["articles"]["added"] == 0
    assert again.json["feeds"][0]["ok"] is True
    [listed] = feeds("list", "--json").json
    assert (listed["url"], listed["title"], listed["articles"], listed["last_error"]) == (url, "The Feed", 3, None)
    assert listed["last_ok"] <= listed["next_due"]
    assert "3 articles; read " in feeds("list").out
    assert feeds("remove", url).out == f"Removed The Feed  {url}. Its articles stay.\n"
    assert feeds("list", "--json").json == []
    with open_newsroom(embedder=HashEmbedder()) as room:
        assert sorted(article.title for article in room.catalogue.articles()) == ["Story 1", "Story 2", "Story 3"]


def test_the_address_of_a_page_adds_the_feed_that_it_names(feeds, server):
    assert server.url("/feed") in feeds("add", server.url("/")).out
    assert [feed["url"] for feed in feeds("list", "--json").json] == [server.url("/feed")]


def test_what_is_no_feed_is_not_added_unless_forced_and_the_others_are(feeds, server):
    broken, missing, good = (server.url(path) for path in ("/broken", "/missing", "/feed"))
    ran = feeds("add", broken, missing, "javascript:alert(1)", good)
    assert ran.status == 1
    assert ran.out.splitlines()[0] == f"Added The Feed  {good}"
    lines = ran.err.splitlines()
    assert [line.split(": ")[0] for line in lines] == [broken, missing, "javascript:alert(1)"]
    assert "is no feed" in lines[0]
    assert "404" in lines[1]
    forced = feeds("add", missing, "--force")
    assert (forced.status, forced.out.splitlines()[0]) == (0, f"Added {missing}")
    assert "404" in forced.err


def test_a_bad_feed_among_good_ones_is_named_and_fails_the_command_after_all_were_read(feeds, server):
    feeds("add", server.url("/broken"), server.url("/feed"), "--force")
    ran = feeds("refresh")
    assert ran.status == 1
    assert ran.out.splitlines()[0] == "feeds: 1 refreshed, 1 failed"
    assert "3 added" in ran.out
    assert f"{server.url('/broken')}: is no feed" in " ".join(ran.err.split())
    assert "error: is no feed" in feeds("list").out
    as_json = feeds("refresh", "--json")
    assert as_json.status == 1
    assert {feed["ok"] for feed in as_json.json["feeds"]} == {True, False}


def test_a_page_that_fails_is_named_and_does_not_fail_the_command(feeds, server):
    server.put("/feed", feed(1, 9))
    feeds("add", server.url("/feed"))
    ran = feeds("refresh", "--json")
    assert ran.status == 0
    assert ran.json["articles"]["added"] == 1
    [[item, why]] = ran.json["articles"]["failed"]
    assert item == server.url("/story/9")
    assert "404" in why
    assert "1 articles, 1 to come" in feeds("list").out


@pytest.mark.parametrize("command", [("remove",), ("refresh",)])
def test_a_feed_that_is_not_followed_is_an_error_in_one_line(feeds, command):
    ran = feeds(*command, "https://news.example/feed")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("groundwire: No feed https://news.example/feed is followed.")
    assert ran.err.count("\n") == 1


def test_without_feeds_the_commands_say_how_to_follow_one(feeds):
    assert "groundwire feeds add URL" in feeds("list").out
    ran = feeds("refresh", "--json")
    assert (ran.status, ran.json["feeds"]) == (0, [])
    assert "groundwire feeds add URL" in " ".join(ran.err.split())


def test_a_list_of_feeds_comes_in_and_goes_out_as_opml(feeds, server, tmp_path):
    listed = tmp_path / "mine.opml"
    listed.write_text(
        f"<opml version='2.0'><body><outline text='Folder'><outline text='Mine' xmlUrl='{server.url('/feed')}'/>"
        "<outline text='Other' xmlUrl='https://other.example/rss'/></outline></body></opml>"
    )
    assert feeds("import", str(listed)).out.startswith("2 feeds added, 0 followed already.")
    assert feeds("import", str(listed)).out.startswith("0 feeds added, 2 followed already.")
    assert server.requests == []
    exported = feeds("export")
    assert exported.status == 0
    listed.write_text(exported.out)
    feeds("remove", "https://other.example/rss")
    assert feeds("import", str(listed)).out.startswith("1 feeds added, 1 followed already.")
    assert [feed["title"] for feed in feeds("list", "--json").json] == ["Mine", "Other"]


def test_a_bad_opml_file_is_named_in_one_line(feeds, tmp_path):
    bad = tmp_path / "bad.opml"
    bad.write_text("not xml")
    for path, why in (
        (bad, "is not readable as OPML"),
        (tmp_path / "none.opml", "cannot be read"),
        (tmp_path, "cannot be read"),
    ):
        ran = feeds("import", str(path))
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert why in ran.err


def test_a_title_that_holds_terminal_codes_moves_no_cursor(feeds, server):
    server.put("/feed", feed(title="\u009b31m&#x9b;2J<![CDATA[<b>]]>Bad"))
    feeds("add", server.url("/feed"))
    for ran in (feeds("list"), feeds("refresh"), feeds("list", "--json")):
        assert "\x1b" not in ran.out
        assert "\x9b" not in ran.out


def test_watching_goes_on_until_it_is_interrupted(feeds, server, monkeypatch):
    feeds("add", server.url("/feed"))
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        raise KeyboardInterrupt

    monkeypatch.setattr(corpus.feeds.rounds, "due_rounds", partial(corpus.feeds.rounds.due_rounds, sleep=sleep))
    ran = feeds("watch", "--every", "5")
    assert ran.status == 130
    assert "feeds: 1 refreshed, 0 failed; articles: 3 added" in ran.out
    assert len(slept) == 1
    assert 60 <= slept[0] <= 300


def test_watching_goes_on_after_a_catalogue_that_was_locked(feeds, server, monkeypatch, tmp_path):
    feeds("add", server.url("/feed"))
    monkeypatch.setattr(corpus.database, "WAIT_SECONDS", 0.05)
    [file] = tmp_path.rglob("catalog.sqlite3")
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    slept = []

    def locking(request: Request) -> Iterator[bytes]:
        other.execute("BEGIN IMMEDIATE")
        yield from feed(1, 2, 3).answer(request)

    server.put("/feed", locking, feed(1, 2, 3))

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 1:
            other.execute("COMMIT")
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr(corpus.feeds.rounds, "due_rounds", partial(corpus.feeds.rounds.due_rounds, sleep=sleep))
    ran = feeds("watch")
    assert ran.status == 130
    assert "has kept it locked" in ran.err
    assert "feeds: 1 refreshed, 0 failed; articles: 3 added" in ran.out


def test_a_feed_that_has_moved_and_one_that_is_gone_are_said(feeds, server):
    gone, old, new = (server.url(path) for path in ("/gone", "/old", "/new"))
    server.put("/gone", feed(1), Page(status=410))
    server.put("/old", feed(2), redirect("/new", 301))
    server.put("/new", feed(2))
    feeds("add", gone, old)
    ran = feeds("refresh")
    assert f"{gone}: answered 410 Gone: it is gone for good, and asked no more" in " ".join(ran.err.split())
    assert f"{old}: has moved for good, and is followed as {new} from now on." in " ".join(ran.err.split())
    listed = feeds("list").out
    assert "asked no more" in listed
    assert old not in listed
    again = feeds("refresh")
    assert (again.status, again.out.splitlines()[0]) == (0, "feeds: 1 refreshed, 0 failed")
    assert f"`groundwire feeds remove {gone}`" in " ".join(again.err.split())


def test_the_address_that_a_feed_has_moved_to_for_good_is_added_in_its_place(feeds, server):
    server.put("/old", redirect("/feed", 301))
    feeds("add", server.url("/old"))
    assert [feed["url"] for feed in feeds("list", "--json").json] == [server.url("/feed")]


@pytest.mark.parametrize("every", ["0", "-1", "x"])
def test_a_pause_that_is_none_is_wrong_usage(feeds, every):
    assert feeds("watch", "--every", every).status == 2
