"""What one part asks of another that it does not import: the words of the articles, and a newsroom to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, Protocol, TypedDict, Unpack

from rag.values.answer import Answer, Citation
from rag.values.passage import Passage


class SearchOptions(TypedDict, total=False):
    """What limits a question; see `Newsroom.ask`."""

    since: date | str | None
    until: date | str | None
    as_of: date | str | None
    asked: date | str | None
    sources: Sequence[str] | str | None
    ignore: Collection[str] | str


class AskOptions(SearchOptions, total=False):
    """The same with the conversation that an answer goes on with."""

    history: Sequence[str | Answer] | None


class Words(Protocol):
    """What the articles know of words: see `rag.index.lexicon`."""

    def spelled(self, text: str, elsewhere: Sequence[tuple[int, int]] = ()) -> tuple[str, tuple[tuple[str, str], ...]]:
        """`text` with its words as the articles write them, and what was changed, as written and as meant."""
        ...

    def is_name(self, word: str, written: bool | None, text: str) -> bool:
        """Whether a word of the question `text` is a name, given whether it is written as one, if that tells."""
        ...


class Answerer(Protocol):
    """A newsroom as its LlamaIndex classes use it; each method is the newsroom's own."""

    def ask(self, question: str, *, mode: str | None = None, **options: Unpack[AskOptions]) -> Answer:
        """Answer `question`, or say what the articles do not say."""
        ...

    def stream(self, question: str, *, mode: str | None = None, **options: Unpack[AskOptions]) -> Iterator[Answer]:
        """Yield the answer as it grows, each one whole and valid."""
        ...

    def search(self, query: str, k: int = 10, **options: Unpack[SearchOptions]) -> list[Passage]:
        """Return the `k` passages nearest to `query`, best first."""
        ...

    def cited_passage(self, citation: Citation) -> Passage:
        """Return the passage that a citation's quote stands in."""
        ...


class WritingNewsroom(Answerer, Protocol):
    """A newsroom with a model that writes."""

    @property
    def llm(self) -> Any:  # noqa: ANN401 - LlamaIndex's LLM, which is imported where it is used
        """The model."""
        ...

    def write(self, question: str, passages: Sequence[Passage], **options: Unpack[AskOptions]) -> Iterator[Answer]:
        """Yield the written answer from these passages as it grows."""
        ...
