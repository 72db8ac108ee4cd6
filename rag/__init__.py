"""From articles to answers: chunk, embed, index, retrieve, compose. Start with `open_newsroom`."""

from rag.answer import Answer, Citation, Passage, Sentence
from rag.newsroom import IngestReport, Newsroom, Status, open_newsroom

__all__ = ["Answer", "Citation", "IngestReport", "Newsroom", "Passage", "Sentence", "Status", "open_newsroom"]
