"""One key for the several ways an outlet is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.outlets import outlet_key


@pytest.mark.parametrize(
    "written",
    [
        ("The Guardian", "theguardian.com", "www.theguardian.com", "  THE GUARDIAN ", "Guardian"),
        ("BBC", "bbc.co.uk", "www.bbc.co.uk", "bbc.com"),
        ("Ars Technica", "arstechnica.com", "ars technica"),
        ("TechCrunch", "techcrunch.com", "Tech Crunch"),
        ("The Verge", "theverge.com"),
        ("The Decoder", "the-decoder.com"),
    ],
    ids=lambda written: written[0],
)
def test_an_outlet_has_one_key_however_it_is_written(written):
    assert len({outlet_key(name) for name in written}) == 1


@pytest.mark.parametrize(
    "pair", [("Wired", "Reuters"), ("The Guardian", "The Verge"), ("新华社", "人民网"), ("🎉", "🎊")]
)
def test_different_outlets_have_different_keys(pair):
    assert len({outlet_key(name) for name in pair}) == 2


@given(st.text(min_size=1).filter(str.strip))
def test_a_name_has_a_key_that_case_and_space_around_it_do_not_change(name):
    key = outlet_key(name)
    assert key
    assert outlet_key(f" {name}\n") == key
    assert outlet_key(name.casefold()) == key
