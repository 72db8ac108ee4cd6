"""Passages as LlamaIndex's nodes."""

from __future__ import annotations

from datetime import datetime

from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from rag.values.answer import Answer
from rag.values.passage import Passage
from rag.values.protocols import Answerer

_KEPT = ("article_id", "version", "title", "source", "url")
"""What a node's metadata keep of its passage as it is."""


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
            **{name: getattr(passage, name) for name in _KEPT},
            "published": passage.published.isoformat() if passage.published else None,
            "role": role,
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.article_id)},
    )
    return NodeWithScore(node=node, score=passage.score)


def as_passage(node: NodeWithScore) -> Passage:
    """The passage that a node of `as_node` stands for. Raises `ValueError` for a node of elsewhere."""
    text, kept = node.node, node.node.metadata
    if not isinstance(text, TextNode) or text.start_char_idx is None or text.end_char_idx is None:
        raise ValueError(f"node {text.node_id} is none of this newsroom's; use the nodes of its retriever")
    missing = [name for name in _KEPT if name not in kept]
    if missing:
        raise ValueError(f"node {text.node_id} has no {missing[0]!r}; use the nodes of this newsroom's retriever")
    return Passage(
        **{name: kept[name] for name in _KEPT},
        published=datetime.fromisoformat(kept["published"]) if kept.get("published") else None,
        text=text.text,
        start=text.start_char_idx,
        end=text.end_char_idx,
        score=node.score or 0.0,
    )


def answer_nodes(room: Answerer, answer: Answer) -> list[NodeWithScore]:
    """The passages that `answer` cites, in order of use; of an abstention those near it, by their role no answer."""
    if answer.status == "abstained":
        return [as_node(passage, "related, not an answer") for passage in answer.related]
    scores = {n: sentence.score for sentence in answer.sentences for n in sentence.citations}
    nodes = [as_node(room.cited_passage(citation), "cited") for citation in answer.citations]
    for node, citation in zip(nodes, answer.citations, strict=True):
        node.score = scores[citation.n]
    return nodes
