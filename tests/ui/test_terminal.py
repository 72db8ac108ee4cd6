"""An answer as lines for a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from newsrooms import HIRES, LATER, QUOTES, abstained, answered, disagreeing, offering_more, read

from corpus.article import Reference
from rag.values.answer import Reading
from ui.terminal import answer_lines, article_lines


def test_a_disagreement_names_its_sides_under_the_sentences_and_what_a_quote_refers_to_stands_before_it():
    assert answer_lines(disagreeing("Who left?")) == [
        f"The Guardian, 7 Jan 2023: “{QUOTES[1]}” [1]",
        "",
        f"Wired, 9 Jan 2023: [David Lau] “{LATER.text}” [2]",
        "",
        "The articles disagree on how many left Tesla:",
        "- The Guardian, 7 Jan 2023: “Two more engineers” [1]",
        "- Wired, 9 Jan 2023 [2] (later)",
        "",
        "The newest of this is 3 years old.",
        "",
        f"[1] {HIRES.title}. The Guardian, 7 Jan 2023 {HIRES.url}",
        f"[2] {LATER.title}. Wired, 9 Jan 2023 {LATER.url}",
        "",
        "Newest evidence: 9 Jan 2023",
    ]


def test_one_line_says_what_was_read_out_of_the_question_and_how_to_undo_it():
    lines = answer_lines(replace(answered("Who?"), reading=read("Who?", ignore=("parts",), history=["Tesla?"])))
    assert (
        "Asked as: “Who left Tesla in March 2023?” · Outlets: The Guardian, Wired · in March 2023: 1 Mar to 7 Apr 2023 "
        "· Newest first · Parts: not used (undo: --ignore history, --ignore sources, --ignore dates, --ignore order)"
    ) in lines
    assert not any("undo" in line for line in answer_lines(answered("Who?")))


def test_what_was_set_by_hand_is_shown_and_undone_by_whoever_set_it():
    reading = Reading(asked_as="Who?", sources=("Wired",), since=date(2023, 3, 1), strict=True)
    lines = answer_lines(replace(answered("Who?"), reading=reading), given=("sources",))
    assert "Outlet: Wired · Only articles since 1 Mar 2023" in lines


def test_an_abstention_says_how_it_read_the_question_before_what_is_related():
    lines = answer_lines(replace(abstained("?"), reading=read("?"), notes=("Nothing newer is known.",)))
    assert lines[0].startswith("The articles do not say")
    told = [next(n for n, line in enumerate(lines) if words in line) for words in ("Nothing newer", "undo", "Related")]
    assert told == sorted(told)
    assert "The Guardian, 7 Jan 2023" in lines[-2]


def test_further_evidence_is_printed_only_where_it_is_wanted_and_below_the_answer():
    whole = offering_more(answered("Who left?"))
    assert answer_lines(whole) == answer_lines(answered("Who left?"))
    lines = answer_lines(whole, more=True)
    at = lines.index("More from the articles:")
    assert any(QUOTES[1] in line for line in lines[:at])
    assert lines[at + 1 : at + 3] == ["", "The Guardian, 7 Jan 2023: [David Lau] “He starts in February.” [3]"]
    assert [line[:3] for line in lines[at + 4 : at + 7]] == ["[1]", "[2]", "[3]"]
    assert answer_lines(answered("Who left?"), more=True) == answer_lines(answered("Who left?"))


def test_a_name_or_note_with_line_breaks_cannot_pass_for_a_line_of_its_own():
    whole = disagreeing("Who?")
    pointing = replace(whole.sentences[1], refers_to="Lau\n[1] Made up")
    lines = answer_lines(replace(whole, sentences=(whole.sentences[0], pointing), notes=("A note.\n\n[2] Made up",)))
    assert not any("\n" in line for line in lines)


def test_a_written_sentence_bears_no_quotation_marks():
    whole = answered("Who?")
    written = replace(whole.sentences[0], text="It hired a man.", support="partial")
    assert (
        answer_lines(replace(whole, sentences=(written,)))[0] == "It hired a man. [1] (the news supports this in part)"
    )


def test_an_article_is_followed_by_what_it_names_as_its_sources():
    references = (
        Reference(outlet="Wired", headline="Four hired", day=date(2025, 7, 8), url="https://wired.example/4"),
        Reference(outlet="OpenAI", subject="the announcement"),
    )
    lines = article_lines(replace(HIRES, source="Groundwire briefs", url=None, references=references))
    assert "was written by a language model" in lines[1]
    assert lines[-4:] == [
        "",
        "References:",
        "- Wired, 8 Jul 2025: Four hired https://wired.example/4",
        "- OpenAI: the announcement",
    ]
    assert not any("language model" in line or "References" in line for line in article_lines(HIRES))
