"""Passages as LlamaIndex's nodes."""

from __future__ import annotations

from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from rag.values.passage import Passage


def node_id(passage: Passage) -> str:
    """The id of a passage's node: the same in every run, for `RetrieverEvaluator`'s expected ids."""
    return f"{passage.article_id}-v{passage.version}-{passage.start}-{passage.end}"


def as_node(passage: Passage, role: str = "found") -> NodeWithScore:
    """`passage` as a scored node: its text alone, its place in its article, and what is known of the article.

    `role` is what the passage is to the answer: "found" by a search, "cited", or "related, not an answer".
    """
    node = TextNode(
        id_=node_id(passage),
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "article_id": passage.article_id,
            "version": passage.version,
            "title": passage.title,
            "source": passage.source,
            "published": passage.published.isoformat() if passage.published else None,
            "url": passage.url,
            "role": role,
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.article_id)},
    )
    return NodeWithScore(node=node, score=passage.score)
