"""The reader: a small trained model that reads a question, or a claim, against a stretch of an article.

Of each sentence it says how far it answers the question and which of its words do; how far it supports, contradicts or
does not touch the claim. Sentences are read in their stretch and under its head (title, outlet, day), so that "he" and
"the company" have somebody to stand for. `reader.onnx` is made by `training/reader/`; its embeddings of word pieces are
those of the installed all-MiniLM-L6-v2, which training leaves as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from corpus.errors import GroundwireError
from rag.models.minilm import model_folder, weights_file
from rag.values.judged import Judged, Stretch

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MODEL = Path(__file__).with_name("reader.onnx")
MODEL_SHA256 = "512eb6dfe3a33fb956ae1f4b17445cf4d2e23731f93e1350b9869e68b9dcf197"
ASKED, HEAD, SENTENCE = 96, 48, 120
"""Tokens of a question or claim, of a head and of a sentence that are read; what is longer is cut."""
ROOM = 250
"""Tokens of sentences that are read at once; a longer stretch is read in several, which share a sentence."""
LONGEST = 24
"""Tokens of the longest answering words."""

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Tokens = tuple[int, ...]


class Special(NamedTuple):
    """The tokens that mark where a text begins and where a part of it ends."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """What is read at once, as tokens: what is asked, the head, the sentences, each with a mark behind it.

    `text_from` is where the head begins; `sentences` are the number in the stretch, the first token and the mark of
    each sentence.
    """

    ids: Tokens
    text_from: int
    sentences: tuple[tuple[int, int, int], ...]


def head_of(title: str, source: str, day: str) -> str:
    """The head of a stretch: `day` is written 2025-06-10, or is empty."""
    return f"{title}. {source}, {day}"


def window(special: Special, asked: Tokens, head: Tokens, sentences: Sequence[tuple[int, Tokens]]) -> Window:
    """Lay out numbered `sentences` under `head` for the question `asked`; parts that are too long are cut."""
    ids = [special.begin, *asked[:ASKED], special.end]
    text_from = len(ids)
    ids += [*head[:HEAD], special.end]
    places = []
    for number, tokens in sentences:
        places.append((number, len(ids), len(ids) + len(tokens[:SENTENCE])))
        ids += [*tokens[:SENTENCE], special.end]
    return Window(tuple(ids), text_from, tuple(places))


def arrays(one: Window) -> dict[str, np.ndarray[Any, Any]]:
    """The inputs of the model: `ids` and `kinds` (0 what is asked, 1 the rest) of T tokens, `means` and `marks` (S, T).

    `means` takes the mean over the tokens of each of S sentences, `marks` the mark behind it.
    """
    length = len(one.ids)
    means = np.zeros((len(one.sentences), length), dtype=np.float32)
    marks = np.zeros_like(means)
    for row, (_, start, end) in enumerate(one.sentences):
        means[row, start:end] = 1 / max(1, end - start)
        marks[row, end] = 1
    kinds = (np.arange(length) >= one.text_from).astype(np.int64)
    return {"ids": np.array(one.ids, dtype=np.int64), "kinds": kinds, "means": means, "marks": marks}


def cut(lengths: Sequence[int], room: int = ROOM) -> Iterator[range]:
    """Cut sentences of these numbers of tokens into runs that fit into `room`; a run begins with the last one's end."""
    first = 0
    while first < len(lengths):
        last, total = first, 0
        while last < len(lengths) and (last == first or total + lengths[last] <= room):
            total += lengths[last]
            last += 1
        yield range(first, last)
        if last >= len(lengths):
            return
        first = max(first + 1, last - 1)


class Reader:
    """The model; it is loaded when something is first read, and may be shared between threads."""

    def __init__(self) -> None:
        self._lock = Lock()

    def load(self) -> None:
        """Load the model now. Raises `GroundwireError` where the file is missing, cut or of another version."""
        with self._lock:  # two first questions at once must not load it twice
            _ = self._session, self._tokenizer

    def read(self, asked: str, stretches: Sequence[Stretch]) -> list[list[Judged]]:
        """Return what each sentence of each stretch is to the question or claim `asked`, in their order.

        Each window is read by itself, so what is said of a sentence does not hang on what else is read.
        """
        self.load()
        texts = [asked, *(text for one in stretches for text in (one.head, *one.sentences))]
        encoded = iter(self._tokenizer.encode_batch(texts, add_special_tokens=False))
        wanted = tuple(next(encoded).ids)
        judged = []
        for stretch in stretches:
            head = tuple(next(encoded).ids)
            judged.append(self._read(wanted, head, [next(encoded) for _ in stretch.sentences]))
        return judged

    def _read(self, asked: Tokens, head: Tokens, body: Sequence[Encoding]) -> list[Judged]:
        found: dict[int, Judged] = {}
        for run in cut([len(one.ids) + 1 for one in body]):
            one = window(self._special, asked, head, [(place, tuple(body[place].ids)) for place in run])
            rows, words = self._session.run(None, arrays(one))
            for (place, start, end), row in zip(one.sentences, rows, strict=True):
                judgement = _judged(row, _words(words[start:end], body[place].offsets))
                found[place] = _surer(found[place], judgement) if place in found else judgement
        return [found[place] for place in range(len(body))]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _special(self) -> Special:
        begin, end = (self._tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
        return Special(int(begin or 0), int(end or 0))

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime
        from safetensors import safe_open

        options = onnxruntime.SessionOptions()
        # A thread that waits by spinning takes its core from whatever else would run there.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        with safe_open(weights_file(), framework="numpy") as stored:
            words = stored.get_tensor("embeddings.word_embeddings.weight")
        options.add_external_initializers(["word"], [onnxruntime.OrtValue.ortvalue_from_numpy(words)])
        return onnxruntime.InferenceSession(_model(), options, providers=["CPUExecutionProvider"])


def _model() -> bytes:
    model = MODEL.read_bytes() if MODEL.is_file() else b""
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise GroundwireError(
            f"{MODEL} is missing, damaged or of another version. Install Groundwire again (`make install` in a "
            f"checkout; `git checkout rag/models/reader.onnx` brings the file back)."
        )
    return model


def _judged(row: Floats, words: tuple[int, int]) -> Judged:
    chances = np.exp(row[1:] - row[1:].max())
    _, supports, contradicts = chances / chances.sum()
    return Judged(float(row[0]), float(supports), float(contradicts), words)


def _surer(one: Judged, other: Judged) -> Judged:
    """Of a sentence that two windows share, what the surer of them says."""
    return max(one, other, key=lambda judged: max(judged.answers, judged.supports - judged.contradicts))


def _words(tokens: Floats, offsets: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the likeliest run of answering words stands: `tokens` (T, 2) are logits of a first and of a last token."""
    if not len(tokens):
        return 0, 0
    runs = tokens[:, :1] + tokens[:, 1:].T
    apart = np.arange(len(tokens))[None, :] - np.arange(len(tokens))[:, None]
    best = int(np.where((apart >= 0) & (apart < LONGEST), runs, -np.inf).argmax())
    return offsets[best // len(tokens)][0], offsets[best % len(tokens)][1]
