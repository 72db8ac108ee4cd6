"""One key for the several ways an outlet is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.outlets import named_by, outlet_key, outlet_of, shown_name


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


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("theverge.com", "The Verge"),
        ("nytimes.com", "The New York Times"),
        ("ft.com", "Financial Times"),
        ("bbc.co.uk", "BBC News"),
        ("technologyreview.com", "MIT Technology Review"),
        ("smh.com.au", "The Sydney Morning Herald"),
        ("sueddeutsche.de", "Süddeutsche Zeitung"),
        ("elpais.com", "EL PAÍS"),
        ("x.ai", "xAI"),
        ("x.com", "X (formerly Twitter)"),
        ("simonwillison.net", "Simon Willison’s Weblog"),
    ],
)
def test_a_name_that_its_domain_bears_out_is_shown_alone(domain, name):
    assert shown_name(name, f"https://www.{domain}/a") == name
    assert outlet_of(f"https://www.{domain}/a", name) == domain


@pytest.mark.parametrize(
    ("address", "name", "shown"),
    [
        ("https://evil.example/a", "Reuters", "Reuters (evil.example)"),
        ("https://news.com/a", "Reuters News", "Reuters News (news.com)"),
        ("https://x.com/a", "Axios", "Axios (x.com)"),
        ("https://importai.substack.com/p", "Import AI", "Import AI (importai.substack.com)"),
        ("https://evil.example/a", "Reuters (reuters.com)", "Reuters (evil.example)"),
        ("http://127.0.0.1:8000/a", "Example Wire", "Example Wire (127.0.0.1)"),
        ("https://evil.example/a", "reuters.com", "evil.example"),
        ("https://www.evil.example/a", "", "evil.example"),
    ],
)
def test_nobody_passes_for_another_by_a_name(address, name, shown):
    assert shown_name(name, address) == shown
    assert outlet_of(address, shown) == shown.rpartition("(")[2].rstrip(")")


@pytest.mark.parametrize(
    ("url", "source", "key"),
    [
        ("https://x.ai/a", "x.ai", "x.ai"),
        ("https://x.com/a", "x.com", "x.com"),
        (None, "x.ai", "x.ai"),
        (None, "www.x.com", "x.com"),
        ("https://news.bbc.co.uk/a", "BBC", "bbc.co.uk"),
        ("https://someone.github.io/a", "someone.github.io", "someone.github.io"),
        ("https://news.google.com/a", "Reuters", "reuters"),
        (None, "The Guardian", "guardian"),
    ],
)
def test_an_outlet_is_known_by_its_registrable_domain_or_else_by_the_name_that_a_file_gives_it(url, source, key):
    assert outlet_of(url, source) == key


KNOWN = {
    "x.ai": "xAI",
    "x.com": "X",
    "ft.com": "Financial Times",
    "theguardian.com": "The Guardian",
    "evil.example": "Reuters (evil.example)",
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("x.com", ("x.com",)),
        ("www.x.ai", ("x.ai",)),
        ("xAI", ("x.ai",)),
        ("FT", ("ft.com",)),
        ("X", ("x.com",)),
        ("x.org", ("x.org",)),
        ("theguardian.com", ("theguardian.com",)),
        ("Guardian", ("theguardian.com",)),
        ("theguardian.co.uk", ("theguardian.com",)),
        ("Reuters", ("evil.example",)),
        ("evil.example", ("evil.example",)),
        ("Le Monde", ("lemonde",)),
    ],
)
def test_an_outlet_is_found_by_its_domain_or_its_name(written, meant):
    assert named_by(written, KNOWN) == meant


@pytest.mark.parametrize(
    "name", ["a" * 9000, "a " * 9000, "aaaaaaaa " * 9000, "a.a" * 9000, "(" * 9000, " (a.b" * 9000]
)
def test_a_name_made_to_take_long_is_compared_as_any_other(name):
    assert shown_name(name, f"https://{'a' * 60}.example/").startswith(name[:9])


def test_a_name_means_the_outlet_that_bears_it_alone_before_those_that_only_claim_it():
    assert named_by("Reuters", {**KNOWN, "reuters.com": "Reuters"}) == ("reuters.com",)


@given(st.text(min_size=1).filter(str.strip))
def test_a_name_has_a_key_that_case_and_space_around_it_do_not_change(name):
    key = outlet_key(name)
    assert key
    assert outlet_key(f" {name}\n") == key
    assert outlet_key(name.casefold()) == key
