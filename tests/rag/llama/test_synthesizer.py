"""The synthesizer under LlamaIndex's own query engine, with a model that writes what the test says."""

from __future__ import annotations

import asyncio

import pytest
from scripted_llm import ScriptedLLM

from rag import Newsroom

HIRED = "Who did Borealis hire from Halden Motors?"
TRUE = "Mara Lindqvist joined Borealis on Monday as head of its scaling group"


@pytest.fixture
def writing(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(newsroom.__dict__, "llm", ScriptedLLM(f"{TRUE} [1]. She was paid $9 million for it [1]."))
    return newsroom


def test_a_synthesizer_writes_from_the_nodes_of_the_retriever_and_cites_them(writing: Newsroom):
    from llama_index.core.query_engine import RetrieverQueryEngine

    engine = RetrieverQueryEngine(writing.retriever(k=5), response_synthesizer=writing.synthesizer())
    response = engine.query(HIRED)
    assert TRUE in str(response)
    assert "9 million" not in str(response)
    assert [node.metadata["role"] for node in response.source_nodes] == ["cited"]
    assert len(response.metadata["withheld"]) == 1


def test_a_synthesizer_that_streams_gives_the_same_words(writing: Newsroom):
    nodes = writing.retriever(k=5).retrieve(HIRED)
    whole = writing.synthesizer().synthesize(HIRED, nodes)
    streaming = writing.synthesizer(streaming=True).synthesize(HIRED, nodes)
    assert "".join(streaming.response_gen) == str(whole)
    assert streaming.source_nodes[0].node_id == whole.source_nodes[0].node_id

    async def awaited() -> str:
        made = await writing.synthesizer(streaming=True).asynthesize(HIRED, nodes)
        return "".join([part async for part in made.async_response_gen()])

    assert asyncio.run(awaited()) == str(whole)


def test_a_synthesizer_refuses_where_its_nodes_do_not_answer(writing: Newsroom):
    nodes = writing.retriever(k=3).retrieve("What was Quarry's revenue in the first quarter?")
    response = writing.synthesizer().synthesize(HIRED, [node for node in nodes if "Lindqvist" not in node.text])
    assert response.metadata["status"] == "abstained"
    assert writing.synthesizer().synthesize(HIRED, []).metadata["status"] == "abstained"


def test_nodes_of_elsewhere_are_refused(writing: Newsroom):
    from llama_index.core.schema import NodeWithScore, TextNode

    with pytest.raises(ValueError, match="nodes of"):
        writing.synthesizer().synthesize(HIRED, [NodeWithScore(node=TextNode(text="Anything."))])
    with pytest.raises(NotImplementedError, match="synthesize"):
        writing.synthesizer().get_response(HIRED, ["Anything."])
