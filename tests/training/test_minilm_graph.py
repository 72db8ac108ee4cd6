"""The graph that ships is the one that its maker writes."""

from __future__ import annotations

from rag.models.minilm import GRAPH
from training.minilm_graph import minilm


def test_the_maker_writes_the_committed_graph_byte_for_byte():
    assert minilm().SerializeToString(deterministic=True) == GRAPH.read_bytes()
