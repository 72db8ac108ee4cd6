"""Writes `rag/models/reader.onnx` out of trained weights: `python -m training.reader.export [WEIGHTS.pt]`.

The products of the layers are in eight bits: weights by column, states as they come (onnxruntime's
`DynamicQuantizeMatMul`). What is small stays as it is, and the embeddings of word pieces are left out: they are
those of the installed all-MiniLM-L6-v2.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnx import ModelProto, TensorProto, helper

from rag.models import reader as module
from rag.models.reader import MODEL
from training.graph import EPSILON, FUSED, HEADS, HIDDEN, LAYERS, POSITIONS, WORDS, Graph
from training.reader.network import JUDGED
from training.reader.train import RUNS

Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def reader(weights: dict[str, Array]) -> ModelProto:
    """The graph with `weights`, by torch's names: a window in (`rag.models.reader.arrays`), two kinds of logits out."""
    graph = Graph()
    state = _embeddings(graph, weights)
    for n in range(LAYERS):
        state = _layer(graph, weights, n, state)
    _judged(graph, weights, state)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["tokens"]) for name in ("ids", "kinds")]
    rows: list[str | int | None] = ["sentences", "tokens"]
    inputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, rows) for name in ("means", "marks")]
    outputs = [
        helper.make_tensor_value_info("judged", TensorProto.FLOAT, ["sentences", JUDGED]),
        helper.make_tensor_value_info("words", TensorProto.FLOAT, ["tokens", 2]),
    ]
    made = helper.make_graph(graph.nodes, "reader", inputs, outputs, graph.weights)
    operators = [helper.make_opsetid("", 20), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=operators, ir_version=9)


def _embeddings(graph: Graph, weights: dict[str, Array]) -> str:
    stored = "bert.embeddings."
    graph.node("Gather", [graph.weight("word", WORDS, HIDDEN), "ids"], "pieces")
    graph.node("Shape", ["ids"], "length")
    position = graph.array("position", weights[f"{stored}position_embeddings.weight"][:POSITIONS])
    graph.node("Slice", [position, graph.constant("first", 0), "length"], "positions")
    graph.node("Gather", [graph.array("kind", weights[f"{stored}token_type_embeddings.weight"]), "kinds"], "typed")
    graph.node("Add", ["pieces", "positions"], "placed")
    graph.node("Add", ["placed", "typed"], "summed")
    norm = _norm(graph, weights, f"{stored}LayerNorm")
    graph.node("LayerNormalization", ["summed", *norm], "normed", axis=-1, epsilon=EPSILON)
    return graph.node("Unsqueeze", ["normed", graph.constant("windows", 0)], "embedded")


def _layer(graph: Graph, weights: dict[str, Array], n: int, state: str) -> str:
    layer = f"bert.encoder.layer.{n}."
    parts = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
    qkv = np.concatenate([weights[f"{part}.weight"] for part in parts])
    bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
    projected = _dense(graph, f"{n}.qkv", state, qkv, bias)
    heads = [f"{n}.query", f"{n}.key", f"{n}.value"]
    graph.node("Split", [projected], *heads, axis=-1, num_outputs=3)
    context = graph.node("MultiHeadAttention", heads, f"{n}.context", domain=FUSED, num_heads=HEADS)

    def summed(name: str, source: str, before: str) -> str:
        out = _dense(
            graph, f"{n}.{name}", source, weights[f"{layer}{name}.dense.weight"], weights[f"{layer}{name}.dense.bias"]
        )
        norm = _norm(graph, weights, f"{layer}{name}.LayerNorm")
        return graph.node(
            "SkipLayerNormalization", [out, before, *norm], f"{n}.{name}.summed", domain=FUSED, epsilon=EPSILON
        )

    attended = summed("attention.output", context, state)
    inner = "intermediate.dense"
    up = _dense(graph, f"{n}.up", attended, weights[f"{layer}{inner}.weight"], weights[f"{layer}{inner}.bias"])
    return summed("output", graph.node("Gelu", [up], f"{n}.gelu"), attended)


def _judged(graph: Graph, weights: dict[str, Array], state: str) -> None:
    state = graph.node("Squeeze", [state, "windows"], "states")
    graph.node("MatMul", ["means", state], "mean")
    graph.node("MatMul", ["marks", state], "mark")
    graph.node("Concat", ["mean", "mark"], "seen", axis=-1)
    inner = _plain(graph, weights, "sentence.0", "seen")
    _plain(graph, weights, "judged", graph.node("Gelu", [inner], "sentence.gelu"))
    _plain(graph, weights, "words", state)


def _dense(graph: Graph, name: str, source: str, weight: Array, bias: Array) -> str:
    """A product in eight bits: columns of `weight`, as torch keeps it (out, in), have a scale each."""
    columns = np.ascontiguousarray(weight.T)
    scale = (np.abs(columns).max(0) / 127).astype(np.float32)
    quantized = np.round(columns / scale).astype(np.int8)
    inputs = [graph.array(f"{name}.w", quantized), graph.array(f"{name}.scale", scale)]
    inputs += [graph.array(f"{name}.zero", np.zeros(len(scale), np.int8)), graph.array(f"{name}.b", bias)]
    return graph.node("DynamicQuantizeMatMul", [source, *inputs], name, domain=FUSED)


def _plain(graph: Graph, weights: dict[str, Array], name: str, source: str) -> str:
    weight = graph.array(f"{name}.w", np.ascontiguousarray(weights[f"{name}.weight"].T))
    graph.node("MatMul", [source, weight], f"{name}.product")
    return graph.node("Add", [f"{name}.product", graph.array(f"{name}.b", weights[f"{name}.bias"])], name)


def _norm(graph: Graph, weights: dict[str, Array], name: str) -> list[str]:
    return [graph.array(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")]


def main(files: Sequence[str]) -> None:
    """Write the file, and its digest into `rag/models/reader.py`."""
    import torch

    stored = torch.load(Path(files[0]) if files else RUNS / "reader.pt", weights_only=True)
    written = reader({name: part.numpy() for name, part in stored.items()}).SerializeToString(deterministic=True)
    digest = hashlib.sha256(written).hexdigest()
    MODEL.write_bytes(written)
    code = Path(module.__file__)
    code.write_text(code.read_text(encoding="utf-8").replace(module.MODEL_SHA256, digest), encoding="utf-8")
    print(f"{MODEL}: {len(written):,} bytes, SHA-256 {digest}")  # noqa: T201 - its purpose


if __name__ == "__main__":
    main(sys.argv[1:])
