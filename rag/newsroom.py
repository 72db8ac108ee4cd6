"""The newsroom: one home folder's articles, and what can be asked of them. `open_newsroom` is the way in.

It holds the parts together and computes nothing itself: reading is `corpus`, finding `rag.find.hybrid`, answering
`rag.write.compose`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self, Unpack

from corpus.article import Article
from corpus.catalogue import Catalogue
from corpus.errors import ArticleError, GroundwireError
from corpus.feeds.store import FeedStore
from corpus.loaders import load
from rag.asked.options import day_of_asking, read_filters
from rag.asked.request import Request, read_request, written_as
from rag.config import Settings, load_settings
from rag.find.given import GivenPassages
from rag.find.hybrid import HybridSearch, Search
from rag.index.inputs import Item
from rag.index.intake import IngestReport, Intake
from rag.index.lexicon import Lexicon
from rag.index.passages import PassageStore
from rag.index.progress import Progress
from rag.index.queue import BackgroundIndexer, EmbeddingQueue
from rag.index.status import Status, read_status
from rag.index.vector_index import VectorIndex
from rag.models.encoder import Embedder, open_embedder
from rag.models.reader import Reader
from rag.models.reranker import Reranker
from rag.values.answer import Answer, Citation
from rag.values.judged import SentenceReader
from rag.values.passage import Passage
from rag.values.protocols import AskOptions, SearchOptions
from rag.verify.check import Checked, check
from rag.write.compose import Composer
from rag.write.growing import Grown, Stopped
from rag.write.introduction import Introduction

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from corpus.web.fetch import Fetcher
    from rag.llama import NewsChatEngine, NewsQueryEngine, NewsRetriever, NewsSynthesizer
    from rag.write.written import Writer

BRIEFS = Path(__file__).parent.parent / "corpus" / "briefs"


class Newsroom:
    """One home. Close it, or use it in a `with` block; it may be shared between threads."""

    def __init__(
        self, settings: Settings, embedder: Embedder | None = None, reader: SentenceReader | None = None
    ) -> None:
        self.settings = settings
        self.reader: SentenceReader = reader or Reader()
        self.embedder: Embedder = embedder or open_embedder(settings.embedding_model, settings.embed_batch)
        self.catalogue = Catalogue(settings.home / "catalog.sqlite3")
        self.passages = PassageStore(self.catalogue)
        self.lexicon = Lexicon(self.passages)
        self.feeds = FeedStore(self.catalogue)
        self.intake = Intake(self.catalogue, self.passages, self.embedder, self.fetcher)
        self._queue = EmbeddingQueue(self.passages.vectors, self.embedder, settings.home, settings.embed_batch)
        self._reranker = Reranker(settings.reranker) if settings.reranker else None
        self._introduction = Introduction()
        self._index: VectorIndex | None = None
        self._indexer: BackgroundIndexer | None = None
        self._opening = Lock()  # two first questions at once must not open the vectors twice

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the home's files."""
        if self._indexer is not None:
            self._indexer.stop()
        if self._index is not None:
            self._index.close()
        self.catalogue.close()

    @property
    def index(self) -> VectorIndex:
        """The vectors; opened when first needed, since a listing or an empty home needs none."""
        with self._opening:
            if self._index is None:
                self._check_model()
                self._index = VectorIndex(self.passages.vectors, self.settings.home, self.settings.chroma_url)
            return self._index

    # --- articles in -----------------------------------------------------------------------------------------------

    def ingest(
        self, items: Item | Iterable[Item], progress: Progress | None = None, *, wait: bool = True
    ) -> IngestReport:
        """Store articles, files, folders and web pages, found by full text at once, and by meaning with their vectors.

        Each article is stored whole or not at all, and what is wrong with one never stops the others. With `wait`,
        returns when every passage has its vector, also those that an interrupted run left without; else vectors are
        left to `start_indexing`, or to the next call. Raises `GroundwireError` where the home cannot be written or
        holds vectors of another embedding model.
        """
        self._check_model()
        report = self.intake.store(items, progress)
        if wait:
            self.embed_pending(progress)
        return report

    def ingest_bundled(self, progress: Progress | None = None) -> IngestReport:
        """Take in the bundled briefs but for those that were removed, as every start does; vectors may come later."""
        briefs = load(BRIEFS, fetched=datetime.now(UTC))
        wanted = [item for item in briefs if isinstance(item, ArticleError) or not self.catalogue.was_removed(item.id)]
        return self.ingest(wanted, progress, wait=False)

    def fetcher(self) -> Fetcher:
        """A fetcher of web pages and feeds that keeps to the settings; close it, or use it in a `with` block."""
        from corpus.web.fetch import Fetcher
        from corpus.web.limits import FetchLimits

        allowed = [host.strip() for host in self.settings.fetch_allow.split(",") if host.strip()]
        return Fetcher(limits=FetchLimits(delay=self.settings.fetch_delay), allow_hosts=allowed)

    def embed_pending(self, progress: Progress | None = None) -> int:
        """Give every passage that has no vector its vector; returns how many had none."""
        self.intake.cut_missing()
        count = self._queue.work_off(progress)
        if count or self._index is not None:
            self.index.file()
        return count

    def start_indexing(self) -> None:
        """Give passages their vectors in the background from now on, whichever process stores them."""
        if self._indexer is None:
            self._check_model()
            self.intake.cut_missing()
            self._indexer = BackgroundIndexer(self._queue, lambda: self.index)
            self._indexer.start()

    def remove(self, article_id: str) -> None:
        """Forget an article, all its versions, passages and vectors; `ingest` alone brings it back.

        Raises `KeyError` where there is none.
        """
        with self.catalogue.transaction():
            self.catalogue.remove(article_id)
            self.passages.remove(article_id)
        self.index.file()

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One version of an article, the current one by default. Raises `KeyError` where there is none."""
        return self.catalogue.article(article_id, version)

    def status(self) -> Status:
        """What this home holds."""
        return read_status(self.settings.home, self.catalogue, self.passages, self.embedder)

    # --- questions -------------------------------------------------------------------------------------------------

    def ask(
        self,
        question: str,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        as_of: date | str | None = None,
        asked: date | str | None = None,
        sources: Sequence[str] | str | None = None,
        history: Sequence[str | Answer] | None = None,
        ignore: Collection[str] | str = (),
        mode: str | None = None,
    ) -> Answer:
        """Answer `question` from the articles, or say what they do not say.

        `since` and `until` bound the publishing day, both included; `as_of` hides everything published or changed
        later; `asked` is the day "this week" counts from (default: `as_of`, else today); `sources` are outlets.
        `history` is the conversation so far, oldest first: earlier questions or their answers; what `question` leaves
        to it is put in. What the words of the question limit it to, an option of the same kind overrules; `ignore`
        switches readings off: any of "sources", "dates", "order", "parts", "history", "spelling". How it was read is in
        `Answer.reading`.
        Raises `GroundwireError` for a date that is none, a range that ends before it begins, an unknown mode or
        reading to ignore. Nothing in the question's own words raises.
        """
        options: AskOptions = {
            "since": since,
            "until": until,
            "as_of": as_of,
            "asked": asked,
            "sources": sources,
            "history": history,
            "ignore": ignore,
        }
        *_, last = self._answers(question, mode, options, lambda: False)
        return last

    def stream(self, question: str, *, mode: str | None = None, **options: Unpack[AskOptions]) -> Grown[Answer]:
        """The answer as it grows, each one whole and valid; the last equals what `ask` returns for the same words.

        The options are those of `ask`. Each is there as soon as it is made; to close the stream stops what makes it.
        """
        return Grown(lambda stopped: self._answers(question, mode, options, stopped))

    def _answers(self, question: str, mode: str | None, options: AskOptions, stopped: Stopped) -> Iterator[Answer]:
        if mode not in (None, "extractive", "written"):
            raise GroundwireError(f"There is no mode {mode!r}. Leave it out, or use 'extractive' or 'written'.")
        if mode == "written":
            writer = self._writer()
            yield from writer.stream(self._written_out(question, options), stopped)
        else:
            yield from self._composer().stream(self._request(question, options))

    def _request(self, question: str, options: AskOptions) -> Request:
        return read_request(question, self.catalogue.outlets(), self.lexicon, **options)

    def _written_out(self, question: str, options: AskOptions) -> Request:
        """What is asked, written out by the model where it goes on with a conversation."""
        from rag.write.rewrite import written_out

        request, history = self._request(question, options), options.get("history")
        if request.unclear or not history or "history" in request.reading.ignored:
            return request
        alone = written_out(self.llm, question, [history] if isinstance(history, str) else history)
        return written_as(request, self._request(alone, {**options, "history": None})) if alone else request

    def write(self, question: str, passages: Sequence[Passage], **options: Unpack[AskOptions]) -> Grown[Answer]:
        """The answer to `question` in the words of the model that is set, from these passages alone, as it grows.

        The options are those of `ask`. Where the reader finds no answer in the passages, it is a refusal.
        """

        def given() -> GivenPassages:
            return GivenPassages(self.passages, self.index, self.embedder, passages)

        return Grown(lambda stopped: self._writer(given).stream(self._request(question, options), stopped))

    async def aask(self, question: str, **options: Any) -> Answer:  # noqa: ANN401 - the options of `ask`
        """`ask` without blocking the event loop; the same options."""
        return await asyncio.to_thread(self.ask, question, **options)

    async def astream(self, question: str, **options: Any) -> AsyncIterator[Answer]:  # noqa: ANN401 - as above
        """`stream` without blocking the event loop; the same options."""
        answers = self.stream(question, **options)
        try:
            while (answer := await asyncio.to_thread(next, answers, None)) is not None:
                yield answer
        finally:
            answers.close()

    def search(self, query: str, k: int = 10, **options: Unpack[SearchOptions]) -> list[Passage]:
        """The `k` passages nearest to `query`, best first; none for an empty query or an empty home.

        The options are those of `ask` but for `history` and `mode`. Days and outlets in the query limit the search as
        they limit an answer; where an answer would fall back on more days, those are searched, too.
        """
        request = read_request(query, self.catalogue.outlets(), self.lexicon, **options)
        if request.unclear or not self.catalogue.count():
            return []
        gatherer = self._composer().gatherer
        request = gatherer.crediting(request)
        found = gatherer.find(request.question, request.wider or request.filters, request.crediting, k)
        return [stored.passage for stored in found.passages]

    def check(
        self,
        text: str,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        as_of: date | str | None = None,
        sources: Sequence[str] | str | None = None,
    ) -> tuple[Checked, ...]:
        """Each sentence of `text` against the articles: what supports or contradicts it, with the exact words.

        The options are those of `ask`. Raises `GroundwireError` for a text without words or of too many sentences.
        """
        filters = read_filters(since, until, as_of, sources, self.catalogue.outlets())
        return check(
            text,
            filters,
            catalogue=self.catalogue,
            search=self._hybrid,
            embedder=self.embedder,
            asked=day_of_asking(None, filters),
        )

    def cited_passage(self, citation: Citation) -> Passage:
        """The passage that a citation's quote stands in; the quote itself where its article is gone meanwhile."""
        try:
            with self.catalogue.snapshot():
                return self.passages.holding_quote(citation.article_id, citation.version, citation.start, citation.end)
        except KeyError:
            shared = ("article_id", "version", "title", "source", "published", "url", "start", "end")
            return Passage(**{name: getattr(citation, name) for name in shared}, text=citation.quote, score=0.0)

    def retriever(
        self,
        k: int = 10,
        *,
        similarity_top_k: int | None = None,
        **options: Any,  # noqa: ANN401 - the options of `search`
    ) -> NewsRetriever:
        """A LlamaIndex retriever over this newsroom: `k` passages a query, with the options of `search`.

        `similarity_top_k` is LlamaIndex's name for `k`. Raises `TypeError` for an option that `search` has not.
        """
        from rag.llama import NewsRetriever

        return NewsRetriever(self, k=similarity_top_k or k, **options)

    def query_engine(self, *, streaming: bool = False, **options: Any) -> NewsQueryEngine:  # noqa: ANN401 - of `ask`
        """A LlamaIndex query engine over this newsroom, with the options of `ask`."""
        from rag.llama import NewsQueryEngine

        return NewsQueryEngine(self, streaming=streaming, **options)

    def synthesizer(self, *, streaming: bool = False, **options: Any) -> NewsSynthesizer:  # noqa: ANN401 - of `ask`
        """A LlamaIndex response synthesizer: written answers from the nodes of `retriever`, with the options of `ask`.

        Raises `GroundwireError` where no model is set.
        """
        from rag.llama import NewsSynthesizer

        return NewsSynthesizer(self, streaming=streaming, **options)

    def chat_engine(self, **options: Any) -> NewsChatEngine:  # noqa: ANN401 - the options of `ask`
        """A LlamaIndex chat engine over this newsroom, with the options of `ask`, which remembers its conversation."""
        from rag.llama import NewsChatEngine

        return NewsChatEngine(self, **options)

    def warm_up(self) -> None:
        """Load the embedding model and open the vectors, so that the first question does not wait for them."""
        self.embedder.encode_query(["warm"])
        _ = self.index

    def confidence(self, question: str, **options: Unpack[AskOptions]) -> float:
        """How likely the articles answer `question`: 0 to 1, what `ask` decides by. 0 where nothing can be searched."""
        return self._composer().confidence(self._request(question, options))

    def _writer(self, search: Callable[[], Search] | None = None) -> Writer:
        from rag.verify.gate import Gate
        from rag.write.written import Writer

        gate = partial(Gate, self.embedder, self.reader)
        return Writer(self._composer(search), self.llm, self.writes_with, gate)

    @property
    def writes_with(self) -> str:
        """The name of the model that writes answers, where one is set; else nothing."""
        from rag.models.llm import model_name

        return model_name(self.settings) if self.settings.llm else ""

    @cached_property
    def llm(self) -> LLM:
        """The model that writes, by the settings. Raises `GroundwireError` where there is none."""
        from rag.models.llm import open_llm

        return open_llm(self.settings)

    def _composer(self, search: Callable[[], Search] | None = None) -> Composer:
        return Composer(
            self.catalogue, self.passages, search or self._hybrid, self.reader, introduction=self._introduction
        )

    def _hybrid(self) -> HybridSearch:
        return HybridSearch(self.passages, self.index, self.embedder, self.settings.candidates, self._reranker)

    def _check_model(self) -> None:
        made_with = self.passages.vectors.model()
        if made_with is None:
            self.passages.vectors.set_model(self.embedder.name)
        elif made_with != self.embedder.name:
            raise GroundwireError(
                f"{self.settings.home} holds vectors made with the embedding model {made_with!r}, and the "
                f"settings name {self.embedder.name!r}. Run `groundwire doctor --repair` to index every article again, "
                f"or set GROUNDWIRE_EMBEDDING_MODEL to {made_with!r}."
            )


def open_newsroom(
    home: Path | str | None = None,
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    reader: SentenceReader | None = None,
) -> Newsroom:
    """Open the newsroom kept in `home` (default: the setting `GROUNDWIRE_HOME`), making it on first use.

    Raises `GroundwireError` for a bad setting or a folder that cannot be written.
    """
    chosen = settings or load_settings()
    if home is not None:
        chosen = chosen.model_copy(update={"home": Path(home)})
    return Newsroom(chosen, embedder, reader)
