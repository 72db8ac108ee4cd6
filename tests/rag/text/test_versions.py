"""Which versions, rounds and models a text names, and that one of a series is never another."""

from __future__ import annotations

import pytest
from hypothesis import given
from made_up import any_text

from rag.text.versions import of_another, versions


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What does Tern version 2 cost?", {"version": {"2"}, "tern": {"2"}}),
        ("What was the first version of it?", {"version": {"1"}}),
        ("Quill 2.0 and Quill 2.5 differ.", {"quill": {"2", "2.5"}}),
        ("what does llama 3 cost", {"llama": {"3"}}),
        ("GPT-4 and GPT-3.5 came before o3.", {"gpt": {"4", "3.5"}, "o": {"3"}}),
        ("It raised $5 million in its Series B round.", {"series": {"B"}}),
        ("The second funding round was led by v2 users.", {"round": {"2"}, "version": {"2"}}),
        ("On 5 May 2025, in Q3 2024, for $15 and 9 percent.", {}),
        ("In 12 countries, on May 5, and in the first place.", {}),
    ],
)
def test_what_a_text_names_of_a_series(text, named):
    assert versions(text, typed=True) == named


@pytest.mark.parametrize(
    ("sentence", "around", "another"),
    [
        ("Version 1 costs $9 a month.", "Tern ships version 1", True),
        ("Tern 1 costs $9 a month.", "", True),
        ("Version 2 costs $15, version 1 $9.", "", False),
        ("It costs $5 less than version 1.", "Tern ships version 2", False),
        ("It costs 9 dollars.", "Tern ships version 1", False),
    ],
)
def test_a_sentence_on_another_version_is_told_from_one_that_names_both(sentence, around, another):
    assert of_another(versions("What does Tern version 2 cost?", typed=True), sentence, around) == another


@given(any_text)
def test_any_text_is_read(text):
    assert not of_another(versions(text, typed=True), text)
