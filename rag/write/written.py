"""Answers in a model's own words: each sentence is held against the articles before anybody reads it.

What is not sufficient is refused before the model is asked; where nothing it writes is supported, the articles' own
words are the answer, and it says so.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING

from rag.asked.request import Request
from rag.models.llm import failure
from rag.text.markers import Written, read_written
from rag.values.answer import Answer, Citation, Conflict, Sentence, SupportLabel, Timings, Withheld
from rag.values.passage import Passage
from rag.verify.gate import Gate, Passed
from rag.write.cite import cite_place
from rag.write.compose import Composer, Found
from rag.write.prompt import NOTHING_SAID, fitting, messages
from rag.write.usage import usage
from rag.write.wording import withheld_note, written_text

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatResponse

log = logging.getLogger(__name__)

MOST_PASSAGES = 6
MOST_WRITTEN, MOST_CHARACTERS = 8, 6000
"""Sentences that are looked at, and characters: a model that goes on and on is stopped."""
_DECORATION = re.compile(
    r"<[^<>]{1,200}>|!\[[^\]]{0,200}\]\([^)]{0,400}\)|https?://\S+|^\s{0,3}(?:#{1,6}|[-*•]|\d{1,2}[.)])\s+|\*\*|__|`+",
    re.MULTILINE,
)
_LINK = re.compile(r"\[([^\]]{1,200})\]\([^)\s]{1,400}\)")
_BEGUN = re.compile(r"[^\W\d_]{2,40}\W")


@dataclass(slots=True)
class _Growing:
    """An answer while it is written."""

    found: Found
    name: str
    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    timings: Timings = field(default_factory=Timings)

    def answer(self, said: Sequence[str] | None = None) -> Answer:
        """What is verified by now; whole, with its sources, what is to be `said` besides and what disagrees."""
        days = [one.published.date() for one in self.citations if one.published]
        notes = () if said is None else tuple(one for one in (*said, withheld_note(self.withheld)) if one)
        sources = () if said is None else self.citations
        return replace(
            self.found.answer,
            text=written_text(self.sentences, sources, self.conflicts, notes),
            sentences=tuple(self.sentences),
            citations=tuple(self.citations),
            more=(),
            conflicts=tuple(self.conflicts),
            notes=notes,
            newest_evidence=max(days, default=None),
            mode=self.name,
            withheld=tuple(self.withheld),
            timings=self.timings,
        )

    def number(self, citation: Citation) -> int:
        """The number under which the answer cites a place, which it does from now on."""
        place = (citation.article_id, citation.version, citation.start, citation.end)
        for known in self.citations:
            if (known.article_id, known.version, known.start, known.end) == place:
                return known.n
        self.citations.append(replace(citation, n=len(self.citations) + 1))
        return len(self.citations)

    def disagree(self) -> None:
        """Show what the extractive answer shows of disagreements: each side in its own words."""
        cited = {one.n: one for one in self.found.answer.citations}
        for conflict in self.found.answer.conflicts:
            claims = []
            for claim in conflict.claims:
                numbers = tuple(self.number(cited[n]) for n in claim.citations)
                claims.append(replace(claim, citations=numbers))
                if not any(set(numbers) & set(one.citations) for one in self.sentences):
                    self.sentences.append(
                        Sentence(text=claim.text, citations=numbers, support="verbatim", score=self.sentences[0].score)
                    )
            self.conflicts.append(replace(conflict, claims=tuple(claims)))


class Writer:
    """Writes answers with one model over what a composer finds."""

    def __init__(self, composer: Composer, llm: LLM, name: str, gate: Callable[[Sequence[Passage]], Gate]) -> None:
        self._composer = composer
        self._llm = llm
        self._name = name
        self._gate = gate

    def stream(self, request: Request, stopped: Callable[[], bool] = lambda: False) -> Iterator[Answer]:
        """The answer to `request`, one verified sentence more each time; a refusal comes alone, as it does without.

        Once `stopped`, the model's stream is closed with its next word and nothing more comes.
        """
        began = perf_counter()
        found = self._composer.found(request)
        if found.answer.status == "abstained":
            yield found.answer
            return
        yield from self.write(found, began, stopped)

    def write(self, found: Found, began: float, stopped: Callable[[], bool] = lambda: False) -> Iterator[Answer]:
        """The same from what was `found`, since `began`, which holds an answer."""
        metadata = self._llm.metadata
        room = metadata.context_window - max(metadata.num_output, 0)
        passages = [one.passage for one in found.passages[:MOST_PASSAGES]]
        fit = fitting(passages, found.answer.reading.asked_as, room)
        if not fit:
            yield _instead(found.answer, f"No passage fits into the {metadata.context_window} tokens of the model")
            return
        yield from self._written(replace(found, passages=found.passages[: len(fit)]), began, stopped)

    def _written(self, found: Found, began: float, stopped: Callable[[], bool]) -> Iterator[Answer]:
        growing = _Growing(found, self._name)
        gate = self._gate([one.passage for one in found.passages])
        asked = messages(found.answer.reading.asked_as, gate.passages)
        failed, written, verify_ms, first_ms = "", "", 0.0, None
        last: ChatResponse | None = None
        done = 0

        def take(sentences: Sequence[Written]) -> Iterator[Answer]:
            nonlocal verify_ms, first_ms, done
            for sentence in sentences[done:MOST_WRITTEN]:
                at = perf_counter()
                shown = self._take(growing, gate.judge(sentence))
                verify_ms += (perf_counter() - at) * 1000
                if shown:
                    first_ms = first_ms or (perf_counter() - began) * 1000
                    yield growing.answer()
            done = max(done, len(sentences))

        try:
            with closing(self._llm.stream_chat(asked)) as stream:
                for last in stream:
                    if stopped():
                        return
                    written += last.delta or ""
                    yield from take(_finished(written, len(found.passages)))
                    if done >= MOST_WRITTEN or len(written) > MOST_CHARACTERS:
                        break
        except Exception as error:  # noqa: BLE001 - whatever a provider raises: what was verified stays
            log.warning("The model failed: %s", type(error).__name__)
            failed = failure(error)
        if not failed:
            yield from take(_all(written[:MOST_CHARACTERS], len(found.passages)))
        total = (perf_counter() - began) * 1000
        tokens_in, tokens_out, estimated = usage(last, asked, written)
        growing.timings = replace(
            found.answer.timings,
            verify_ms=round(verify_ms, 1),
            total_ms=round(total, 1),
            first_ms=round(first_ms or total, 1),
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            estimated=estimated,
        )
        if growing.sentences:
            growing.disagree()
            missing = [f"The rest of the answer is missing: {failed}."] if failed else []
            yield growing.answer([*missing, *self._composer.remarks(found, growing.citations)])
            return
        why = failed or ("The model found no answer in the articles" if _says_nothing(written) else "")
        why = why or "Nothing that the model wrote is supported by the articles"
        yield replace(_instead(found.answer, why), withheld=tuple(growing.withheld), timings=growing.timings)

    def _take(self, growing: _Growing, passed: Passed) -> bool:
        """Put a sentence that was judged where it belongs; whether it is shown."""
        found = growing.found
        if _says_nothing(passed.text) or any(one.text == passed.text for one in growing.sentences):
            return False
        if passed.reason or passed.support.passage is None:
            growing.withheld.append(Withheld(text=passed.text, reason=passed.reason))
            return False
        stored = found.passages[passed.support.passage]
        start = stored.passage.start + passed.support.start
        end = stored.passage.start + passed.support.end
        composer = self._composer
        with composer.catalogue.snapshot():
            cited = cite_place(0, stored, start, end, composer.store, found.passages, found.request.filters)
        number = growing.number(cited)
        support: SupportLabel = "verbatim" if passed.text.rstrip(".") in cited.quote else "supported"
        growing.sentences.append(
            Sentence(text=passed.text, citations=(number,), support=support, score=passed.support.score)
        )
        return True


def _finished(written: str, passages: int) -> list[Written]:
    """The sentences that are whole: a next one has begun behind them, so that their markers are there, too."""
    sentences = _all(written, passages)
    return sentences[:-1] if sentences and _BEGUN.search(sentences[-1].text) else sentences[:-2]


def _all(written: str, passages: int) -> list[Written]:
    plain = _DECORATION.sub("", _LINK.sub(r"\1", written.encode("utf-8", "replace").decode()))
    return [one for one in read_written(plain, passages) if any(char.isalnum() for char in one.text)]


def _says_nothing(text: str) -> bool:
    return NOTHING_SAID.rstrip(".").casefold() in text.casefold()


def _instead(extractive: Answer, why: str) -> Answer:
    """The extractive answer, which says that it is one, and why."""
    note = f"{why}; these are the articles' own words."
    return replace(extractive, notes=(*extractive.notes, note), text=f"{extractive.text}\n\n{note}")
