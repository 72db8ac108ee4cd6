"""`Newsroom.search` as a LlamaIndex retriever."""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from rag.llama.known_options import check_options
from rag.llama.nodes import as_node
from rag.values.protocols import Answerer, SearchOptions


class NewsRetriever(BaseRetriever):
    """`Newsroom.search` as a LlamaIndex retriever; `options` are those of `search` (since, until, as_of, sources)."""

    def __init__(self, room: Answerer, k: int = 10, **options: Any) -> None:  # noqa: ANN401 - the options of `search`
        check_options("retriever", options, SearchOptions)
        self._room = room
        self._k = k
        self._search_options = options
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        passages = self._room.search(query_bundle.query_str, self._k, **self._search_options)
        return [as_node(passage) for passage in passages]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)
