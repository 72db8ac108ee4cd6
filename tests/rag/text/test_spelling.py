"""Words in other forms: parted, joined, marked otherwise, or with a letter wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text

from rag.text.spelling import parted, runs, slip, squeezed, stand_together, words_of


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("heron4.5", "Heron-4.5 and Heron 4.5, not Heron-4 or Heron-4.55.", ["Heron-4.5", "Heron 4.5"]),
        ("kestrelai", "Kestrel-AI is not Kestrel. AI is.", ["Kestrel-AI"]),
        ("odell", "O’Dell and Odell", ["O’Dell", "Odell"]),
        ("kestrel-ai", "KestrelAI", ["KestrelAI"]),
        ("muller", "Zoë Müller", ["Müller"]),
        ("heron-4", "Heron-4o and Heron 4.5", []),
    ],
)
def test_a_word_is_found_with_other_marks_between_its_letters_and_in_no_longer_word(word, text, found):
    assert list(runs(word, text)) == found


@given(any_text, any_text)
def test_what_is_found_is_the_same_letters_and_stands_in_the_text(word, text):
    for run in runs(word, text):
        assert run in text
        assert squeezed(run) == squeezed(word)


@given(st.from_regex(r"[a-z]{2,20}", fullmatch=True))
def test_a_word_is_parted_at_every_place_and_loses_no_letter(word):
    assert {way.replace(" ", "") for way in parted(word)} == {word}
    assert len(parted(word)) == len(word)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("googel", "google"),  # two letters in each other's place
        ("relased", "released"),  # one missing
        ("lama", "llama"),
        ("claudee", "claude"),  # one too many
        ("nvidea", "nvidia"),  # one for another
    ],
)
def test_one_letter_wrong_is_a_slip(written, meant):
    assert slip(written, meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("zorblax", "zorba"),
        ("velora", "pelora"),  # people seldom err in the first letter
        ("a002", "b002"),
        ("heron", "heron"),
        ("gull", "gulf"),  # short words are near each other
        ("cat", "cart"),
        ("google", "goggles"),
    ],
)
def test_more_than_one_letter_a_digit_a_first_letter_or_a_short_word_is_none(written, meant):
    assert slip(written, meant) is None


def test_swapped_letters_are_likelier_than_a_missing_one_and_that_than_another():
    assert slip("googel", "google") < slip("googl", "google") < slip("goagle", "google")


def test_a_decimal_stays_with_its_figure_and_accents_are_left_out():
    assert words_of("Heron-4.5 of São Paulo. 5 men") == ["heron", "4.5", "of", "sao", "paulo", "5", "men"]


@pytest.mark.parametrize(("joined", "stands"), [("heron4.5", True), ("heron4", False), ("ofs", False), ("5men", True)])
def test_words_in_a_row_stand_for_what_they_are_together(joined, stands):
    assert stand_together(joined, words_of("Heron-4.5 of São Paulo. 5 men")) == stands
