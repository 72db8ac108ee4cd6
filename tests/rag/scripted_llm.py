"""A model that writes what a test tells it to, word by word, as LlamaIndex's own models do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, CompletionResponse, LLMMetadata, MessageRole
from llama_index.core.llms import CustomLLM
from pydantic import Field, PrivateAttr


class ScriptedLLM(CustomLLM):
    """Writes `replies`, one a question, the last one for ever; an exception among the words of one is raised there."""

    context_window: int = 8192
    _replies: list[Sequence[str | Exception]] = PrivateAttr()
    asked: list[str] = Field(default_factory=list)
    stopped: int = 0

    def __init__(self, *replies: str | Sequence[str | Exception], context_window: int = 8192) -> None:
        super().__init__(context_window=context_window)
        self._replies = [reply.split(" ") if isinstance(reply, str) else reply for reply in replies]
        self.asked = []

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(
            context_window=self.context_window, num_output=256, is_chat_model=True, model_name="scripted"
        )

    def stream_chat(self, messages: Sequence[ChatMessage], **_: Any) -> Any:
        self.asked.append("\n".join(str(message.content) for message in messages))
        return self._stream(self._replies.pop(0) if len(self._replies) > 1 else self._replies[0])

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        *_, whole = self.stream_chat(messages, **kwargs)
        return whole

    def _stream(self, words: Sequence[str | Exception]) -> Any:
        written = ""
        try:
            for n, word in enumerate(words):
                if isinstance(word, Exception):
                    raise word
                delta = word if n == 0 else f" {word}"
                written += delta
                message = ChatMessage(role=MessageRole.ASSISTANT, content=written)
                yield ChatResponse(message=message, delta=delta)
        finally:
            self.stopped += 1

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        raise NotImplementedError

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> Any:
        raise NotImplementedError
