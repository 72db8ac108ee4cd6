"""Passages: exact, whole, covering all, and never longer than what the real model reads, header included."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from fakes import bundled_tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import articles, letters, sentences, texts
from stories import HIRING, RELEASE, RESULTS, article, day

from corpus.article import Article
from rag.index.chunk import MOST_CHARS, Chunk, split_article
from rag.text.sentences import split_sentences

MAX_TOKENS = 254
"""The window of all-MiniLM-L6-v2, 256, without [CLS] and [SEP]."""


def passages(story: Article) -> list[Chunk]:
    return split_article(story, bundled_tokenizer().token_starts, bundled_tokenizer().max_tokens)


def tokens(text: str) -> int:
    return len(bundled_tokenizer().token_starts(text))


def assert_fits(story: Article) -> None:
    for chunk in passages(story):
        assert tokens(chunk.embedded_as) <= MAX_TOKENS


def assert_exact_and_whole(story: Article) -> None:
    """Slices of the text, in order, trimmed, with every character of every sentence in one of them."""
    chunks = passages(story)
    covered: set[int] = set()
    for chunk in chunks:
        assert chunk.text == story.text[chunk.start : chunk.end]
        assert chunk.text == chunk.text.strip()
        assert chunk.text
        assert chunk.embedded_as.endswith(chunk.text)
        covered.update(range(chunk.start, chunk.end))
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)
    for span in split_sentences(story.text):
        assert covered.issuperset(index for index in range(*span) if not story.text[index].isspace())


def test_the_window_is_the_bundled_models_own():
    assert bundled_tokenizer().max_tokens == MAX_TOKENS


@given(articles())
def test_passages_are_exact_and_cover_every_sentence(story):
    assert_exact_and_whole(story)


@settings(max_examples=25)
@given(texts(most=60), sentences())
def test_passages_of_a_long_article_are_exact_cover_all_and_fit(text, title):
    story = article(text, title=title, published=day(2023, 5, 2))
    assert_exact_and_whole(story)
    assert_fits(story)


def long_runs() -> st.SearchStrategy[str]:
    """What a tokenizer counts badly: words without end, scripts without spaces, marks on marks, runs of one thing."""
    pieces = st.one_of(
        letters,
        st.sampled_from(
            [
                "東京",
                "한국어 ",
                "👩‍🚀",
                "é",
                "e\u0301",
                "\u0301",
                "x",
                "[SEP]",
                "##a ",
                "ﷺ",
                "…",
                "a.b",
                ". ",
                "!?",
                "\u200b",
            ]
        ),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=5),
    )
    return st.lists(st.tuples(pieces, st.integers(1, 400)), min_size=1, max_size=6).map(
        lambda runs: "".join(piece * times for piece, times in runs)
    )


@given(long_runs().filter(str.strip), st.one_of(sentences(), long_runs()), st.one_of(st.just("The Paper"), long_runs()))
def test_no_passage_is_longer_than_the_model_reads_whatever_the_text_title_and_outlet(text, title, source):
    story = article(text, title=title, source=source, published=day(2023, 5, 2))
    assert_fits(story)
    assert_exact_and_whole(story)


@pytest.mark.parametrize(
    "text",
    [
        "word" * 1000 + ".",
        " ".join(["antidisestablishmentarianism"] * 1000) + ".",
        "x1" * 5000,
        "東京都の会議" * 500,
        "한국어" * 500,
        "🎉" * 2000,
        "👩‍👩‍👧‍👦 " * 500,
        "e\u0301" * 1000,
        "a" + "\u0301" * 3000 + " b.",
        "1.2,3.4;" * 800,
        "Ja. " * 2000,
        "”" * 1500,
    ],
    ids=lambda text: ascii(text[:12]),
)
@pytest.mark.parametrize("title", ["A headline that never ends " * 80, "東京" * 300], ids=["long", "without spaces"])
def test_a_text_without_spaces_or_ends_is_cut_to_fit(text, title):
    story = article(text, title=title, published=day(2023, 5, 2))
    assert_fits(story)
    assert_exact_and_whole(story)


@settings(max_examples=25)
@given(texts(most=40))
def test_a_passage_is_made_of_whole_sentences_of_its_article(text):
    story = article(text, published=day(2023, 5, 2))
    spans = split_sentences(text)
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    short = all(tokens(text[span.start : span.end]) < MAX_TOKENS // 3 for span in spans)
    for chunk in passages(story):
        if short:
            assert chunk.start in starts
            assert chunk.end in ends


def test_a_word_without_end_which_is_one_token_is_cut_too():
    story = replace(RESULTS, text="a" * 50_000 + ". " + "Quarry hired Lau. " * 3)
    assert_exact_and_whole(story)
    assert max(len(chunk.text) for chunk in passages(story)) <= 2 * MOST_CHARS


def test_a_passage_read_alone_has_the_sentences_of_its_article():
    """Answers quote sentences of passages: an opened quotation before a passage must not change where they end."""
    text = "\n\n".join(
        [HIRING.text, "“It is hard. " * 20 + "It was.” He left (in 2019. Or so.) and “never", RESULTS.text] * 3
    )
    story = article(text, published=day(2023, 5, 2))
    spans = {tuple(span) for span in split_sentences(text)}
    for chunk in passages(story):
        alone = {(chunk.start + span.start, chunk.start + span.end) for span in split_sentences(chunk.text)}
        assert alone <= spans


@settings(max_examples=25)
@given(texts(most=40))
def test_keys_are_unique_and_stable(text):
    story = article(text, url="https://paper.example/a")
    keys = [chunk.key for chunk in passages(story)]
    assert len(set(keys)) == len(keys)
    assert keys == [chunk.key for chunk in passages(replace(story, fetched=day(2024, 2, 2), tags=("x",)))]
    assert not set(keys) & {chunk.key for chunk in passages(replace(story, version=2))}
    assert not set(keys) & {chunk.key for chunk in passages(article(text, url="https://paper.example/b"))}


def test_a_passage_is_embedded_under_its_title_outlet_and_day():
    (chunk,) = passages(RESULTS)
    assert chunk.embedded_as == f"Quarry reports record sales\nReuters, 24 May 2023\n{RESULTS.text}"
    (undated,) = passages(replace(RELEASE, published=None))
    assert undated.header.endswith("Wired")


def test_neighbouring_passages_share_a_sentence_so_that_a_pronoun_keeps_its_name():
    story = article("\n\n".join(f"Number {n}: {HIRING.text}" for n in range(6)), published=day(2023, 5, 2))
    chunks = passages(story)
    assert len(chunks) > 3
    assert any(later.start < earlier.end for earlier, later in itertools.pairwise(chunks))
