"""Looking words up gives the very tokens that the real tokenizer finds."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from fakes import bundled_tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.jsonlines import records
from rag.models.wordpiece import WordPieceStarts, is_wordpiece

TOKENIZER = bundled_tokenizer()._tokenizer


def by_the_tokenizer(text: str) -> list[int]:
    return [start for start, _ in TOKENIZER.encode(text, add_special_tokens=False).offsets]


@settings(max_examples=400)
@given(
    st.text(
        st.one_of(
            st.characters(exclude_categories=["Cs"]),
            st.sampled_from(
                "ab c.,-$%\\^_`{|}~'’“ \n\t\r\u00a0\u2009\u200b\u0301éñ北京Tesla漢\u0600\ufeff\x0b\x0c\x85\u2028"
            ),
        ),
        max_size=120,
    )
)
def test_the_tokens_of_any_text_are_those_of_the_tokenizer(text: str):
    assert WordPieceStarts(TOKENIZER)(text) == by_the_tokenizer(text)


@settings(max_examples=400)
@given(st.lists(st.text("abcdefghilmnorstuvwyzABCTHZ0123456789", min_size=1, max_size=14), max_size=12))
def test_the_tokens_of_any_words_are_those_of_the_tokenizer(words: list[str]):
    assert WordPieceStarts(TOKENIZER)(" ".join(words)) == by_the_tokenizer(" ".join(words))


def test_the_tokens_of_real_articles_are_those_of_the_tokenizer(shared: Path):
    starts = WordPieceStarts(TOKENIZER)
    for _, record in islice(records(shared / "data" / "ai_news_2022_2023" / "articles.jsonl.gz"), 100):
        assert starts(record["text"]) == by_the_tokenizer(record["text"])


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a" * 300, "x" * 99 + " " + "y" * 101, "e\u0301 \u0301e"])
def test_empty_long_and_accented_words_are_no_exception(text: str):
    assert WordPieceStarts(TOKENIZER)(text) == by_the_tokenizer(text)


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rag.models.wordpiece._MOST_WORDS", 3)
    starts = WordPieceStarts(TOKENIZER)
    text = "Five words that are different, and then the same five words again."
    assert starts(text) == starts(text) == by_the_tokenizer(text)


def test_only_tokenizers_that_split_at_white_space_first_qualify():
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    assert is_wordpiece(TOKENIZER)
    other = Tokenizer(models.BPE())
    assert not is_wordpiece(other)
    metaspace = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    metaspace.normalizer = normalizers.BertNormalizer()
    metaspace.pre_tokenizer = pre_tokenizers.Metaspace()
    assert not is_wordpiece(metaspace)
