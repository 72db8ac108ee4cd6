"""From articles to answers: chunk, embed, index, retrieve, compose. Start with `open_newsroom`."""

from rag.answer import Answer, Citation, Passage, Sentence
from rag.check import Checked
from rag.ingest import IngestReport
from rag.newsroom import Newsroom, open_newsroom
from rag.status import Status
from rag.verify import Support, support

__all__ = [
    "Answer",
    "Checked",
    "Citation",
    "IngestReport",
    "Newsroom",
    "Passage",
    "Sentence",
    "Status",
    "Support",
    "open_newsroom",
    "support",
]
