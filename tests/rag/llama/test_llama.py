"""LlamaIndex's own tools work on the newsroom: evaluator, events, agent tool, streaming response.

It takes seconds to import, so each test imports what it needs of it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fakes import HashEmbedder
from stories import HIRING, STORIES, article

from rag import Newsroom, open_newsroom

HIRED = "Who did Borealis hire from Halden Motors?"
UNKNOWN = "What did Zephyr Robotics pay for its new factory?"


def test_the_retriever_gives_the_passages_of_search_with_their_place_in_the_article(newsroom: Newsroom):
    from llama_index.core.base.base_retriever import BaseRetriever

    from rag.llama.nodes import node_id

    retriever = newsroom.retriever(k=3)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.retrieve(HIRED)
    assert [node.node.node_id for node in found] == [node_id(passage) for passage in newsroom.search(HIRED, 3)]
    for scored in found:
        node = scored.node
        article = newsroom.article(node.metadata["article_id"], node.metadata["version"])
        assert article.text[node.start_char_idx : node.end_char_idx] == node.text
        assert node.ref_doc_id == article.id


def test_the_retriever_takes_the_number_under_llama_indexs_name_and_no_option_that_it_does_not_know(
    newsroom: Newsroom,
):
    assert len(newsroom.retriever(similarity_top_k=3).retrieve(HIRED)) == 3
    with pytest.raises(TypeError, match="takes no option 'top_k'; there are: since, until"):
        newsroom.retriever(top_k=3)
    with pytest.raises(TypeError, match="takes no option 'streamed'"):
        newsroom.query_engine(streamed=True)


def test_the_retriever_takes_the_filters_of_search(newsroom: Newsroom):
    found = newsroom.retriever(k=10, sources=["Reuters"]).retrieve(HIRED)
    assert {node.metadata["source"] for node in found} == {"Reuters"}


def test_llama_index_can_score_the_retriever_with_its_own_evaluator(newsroom: Newsroom):
    from llama_index.core.evaluation import RetrieverEvaluator

    from rag.llama.nodes import node_id

    wanted = next(passage for passage in newsroom.search(HIRED, 5) if passage.article_id == HIRING.id)
    evaluator = RetrieverEvaluator.from_metric_names(["mrr", "hit_rate"], retriever=newsroom.retriever(k=5))
    scores = evaluator.evaluate(query=HIRED, expected_ids=[node_id(wanted)]).metric_vals_dict
    assert scores == {"mrr": 1.0, "hit_rate": 1.0}
    assert evaluator.evaluate(query=HIRED, expected_ids=["another"]).metric_vals_dict == {"mrr": 0.0, "hit_rate": 0.0}


def test_the_query_engine_answers_with_the_cited_passages_as_source_nodes(newsroom: Newsroom):
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.response.schema import Response

    engine = newsroom.query_engine()
    assert isinstance(engine, BaseQueryEngine)
    response = engine.query(HIRED)
    answer = newsroom.ask(HIRED)
    assert isinstance(response, Response)
    assert str(response) == answer.text
    assert [node.metadata["article_id"] for node in response.source_nodes] == [
        citation.article_id for citation in answer.citations
    ]
    for node, citation in zip(response.source_nodes, answer.citations, strict=True):
        assert citation.quote in node.node.get_content()
    assert response.metadata is not None
    assert response.metadata["status"] == "answered"
    assert response.metadata["more"] == answer.to_dict()["more"]


def test_a_quote_that_begins_in_the_passage_before_has_both_passages_as_its_node(tmp_path):
    first = "Mara Lindqvist joined Borealis on Monday as the head of its design office in the old harbour of Porto."
    second = "She will lead forty engineers."
    embedder = HashEmbedder()
    embedder.max_tokens = 30  # so that each sentence is a passage
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest(article(f"{first} {second}", title="Design at Borealis"))
        assert room.status().passages == 2
        answer = room.ask("How many engineers will she lead?")
        assert answer.citations[0].quote == f"{first} {second}"
        response = room.query_engine().query("How many engineers will she lead?")
        assert [node.node.get_content() for node in response.source_nodes] == [f"{first} {second}"]
        (node,) = response.source_nodes
        assert (node.node.start_char_idx, node.node.end_char_idx) == (0, len(f"{first} {second}"))


def test_a_quote_whose_article_is_removed_meanwhile_is_its_own_node(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(STORIES)
        citation = room.ask(HIRED).citations[0]
        room.remove(citation.article_id)
        passage = room.cited_passage(citation)
        assert (passage.text, passage.start, passage.end) == (citation.quote, citation.start, citation.end)
        assert (passage.source, passage.url) == (citation.source, citation.url)


def test_an_abstention_has_what_is_related_as_source_nodes_that_say_so(newsroom: Newsroom):
    response = newsroom.query_engine().query(UNKNOWN)
    related = newsroom.ask(UNKNOWN).related
    assert [node.node.get_content() for node in response.source_nodes] == [passage.text for passage in related]
    assert {node.metadata["role"] for node in response.source_nodes} == {"related, not an answer"}
    assert response.metadata is not None
    assert response.metadata["status"] == "abstained"
    assert "Zephyr Robotics" in str(response)


def test_the_query_engine_works_as_a_tool_of_an_agent(newsroom: Newsroom):
    from llama_index.core.tools import QueryEngineTool

    tool = QueryEngineTool.from_defaults(newsroom.query_engine(), name="news", description="AI news, cited")
    assert "Mara Lindqvist" in tool.call(HIRED).content


def test_the_query_engine_answers_without_blocking_the_event_loop(newsroom: Newsroom):
    response = asyncio.run(newsroom.query_engine().aquery(HIRED))
    assert str(response) == newsroom.ask(HIRED).text


@pytest.mark.parametrize("question", [HIRED, UNKNOWN])
def test_a_streaming_engine_gives_the_same_text_piece_by_piece(newsroom: Newsroom, question: str):
    from llama_index.core.base.response.schema import StreamingResponse

    response = newsroom.query_engine(streaming=True).query(question)
    assert isinstance(response, StreamingResponse)
    answer = newsroom.ask(question)
    assert "".join(response.response_gen) == answer.text
    assert len(response.source_nodes) == len(answer.citations or answer.related)


def test_questions_and_retrievals_are_seen_by_llama_indexs_instrumentation(newsroom: Newsroom):
    from llama_index.core.instrumentation import get_dispatcher
    from llama_index.core.instrumentation.event_handlers import BaseEventHandler
    from llama_index.core.instrumentation.events import BaseEvent
    from llama_index.core.instrumentation.events.query import QueryEndEvent, QueryStartEvent
    from llama_index.core.instrumentation.events.retrieval import RetrievalEndEvent, RetrievalStartEvent

    class Recorder(BaseEventHandler):
        seen: list[Any]

        def handle(self, event: BaseEvent, **_: object) -> None:
            self.seen.append(type(event))

    recorder = Recorder(seen=[])
    dispatcher = get_dispatcher()
    dispatcher.add_event_handler(recorder)
    try:
        newsroom.query_engine().query(HIRED)
        newsroom.retriever().retrieve(HIRED)
    finally:
        dispatcher.event_handlers.remove(recorder)
    assert recorder.seen == [QueryStartEvent, QueryEndEvent, RetrievalStartEvent, RetrievalEndEvent]


def test_the_embedding_model_of_a_newsroom_works_in_an_index_of_llama_indexs_own(newsroom: Newsroom):
    from llama_index.core import VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.schema import TextNode

    from rag.llama import NewsEmbedding

    model = NewsEmbedding(newsroom.embedder)
    assert isinstance(model, BaseEmbedding)
    assert model.model_name == newsroom.embedder.name
    assert model.get_query_embedding(HIRED) == pytest.approx(newsroom.embedder.encode_query([HIRED])[0].tolist())
    assert asyncio.run(model.aget_query_embedding(HIRED)) == model.get_query_embedding(HIRED)
    texts = [article.text for article in (newsroom.article(found.article_id) for found in newsroom.search(HIRED, 3))]
    index = VectorStoreIndex([TextNode(text=text) for text in texts], embed_model=model)
    found = index.as_retriever(similarity_top_k=1).retrieve(texts[-1])
    assert (found[0].node.get_content(), found[0].score) == (texts[-1], pytest.approx(1.0))


def test_the_chat_engine_remembers_what_was_asked_and_streams_the_same_words(newsroom: Newsroom):
    from llama_index.core.base.llms.types import ChatMessage
    from llama_index.core.chat_engine.types import BaseChatEngine

    engine = newsroom.chat_engine()
    assert isinstance(engine, BaseChatEngine)
    first = engine.chat(HIRED)
    assert first.response == newsroom.ask(HIRED).text
    assert [node.metadata["role"] for node in first.source_nodes] == ["cited"] * len(first.source_nodes)
    follow = engine.stream_chat("When did she join?")
    assert "".join(follow.response_gen) == follow.response == newsroom.ask("When did she join?", history=[HIRED]).text
    assert [message.role for message in engine.chat_history] == ["user", "assistant"] * 2
    engine.reset()
    assert engine.chat_history == []
    given = [ChatMessage(role="user", content=HIRED), ChatMessage(role="assistant", content="{braces} are no format")]
    assert asyncio.run(engine.achat("When did she join?", given)).response == follow.response


def test_a_chat_engine_that_streams_does_so_for_async_code_too(newsroom: Newsroom):
    async def words() -> str:
        response = await newsroom.chat_engine().astream_chat(HIRED)
        return "".join([part async for part in response.async_response_gen()])

    assert asyncio.run(words()) == newsroom.ask(HIRED).text
