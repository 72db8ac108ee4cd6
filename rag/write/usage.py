"""What a written answer cost: tokens in and out, by the model's own count where it gives one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.write.prompt import tokens_of

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage, ChatResponse


def usage(last: ChatResponse | None, asked: Sequence[ChatMessage], written: str) -> tuple[int, int, bool]:
    """Tokens read and written, and whether they are estimated, after the `last` piece of a response."""
    raw = getattr(last, "raw", None)
    told = raw.get("usage") if isinstance(raw, dict) else getattr(raw, "usage", None)
    told = told if told is not None else (raw.get("usage_metadata") if isinstance(raw, dict) else None)
    counts = told if isinstance(told, dict) else getattr(told, "__dict__", {})
    extra = getattr(last, "additional_kwargs", None) or {}
    tokens_in, tokens_out = (
        next((int(source[name]) for source in (counts, extra) for name in names if source.get(name)), 0)
        for names in (
            ("prompt_tokens", "input_tokens", "prompt_token_count"),
            ("completion_tokens", "output_tokens", "candidates_token_count"),
        )
    )
    if tokens_in and tokens_out:
        return tokens_in, tokens_out, False
    return sum(tokens_of(str(one.content)) for one in asked), tokens_of(written) if written else 0, True
