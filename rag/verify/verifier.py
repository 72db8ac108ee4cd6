"""Claims against passages: the words of each held against the other, weighed, and put into one of four labels.

No model but the one that embeds. Reading is `rag.verify.reading`, the evidence `rag.verify.alignment`, its weights
`rag.verify.judge`, what differs `rag.verify.differences`, the label `rag.verify.verdict`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rag.models.encoder import BundledEmbedder, Embedder
from rag.text.stems import stems
from rag.values.passage import Passage
from rag.verify.alignment import Source, align
from rag.verify.judge import likelihood
from rag.verify.opposites import is_turned
from rag.verify.pairing import Pair
from rag.verify.reading import Reading, read_texts
from rag.verify.verdict import SupportLabel, compare, stretches, verdict

_RANK: dict[SupportLabel, int] = {"supported": 3, "contradicted": 2, "partial": 1, "unsupported": 0}
MOST_QUOTED = 500
"""Words of a claim that is looked for as a quote; a passage holds no more."""
_CONTRADICTED_AT_MOST = 0.1
"""Score of a contradicted claim at most: it is less supported than one that nothing speaks of."""


@dataclass(frozen=True, slots=True)
class Support:
    """Whether and where passages support a claim.

    `score`: how likely they support it, 0 to 1, whatever the label. `passage` is the number of the one that bears on it
    most, None where none was given; `text[start:end]` of it is its sentence that does.
    """

    label: SupportLabel
    score: float
    passage: int | None = None
    start: int = 0
    end: int = 0


def support(
    claim: str,
    passages: Sequence[str | Passage],
    question: str | None = None,
    *,
    embedder: Embedder | None = None,
) -> Support:
    """Whether `passages` support `claim`, a sentence or several; of several, the one least supported counts.

    "supported": one passage says it; a verbatim quote scores 1. "contradicted": one says the same but for one figure,
    name, negation or opposite. "partial": one says some of it, or it names what none does. Of a `Passage`, title,
    outlet and day count as known, and so do the words of `question`, which the claim answers. `embedder`: default, the
    bundled model, loaded once.
    """
    return Verifier(embedder or _bundled()).support(claim, passages, question)


class Verifier:
    """Judges claims with one embedding model."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def support(self, claim: str, passages: Sequence[str | Passage], question: str | None = None) -> Support:
        """See `support`."""
        known = frozenset(stems(question)) if question else frozenset[str]()
        read = read_texts(self.embedder, [claim, *(_text(passage) for passage in passages)])
        sources = [_source(passage, reading, known) for passage, reading in zip(passages, read[1:], strict=True)]
        return self.judge(read[0], sources, answers=bool(question))

    def read(self, claims: Sequence[str], passages: Sequence[Passage]) -> tuple[list[Reading], list[Source]]:
        """Read claims and passages in one batch, to be judged by `judge`."""
        read = read_texts(self.embedder, [*claims, *(passage.text for passage in passages)])
        sources = [_source(passage, reading) for passage, reading in zip(passages, read[len(claims) :], strict=True)]
        return read[: len(claims)], sources

    def judge(self, claim: Reading, sources: Sequence[Source], *, answers: bool = False) -> Support:
        """The support of a claim that was read, by passages that were; `answers`: a question that is known."""
        if not sources or not claim.words:
            return Support("unsupported", 0.0)
        quoted = _quoted(claim, sources)
        if quoted:
            return quoted
        each = [_best(_judged(claim, n, sources, answers)) for n in range(len(claim.sentences))]
        return min(each, key=lambda found: (found.label != "contradicted", found.score))


def _judged(claim: Reading, sentence: int, sources: Sequence[Source], answers: bool) -> Iterable[Support]:
    for number, source in enumerate(sources):
        if not source.reading.words:
            yield Support("unsupported", 0.0, number)
            continue
        alignment = align(claim, sentence, source)
        score = likelihood(alignment, answers)
        pairs = (Pair(claim, sentence, source, first, last) for first, last in stretches(alignment, source))
        label, found = verdict([compare(pair) for pair in pairs], score)
        if label == "contradicted":
            score = min(score, _CONTRADICTED_AT_MOST)
        sentences = source.reading.sentences
        yield Support(label, round(score, 4), number, sentences[found.first].start, sentences[found.last].end)


def _best(found: Iterable[Support]) -> Support:
    """What the passage that says most says of it: one that states it outweighs one that states otherwise."""
    return max(found, key=lambda support: (_RANK[support.label], support.score))


def _quoted(claim: Reading, sources: Sequence[Source]) -> Support | None:
    """Full support where a passage holds the claim word for word, and no words before take it back."""
    words = claim.text.split()
    if len(words) > MOST_QUOTED:
        return None
    words[-1] = words[-1].rstrip(".,;:!") or words[-1]
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)")
    for number, source in enumerate(sources):
        for found in pattern.finditer(source.reading.text):
            inside = [
                span for span in source.reading.sentences if span.start < found.end() and found.start() < span.end
            ]
            if inside and not is_turned(source.reading.text[inside[0].start : found.start()]):
                return Support("supported", 1.0, number, inside[0].start, inside[-1].end)
    return None


def _source(passage: str | Passage, reading: Reading, known: frozenset[str] = frozenset()) -> Source:
    if isinstance(passage, str):
        return Source(reading, known)
    about = known | stems(f"{passage.title} {passage.source}")
    return Source(reading, about, passage.published.date() if passage.published else None)


def _text(passage: str | Passage) -> str:
    return passage if isinstance(passage, str) else passage.text


@cache
def _bundled() -> BundledEmbedder:
    return BundledEmbedder()
