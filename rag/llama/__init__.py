"""The newsroom as LlamaIndex sees it: its base classes over the same code as `search` and `ask`.

In: a newsroom, by its Protocol. Out: a retriever and a query engine, on which LlamaIndex's own tools work.
"""

from rag.llama.query_engine import NewsQueryEngine
from rag.llama.retriever import NewsRetriever

__all__ = ["NewsQueryEngine", "NewsRetriever"]
