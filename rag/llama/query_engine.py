"""`Newsroom.ask` as a LlamaIndex query engine."""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import QueryBundle

from rag.llama.known_options import check_options
from rag.llama.nodes import answer_nodes
from rag.llama.streaming import streamed
from rag.values.protocols import Answerer, AskOptions


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
            return streamed(self._room, self._room.stream(query_bundle.query_str, **self._options))
        answer = self._room.ask(query_bundle.query_str, **self._options)
        return Response(answer.text, source_nodes=answer_nodes(self._room, answer), metadata=answer.to_dict())

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return await asyncio.to_thread(self._query, query_bundle)
