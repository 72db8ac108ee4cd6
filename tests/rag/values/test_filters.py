"""Which articles a question may use: days with their bounds, outlets however they are written, what was known when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from fakes import HashEmbedder
from stories import FUNDING, HIRING, LAWSUIT, RELEASE, RESULTS, RULES, STORIES, article, day

from corpus.errors import GroundwireError
from rag import open_newsroom
from rag.config import load_settings
from rag.values.filters import Filters

ANYTHING = "company law model money court"


def found(room, query=ANYTHING, **options) -> set[str]:
    """Titles of the articles of every passage found."""
    return {passage.title for passage in room.search(query, k=50, **options)}


def test_without_filters_everything_is_found(newsroom):
    assert found(newsroom) == {story.title for story in STORIES}


@pytest.mark.parametrize("as_text", [True, False])
def test_both_bounds_of_a_range_of_days_are_included(newsroom, as_text):
    def bounds(since: date | None, until: date | None):
        days = {"since": since, "until": until}
        return {name: value.isoformat() if as_text and value else value for name, value in days.items()}

    title = HIRING.title  # 2 May 2023
    assert title in found(newsroom, **bounds(date(2023, 5, 2), date(2023, 5, 2)))
    assert title in found(newsroom, **bounds(date(2023, 5, 2), None))
    assert title in found(newsroom, **bounds(None, date(2023, 5, 2)))
    assert title not in found(newsroom, **bounds(date(2023, 5, 3), None))
    assert title not in found(newsroom, **bounds(None, date(2023, 5, 1)))


def test_a_range_holds_exactly_the_articles_published_in_it(newsroom):
    assert found(newsroom, since="2023-05-01", until="2023-06-09") == {HIRING.title, RESULTS.title, LAWSUIT.title}


@pytest.mark.parametrize(
    ("stated", "shown", "own"),
    [
        ("2023-06-05T23:30:00-07:00", "5 Jun 2023", date(2023, 6, 5)),
        ("2023-06-06T00:30:00+09:00", "6 Jun 2023", date(2023, 6, 6)),
        ("2023-12-31T21:00:00-05:00", "31 Dec 2023", date(2023, 12, 31)),
    ],
)
def test_a_day_is_the_publishers_own_wherever_it_is_read_or_filtered_by(tmp_path, stated, shown, own):
    story = article("Vela 9 costs $70 a month, Velora said.", published=datetime.fromisoformat(stated))
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(story)
        answer = room.ask("What does Vela 9 cost a month?")
        assert f"The Paper, {shown}: “Vela 9 costs" in answer.text
        assert (answer.newest_evidence, room.status().newest) == (own, own)
        for bounds in ({"since": own}, {"until": own}, {"as_of": own}):
            assert found(room, "Vela", **bounds) == {story.title}, bounds
        before, after = own - timedelta(days=1), own + timedelta(days=1)
        for bounds in ({"since": after}, {"until": before}, {"as_of": before}):
            assert found(room, "Vela", **bounds) == set(), bounds


@pytest.mark.parametrize("bounds", [{"since": "1990-01-01"}, {"until": "2030-01-01"}])
def test_an_article_without_a_date_lies_outside_every_range(newsroom, bounds):
    assert RULES.title not in found(newsroom, "Estmark facial recognition law", **bounds)
    assert found(newsroom, **bounds) == {story.title for story in STORIES if story.published}


def test_an_article_without_a_date_is_known_from_the_day_it_was_fetched(newsroom):
    assert RULES.title not in found(newsroom, as_of="2024-01-14")
    assert RULES.title in found(newsroom, as_of="2024-01-15")


def test_what_was_published_later_is_hidden(newsroom):
    assert found(newsroom, as_of="2023-05-02") == {HIRING.title, FUNDING.title}
    assert found(newsroom, as_of="2023-05-01") == {FUNDING.title}
    assert found(newsroom, as_of="2023-03-09") == set()


@pytest.mark.parametrize("name", ["The Guardian", "the guardian", "theguardian.com", "www.theguardian.com", "Guardian"])
def test_an_outlet_is_found_however_it_is_written(newsroom, name):
    assert found(newsroom, sources=[name]) == {HIRING.title, LAWSUIT.title}


def test_several_outlets_are_either_of_them(newsroom):
    assert found(newsroom, sources=["theguardian.com", "Wired"]) == {
        HIRING.title,
        LAWSUIT.title,
        RELEASE.title,
        RULES.title,
    }


def test_filters_are_taken_together(newsroom):
    assert found(newsroom, sources=["The Guardian"], since="2023-06-01") == {LAWSUIT.title}
    assert found(newsroom, sources=["The Guardian"], since="2023-06-01", as_of="2023-06-08") == set()


def test_no_outlet_of_that_name_finds_nothing(newsroom):
    assert found(newsroom, sources=["The Nowhere Times"]) == set()


def test_a_moment_counts_as_its_day(newsroom):
    assert found(newsroom, since=datetime(2023, 5, 2, 23), until=datetime(2023, 5, 2, 1)) == {HIRING.title}  # noqa: DTZ001


@pytest.mark.parametrize("name", ["since", "until", "as_of", "asked"])
@pytest.mark.parametrize("bad", ["last spring", "2023-02-31", "05/02/2023", "2023-5-2"])
def test_a_bad_day_is_an_error_that_names_it(newsroom, name, bad):
    with pytest.raises(GroundwireError, match=bad) as error:
        newsroom.ask("Who joined Borealis?", **{name: bad})
    assert name in str(error.value)
    with pytest.raises(GroundwireError, match=bad):
        newsroom.search("Borealis", **{name: bad})


def test_a_range_that_ends_before_it_begins_is_an_error(newsroom):
    with pytest.raises(GroundwireError, match=r"2023-05-02.*2023-05-01"):
        newsroom.ask("Who joined Borealis?", since="2023-05-02", until="2023-05-01")


# Versions ------------------------------------------------------------------------------------------------------------

EARLY = article(
    "Lumen Tongue raised $60 million from investors led by Parnassus Capital, it said on Friday.",
    title="Lumen raises money",
    url="https://paper.example/lumen",
    published=day(2023, 3, 10),
    fetched=day(2023, 3, 11),
)
CORRECTED = article(
    "Lumen Tongue raised $45 million from investors led by Parnassus Capital, it said, correcting an earlier figure.",
    title="Lumen raises money",
    url=EARLY.url,
    published=day(2023, 3, 10),
    updated=day(2023, 3, 20),
    fetched=day(2023, 4, 1),
)
QUESTION = "How much did Lumen Tongue raise from investors?"


def corrected_room(tmp_path, embedder, later=CORRECTED):
    room = open_newsroom(tmp_path, embedder=embedder)
    assert room.ingest(EARLY).added == 1
    assert room.ingest(later).updated == 1
    return room


def test_the_newest_version_answers(tmp_path, embedder):
    with corrected_room(tmp_path, embedder) as room:
        answer = room.ask(QUESTION)
        assert [citation.quote for citation in answer.citations] == [CORRECTED.text]
        assert [citation.version for citation in answer.citations] == [2]
        assert [passage.text for passage in room.search("Lumen Tongue")] == [CORRECTED.text]


def test_the_day_before_a_correction_the_uncorrected_version_answers(tmp_path, embedder):
    with corrected_room(tmp_path, embedder) as room:
        before = room.ask(QUESTION, as_of="2023-03-19")
        assert [(citation.quote, citation.version) for citation in before.citations] == [(EARLY.text, 1)]
        after = room.ask(QUESTION, as_of="2023-03-20")
        assert [(citation.quote, citation.version) for citation in after.citations] == [(CORRECTED.text, 2)]
        assert room.ask(QUESTION, as_of="2023-03-09").reason == "outside_dates"


def test_words_changed_without_a_date_are_known_from_the_day_they_were_seen(tmp_path, embedder):
    """An outlet rewrote an article and says nothing of it: the new words were first seen on 1 April."""
    silent = article(CORRECTED.text, url=EARLY.url, published=EARLY.published, fetched=day(2023, 4, 1))
    with corrected_room(tmp_path, embedder, later=silent) as room:
        before = room.ask(QUESTION, as_of="2023-03-19")
        assert [citation.quote for citation in before.citations] == [EARLY.text]
        after = room.ask(QUESTION, as_of="2023-04-01")
        assert [citation.quote for citation in after.citations] == [silent.text]


def test_an_article_rewritten_many_times_does_not_crowd_the_others_out(tmp_path, embedder):
    """A live page that is fetched again and again has many old versions, all near the same questions."""
    rewritten = [
        article(f"Investors gave a small start-up {number} million.", title="Live", url="https://paper.example/x")
        for number in range(14)
    ]
    settings = load_settings(home=tmp_path, candidates=10)
    with open_newsroom(settings=settings, embedder=embedder) as room:
        assert room.ingest([FUNDING, *rewritten]).updated == 13
        nearest = room.search("venture financing", k=5)  # in none of their words: by meaning alone
    assert {passage.title for passage in nearest} == {"Live", FUNDING.title}


@pytest.mark.parametrize(
    ("few", "ahead"),
    [(4_000, (8, 64)), (0, (8, 64)), (0, (1,)), (0, ())],
    ids=["one by one", "among the nearest", "too few among the nearest", "by Chroma"],
)
def test_the_nearest_under_filters_are_those_that_pass_however_they_are_looked_for(tmp_path, monkeypatch, few, ahead):
    monkeypatch.setattr("rag.index.vector_index.FEW", few)
    monkeypatch.setattr("rag.index.vector_index.AHEAD", ahead)
    many = [
        article(
            f"Firm {n} has {n} engineers at work on model {n % 7}, in {'Porto' if n % 5 else 'Turin'}.",
            url=f"https://paper.example/{n}",
            source=f"Outlet {n % 3}",
            published=None if n % 11 == 0 else day(2024, 1 + n % 12, 1 + n % 28),
        )
        for n in range(90)
    ]
    embedder = HashEmbedder()
    with open_newsroom(tmp_path, embedder=embedder) as room, open_newsroom(tmp_path, embedder=embedder) as scanning:
        room.ingest(many)
        room.ingest(replace(many[4], text=f"{many[4].text} It hired.", updated=day(2024, 11, 1)))
        assert room.index.holds_chroma
        assert not scanning.index.holds_chroma
        vector = embedder.encode(["engineers at work in Turin on model 5"])
        for filters in (
            Filters(),
            Filters(since=date(2024, 9, 1)),
            Filters(until=date(2024, 2, 1)),
            Filters(outlets=("outlet1",)),
            Filters(as_of=date(2024, 6, 1), outlets=("outlet0", "outlet2")),
            Filters(since=date(2025, 1, 1)),
        ):
            keys = room.passages.vectors.passing(filters, 1_000)
            exact = room.index.cosines(vector, keys)
            best = sorted(exact.values(), reverse=True)[:5]
            for one in (room, scanning):
                near = one.index.nearest(vector, filters, 5)
                passing = one.passages.by_keys(near, filters)
                assert [stored.passage.score for stored in passing] == best[: len(passing)]
                assert len(passing) >= min(4, len(best)), "an old version may take a place"
