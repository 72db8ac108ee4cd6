"""Answers are found however they are written, quotes only as they stand."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import texts
from evals.texts import LEAST_PIECE, answer_in, covers, first_words, fold, holds_quote, is_piece, tokens


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test computes all that it compares, also where a tool changes the code between two tests."""
    for remembered in (texts.fold, texts._normal):
        remembered.cache_clear()


# Answers in texts


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It hired David Lau.", "david lau"),
        ("It hired David\n  Lau.", "David Lau"),
        ("It hired “David Lau”, formerly of Tesla.", "David Lau"),
        ("Cambodia’s leader steps down", "Cambodia"),
        ("Trader Joe's recalled cookies", "Trader Joe’s"),
        ("At Chick-fil-A, wages rise", "Chick fil A"),
        ("He read the Bible.", "A Bible"),
        ("He read Bible stories.", "The Bible"),
        ("They live in Washington, D.C.", "Washington, DC"),
        ("U.S. exports fell", "US"),
        ("over 200,000 GPUs", "200000"),
        ("up 60 percent", "60%"),
        ("up 60 per cent", "60%"),
        ("in 3.134 seconds.", "3.134 seconds"),
        ("It costs $5.", "5"),
        ("Straße", "STRASSE"),
        ("Andre\u0301s", "Andr\u00e9s"),
        ("１２ models", "12 models"),
        ("the", "The"),
    ],
)
def test_an_answer_is_found_however_it_is_written(text, answer):
    assert answer_in(text, [answer])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Category", "cat"),
        ("It costs $3.5 million", "5"),
        ("It costs 3.5 million", "35"),
        ("in 2,0 models", "20"),
        ("over 1,000 GPUs", "1"),
        ("David is not Lau", "David Lau"),
        ("a plan", "the"),
        ("Some text", "..."),
        ("Some text", ""),
        ("", "text"),
    ],
)
def test_an_answer_is_whole_words_and_the_right_number(text, answer):
    assert not answer_in(text, [answer])


def test_any_answer_suffices_and_with_all_of_every_one_is_needed():
    assert answer_in("red and blue", ["green", "blue"])
    assert not answer_in("red and blue", ["green", "blue"], all_of=True)
    assert answer_in("red and blue", ["blue", "red"], all_of=True)


@pytest.mark.parametrize("all_of", [False, True])
def test_no_answers_are_never_found(all_of):
    assert not answer_in("anything", [], all_of=all_of)


@given(st.text(), st.text(alphabet="abc 3.,'’-%", min_size=1))
def test_an_answer_with_a_word_in_it_stands_in_itself_between_other_words(other, answer):
    assert answer_in(f"{other}\n{answer}\n{other}", [answer]) == any(char in "abc3%" for char in answer)


# Words


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        (0, []),
        (1, ["one"]),
        (2, ["one  two"]),
        (3, ["one  two", "three"]),
        (4, ["one  two", "three\nfour."]),
        (9, ["one  two", "three\nfour."]),
    ],
)
def test_the_first_words_of_texts_are_kept_as_they_stand(limit, kept):
    assert first_words(["one  two", "three\nfour."], limit) == kept


def test_a_text_that_just_fits_keeps_its_white_space():
    assert first_words(["one two \n", "three"], 2) == ["one two \n"]


# Tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Lab's 2,000 GPUs, an order!", ["lab", "s", "2000", "gpus", "order"]),
        ("A U.S. plan", ["us", "plan"]),
        ("5% of a 3.5 budget", ["5", "percent", "of", "3.5", "budget"]),
        ("the a an", []),
        ("", []),
    ],
)
def test_tokens_are_lower_case_words_without_articles_or_punctuation(text, expected):
    assert tokens(text) == expected


def test_a_word_counts_as_a_token_as_often_as_it_stands_there():
    assert Counter(tokens("New York, New Haven and the new.")) == {"new": 3, "york": 1, "haven": 1, "and": 1}


# Quotes

SENTENCE = "Orchid, the chip maker's rival, ordered 3.5 million units on 4 May."


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (SENTENCE, SENTENCE),
        (f"Before. {SENTENCE} After.", SENTENCE),
        ("Orchid, the chip\u00a0maker’s\n rival, ordered", "Orchid, the chip maker's rival,"),
        ("It said “no” and ‘never’.", "said \"no\" and 'never'."),
        ("It said „no‟ and ‚never‛.", "said \"no\" and 'never'."),
        ("Rene\u0301 left", "Ren\u00e9"),
        (SENTENCE, "3.5 million"),
        (SENTENCE, "4 May"),
        ("US$5, then", "$5"),
        ("up 5.", "5"),
        ("in 2024, they", "2024"),
        ("sold 7, 8 or 9", "8"),
        ("v.5 and x,5", "5"),
        ("in 2024.Then", "Then"),
        ("left,5 of them", "left"),
        ("今天公司宣布了", "公司宣布"),
        ("วันนี้บริษัทประกาศ", "บริษัท"),
        ("(left)", "left"),
        ("a_left_b", "left"),
        ("left. Then", "left."),
        ("- 5 left-", "5 left"),
        ("-left", "-left"),
        ("x-left", "-left"),
        ("left-x", "left-"),
    ],
)
def test_a_text_holds_a_quote_that_stands_in_it(text, quote):
    assert holds_quote(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (SENTENCE, SENTENCE.lower()),
        (SENTENCE, SENTENCE[1:]),
        (SENTENCE, SENTENCE[:-2]),
        (SENTENCE, "rchid, the chip"),
        (SENTENCE, "the chip mak"),
        (SENTENCE, "5 million"),
        (SENTENCE, "3"),
        ("3,500 units", "3"),
        ("3,500 units", "500 units"),
        ("35 units", "3"),
        ("35 units", "5 units"),
        ("x5 units", "5 units"),
        ("5x units", "5"),
        (SENTENCE, "ordered 3.5 million units on 5 May"),
        (SENTENCE, "Orchid the chip maker's rival"),
        ("", "Orchid"),
        ("Orchid", ""),
        ("Orchid", " \n"),
    ],
)
def test_a_text_holds_no_quote_that_stands_there_otherwise_or_begins_or_ends_within_a_word(text, quote):
    assert not holds_quote(text, quote)


def test_a_quote_is_found_at_its_later_place_where_the_first_is_inside_a_word():
    assert holds_quote("A category, a cat", "cat")


@given(
    st.lists(st.sampled_from(["Orchid", "3.5", "maker’s", "“no”", "a", "-", "公司"]), min_size=1, max_size=8), st.data()
)
def test_a_text_of_words_holds_every_run_of_them_however_spaced(words, data):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert holds_quote(" ".join(words), "\n\t".join(words[start:end]))


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


# Pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three four five.", True),
        ("two three four five.", True),
        ("  two\nthree four five", True),
        ("two three four", False),
        ("one", False),
        ("", False),
        ("two three four five. six", False),
        ("wo three four five.", False),
        ("two three five four", False),
    ],
)
def test_a_piece_of_a_quote_lies_inside_it_and_has_four_words(text, expected):
    assert LEAST_PIECE == 4
    assert is_piece(text, "one two three four five.") is expected


TWO = "Ada Brook left on Monday. Ben Cole came for her."


@pytest.mark.parametrize(
    ("given_texts", "expected"),
    [
        ([TWO], True),
        (["", f"He said: {TWO} So."], True),
        (["Ada Brook left on Monday.", "Ben Cole came for her."], True),
        (["Ben Cole came for her.", "other", "Ada Brook left\non Monday."], True),
        (["Ada Brook left on Monday. Ben", "on Monday. Ben Cole came for her."], True),
        (["Ada Brook left on Monday."], False),
        (["Ada Brook left on Monday", "Ben Cole came for her."], False),  # the full stop is missing
        (["Ada Brook left on", "Monday. Ben Cole", "came for her."], False),  # two have three words
        (["Ada Brook left on Monday.", "Ben Cole came for her. Or so."], False),
        ([], False),
    ],
)
def test_texts_cover_a_quote_that_one_holds_or_that_they_make_up_together(given_texts, expected):
    assert covers(given_texts, TWO) is expected


def test_a_piece_counts_at_each_of_its_places():
    assert covers(["no no no no", "and then it ended"], "no no no no and then it ended no no no no")
    assert covers(["no no no no", "and then it ended"], "no no no no no no no no and then it ended")


@pytest.mark.parametrize("quote", ["", "  "])
def test_nothing_covers_an_empty_quote(quote):
    assert not covers([], quote)
    assert not covers(["text"], quote)
