"""A user's own cross-encoder as a LlamaIndex postprocessor."""

from __future__ import annotations

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle
from pydantic import PrivateAttr

from rag.models.reranker import Reranker


class NewsReranker(BaseNodePostprocessor):
    """Puts nodes in the order in which a sentence-transformers cross-encoder (a name or folder) ranks them.

    It reads the question and "title. text", as the newsroom does where `GROUNDWIRE_RERANKER` is set, and gives each
    node the model's score; with `top_n`, the best of them are kept. Raises `GroundwireError` where it cannot be loaded.
    """

    top_n: int | None = None
    _reranker: Reranker = PrivateAttr()

    def __init__(self, model: str, *, top_n: int | None = None, batch_size: int = 32) -> None:
        super().__init__()
        self.top_n = top_n
        self._reranker = Reranker(model, batch_size)

    @classmethod
    def class_name(cls) -> str:
        """Its name in LlamaIndex's traces."""
        return "NewsReranker"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None or not nodes:
            return nodes
        texts = [f"{one.node.metadata.get('title', '')}. {one.node.get_content(MetadataMode.NONE)}" for one in nodes]
        scores = self._reranker.scores([(query_bundle.query_str, text) for text in texts])
        scored = [NodeWithScore(node=one.node, score=score) for one, score in zip(nodes, scores, strict=True)]
        return sorted(scored, key=lambda one: -(one.score or 0.0))[: self.top_n]
