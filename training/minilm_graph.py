"""Writes `rag/models/minilm.onnx`: the computation of all-MiniLM-L6-v2 without its weights.

`python -m training.minilm_graph` writes the same bytes each time and prints their SHA-256. Attention, the sum with
layer normalisation and the biased GELU are onnxruntime's own fused operators.
"""

from __future__ import annotations

import hashlib

from onnx import ModelProto, TensorProto, helper

from rag.models.minilm import GRAPH
from training.graph import EPSILON, FUSED, HEADS, HIDDEN, INNER, LAYERS, POSITIONS, WORDS, Graph


def minilm() -> ModelProto:
    """The graph: `ids` and `mask` (texts, tokens) in; unit vectors and the states of the last layer out."""
    graph = Graph()
    state = _embeddings(graph)
    for n in range(LAYERS):
        state = _layer(graph, n, state)
    _pooled(graph, state)
    tokens: list[str | int | None] = ["texts", "tokens"]
    rows: list[str | int | None] = [*tokens, HIDDEN]
    whole: list[str | int | None] = ["texts", HIDDEN]
    ends = [("vector", whole), (f"{LAYERS - 1}.layer", rows)]
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info(name, TensorProto.INT64, tokens) for name in ("ids", "mask")],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in ends],
        graph.weights,
    )
    operators = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=operators, ir_version=9)


def _embeddings(graph: Graph) -> str:
    """Words, positions and the first of the two kinds of text, summed and normalised."""
    graph.node("Gather", [graph.weight("word", WORDS, HIDDEN), "ids"], "words")
    graph.node("Shape", ["ids"], "length", start=1, end=2)
    places = [graph.weight("position", POSITIONS, HIDDEN), graph.constant("first", 0), "length"]
    graph.node("Slice", places, "positions")
    graph.node("Add", ["positions", graph.weight("type", HIDDEN)], "typed")
    graph.node("Add", ["words", "typed"], "summed")
    graph.node("Cast", ["mask"], "attended", to=TensorProto.INT32)
    return graph.node("LayerNormalization", ["summed", *graph.norm("embeddings")], "embedded", axis=-1, epsilon=EPSILON)


def _layer(graph: Graph, n: int, state: str) -> str:
    """One transformer layer, normalised after each sum (BERT)."""

    def dense(name: str, source: str, wide: int, deep: int) -> str:
        return graph.node("MatMul", [source, graph.weight(f"{n}.{name}.w", wide, deep)], f"{n}.{name}")

    def summed(name: str, output: str, before: str, bias: str) -> str:
        inputs = [f"{n}.{bias}", before, *graph.norm(f"{n}.{name}"), graph.weight(f"{n}.{bias}.b", HIDDEN)]
        return graph.node("SkipLayerNormalization", inputs, output, domain=FUSED, epsilon=EPSILON)

    dense("qkv", state, HIDDEN, 3 * HIDDEN)
    graph.node("Add", [f"{n}.qkv", graph.weight(f"{n}.qkv.b", 3 * HIDDEN)], f"{n}.projected")
    heads = [f"{n}.query", f"{n}.key", f"{n}.value"]
    graph.node("Split", [f"{n}.projected"], *heads, axis=-1, num_outputs=3)
    graph.node("MultiHeadAttention", [*heads, "", "attended"], f"{n}.context", domain=FUSED, num_heads=HEADS)
    dense("out", f"{n}.context", HIDDEN, HIDDEN)
    attended = summed("attended", f"{n}.attended", state, "out")
    dense("up", attended, HIDDEN, INNER)
    graph.node("BiasGelu", [f"{n}.up", graph.weight(f"{n}.up.b", INNER)], f"{n}.gelu", domain=FUSED)
    dense("down", f"{n}.gelu", INNER, HIDDEN)
    return summed("layer", f"{n}.layer", attended, "down")


def _pooled(graph: Graph, state: str) -> None:
    """The mean of the tokens' states, of length 1."""
    graph.node("Cast", ["mask"], "counted", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", ["counted", graph.constant("last_axis", 2)], "weights")
    graph.node("Mul", [state, "weights"], "kept")
    axis = graph.constant("tokens_axis", 1)
    graph.node("ReduceSum", ["kept", axis], "total", keepdims=0)
    graph.node("ReduceSum", ["weights", axis], "count", keepdims=0)
    graph.node("Div", ["total", "count"], "mean")
    graph.node("LpNormalization", ["mean"], "vector", axis=-1, p=2)


def main() -> None:
    """Write the file, and print its digest for `rag.models.minilm`."""
    written = minilm().SerializeToString(deterministic=True)
    GRAPH.write_bytes(written)
    print(f"{GRAPH}: {len(written):,} bytes, SHA-256 {hashlib.sha256(written).hexdigest()}")  # noqa: T201 - its purpose


if __name__ == "__main__":
    main()
