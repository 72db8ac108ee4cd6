"""all-MiniLM-L6-v2 on onnxruntime is the model that sentence-transformers runs."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from corpus.errors import GroundwireError
from rag.models import minilm
from rag.models.encoder import BundledEmbedder
from rag.models.minilm import GRAPH, GRAPH_SHA256, WINDOW, MiniLM

TEXTS = [
    "Who did Borealis hire from Halden Motors?",
    "",
    "!?",
    "東京 €1.5bn",
    "The scaling group, which Borealis set up in the spring, hired Mara Lindqvist from Halden Motors on Monday.",
    "token " * 500,
]


def test_the_vectors_are_those_of_sentence_transformers(embedder: BundledEmbedder):
    cosines = (embedder.encode_query(TEXTS) * embedder.encode(TEXTS)).sum(axis=1)
    assert cosines == pytest.approx(1, abs=1e-5)


def test_the_vectors_of_tokens_are_those_of_sentence_transformers(embedder: BundledEmbedder):
    by_torch = super(BundledEmbedder, embedder).encode_tokens(TEXTS)
    for own, theirs in zip(embedder.encode_tokens(TEXTS), by_torch, strict=True):
        assert own.shape == theirs.shape
        assert own == pytest.approx(theirs, abs=1e-3)


def test_a_text_beyond_the_window_is_read_up_to_it(embedder: BundledEmbedder):
    assert len(MiniLM().encode(["token " * 500])[0].last) == WINDOW


def test_eight_threads_with_forty_questions_get_what_one_gets():
    model = MiniLM()
    questions = [f"How many people did Borealis hire in {year}?" for year in range(1985, 2025)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: model.encode([question])[0].vector, questions))
    assert np.array_equal(together, [model.encode([question])[0].vector for question in questions])


def test_no_text_gives_no_vector():
    assert MiniLM().encode([]) == []


def test_the_graph_is_the_one_that_is_named():
    assert hashlib.sha256(GRAPH.read_bytes()).hexdigest() == GRAPH_SHA256


def test_a_damaged_graph_is_an_error_that_says_what_to_do(tmp_path, monkeypatch):
    cut = tmp_path / "minilm.onnx"
    cut.write_bytes(GRAPH.read_bytes()[:-1])
    monkeypatch.setattr(minilm, "GRAPH", cut)
    with pytest.raises(GroundwireError, match=r"minilm\.onnx is missing or damaged. Install"):
        MiniLM().encode(["hello"])


@pytest.mark.parametrize("size", [None, 1000])
def test_weights_that_are_missing_or_cut_short_are_an_error_that_says_what_to_do(size, tmp_path, monkeypatch):
    if size:
        (tmp_path / "model.safetensors").write_bytes(bytes(size))
    monkeypatch.setattr(minilm, "model_folder", lambda: tmp_path)
    with pytest.raises(GroundwireError, match=r"missing or cut short\. Delete"):
        minilm.weights_file()
