"""Where sentences begin and end: exact offsets on any text, and the abbreviations that news is full of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from made_up import any_text, texts

from rag.text.sentences import Span, split_paragraphs, split_sentences, trim


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. fined the company on Monday.",
        "J. K. Smith joined OpenAI from Tesla.",
        "It raised $3.5 billion from three funds.",
        "It ranks No. 5 in the country.",
        "The vote begins at 3 p.m. Monday in Washington.",
        "Shares closed at 9.30 a.m. on Friday.",
        "Mr. Lau and Dr. Ng met Sen. Warren in Washington, D.C. on Tuesday.",
        "Apple Inc. hired two engineers from Acme Corp. in May.",
        "It will cost approx. 40 million euros.",
        "The case is Smith vs. OpenAI.",
        "Version 4.1.2 ships in Jan. 2024.",
    ],
)
def test_an_abbreviation_an_initial_or_a_decimal_does_not_end_a_sentence(text):
    assert sentences(text) == [text]
    assert sentences(f"Before it came this. {text} After it came that.") == [
        "Before it came this.",
        text,
        "After it came that.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Der Bau in der Stadt beginnt am 3. September.",
        "Im 1. Quartal 2026 stieg der Umsatz.",
        "Das war im 21. Jahrhundert noch so und ist es auch heute.",
        "Der Umsatz lag bei 2,5 Mrd. Euro im Jahr.",
        "Selskabet viste modellen den 5. juni 2025 i Aarhus.",
        "Firma ukázala model 5. června 2025 v Brně.",
        "La empresa abrió una oficina en EE. UU. en mayo.",
        "La Sra. Prado dirige la firma y es nueva en la casa.",
        "Le Dr. Roux et M. Petit ont signé le contrat.",
        "Компания открыла офис в г. Порту и на юге.",
        "OpenAI o.a. en Velora tekenden het in een zaal.",
        "The deal is worth approx. $40 million in cash.",
        "The fund holds est. €9 million.",
        "Lin et al. [12] train a small model.",
        "“We will ship in May. Nobody will lose a job,” Prado said.",
    ],
)
def test_an_abbreviation_or_an_ordinal_of_its_language_does_not_end_a_sentence(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er ist 45. Die Firma wurde 2019 gegründet.", ["Er ist 45.", "Die Firma wurde 2019 gegründet."]),
        ("It rose to 12. Velora fell.", ["It rose to 12.", "Velora fell."]),
        ("The plan has stages A to C. Stage B is next.", ["The plan has stages A to C.", "Stage B is next."]),
        ("It shipped. iPhone sales fell. xAI grew.", ["It shipped.", "iPhone sales fell.", "xAI grew."]),
        ("He works at Velora Inc. The firm is new.", ["He works at Velora Inc.", "The firm is new."]),
    ],
)  # fmt: skip
def test_a_sentence_may_end_in_a_number_a_letter_or_an_abbreviation(text, expected):
    assert sentences(text) == expected


def test_paragraphs_in_several_languages_are_each_read_in_their_own():
    text = (
        "Der Bau in der Stadt beginnt am 3. Mai.\n\nIt rose to 3. May was the month.\n\nLa Sra. Prado es la de la casa."
    )
    assert [len(sentences(paragraph)) for paragraph in text.split("\n\n")] == [1, 2, 1]
    assert len(sentences(text)) == 4


def test_a_quotation_is_split_off_with_its_marks():
    text = "“We hired David Lau.” He starts soon. “Good,” said Tesla. Nobody else spoke."
    assert sentences(text) == ["“We hired David Lau.”", "He starts soon.", "“Good,” said Tesla.", "Nobody else spoke."]


@pytest.mark.parametrize("end", ["May", "March", "1990", "court"])
def test_a_sentence_may_end_in_a_month_or_a_year(end):
    first = f"It opened in {end}."
    assert sentences(f"{first} Tesla did not comment.") == [first, "Tesla did not comment."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two left! Did three stay? Yes…", ["One came.", "Two left!", "Did three stay?", "Yes…"]),
        ("東京で会議が開かれた。価格は未定だ。", ["東京で会議が開かれた。", "価格は未定だ。"]),
        ("أعلنت الشركة النتائج. هل ارتفعت الأسهم؟ نعم.", ["أعلنت الشركة النتائج.", "هل ارتفعت الأسهم؟", "نعم."]),
        ("The 👩‍🚀 flew. The 🎉 began.", ["The 👩‍🚀 flew.", "The 🎉 began."]),
    ],
)
def test_sentences_end_in_many_scripts(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize("gap", ["\n\n", "\n \t\n", "\r\n\r\n", "\n\n\n\n"])
def test_a_blank_line_ends_a_sentence_that_has_no_full_stop(gap):
    text = f"A headline without a stop{gap}The text begins. It goes on."
    assert sentences(text) == ["A headline without a stop", "The text begins.", "It goes on."]
    assert len(split_paragraphs(text)) == 2


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u2028\u00a0"])
def test_nothing_but_white_space_has_no_sentence(text):
    assert split_sentences(text) == []
    assert split_paragraphs(text) == []


def test_trimming_takes_white_space_off_both_ends_only():
    assert trim("  a b\t", 0, 6) == Span(2, 5)
    assert trim("   ", 0, 3).start == trim("   ", 0, 3).end


def assert_tiles(text: str) -> None:
    """In order, without overlap, trimmed, and leaving out nothing but white space."""
    end = 0
    for span in split_sentences(text):
        assert not text[end : span.start].strip()
        assert span.start >= end
        piece = text[span.start : span.end]
        assert piece
        assert piece == piece.strip()
        end = span.end
    assert not text[end:].strip()


@given(any_text)
def test_sentences_tile_any_text(text):
    assert_tiles(text)


@settings(max_examples=30)
@given(texts(most=20))
def test_sentences_tile_the_texts_of_articles(text):
    assert_tiles(text)


@settings(max_examples=30)
@given(texts(most=20))
def test_no_sentence_crosses_a_paragraph(text):
    paragraphs = split_paragraphs(text)
    for sentence in split_sentences(text):
        assert sum(p.start <= sentence.start and sentence.end <= p.end for p in paragraphs) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3. Tesla hired two. 4. OpenAI hired none.", ["3. Tesla hired two.", "4. OpenAI hired none."]),
        ('"It works," Lau said. " We sell it now."', ['"It works," Lau said.', '" We sell it now."']),
        ("“It works,” Lau said. “ We sell it now.”", ["“It works,” Lau said.", "“ We sell it now.”"]),
        ("They are Ann Lee, R-Ky.; and Bo Day, R-Ga.", ["They are Ann Lee, R-Ky.; and Bo Day, R-Ga."]),
        ("It ran from Nov. 4, 1990, to Nov. 3, 1991.", ["It ran from Nov. 4, 1990, to Nov. 3, 1991."]),
        ("The Quarry Org. attorneys appealed.", ["The Quarry Org. attorneys appealed."]),
        ("“Who pays for it?” Lau asked. Nobody knew.", ["“Who pays for it?” Lau asked.", "Nobody knew."]),
        ("“No deal!” said Lau. He left.", ["“No deal!” said Lau.", "He left."]),
        ("Lau said: ‘It is cheap.’ ’ He left.", ["Lau said: ‘It is cheap.’ ’", "He left."]),
    ],
)
def test_a_sentence_is_not_cut_where_it_goes_on(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(It was cheap at first.) Then it rose.", ["(It was cheap at first.)", "Then it rose."]),
        ("It is “a sign of the times.” What is next?", ["It is “a sign of the times.”", "What is next?"]),
        ("It has chips, etc. Buyers want more.", ["It has chips, etc.", "Buyers want more."]),
        ("It slowed down… The market did not.", ["It slowed down…", "The market did not."]),
        ("It cost $65.Koepka made the turn early.", ["It cost $65.", "Koepka made the turn early."]),
        ("Lau left. >>Follow our coverage<< Ng came. Li stayed. >>Follow our coverage<< Wu won.",
         ["Lau left.", ">>Follow our coverage<<", "Ng came.", "Li stayed.", ">>Follow our coverage<<", "Wu won."]),
        ("A truck stands in snow. Jo Roe/Getty Images A plow arrives.",
         ["A truck stands in snow.", "Jo Roe/Getty Images", "A plow arrives."]),
        ("• One firm gained. • Two firms lost.", ["• One firm gained.", "• Two firms lost."]),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_pages_hide_it(text, expected):
    assert sentences(text) == expected


def test_a_quotation_of_several_sentences_stays_with_its_speaker():
    text = "“We hired him. We pay well,” Lau said. (He was hired in May. He left.)"
    assert sentences(text)[0] == "“We hired him. We pay well,” Lau said."
