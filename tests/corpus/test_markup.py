"""Tags and raised figures in a line: what HTML leaves in a title."""

from __future__ import annotations

import pytest

from corpus.cleaning.markup import escape_unknown_tags, read_entities, without_tags


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<b>Kite</b> costs <i class='x'>less</i>", "Kite costs less"),
        ("Use <think> tags sparingly", "Use <think> tags sparingly"),
        ("A List<String> of 3 < 5 and 7 > 6", "A List<String> of 3 < 5 and 7 > 6"),
        ("Rules from 10<sup>25</sup> operations", "Rules from 10^25 operations"),
        ("The 1<sup>st</sup> of two CO<sub>2</sub> reports", "The 1st of two CO2 reports"),
        ("<<b></b>i>Kite</i>", "Kite"),
        ("What <s> does in a prompt", "What <s> does in a prompt"),
        ("<a href='/kite'>Kite, cut", "Kite, cut"),
        ("Kite<br>and Orca<p>", "Kite and Orca"),
        ("Map<String, Integer>", "Map<String, Integer>"),
        ("", ""),
    ],
)
def test_a_title_loses_its_tags_and_no_word_or_figure(title: str, plain: str):
    assert without_tags(title) == plain
    assert without_tags(plain) == plain


@pytest.mark.parametrize(
    ("markup", "escaped"),
    [
        ("<p>Put <think> here.</p>", "<p>Put &lt;think&gt; here.</p>"),
        ("A Vec<T> of <tool-call>", "A Vec&lt;T&gt; of &lt;tool-call&gt;"),
        ("<o:p></o:p><x-card>Kite</x-card><amp-img src=a>", "<o:p></o:p><x-card>Kite</x-card><amp-img src=a>"),
        ("<math><mi>x</mi></math><svg><path d='M1'/></svg>", "<math><mi>x</mi></math><svg><path d='M1'/></svg>"),
    ],
)
def test_what_only_looks_like_a_tag_is_escaped_and_what_a_page_defines_is_not(markup: str, escaped: str):
    assert escape_unknown_tags(markup) == escaped


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("R&amp;D rose &quot;fast&quot; in 10&#8211;11&nbsp;towns", 'R&D rose "fast" in 10–11\u00a0towns'),
        ("R&amp;amp;#38;amp;D, &amp;amp;lt;s&amp;gt;", "R&D, <s>"),
        ("AT&T & co; x &unknown; y &lt z", "AT&T & co; x &unknown; y &lt z"),
        ("/a?b=1&copy=2&lt=3", "/a?b=1&copy=2&lt=3"),
    ],
)
def test_entities_that_came_through_are_read_and_addresses_stay(text: str, read: str):
    assert read_entities(text) == read


def test_a_line_of_a_million_brackets_is_read_in_time_that_grows_with_its_length():
    """Such lines took minutes: the limit of the test run is what they must keep to."""
    for pattern in ("<b>", "<a-b>", "<", "<b", "<think>", "&amp;", "&#38;#38;", "#38;", "<sup>"):
        line = pattern * 100_000
        assert escape_unknown_tags(without_tags(line)) is not None
        assert read_entities(f"&{line}") is not None
    assert without_tags("<" * 100_000 + "b>" * 100_000) is not None
    assert escape_unknown_tags("<" + "a" * 1_000_000) is not None
