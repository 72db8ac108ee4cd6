"""What can be quoted as an answer, and how a sentence is freed of what a page glued to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text

from rag.choose.quotable import can_be_quoted, trimmed
from rag.text.sentences import Span, split_sentences


def cut(text: str, title: str = "") -> str:
    span = trimmed(text, Span(0, len(text)), title)
    return text[span.start : span.end]


@pytest.mark.parametrize(
    "sentence",
    [
        "OpenAI hired three engineers from Tesla.",
        "“We hired three engineers,” Lau said.",
        "Lau met Ng in London.",
        "iPhone sales fell by a third.",
        "xAI raised $6 billion.",
        "de Blasio signed the bill.",
        "Sam Lau is CEO of Quarry.",
        "The GPUs communicate via a fabric built by Quarry.",
        "BIDEN: I ended the war, which I said I would.",
        "Lau wrote on Monday, “What about the rest of us?”",
        "This article was amended on 3 May to correct the sum that Quarry raised.",
        "An earlier version misstated the price.",
        "The company’s terms of service and its privacy policy changed in May.",
        "Quarry announced it at its re:Mars conference.",
        "東京で会議が開かれた。",
        "أعلنت الشركة النتائج.",
        "The goal: to build a cheaper chip by May.",
        "Watch sales rose by a tenth.",
        "More than 40 firms signed the letter.",
        "Read is a startup that records meetings.",
        "Quill costs $2.50.",
        "The price fell.",
        "OpenAI acquired Windsurf.",
    ],
)
def test_a_sentence_that_states_something_can_be_quoted(sentence):
    assert can_be_quoted(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "OpenAI hires three engineers",
        "Key points:",
        "Key points.",
        "Share this story.",
        "Who did OpenAI hire?",
        "“How can we pay for it?”",
        "Quarry Unveils Cheaper Chips, Rivals Fear.",
        "Photo: Jo Roe stands in the snow.",
        "Photograph: Jo Roe/Getty Images.",
        "Pictured: Lau arrives at the court on Monday.",
        "Lau arrives at court in London, via Getty Images.",
        "Read more: Quarry hires three engineers.",
        "Related: Quarry hired three engineers.",
        "Sign up for our weekly letter on chips.",
        "Subscribe to our newsletter and never miss a story.",
        "Watch: Lau explains the new chip.",
        "Who is Lau?:Here is what we know of the founder.",
        "From Quarry to Acme:The chips are coming.",
        "said Lau, who was hired in May.",
        "” he said on Monday after the vote.",
        "Location: New York City, N.Y.",
        "Hannah Lau, “The Quarry Years”",
        "11. (14) Kimi Roe, Finland, Acme, 77, +1 lap.",
        "© 2023 Quarry Media. All rights reserved.",
        "By clicking this button, you agree to our terms.",
        "We use cookies to make this page better.",
        "This article was originally published by Acme News.",
        "Follow her on Twitter @joroe.",
        "Jo Roe contributed to this report.",
        "var code={a:1}; it works.",
        "We may earn a commission when you buy.",
    ],
)
def test_what_a_page_prints_around_its_text_cannot_be_quoted(sentence):
    assert not can_be_quoted(sentence)


@pytest.mark.parametrize("line", ["Chats are kept for 18 months", "Drake M, 40 billion, $11", "Fees: $14", "Kite, $3"])
def test_an_item_or_a_row_needs_no_full_stop(line):
    assert can_be_quoted(line, listed=True)
    assert not can_be_quoted(line)


@pytest.mark.parametrize(
    "line", ["", "OpenAI", "Privacy policy", "Who pays for 2 of them?", "Read more: Kite costs $3"]
)
def test_an_item_that_states_nothing_cannot_be_quoted(line):
    assert not can_be_quoted(line, listed=True)


PLAIN = "Quarry said on Friday that it hired Lau."


@pytest.mark.parametrize(
    "glued",
    [
        "LONDON (Reuters) - ",
        "WASHINGTON — ",
        "SAN FRANCISCO, May 4 (AP) — ",
        "Paris (AFP) ",
        "(CNN) ",
        "CNN — ",
        "Updated 3 p.m. ET ",
        "Updated May 11, 2023, 5:14pm ",
        "May 11, 2023 ",
        "BREAKING: ",
        "Key points: ",
        "• ",
        "- ",
        "►",
        "1. ",
        "2) ",
        "Share on Facebook Share on X ",
        "Save this story Save Save this story Save ",
        "(Credit: Acme) ",
        ">>Follow our coverage<< ",
        "• LONDON (Reuters) - ",
    ],
)
def test_what_is_glued_before_a_sentence_is_cut_off(glued):
    assert cut(glued + PLAIN) == PLAIN


@pytest.mark.parametrize(
    "glued",
    [
        " Read more",
        " (Photo by Jo Roe)",
        " pic.twitter.com/abc123",
        " https://t.co/abc123",
        " >>Follow our coverage<<",
        " — Jo Roe (@joroe) May 1, 2023",
        " [+1234 chars]",
    ],
)
def test_what_is_glued_after_a_sentence_is_cut_off(glued):
    assert cut(PLAIN + glued) == PLAIN


@pytest.mark.parametrize(
    ("before", "title"),
    [
        ("Quarry fires its chief Sam Lau ", "Quarry fires its chief Sam Lau"),
        ("Quarry’s chief Sam Lau is out / ", "Quarry's chief Sam Lau is out | Acme News"),
        ("fires its chief Sam Lau ", "Quarry fires its chief Sam Lau - The Acme"),
    ],
)
def test_the_headline_is_cut_off_where_the_title_is_known(before, title):
    assert cut(before + PLAIN, title) == PLAIN
    assert cut(PLAIN, title) == PLAIN


@pytest.mark.parametrize(
    "sentence",
    [
        "IBM CEO Jo Roe said so on Monday.",
        "TSMC — Apple’s main supplier — said so on Monday.",
        "SANDERS: Well, it is a different bill.",
        "Acme fired its chief, but Quarry said on Friday that it hired her.",
        "May 11, 2023 was the day of the vote.",
        "Lau (Photo by Jo Roe) Lau",
        "1.5 million people signed the letter.",
        "• Lau",
    ],
)
def test_a_sentence_is_never_cut_inside_or_to_nothing(sentence):
    assert cut(sentence, "Acme fired its chief") == sentence


@given(any_text, st.sampled_from(["", "A title", "the of"]))
def test_what_is_left_lies_within_the_sentence_and_trimming_again_changes_nothing(text, title):
    for span in split_sentences(text):
        left = trimmed(text, span, title)
        assert span.start <= left.start < left.end <= span.end
        assert trimmed(text, left, title) == left
        assert text[left.start : left.end] == text[left.start : left.end].strip()


@pytest.mark.parametrize(
    "caption",
    [
        "Ines Okafor, the head of Borealis, at an event at Lund University on 12 June 2023 in Lund, Sweden.",
        "Ines Okafor, head of Borealis, attends the Harbour Conference in Oslo.",
        "Ines Okafor speaks to the media after a hearing on how artificial intelligence should be regulated.",
        "Ines Okafor stands in the flooded basement of the plant on Wednesday.",
    ],
)
def test_what_a_picture_shows_is_no_answer(caption):
    assert not can_be_quoted(caption)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ines Okafor, head of Borealis, said at the Harbour Conference that the plant would open in May.",
        "Basalt sits between the two other machines in speed.",
        "Ines Okafor spoke to the media after a hearing on Wednesday.",
    ],
)
def test_what_a_person_did_is_one(sentence):
    assert can_be_quoted(sentence)


def test_the_name_under_the_picture_goes_with_the_title():
    title = "Senators ask Borealis about the leak"
    text = f"{title} by Picturebank Two senators sent a letter to Borealis on Friday."
    start, end = trimmed(text, Span(0, len(text)), title)
    assert text[start:end] == "Two senators sent a letter to Borealis on Friday."
