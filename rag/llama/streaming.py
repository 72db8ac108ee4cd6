"""Growing answers as LlamaIndex's streaming responses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence

from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.schema import NodeWithScore

from rag.llama.nodes import answer_nodes
from rag.values.answer import Answer
from rag.values.protocols import Answerer


def streamed(room: Answerer, answers: Iterator[Answer], besides: Sequence[NodeWithScore] = ()) -> StreamingResponse:
    """A response whose text, `source_nodes` (with those `besides`) and `metadata` grow with `answers`."""
    first = next(answers)
    response = StreamingResponse(
        response_gen=_nothing(), source_nodes=[*answer_nodes(room, first), *besides], metadata=first.to_dict()
    )

    def grow() -> Generator[str, None, None]:
        yield first.text
        shown = first.text
        for answer in answers:
            response.source_nodes = [*answer_nodes(room, answer), *besides]
            response.metadata = answer.to_dict()
            yield new_words(answer.text, shown)
            shown = answer.text

    response.response_gen = grow()
    return response


def new_words(text: str, shown: str) -> str:
    """What `text` adds to what is `shown`: its rest; all of it, apart, where it does not go on from there."""
    return text[len(shown) :] if text.startswith(shown) else f"\n\n{text}"


async def awaited(parts: Generator[str, None, None]) -> AsyncGenerator[str, None]:
    """`parts` without blocking the event loop."""
    while (part := await asyncio.to_thread(next, parts, None)) is not None:
        yield part


def _nothing() -> Generator[str, None, None]:
    yield from ()
