"""What became of one case: all that is measured, compared and shown in a report is read from these values.

They are made by `evals.run`, kept as one JSON object a line, and read again without loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evals.cases import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where words stand: at `version.text[start:end]` of an article version."""

    article_id: str
    version: int
    url: str
    title: str
    source: str
    published: date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage(Place):
    """A passage that the search returned, best first."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCitation(Place):
    """A citation of the answer; `exact` is whether `quote` is what stands at its place."""

    n: int
    quote: str
    exact: bool
    superseded: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSentence:
    """A sentence of the answer: its words, the numbers it cites, the support it claims, and what the verifier found.

    `verdict` is the verifier's label of the sentence against the quotes it cites; "" where it was not asked. `needed`
    are those of its citations without which the verdict is worse.
    """

    text: str
    citations: tuple[int, ...]
    support: str
    score: float
    verdict: str = ""
    needed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One case and the answer to it.

    `status` is "answered" or "abstained", `reason` why it abstained. `confidence` (0 to 1) is how likely the articles
    were thought to answer. `conflicts` are the disagreements shown, each the numbers of the citations on its sides.
    `ms` is how long the answer took from call to return, `first_ms` until its first sentence; `tokens` and `cost` (US
    dollars) are what a language model took, 0 without one. `withheld` are the sentences that it wrote in vain.
    """

    case: Case
    status: str
    reason: str | None
    text: str
    confidence: float
    passages: tuple[FoundPassage, ...] = ()
    sentences: tuple[ShownSentence, ...] = ()
    citations: tuple[ShownCitation, ...] = ()
    conflicts: tuple[tuple[int, ...], ...] = ()
    notes: tuple[str, ...] = ()
    newest_evidence: date | None = None
    withheld: tuple[str, ...] = ()
    ms: float = 0.0
    first_ms: float = 0.0
    tokens: int = 0
    cost: float = 0.0

    @property
    def refused(self) -> bool:
        """Whether the answer was an abstention."""
        return self.status == "abstained"

    @property
    def shown(self) -> Sequence[str]:
        """The sentences' words, in order."""
        return [sentence.text for sentence in self.sentences]

    @property
    def quotes(self) -> Sequence[str]:
        """The citations' words, in order."""
        return [citation.quote for citation in self.citations]
