"""How far a text names what a question names: in other words, only in part, or another of its kind."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from made_up import sentences

from rag.asked.question import read_question
from rag.choose.name_match import accounted, is_meant, is_numbered, rivalled
from rag.text.spelling import words_of
from rag.text.stems import stems
from rag.text.words import query_terms

ASKED = date(2023, 5, 17)


def met(name: str, text: str) -> float:
    """How far `text` accounts for `name`, which is written as a question's names are."""
    return accounted(name, words_of(text), stems(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mara lindqvist", "Mara Lindqvist joined Borealis."),
        ("quillon", "Quillon’s offers are high."),
        ("series f", "Lumen closed its Series F round."),
        ("series f", "A Series B, then a Series F."),
        ("gpt-5", "GPT-5 came out."),
        ("gpt-5", "GPT 5 came out."),
        ("gpt-5", "GPT5 came out."),
        ("llama 3", "Llama 3 came out."),
        ("llama 3", "Llama3 came out."),
        ("r1", "R1 came out."),
        ("heron 2.5", "Heron 2.5 came out."),
        ("gpt4.5", "GPT-4.5 came out."),
        ("coca-ai", "CocaAI came out."),
        ("cocaai", "Coca AI came out."),
        ("o’neil", "O'Neil came out."),
        ("oneil", "O’Neil came out."),
        ("a002", "Rule AI-A002 came out."),
        ("muller", "Zoë Müller came out."),
        ("u.s", "The U.S. agreed."),
        ("u.s", "The US agreed."),
        ("u.s", "The United States agreed."),
        ("eu", "The European Union agreed."),
        ("ftc", "The Federal Trade Commission agreed."),
        ("chinese", "Firms in China agreed."),
        ("iranian", "Firms in Iran agreed."),
        ("british", "Firms in Britain agreed."),
    ],
)
def test_a_name_is_met_in_full_by_itself_and_by_other_words_for_the_same(name, text):
    assert met(name, text) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mara lindqvist", "Tomas Reyes joined Borealis."),
        ("series f", "Lumen closed its Series B round."),
        ("series b", "A series of beta versions came out."),
        ("gpt-5", "GPT-4 came out."),
        ("gpt-5", "Of all GPT models, 5 came out."),
        ("llama 3", "Llama 2 came out in 3 sizes."),
        ("llama 3", "Llama 13 came out."),
        ("heron 2.5", "Heron 2 came out after 5 months."),
        ("heron 2", "Heron 2.5 came out."),
        ("gpt-4", "GPT-4o came out."),
        ("gpt-4o", "GPT-4.5 came out."),
        ("a002", "Rule AI-B005 came out."),
        ("r1", "R2 came out."),
        ("eu", "Estmark agreed."),
        ("chinese", "Firms in Chile agreed."),
        ("justin", "It just came out."),
        ("ada", "Quillon has a dull afternoon."),
        ("quillon", ""),
    ],
)
def test_a_name_is_not_met_by_another_of_its_kind(name, text):
    assert met(name, text) == 0


def test_a_surname_stands_for_the_whole_name_and_a_first_name_for_a_part_of_it():
    assert met("mara lindqvist", "Lindqvist joined Borealis.") == 1
    assert 0 < met("mara lindqvist", "Mara joined Borealis.") < 1


@given(sentences(), sentences())
def test_how_far_a_name_is_met_lies_between_0_and_1(question, text):
    asked = query_terms(question)
    if asked:
        assert 0 <= met(" ".join(asked), text) <= 1


@given(sentences())
def test_a_text_meets_every_name_that_stands_in_it(text):
    words = f" {' '.join(query_terms(text))} "
    for name in read_question(text, ASKED).names:
        parts = query_terms(name)
        if parts and f" {' '.join(parts)} " in words:
            assert met(name, text) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dma", "Under the Digital Markets Act, Quillon pays."),
        ("fbi", "The Federal Bureau of Investigation asked."),
        ("european", "Laws in Europe forbid it."),
    ],
)
def test_initials_are_meant_by_the_capitalised_words_they_stand_for_and_a_people_by_its_land(name, text):
    assert is_meant(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dma", "Some dogs meet ants."),
        ("dma", "The Digital Act on Markets passed."),
        ("r2", "The Red Two won."),
        ("european", "Laws in Estmark forbid it."),
        ("justin", "It just rose."),
        ("quillon", "Quarry rose."),
    ],
)
def test_a_name_is_not_meant_by_words_that_merely_begin_alike(name, text):
    assert not is_meant(name, text)


# Figures and letters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gpt-5", "llama 3", "series f", "r1", "heron 2.5", "7 eleven"])
def test_a_figure_or_a_letter_tells_a_name_from_others_of_its_kind(name):
    assert is_numbered(name)


@pytest.mark.parametrize("name", ["mara lindqvist", "quillon", "29th", "1st", "2023", "u.s"])
def test_a_name_of_words_a_place_in_a_row_and_a_bare_year_are_not_numbered(name):
    assert not is_numbered(name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r1", "R2 is faster."),
        ("series b", "Lumen closed its Series C round."),
        ("gpt-4", "GPT-5 is faster."),
        ("llama 3", "Llama 2 is faster."),
        ("llama 3", "Llama 2 is slower than Llama 3."),
        ("llama 3", "Llama 3.1 is faster."),
        ("gpt-4o", "GPT-4.5 is faster."),
        ("a002", "Rule AI-B005 bars it."),
        ("h100", "The B200 is faster."),
    ],
)
def test_another_version_or_round_is_a_rival(name, text):
    assert rivalled(name, words_of(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r1", "R1 is faster."),
        ("series b", "Lumen closed its Series B round."),
        ("series b", "A series of trials ended."),
        ("gpt-4", "GPT-4 is faster."),
        ("llama 3", "Llama is faster."),
        ("llama 3", "Heron 2 is faster than Llama 3."),
        ("mara lindqvist", "Mara Okafor joined Borealis."),
        ("r1", "In Q3 it is faster."),
        ("series b", ""),
    ],
)
def test_the_same_version_and_things_of_another_kind_are_no_rivals(name, text):
    assert not rivalled(name, words_of(text))
