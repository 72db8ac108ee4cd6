"""The reranker that a setting may name: a real cross-encoder, tiny and untrained, with a stable order of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from stories import STORIES, article, day

from corpus.errors import GroundwireError
from rag import Passage, open_newsroom
from rag.config import load_settings
from rag.models.reranker import RERANKED, Reranker
from rag.values.passage import StoredPassage

WORDS = "quillon borealis court chip law money model said the of a to in and on for it".split()


def cross_encoder(folder: Path, labels: int = 1) -> str:
    """A BERT of two layers with random weights, saved as sentence-transformers saves a cross-encoder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    letters = [chr(n) for n in range(33, 127) if not chr(n).isupper()]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *letters, *(f"##{char}" for char in letters)]
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(vocabulary)), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(dict.fromkeys(vocabulary)),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=0.6,
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt"), model_max_length=128).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def model(embedder, tmp_path_factory) -> str:
    """Made after the real embedder, whose fixture keeps torch to one thread."""
    return cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


def passages(count: int) -> list[StoredPassage]:
    made = []
    for n in range(count):
        text = " ".join(WORDS[(n * step) % len(WORDS)] for step in range(3, 12))
        passage = Passage(
            article_id=str(n),
            version=1,
            title="A headline",
            source="Wired",
            published=None,
            url=None,
            text=f"{text} {n}",
            start=0,
            end=len(text),
            score=1 - n / 100,
        )
        made.append(StoredPassage(f"{n:03}", passage, str(n), None))
    return made


def test_the_model_decides_the_order_of_the_best_passages_and_the_others_stay_behind_them(model):
    before = passages(RERANKED + 5)
    after = Reranker(model).rerank("Who took Quillon to court?", before)
    assert [one.key for one in after[:RERANKED]] != [one.key for one in before[:RERANKED]]
    assert {one.key for one in after[:RERANKED]} == {one.key for one in before[:RERANKED]}
    assert [one.key for one in after[RERANKED:]] == [one.key for one in before[RERANKED:]]
    scores = [one.passage.score for one in after]
    assert scores == sorted(scores, reverse=True)
    assert (scores[0], scores[RERANKED - 1]) == (1, 0)
    assert all(score < 0 for score in scores[RERANKED:])


def test_the_same_model_gives_the_same_order_every_time(model):
    first = Reranker(model).rerank("Who took Quillon to court?", passages(20))
    assert first == Reranker(model, batch_size=3).rerank("Who took Quillon to court?", passages(20))


def test_passages_that_the_model_cannot_tell_apart_keep_their_order(model):
    one = passages(1)[0]
    same = [replace(one, key=key) for key in "cab"]
    assert Reranker(model).rerank("Who?", same) == same
    assert Reranker(model).rerank("Who?", []) == []


def test_a_newsroom_whose_settings_name_a_reranker_finds_in_its_order(model, newsroom, embedder, tmp_path):
    settings = load_settings(home=tmp_path, reranker=model)
    with open_newsroom(settings=settings, embedder=embedder) as room:
        room.ingest(STORIES)
        query = "graphics processors of Borealis"
        found = room.search(query, k=8)
        assert found == room.search(query, k=8)
        assert [one.text for one in found] != [one.text for one in newsroom.search(query, k=8)]
        assert room.ask("Who joined Borealis?").status in ("answered", "abstained")


def test_the_days_a_question_means_still_count_with_a_reranker(model, embedder, tmp_path):
    copies = [
        article(
            f"Quarry named a new chief on Tuesday, number {n} of its history.",
            title="A chief",
            url=f"https://paper.example/{n}",
            published=day(2020 + n, 5, 5),
        )
        for n in range(4)
    ]
    settings = load_settings(home=tmp_path, reranker=model)
    with open_newsroom(settings=settings, embedder=embedder) as room:
        room.ingest(copies)
        query = "Who did Quarry name its new chief last month?"
        earlier = {one.text: one.score for one in room.search(query, asked="2021-05-06")}
        later = {one.text: one.score for one in room.search(query, asked="2022-05-06")}
    assert set(earlier) == set(later) == {copy.text for copy in copies}
    assert later[copies[2].text] > earlier[copies[2].text]
    assert later[copies[1].text] < earlier[copies[1].text]


def test_by_default_no_reranker_is_loaded(monkeypatch, newsroom):
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Reranker, "__init__", refuse)
    assert load_settings().reranker == ""
    assert newsroom.search("Borealis")


@pytest.mark.parametrize("what", ["nowhere", "no-such/model", "empty"])
def test_a_reranker_that_cannot_be_loaded_is_an_error_that_names_the_setting(tmp_path, what):
    (tmp_path / "empty").mkdir()
    name = str(tmp_path / what) if what != "no-such/model" else what
    with pytest.raises(GroundwireError, match="GROUNDWIRE_RERANKER") as error:
        Reranker(name).rerank("Who?", passages(3))
    assert name in str(error.value)


def test_a_model_that_sorts_into_classes_is_no_reranker(embedder, tmp_path):
    name = cross_encoder(tmp_path, labels=3)
    assert json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))["id2label"].keys() == {"0", "1", "2"}
    with pytest.raises(GroundwireError, match="3 figures"):
        Reranker(name).rerank("Who?", passages(3))


def test_the_same_cross_encoder_orders_the_nodes_of_llama_index(model):
    from llama_index.core.postprocessor.types import BaseNodePostprocessor
    from llama_index.core.schema import QueryBundle

    from rag.llama import NewsReranker
    from rag.llama.nodes import as_node

    ranked = passages(8)
    nodes = [as_node(stored.passage) for stored in ranked]
    processor = NewsReranker(model, top_n=3)
    assert isinstance(processor, BaseNodePostprocessor)
    best = processor.postprocess_nodes(nodes, QueryBundle("Who said it?"))
    expected = [stored.passage.text for stored in Reranker(model).rerank("Who said it?", ranked)]
    assert [node.node.get_content() for node in best] == expected[:3]
    assert NewsReranker("/no/such/folder").postprocess_nodes([], QueryBundle("Who?")) == []
    with pytest.raises(GroundwireError, match="could not be loaded"):
        NewsReranker("/no/such/folder").postprocess_nodes(nodes, QueryBundle("Who?"))
