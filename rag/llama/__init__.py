"""The newsroom as LlamaIndex sees it: its base classes over the same code as `search` and `ask`.

In: a newsroom, by its Protocol, or a model. Out: a retriever, a query engine, a synthesizer, a chat engine, an
embedding model and a postprocessor, on which LlamaIndex's own tools work.
"""

from rag.llama.chat_engine import NewsChatEngine
from rag.llama.embedding import NewsEmbedding
from rag.llama.postprocessor import NewsReranker
from rag.llama.query_engine import NewsQueryEngine
from rag.llama.retriever import NewsRetriever
from rag.llama.synthesizer import NewsSynthesizer

__all__ = ["NewsChatEngine", "NewsEmbedding", "NewsQueryEngine", "NewsReranker", "NewsRetriever", "NewsSynthesizer"]
