"""A text checked sentence by sentence against a newsroom, with the real embedding model."""

from __future__ import annotations

from datetime import date

import pytest
from fakes import HashEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import any_text, articles, texts
from stories import HIRING, LAWSUIT, RESULTS

from corpus.errors import GroundwireError
from rag import open_newsroom
from rag.values.filters import Filters
from rag.verify.check import MOST_SENTENCES, check, states_something

LETTER = (
    "Hello everybody, and welcome to this week. "
    "Mara Lindqvist joined Borealis as head of its scaling group. "
    "Revenue of Quarry rose to $4.5 billion in the first quarter. "
    "Tomatoes were cheaper than cucumbers for most of the summer. "
    "What will come next? "
    "Mara Lindqvist, who ran battery software at Halden Motors, joined Borealis on Monday as head of its scaling group."
)


def test_each_sentence_gets_its_label_in_the_order_of_the_text(newsroom):
    checked = newsroom.check(LETTER)
    assert [item.support and item.support.label for item in checked] == [
        None,
        "supported",
        "contradicted",
        "unsupported",
        None,
        "supported",
    ]
    assert [LETTER[item.start : item.end] for item in checked] == [item.sentence for item in checked]


def test_citations_quote_their_articles_and_are_numbered_once_a_place(newsroom):
    checked = newsroom.check(LETTER)
    numbers = [[citation.n for citation in item.citations] for item in checked]
    assert numbers == [[], [1], [2], [], [], [1]]
    hired, denied = checked[1].citations[0], checked[2].citations[0]
    assert (hired.article_id, denied.article_id) == (HIRING.id, RESULTS.id)
    assert "joined Borealis on Monday" in hired.quote
    assert "$3.5 billion" in denied.quote
    for item in checked:
        for citation in item.citations:
            text = newsroom.article(citation.article_id, citation.version).text
            assert text[citation.start : citation.end] == citation.quote


def test_the_day_and_outlet_options_hide_articles_from_a_check(newsroom):
    claim = "Four novelists sued Quillon in a federal court in Boston on Friday."
    (found,) = newsroom.check(claim)
    assert (found.support.label, found.citations[0].article_id) == ("supported", LAWSUIT.id)
    for hidden in ({"until": "2023-06-01"}, {"sources": "Wired"}, {"as_of": "2023-06-01"}, {"since": "2023-06-10"}):
        (found,) = newsroom.check(claim, **hidden)
        assert found.support.label != "supported", hidden


def test_markers_of_citations_in_a_text_change_nothing(newsroom):
    (found,) = newsroom.check("Four novelists sued Quillon in a federal court in Boston on Friday [3].")
    assert found.support.label == "supported"


@pytest.mark.parametrize("text", ["", "   \n\n ", "…!?", "\u200f"])
def test_a_text_without_words_is_an_error_that_says_so(newsroom, text):
    with pytest.raises(GroundwireError, match="no text to check"):
        newsroom.check(text)


def test_a_text_of_too_many_sentences_is_an_error_that_names_the_limit(newsroom):
    with pytest.raises(GroundwireError, match=r"401 sentences; up to 400 .* Split it"):
        newsroom.check("Borealis hired one engineer. " * (MOST_SENTENCES + 1))


def test_a_date_that_is_none_is_an_error(newsroom):
    with pytest.raises(GroundwireError, match="is no day"):
        newsroom.check("Borealis hired her on Monday.", since="soon")


@pytest.mark.parametrize(
    "text",
    [
        "word " * 10_000,
        "The table holds " + " ".join(str(n) for n in range(500)) + ".",
        "وقالت الشركة إنها استثمرت مليار دولار في الذكاء الاصطناعي.",
        "Half a pair \ud83d stands in this sentence here.",
        "A null \0 stands in this sentence of some words.",
    ],
)
def test_odd_texts_are_checked_and_raise_nothing(newsroom, text):
    assert all(item.support is None or 0 <= item.support.score <= 1 for item in newsroom.check(text))


def test_nothing_is_embedded_for_an_empty_newsroom_and_all_is_unsupported(tmp_path):
    embedder = HashEmbedder()
    with open_newsroom(tmp_path / "home", embedder=embedder) as room:
        (found,) = room.check("Borealis hired Mara Lindqvist on Monday.")
    assert (found.support.label, found.citations) == ("unsupported", ())
    assert embedder.texts == []


@pytest.mark.parametrize(
    ("sentence", "states"),
    [
        ("Borealis hired Mara Lindqvist on Monday.", True),
        ("- Borealis hired Mara Lindqvist on Monday.", True),
        ("borealis hired mara lindqvist on monday", True),
        ("Who did Borealis hire?", False),
        ("# What Borealis did on Monday", False),
        ("Borealis Hires Mara Lindqvist", False),
        ("Dear readers, here we are again.", False),
        ("It was late.", True),
        ("Quillon acquired Borealis.", True),
        ("xAI bought X.", True),
        ("By Jane Doe.", False),
        ("See also:", False),
    ],
)
def test_questions_headings_greetings_and_scraps_state_nothing(sentence, states):
    assert states_something(sentence) is states


@settings(max_examples=15)
@given(stories=st.lists(articles(), max_size=3), text=st.one_of(texts(), any_text))
def test_whatever_the_text_quotes_are_exact_and_numbers_run_from_one(tmp_path_factory, stories, text):
    with open_newsroom(tmp_path_factory.mktemp("home"), embedder=HashEmbedder()) as room:
        room.ingest(stories)
        try:
            checked = room.check(text)
        except GroundwireError:
            return
        again = check(
            text,
            Filters(),
            catalogue=room.catalogue,
            search=room._hybrid,
            embedder=room.embedder,
            asked=date(2024, 1, 1),
        )
        assert again == checked
        seen = list(dict.fromkeys(citation.n for item in checked for citation in item.citations))
        assert seen == list(range(1, len(seen) + 1))
        for item in checked:
            for citation in item.citations:
                assert room.article(citation.article_id).text[citation.start : citation.end] == citation.quote
