"""Lists of feeds, in from other readers and out again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import GroundwireError
from corpus.feeds.opml import Outline, read_opml, write_opml


def test_feeds_in_folders_are_found_whatever_the_case_of_their_attributes():
    found = read_opml(
        b"""<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
        <outline text="Labs"><outline text="A Lab" title="A &lt;b&gt;Lab&lt;/b&gt;!" type="rss" xmlUrl="https://lab.example/feed"/>
          <outline text="Deep"><outline text="B" xmlurl="http://b.example/rss"/></outline></outline>
        <outline XMLURL="feed://c.example/atom"/><outline xmlUrl="feed:https://d.example/x" text="D"/>
        <outline text="twice" xmlUrl="https://lab.example/feed"/><outline text="A note"/>
        <outline text="bad" xmlUrl="javascript:alert(1)"/><outline text="local" xmlUrl="file:///etc/passwd"/>
        </body></opml>""",
        "mine.opml",
    )
    assert found == [
        Outline("https://lab.example/feed", "A Lab!"),
        Outline("http://b.example/rss", "B"),
        Outline("https://c.example/atom", ""),
        Outline("https://d.example/x", "D"),
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is not readable as OPML"),
        (b"plain words", "is not readable as OPML"),
        (b"<opml><body>", "is not readable as OPML"),
        (b"<rss></rss>", "is XML, but not OPML: it begins with <rss>"),
        (b"<opml><body><outline text='x'/></body></opml>", "lists no feeds"),
        (b" " * (16 * 2**20 + 1), "has more than 16 MB"),
    ],
)
def test_a_bad_file_is_named_in_words(data, why):
    with pytest.raises(GroundwireError, match=why) as error:
        read_opml(data, "mine.opml")
    assert str(error.value).startswith("mine.opml ")


@pytest.mark.parametrize("declared", ['<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY a "lol">'])
def test_entities_unfold_into_nothing(declared):
    outline = '<outline xmlUrl="https://a.example/" text="t">&a;</outline>'
    data = f"<!DOCTYPE opml [{declared}]><opml><body>{outline}</body></opml>"
    assert read_opml(data.encode(), "x") == [Outline("https://a.example/", "t")]


def test_a_bomb_of_entities_is_refused():
    bomb = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    outline = '<outline xmlUrl="https://a.example/" text="&m;"/>'
    with pytest.raises(GroundwireError, match="is not readable as OPML"):
        read_opml(f'<!DOCTYPE opml [<!ENTITY a "lol">{bomb}]><opml>{outline}</opml>'.encode(), "x")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=5))
def test_what_is_written_is_read_again(titles):
    feeds = [Outline(f"https://{n}.example/feed?a=1&b=2", title) for n, title in enumerate(titles)]
    again = read_opml(write_opml(feeds).encode(), "x")
    assert [feed.url for feed in again] == [feed.url for feed in feeds]
    assert read_opml(write_opml(again).encode(), "x") == again
