"""The newsroom's embedding model as LlamaIndex sees it."""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from rag.models.encoder import Embedder


class NewsEmbedding(BaseEmbedding):
    """The embedder of a newsroom (`room.embedder`) as a LlamaIndex embedding model: unit vectors.

    Questions are embedded as `Newsroom.search` embeds them, texts as it embeds passages.
    """

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **options: Any) -> None:  # noqa: ANN401 - those of `BaseEmbedding`
        super().__init__(model_name=embedder.name, **options)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._embedder.encode_query([query])[0]]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in row] for row in self._embedder.encode(texts)]
