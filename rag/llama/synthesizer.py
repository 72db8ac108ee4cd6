"""Written answers as a LlamaIndex response synthesizer: each sentence is verified before it is in a response."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from llama_index.core.base.response.schema import RESPONSE_TYPE, AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.instrumentation import get_dispatcher  # type: ignore[attr-defined]  # it does export it
from llama_index.core.instrumentation.events.synthesis import SynthesizeEndEvent, SynthesizeStartEvent
from llama_index.core.prompts.mixin import PromptDictType
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.schema import NodeWithScore, QueryBundle

from rag.llama.known_options import check_options
from rag.llama.nodes import answer_nodes, as_passage
from rag.llama.streaming import awaited, streamed
from rag.values.protocols import AskOptions, WritingNewsroom

_events = get_dispatcher(__name__)


class NewsSynthesizer(BaseSynthesizer):
    """`Newsroom.write` over the nodes of its retriever; `options` are those of `ask`.

    `response` is the answer's text, `source_nodes` are the passages it cites in order of use, `metadata` is
    `Answer.to_dict()`. Where the nodes do not answer, it is a refusal, and its nodes say that they are none. Nodes of
    other retrievers raise `ValueError`: nothing could be cited.
    """

    def __init__(self, room: WritingNewsroom, *, streaming: bool = False, **options: Any) -> None:  # noqa: ANN401 - of `ask`
        check_options("synthesizer", options, AskOptions)
        super().__init__(llm=room.llm, streaming=streaming)
        self._room = room
        self._options = options

    def synthesize(
        self,
        query: str | QueryBundle,
        nodes: list[NodeWithScore],
        additional_source_nodes: Sequence[NodeWithScore] | None = None,
        **kwargs: Any,  # noqa: ANN401, ARG002 - LlamaIndex's
    ) -> RESPONSE_TYPE:
        """Answer `query` from `nodes`, which keep their identity."""
        _events.event(SynthesizeStartEvent(query=query))
        question = query if isinstance(query, str) else query.query_str
        answers = self._room.write(question, [as_passage(node) for node in nodes], **self._options)
        besides = additional_source_nodes or ()
        response: RESPONSE_TYPE
        if self._streaming:
            response = streamed(self._room, answers, besides)
        else:
            *_, answer = answers
            shown = [*answer_nodes(self._room, answer), *besides]
            response = Response(answer.text, source_nodes=shown, metadata=answer.to_dict())
        _events.event(SynthesizeEndEvent(query=query, response=response))
        return response

    async def asynthesize(
        self,
        query: str | QueryBundle,
        nodes: list[NodeWithScore],
        additional_source_nodes: Sequence[NodeWithScore] | None = None,
        **kwargs: Any,  # noqa: ANN401, ARG002 - LlamaIndex's
    ) -> RESPONSE_TYPE:
        """The same without blocking the event loop."""
        made = await asyncio.to_thread(self.synthesize, query, nodes, additional_source_nodes)
        if not isinstance(made, StreamingResponse):
            return made
        return AsyncStreamingResponse(awaited(made.response_gen), made.source_nodes, made.metadata)

    def _get_prompts(self) -> PromptDictType:
        return {}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        """Nothing: what the model is told is a promise to the reader, and not for others to change."""

    def get_response(self, query_str: str, text_chunks: Sequence[str], **kwargs: Any) -> str:  # noqa: ANN401
        """Refuse: texts alone cannot be cited."""
        raise NotImplementedError("Texts without nodes cannot be cited. Call synthesize with the retriever's nodes.")

    async def aget_response(self, query_str: str, text_chunks: Sequence[str], **kwargs: Any) -> str:  # noqa: ANN401, ARG002
        """Refuse, as `get_response` does."""
        return self.get_response(query_str, text_chunks)
