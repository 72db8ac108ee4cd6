"""`Newsroom.ask` as a LlamaIndex query engine."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response, StreamingResponse
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle

from rag.llama.known_options import check_options
from rag.llama.nodes import as_node
from rag.values.answer import Answer
from rag.values.protocols import Answerer, AskOptions


def _nothing() -> Generator[str, None, None]:
    yield from ()


class NewsQueryEngine(BaseQueryEngine):
    """`Newsroom.ask` as a LlamaIndex query engine; `options` are those of `ask`.

    `response` is the answer's text, `source_nodes` are the passages it cites in order of use, `metadata` is
    `Answer.to_dict()`, in which "more" is further evidence. On an abstention the nodes are the nearest passages, whose
    metadata say "role": "related, not an answer". With `streaming`, `query` gives a `StreamingResponse` whose
    `source_nodes` grow with its text.
    """

    def __init__(self, room: Answerer, *, streaming: bool = False, **options: Any) -> None:  # noqa: ANN401 - those of `ask`
        check_options("query_engine", {name: value for name, value in options.items() if name != "mode"}, AskOptions)
        self._room = room
        self._streaming = streaming
        self._options = options
        super().__init__(callback_manager=None)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        if self._streaming:
            return self._stream(query_bundle.query_str)
        answer = self._room.ask(query_bundle.query_str, **self._options)
        return Response(answer.text, source_nodes=self._nodes(answer), metadata=answer.to_dict())

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return await asyncio.to_thread(self._query, query_bundle)

    def _stream(self, question: str) -> StreamingResponse:
        answers = self._room.stream(question, **self._options)
        first = next(answers)
        response = StreamingResponse(response_gen=_nothing(), source_nodes=self._nodes(first), metadata=first.to_dict())
        response.response_gen = self._grow(response, first, answers)
        return response

    def _grow(self, response: StreamingResponse, first: Answer, rest: Iterator[Answer]) -> Generator[str, None, None]:
        yield first.text
        shown = first
        for answer in rest:
            response.source_nodes = self._nodes(answer)
            response.metadata = answer.to_dict()
            yield answer.text.removeprefix(shown.text)
            shown = answer

    def _nodes(self, answer: Answer) -> list[NodeWithScore]:
        if answer.status == "abstained":
            return [as_node(passage, "related, not an answer") for passage in answer.related]
        scores = {n: sentence.score for sentence in answer.sentences for n in sentence.citations}
        nodes = [as_node(self._room.cited_passage(citation), "cited") for citation in answer.citations]
        for node, citation in zip(nodes, answer.citations, strict=True):
            node.score = scores[citation.n]
        return nodes
