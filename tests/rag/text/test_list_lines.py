"""Items and rows: lines that state something without being sentences, and what each belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from made_up import any_text

from rag.text.list_lines import listed_lines
from rag.text.sentences import split_paragraphs

TEXT = (
    "Halcyon would change two things.\n\n- Chats are kept for 18 months\n\n- Fees rise to $14 a month\n\n"
    "The sizes are these, with prices.\n\nSize, Parameters, Price\n\nDrake S, 8 billion, $4\n\nDrake M, 40 billion, $11"
)


def lines(text: str) -> list[tuple[str, str]]:
    return [(text[line.start : line.end], line.belongs_to) for line in listed_lines(text).values()]


def test_an_item_belongs_to_what_its_list_follows_and_a_row_to_the_head_of_its_table():
    assert lines(TEXT) == [
        ("Chats are kept for 18 months", "Halcyon would change two things."),
        ("Fees rise to $14 a month", "Halcyon would change two things."),
        ("Drake S, 8 billion, $4", "Size, Parameters, Price"),
        ("Drake M, 40 billion, $11", "Size, Parameters, Price"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI, Microsoft and others sign\n\nThe text begins here, and it goes on.",
        "One paragraph, of two parts.\n\nAnother one, of two parts.",
        "By Ana Prado, 5 June 2025",
        "- A whole sentence with its full stop.",
        "- A heading of what follows:",
        "A text without any of them",
    ],
)
def test_a_sentence_a_headline_and_a_byline_are_neither(text):
    assert lines(text) == []


def test_rows_without_figures_have_no_head():
    assert [line for line, _ in lines("Kite, Velora\n\nDrake, Orca")] == ["Kite, Velora", "Drake, Orca"]


@given(any_text)
def test_every_line_lies_within_its_paragraph(text):
    paragraphs = split_paragraphs(text)
    for span, line in listed_lines(text).items():
        assert span in paragraphs
        assert span.start <= line.start < line.end == span.end
