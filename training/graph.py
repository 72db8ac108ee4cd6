"""An onnx graph written node by node, and the sizes of all-MiniLM-L6-v2, which both models that ship are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from rag.models.minilm import LAYERS

__all__ = ["EPSILON", "FUSED", "HEADS", "HIDDEN", "INNER", "LAYERS", "POSITIONS", "WORDS", "Graph"]

HIDDEN, INNER, HEADS, WORDS, POSITIONS = 384, 1536, 12, 30_522, 512
EPSILON = 1e-12
"""Of the layer normalisations: `config.json` of the model."""
FUSED = "com.microsoft"


class Graph:
    """Nodes and weights as they are named one after the other."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def weight(self, name: str, *shape: int) -> str:
        """A weight that the session is given when it is made."""
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="given-to-the-session")
        self.weights.append(tensor)
        return name

    def array(self, name: str, values: np.ndarray) -> str:
        """A weight that the graph holds."""
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def constant(self, name: str, value: int) -> str:
        """A number that an operator takes as an input, as a tensor of one."""
        return self.array(name, np.array([value], dtype=np.int64))

    def node(self, operator: str, inputs: list[str], *outputs: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401 - an operator's own
        """One operator; returns the name of its first output."""
        self.nodes.append(helper.make_node(operator, inputs, list(outputs), domain=domain, **attributes))
        return outputs[0]

    def norm(self, name: str) -> list[str]:
        """The two weights of a layer normalisation."""
        return [self.weight(f"{name}.norm.w", HIDDEN), self.weight(f"{name}.norm.b", HIDDEN)]
