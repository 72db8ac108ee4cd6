"""Tags and raised figures in a line: what HTML leaves in a title."""

from __future__ import annotations

import pytest

from corpus.cleaning.markup import without_tags


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<b>Kite</b> costs <i class='x'>less</i>", "Kite costs less"),
        ("Use <think> tags sparingly", "Use <think> tags sparingly"),
        ("A List<String> of 3 < 5 and 7 > 6", "A List<String> of 3 < 5 and 7 > 6"),
        ("Rules from 10<sup>25</sup> operations", "Rules from 10^25 operations"),
        ("The 1<sup>st</sup> of two CO<sub>2</sub> reports", "The 1st of two CO2 reports"),
        ("<<b>i>Kite</i>", "Kite"),
        ("", ""),
    ],
)
def test_a_title_loses_its_tags_and_no_word_or_figure(title: str, plain: str):
    assert without_tags(title) == plain
    assert without_tags(plain) == plain
