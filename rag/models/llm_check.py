"""One question to the model that writes: whether it answers, how fast, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from corpus.errors import GroundwireError
from corpus.plain_values import json_ready
from rag.config import Settings
from rag.models.llm import failure, model_name, open_llm

ASKED = "Count from one to ten in words, and write nothing else."


@dataclass(frozen=True, slots=True)
class ModelState:
    """What came of asking: the words, seconds to the first and in all, pieces a second, whether it streams."""

    name: str
    context: int
    words: str
    first_s: float
    total_s: float
    pieces_a_second: float
    streams: bool

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON-ready values."""
        plain: dict[str, Any] = json_ready(self)
        return plain


def check_model(settings: Settings) -> ModelState:
    """Ask the model of `settings` one question. Raises `GroundwireError` with what is wrong and how to mend it."""
    from llama_index.core.llms import ChatMessage

    llm = open_llm(settings)
    began = perf_counter()
    first, words, pieces = 0.0, "", 0
    try:
        for part in llm.stream_chat([ChatMessage(role="user", content=ASKED)]):
            if part.delta:
                first = first or perf_counter() - began
                pieces += 1
                words += part.delta
    except Exception as error:  # whatever a provider raises
        why = failure(error)
        raise GroundwireError(f"{why[0].upper()}{why[1:]}.") from error
    total = perf_counter() - began
    if not words.strip():
        raise GroundwireError(
            "The model wrote nothing. Try another one, or a server with another chat template (GROUNDWIRE_LLM)."
        )
    rate = (pieces - 1) / max(total - first, 1e-6) if pieces > 1 else 0.0
    context = llm.metadata.context_window
    return ModelState(
        model_name(settings), context, words.strip()[:80], round(first, 2), round(total, 2), round(rate, 1), pieces > 1
    )
