"""A conversation with the newsroom as a LlamaIndex chat engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.schema import NodeWithScore

from rag.llama.known_options import check_options
from rag.llama.nodes import answer_nodes
from rag.llama.streaming import awaited, new_words
from rag.values.answer import Answer
from rag.values.protocols import Answerer, AskOptions


class GrowingResponse(StreamingAgentChatResponse):
    """An answer as it grows: `response_gen` gives what is new of its text, `source_nodes` are those cited by then."""

    def __init__(self, engine: NewsChatEngine, answers: Iterator[Answer]) -> None:
        super().__init__()
        self._engine = engine
        self._answers = answers
        self.metadata: dict[str, Any] = {}

    @property
    def response_gen(self) -> Generator[str, None, None]:
        """What is new of the text, a verified sentence at a time."""
        shown = ""
        answer = None
        for answer in self._answers:
            new = new_words(answer.text, shown)
            self.response = shown = answer.text
            self.source_nodes = self._engine.nodes(answer)
            self.metadata = answer.to_dict()
            yield new
        if answer is not None:
            self._engine.remember(answer)

    async def async_response_gen(self) -> AsyncGenerator[str, None]:
        """The same without blocking the event loop."""
        async for part in awaited(self.response_gen):
            yield part


class NewsChatEngine(BaseChatEngine):
    """`Newsroom.ask` with a memory of the conversation; `options` are those of `ask` but for `history`.

    Given a `chat_history`, its user's messages are what went before; an own one is kept otherwise, until `reset`.
    """

    def __init__(self, room: Answerer, **options: Any) -> None:  # noqa: ANN401 - those of `ask`
        check_options("chat_engine", {name: value for name, value in options.items() if name != "mode"}, AskOptions)
        self._room = room
        self._options = options
        self._answers: list[Answer] = []

    def reset(self) -> None:
        """Forget the conversation."""
        self._answers = []

    def remember(self, answer: Answer) -> None:
        """Keep an answer as the last of the conversation."""
        self._answers.append(answer)

    def nodes(self, answer: Answer) -> list[NodeWithScore]:
        """The passages that `answer` cites, or those near a refusal."""
        return answer_nodes(self._room, answer)

    @property
    def chat_history(self) -> list[ChatMessage]:
        """What was asked and answered, oldest first."""
        return [
            ChatMessage(role=role, content=text)
            for answer in self._answers
            for role, text in ((MessageRole.USER, answer.question), (MessageRole.ASSISTANT, answer.text))
        ]

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer `message`."""
        answer = self._room.ask(message, history=self._history(chat_history), **self._options)
        self.remember(answer)
        return AgentChatResponse(response=answer.text, source_nodes=self.nodes(answer), metadata=answer.to_dict())

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer `message` without blocking the event loop."""
        return await asyncio.to_thread(self.chat, message, chat_history)

    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> GrowingResponse:
        """Answer `message`, a sentence at a time."""
        return GrowingResponse(self, self._room.stream(message, history=self._history(chat_history), **self._options))

    async def astream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> GrowingResponse:
        """The same: iterate over `async_response_gen`."""
        return self.stream_chat(message, chat_history)

    def _history(self, given: Sequence[ChatMessage] | None) -> list[str | Answer]:
        if given is None:
            return list(self._answers)
        return [str(one.content) for one in given if one.role == MessageRole.USER]
