"""The vectors of words in their sentences, out of the real embedding model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import any_text, texts

from rag.models.word_vectors import WordVectors, nearest

SHORT = "Borealis hired 12 engineers."
LONG = (
    "The scaling group, which Borealis set up in the spring, hired Mara Lindqvist from Halden Motors; she had run "
    "battery software there, and two researchers from Quillon followed her, as the company said on Monday."
)


def of(embedder, text: str) -> WordVectors:
    (vectors,) = embedder.encode_words([text])
    return vectors


def written(vectors: WordVectors) -> list[str]:
    return [vectors.text[start:end] for start, end in vectors.spans]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SHORT, ["Borealis", "hired", "12", "engineers"]),
        ("“GPT-4o”, J.P. says: don't!", ["GPT-4o", "J.P", "says", "don't"]),
        ("Zoë and Łódź paid €1.5bn in 東京.", ["Zoë", "and", "Łódź", "paid", "1.5bn", "in", "東京"]),
    ],
)
def test_the_words_of_a_text_are_pointed_at_in_their_order(embedder, text, words):
    assert written(of(embedder, text)) == words


@pytest.mark.parametrize("text", [SHORT, LONG])
def test_each_word_has_a_row_of_length_1_in_either_layer(embedder, text):
    vectors = of(embedder, text)
    for rows in (vectors.early, vectors.late):
        assert rows.shape == (len(vectors.spans), len(vectors.whole))
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-4)


def test_the_vector_of_the_whole_is_the_one_that_passages_are_found_by(embedder):
    together = embedder.encode_words([SHORT, LONG, "", "!?"])
    for vectors, row in zip(together, embedder.encode([SHORT, LONG, "", "!?"]), strict=True):
        assert vectors.whole == pytest.approx(row, abs=1e-5)


def test_a_longer_neighbour_in_the_batch_changes_no_vector(embedder):
    alone, beside = of(embedder, SHORT), embedder.encode_words([LONG, SHORT])[1]
    assert (beside.text, beside.spans) == (SHORT, alone.spans)
    assert beside.whole == pytest.approx(alone.whole, abs=1e-4)
    assert beside.early == pytest.approx(alone.early, abs=1e-4)
    assert beside.late == pytest.approx(alone.late, abs=1e-4)


def test_texts_come_back_in_their_order_over_several_batches(embedder):
    said = [f"{'Borealis ' * (number * 7 % 40 + 1)}hired {number}." for number in range(embedder.batch_size + 3)]
    assert [vectors.text for vectors in embedder.encode_words(said)] == said


@pytest.mark.parametrize("text", ["", " \n", "!? …", "🎉"])
def test_a_text_without_words_has_a_vector_of_its_own_and_no_rows(embedder, text):
    vectors = of(embedder, text)
    assert (vectors.spans, len(vectors.early), len(vectors.late)) == ((), 0, 0)
    assert np.linalg.norm(vectors.whole) == pytest.approx(1, abs=1e-4)


def test_no_texts_have_no_vectors(embedder):
    assert embedder.encode_words([]) == []


def test_words_beyond_the_model_s_window_are_left_out(embedder):
    text = "hired " * (2 * embedder.max_tokens)
    vectors = of(embedder, text)
    assert len(vectors.spans) == len(vectors.early) == embedder.max_tokens
    assert vectors.spans[0] == (0, 5)


def test_a_word_is_nearest_to_itself_in_another_sentence_yet_not_the_same_in_it(embedder):
    first = of(embedder, "Ines Okafor will lead the bank.")
    second = of(embedder, "Boats lay on the river bank, beyond the mine.")
    for layer in ("early", "late"):
        near = getattr(second, layer) @ getattr(first, layer)[written(first).index("bank")]
        assert written(second)[int(near.argmax())] == "bank"
        assert near.max() < 0.99
    assert not np.allclose(first.early, first.late, atol=0.1)


def test_words_that_mean_alike_are_nearer_than_words_that_do_not(embedder):
    asked, said = of(embedder, "How many employees are there?"), of(embedder, "The staff ordered chips.")
    row = asked.early[written(asked).index("employees")]
    staff, chips = (float(row @ said.early[written(said).index(word)]) for word in ("staff", "chips"))
    assert staff > chips


@settings(max_examples=15)
@given(st.lists(st.one_of(texts(most=2), any_text), min_size=1, max_size=3))
def test_any_text_has_one_unit_row_a_word(embedder, said):
    for text, vectors in zip(said, embedder.encode_words(said), strict=True):
        assert vectors.text == text
        assert len(vectors.spans) == len(vectors.early) == len(vectors.late)
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in vectors.spans)
        assert all(before[1] <= after[0] for before, after in zip(vectors.spans, vectors.spans[1:], strict=False))
        for rows in (vectors.early, vectors.late):
            assert np.isfinite(rows).all()
            assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-3)


# The nearest word ----------------------------------------------------------------------------------------------------


def test_for_each_word_of_a_question_the_nearest_word_of_the_sentence_counts():
    question = np.array([[1, 0], [0, 1]], dtype=np.float32)
    sentence = np.array([[0.6, 0.8], [0.8, 0.6], [-1, 0]], dtype=np.float32)
    assert nearest(question, sentence) == pytest.approx([0.8, 0.8])


def test_nothing_is_near_in_a_sentence_without_words():
    question, none = np.eye(2, dtype=np.float32), np.zeros((0, 2), dtype=np.float32)
    assert nearest(question, none) == [0, 0]
    assert nearest(none, question) == []
