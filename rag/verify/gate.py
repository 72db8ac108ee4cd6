"""The gate: a sentence that a model wrote is shown with what it rests on, or withheld with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.models.encoder import Embedder
from rag.models.reader import head_of
from rag.text.common_words import language_of
from rag.text.markers import Written
from rag.text.orders import speaks_to_its_reader
from rag.text.sentences import split_sentences
from rag.values.judged import SentenceReader, Stretch
from rag.values.passage import Passage
from rag.verify.alignment import Source
from rag.verify.backing import backing
from rag.verify.check import states_something
from rag.verify.reading import Reading
from rag.verify.verdict import SupportLabel
from rag.verify.verifier import Support, Verifier

_WHY = {
    "contradicted": "an article says otherwise",
    "partial": "the articles support it only in part",
    "unsupported": "no article here says so",
}

SHOWN_FROM, PARTIAL_FROM = 0.5, 0.2
NO_STATEMENT = "it states nothing that could be checked"


@dataclass(frozen=True, slots=True)
class Passed:
    """A written sentence, its label, and where in which of the passages it is supported.

    `reason` is why it is withheld, empty where it may be shown.
    """

    text: str
    label: SupportLabel
    support: Support
    reason: str = ""


class Gate:
    """Holds written sentences against the passages that the model was shown, each of which is read when needed."""

    def __init__(self, embedder: Embedder, reader: SentenceReader, passages: Sequence[Passage]) -> None:
        self._verifier = Verifier(embedder)
        self._reader = reader
        self.passages = passages
        self._sources: dict[int, Source] = {}

    def judge(self, written: Written) -> Passed:
        """Whether `written` may be shown: by what it cites, else by any other passage."""
        if not states_something(written.text, alone=True) or speaks_to_its_reader(written.text):
            return Passed(written.text, "unsupported", Support("unsupported", 0.0), reason=NO_STATEMENT)
        (claim,), _ = self._verifier.read([written.text], [])
        cited = [n - 1 for n in written.cited]
        best: Support | None = None
        for numbers in (cited, [n for n in range(len(self.passages)) if n not in cited]):
            for number in numbers:
                found = self._support(claim, number)
                if found.label == "supported":
                    return Passed(written.text, "supported", found)
                best = max((one for one in (best, found) if one), key=lambda one: one.score)
        best = best or Support("unsupported", 0.0)
        return Passed(written.text, best.label, best, reason=_WHY[best.label])

    def _support(self, claim: Reading, number: int) -> Support:
        """What one passage says of a claim; of several sentences in it, the one least supported counts."""
        source = self._source(number)
        if not source.reading.words or not claim.words:
            return Support("unsupported", 0.0, number)
        passage, spans = self.passages[number], source.reading.sentences
        stretch = Stretch(
            head_of(passage.title, passage.source, f"{passage.published:%Y-%m-%d}" if passage.published else ""),
            tuple(source.reading.text[start:end] for start, end in spans),
        )
        each = []
        for n, own in enumerate(claim.sentences):
            (judged,) = self._reader.read(claim.text[own.start : own.end], [stretch])
            each.append(backing(claim, n, source, judged, f"{passage.title} {passage.source}"))
        least = min(each, key=lambda one: one.score)
        label: SupportLabel = "unsupported"
        if least.score >= SHOWN_FROM and not any(one.foreign for one in each):
            label = "supported"
        elif least.label == "contradicted":
            label = "contradicted"
        elif least.score >= PARTIAL_FROM:
            label = "partial"
        return Support(label, round(least.score, 4), number, spans[least.first].start, spans[least.last].end)

    def _source(self, number: int) -> Source:
        if number not in self._sources:
            passage = self.passages[number]
            _, (source,) = self._verifier.read([], [replace(passage, text=_news_alone(passage.text))])
            self._sources[number] = source
        return self._sources[number]


def _news_alone(text: str) -> str:
    """`text` with spaces where it speaks to its reader, or in another language, so that nothing rests on that."""
    language = language_of(text, "en")
    for start, end in split_sentences(text):
        sentence = text[start:end]
        if speaks_to_its_reader(sentence) or language_of(sentence, language) != language:
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
