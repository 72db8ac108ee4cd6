"""What the parts of an answer are: frozen values that hold what a reader is shown and what it rests on.

Nothing here computes an answer; `rag.write.compose` does. `Answer.to_dict()` is the JSON of `groundwire ask --json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from corpus.plain_values import json_ready
from rag.values.passage import Passage

Status = Literal["answered", "abstained"]
Reason = Literal[
    "no_evidence", "not_stated", "outside_dates", "unknown_source", "false_premise", "empty_corpus", "unclear_question"
]
SupportLabel = Literal["verbatim", "supported", "partial"]
Readable = Literal["sources", "dates", "order", "parts", "history", "spelling"]
"""What can be read out of a question beside its words, and switched off by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The exact words a sentence rests on: `quote` is `version.text[start:end]` of that article version.

    `n` is the number a reader sees as [n]. `carried_by` counts the outlets that printed the story or a statement in the
    same words, `independent_sources` the stories among them: copies of one story are one source. `superseded`: the
    article has a newer version by now. `corrected`: this version says of itself that it was corrected.
    """

    n: int
    article_id: str
    version: int
    title: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    url: str | None
    quote: str
    start: int
    end: int
    independent_sources: int = 1
    carried_by: int = 1
    superseded: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer, without attribution or marker; `citations` are the numbers of what it rests on.

    `score` is between 0 and 1: how sure the composer is that the sentence answers the question. `refers_to` is ours, to
    be shown in brackets outside the quote: whom or what the sentence's "He" or "The company" stands for in its article.
    """

    text: str
    citations: tuple[int, ...]
    support: SupportLabel
    score: float
    refers_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A sentence offered beside an answer, in the exact words of its citation; `refers_to` as of a `Sentence`."""

    text: str
    citation: Citation
    refers_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A sentence that a model wrote and nobody is shown as part of the answer, and why, in words."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One side of a disagreement between articles."""

    text: str
    citations: tuple[int, ...]
    published: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Articles that say different things `about` the same thing."""

    about: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the question was read, to show and to undo: `ask(..., ignore=...)` takes the names in `Readable`.

    `asked_as` is the question that was searched for, `added` the words of it that the conversation gave, `spelled` the
    words that were read otherwise, each as written and as read. `since` and
    `until` are included in the range, `strict` says that articles of other days were left out; `time_words` are the
    question's own words for it. `order` is "latest" or "first". `parts` are the questions in it, where it asks several
    things. `ignored` are the readings that were switched off.
    """

    asked_as: str
    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    kind: str = "other"
    strict: bool = False
    time_words: str = ""
    order: str | None = None
    parts: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    spelled: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds spent; they differ from run to run, so answers are compared without them.

    `first_ms` is until the first sentence of a written answer. `tokens_in` and `tokens_out` are what the model read and
    wrote by its own count; where it gives none they are `estimated`.
    """

    retrieve_ms: float = 0.0
    compose_ms: float = 0.0
    verify_ms: float = 0.0
    total_ms: float = 0.0
    first_ms: float | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What `ask()` returns: cited sentences, or an abstention that says what is missing. A crash is neither: it raises.

    `text` is what a person reads, with [n] markers. `more` is further evidence, best first: offered apart, not part of
    `text`; the numbers of its citations go on behind those of `citations`. `related` holds the nearest passages of an
    abstention, offered as related and not as an answer. `notes` are sentences of ours about the answer: how old it is,
    what it lacks. `as_of` is the day after which everything was hidden; `newest_evidence` the day of the newest article
    that `text` cites. `mode` is "extractive" or the name of the model that wrote, `withheld` what that wrote besides.
    """

    question: str
    status: Status
    reason: Reason | None
    text: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    more: tuple[Further, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()
    related: tuple[Passage, ...] = ()
    reading: Reading
    as_of: date | None = None
    newest_evidence: date | None = None
    mode: str = "extractive"
    withheld: tuple[Withheld, ...] = ()
    timings: Timings = field(default_factory=Timings, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready values: dates as ISO 8601 strings, tuples as lists."""
        plain: dict[str, Any] = json_ready(self)
        return plain
