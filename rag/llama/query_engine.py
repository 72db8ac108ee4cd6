"""The newsroom as LlamaIndex sees it: a retriever and a query engine over the same code as `search` and `ask`.

They are LlamaIndex's own base classes, so its evaluators, instrumentation events and agent tools work on them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response, StreamingResponse
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from rag.asked.request import AskOptions, SearchOptions
from rag.values.answer import Answer
from rag.values.passage import Passage

if TYPE_CHECKING:
    from rag.newsroom import Newsroom


def node_id(passage: Passage) -> str:
    """The id of a passage's node: the same in every run, for `RetrieverEvaluator`'s expected ids."""
    return f"{passage.article_id}-v{passage.version}-{passage.start}-{passage.end}"


def as_node(passage: Passage, role: str = "found") -> NodeWithScore:
    """`passage` as a scored node: its text alone, its place in its article, and what is known of the article.

    `role` is what the passage is to the answer: "found" by a search, "cited", or "related, not an answer".
    """
    node = TextNode(
        id_=node_id(passage),
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "article_id": passage.article_id,
            "version": passage.version,
            "title": passage.title,
            "source": passage.source,
            "published": passage.published.isoformat() if passage.published else None,
            "url": passage.url,
            "role": role,
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.article_id)},
    )
    return NodeWithScore(node=node, score=passage.score)


def _known(what: str, options: Mapping[str, object], known: type) -> None:
    """Raise `TypeError` for an option that there is not: at once, and not with the first question."""
    wrong = sorted(set(options) - set(known.__annotations__))
    if wrong:
        raise TypeError(f"{what}() takes no option {wrong[0]!r}; there are: {', '.join(known.__annotations__)}")


def _nothing() -> Generator[str, None, None]:
    yield from ()


class NewsRetriever(BaseRetriever):
    """`Newsroom.search` as a LlamaIndex retriever; `options` are those of `search` (since, until, as_of, sources)."""

    def __init__(self, room: Newsroom, k: int = 10, **options: Any) -> None:  # noqa: ANN401 - the options of `search`
        _known("retriever", options, SearchOptions)
        self._room = room
        self._k = k
        self._search_options = options
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        passages = self._room.search(query_bundle.query_str, self._k, **self._search_options)
        return [as_node(passage) for passage in passages]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class NewsQueryEngine(BaseQueryEngine):
    """`Newsroom.ask` as a LlamaIndex query engine; `options` are those of `ask`.

    `response` is the answer's text, `source_nodes` are the cited passages in order of use, `metadata` is
    `Answer.to_dict()`. On an abstention the nodes are the nearest passages, whose metadata say "role": "related, not an
    answer". With `streaming`, `query` gives a `StreamingResponse` whose `source_nodes` grow
    with its text.
    """

    def __init__(self, room: Newsroom, *, streaming: bool = False, **options: Any) -> None:  # noqa: ANN401 - as above
        _known("query_engine", {name: value for name, value in options.items() if name != "mode"}, AskOptions)
        self._room = room
        self._streaming = streaming
        self._options = options
        super().__init__(callback_manager=None)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        if self._streaming:
            return self._stream(query_bundle.query_str)
        answer = self._room.ask(query_bundle.query_str, **self._options)
        return Response(answer.text, source_nodes=self._nodes(answer), metadata=answer.to_dict())

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return await asyncio.to_thread(self._query, query_bundle)

    def _stream(self, question: str) -> StreamingResponse:
        answers = self._room.stream(question, **self._options)
        first = next(answers)
        response = StreamingResponse(response_gen=_nothing(), source_nodes=self._nodes(first), metadata=first.to_dict())
        response.response_gen = self._grow(response, first, answers)
        return response

    def _grow(self, response: StreamingResponse, first: Answer, rest: Iterator[Answer]) -> Generator[str, None, None]:
        yield first.text
        shown = first
        for answer in rest:
            response.source_nodes = self._nodes(answer)
            response.metadata = answer.to_dict()
            yield answer.text.removeprefix(shown.text)
            shown = answer

    def _nodes(self, answer: Answer) -> list[NodeWithScore]:
        if answer.status == "abstained":
            return [as_node(passage, "related, not an answer") for passage in answer.related]
        scores = {n: sentence.score for sentence in answer.sentences for n in sentence.citations}
        nodes = [as_node(self._room.cited_passage(citation), "cited") for citation in answer.citations]
        for node, citation in zip(nodes, answer.citations, strict=True):
            node.score = scores[citation.n]
        return nodes
