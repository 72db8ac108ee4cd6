"""From articles to answers: chunk, embed, index, retrieve, compose. Start with `open_newsroom`."""

from rag.answer import Answer, Citation, Passage, Sentence
from rag.ingest import IngestReport
from rag.newsroom import Newsroom, open_newsroom
from rag.status import Status

__all__ = ["Answer", "Citation", "IngestReport", "Newsroom", "Passage", "Sentence", "Status", "open_newsroom"]
