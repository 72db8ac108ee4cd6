"""What gives an article its identity: its canonical address, or without one, its words."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import ID_LENGTH, Article, article_id, canonical_url, content_hash

AT = datetime(2023, 5, 2, 9, tzinfo=UTC)
PLAIN = "https://paper.example/news/story"
STORY = Article(id="a", title="A headline", source="The Paper", text="Words.", fetched=AT)


@pytest.mark.parametrize(
    "same",
    [
        "https://paper.example/news/story/",
        "HTTPS://Paper.Example/news/story",
        "https://paper.example:443/news/story",
        "https://paper.example/news/story#comments",
        "https://paper.example/news/story?utm_source=feed&utm_medium=rss",
        "https://paper.example/news/story?fbclid=abc#top",
        "https://paper.example/news/story?UTM_Campaign=x&gclid=1&mc_eid=2&_openstat=3",
        "https://paper.example/news/story#!",
        "  https://paper.example/news/story\n",
    ],
)
def test_what_does_not_change_the_page_does_not_change_its_address(same):
    assert canonical_url(same) == canonical_url(PLAIN)
    assert article_id(same, "some words") == article_id(PLAIN, "other words")


@pytest.mark.parametrize(
    "other",
    [
        "https://paper.example/news/story-2",
        "https://paper.example/News/Story",
        "https://paper.example/news/story?id=7",
        "https://other.example/news/story",
        "https://paper.example/",
        "https://paper.example:8443/news/story",
        "https://paper.example/news/story?7",
        "https://paper.example/news/story?id=",
        "https://paper.example/news/story#!/7",
    ],
)
def test_another_page_has_another_address(other):
    assert canonical_url(other) != canonical_url(PLAIN)
    assert article_id(other, "same words") != article_id(PLAIN, "same words")


@pytest.mark.parametrize(
    "form",
    [
        *(
            f"?{name}={{}}"
            for name in "uid cid eid ref source session medium keyword ga gl campaign sid pid aff p".split()
        ),
        "?story-{}",
        "?id={}&utm_source=feed",
        "?q=caf%E{}",
        "#!/story/{}",
        "#/story/{}",
        "#!story={}",
    ],
)
def test_two_addresses_that_differ_in_more_than_known_tracking_are_two_articles(form):
    first, second = (f"https://paper.example/show{form.format(n)}" for n in "89")
    assert article_id(first, "words") != article_id(second, "words")
    assert canonical_url(canonical_url(first)) == canonical_url(first)


def test_the_order_of_a_query_does_not_matter():
    assert canonical_url(f"{PLAIN}?b=2&a=1") == canonical_url(f"{PLAIN}?a=1&b=2")


@given(
    st.sampled_from(["http", "https"]),
    st.sampled_from(["paper.example", "www.paper.example", "bücher.example"]),
    st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6), max_size=3),
    st.sampled_from(["", "?a=1", "?utm_source=x", "?q=%20y&p=2", "?b&a=&7", "?q=%E9", "#!/a/", "#!", "#top"]),
)
def test_a_canonical_address_is_its_own_canonical_address(scheme, host, folders, query):
    once = canonical_url(f"{scheme}://{host}/{'/'.join(folders)}{query}")
    assert canonical_url(once) == once


def test_without_an_address_the_words_are_the_identity():
    assert article_id(None, "Some words.") == article_id(None, "Some words.")
    assert article_id(None, "Some words.") != article_id(None, "Other words.")
    assert article_id("", "Some words.") == article_id(None, "Some words.")


@given(st.one_of(st.none(), st.just(PLAIN)), st.text(st.characters()))
def test_an_id_is_sixteen_hex_digits_also_for_text_that_utf_8_cannot_hold(url, text):
    assert len(article_id(url, text)) == ID_LENGTH
    assert int(article_id(url, text), 16) >= 0


def test_an_id_is_the_same_on_every_machine():
    """Stored ids hold for ever: if this changes, every home must be indexed again."""
    assert article_id(PLAIN, "") == "52e41a112f5cad73"
    assert content_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("name", ["published", "updated", "fetched"])
def test_a_moment_without_a_time_zone_is_refused(name):
    with pytest.raises(ValueError, match=f"{name}.*time zone"):
        replace(STORY, **{name: datetime(2023, 5, 2)})  # noqa: DTZ001


def test_an_article_without_a_date_has_none():
    assert STORY.published is None
    assert STORY.updated is None


def test_an_article_does_not_change():
    with pytest.raises(FrozenInstanceError):
        STORY.text = "Other words."
