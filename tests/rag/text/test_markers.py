"""Markers are read in every form that models write, and a number is believed only where there is such a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from made_up import any_text

from rag.text.markers import Written, read_written


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Borealis hired her [1].", (1,)),
        ("Borealis hired her. [1]", (1,)),
        ("Borealis hired her [1][2].", (1, 2)),
        ("Borealis hired her [1, 2].", (1, 2)),
        ("Borealis hired her [1 and 3].", (1, 3)),
        ("Borealis hired her [1-3].", (1, 2, 3)),
        ("Borealis hired her [1–3, 5].", (1, 2, 3, 5)),
        ("Borealis hired her (2).", (2,)),
        ("Borealis hired her ［2］.", (2,)),
        ("Borealis hired her【2】.", (2,)),
        ("Borealis hired her【2†source】.", (2,)),
        ("Borealis hired her [^2].", (2,)),
        ("Borealis hired her [Source 2].", (2,)),
        ("Borealis hired her (Source 2).", (2,)),
        ("Borealis hired her (passages 2 and 3).", (2, 3)),
        ("Borealis hired her. Source 2", (2,)),
        ("Borealis hired her [2] [2].", (2,)),
        ("Borealis hired her.", ()),
    ],
)
def test_a_marker_is_read_in_every_form_and_taken_out(text, cited):
    assert read_written(text, 6) == [Written("Borealis hired her.", cited)]


@pytest.mark.parametrize(
    "text", ["Borealis hired her [9].", "Borealis hired her [0].", "Borealis hired her [Source 9]."]
)
def test_a_number_of_no_passage_is_reported_and_cites_nothing(text):
    (written,) = read_written(text, 6)
    assert (written.cited, len(written.unknown)) == ((), 1)


@pytest.mark.parametrize(
    "text",
    ["It rose by 4 percent (2024).", "The model (7B) is small.", "It costs $4 (a month).", "Series [A] shares rose."],
)
def test_other_brackets_stay(text):
    assert read_written(text, 6) == [Written(text, ())]


def test_an_abbreviation_before_a_marker_ends_no_sentence():
    assert read_written("The plant is in the U.S. [5] and grows. It opened in May [1].", 6) == [
        Written("The plant is in the U.S. and grows.", (5,)),
        Written("It opened in May.", (1,)),
    ]


def test_each_sentence_has_its_own_and_footnotes_at_the_end_none():
    text = "Borealis hired her [1]. Quarry did not [3].\n\n[1]: https://example.com\n[3]: made up"
    assert read_written(text, 6) == [Written("Borealis hired her.", (1,)), Written("Quarry did not.", (3,))]


@given(any_text)
def test_any_text_is_read_and_no_marker_is_left(text):
    for written in read_written(text, 3):
        assert all(1 <= n <= 3 for n in written.cited)
        assert "[1]" not in written.text
