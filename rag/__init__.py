"""From articles to answers: chunk, embed, index, retrieve, compose. Start with `open_newsroom`."""

from rag.index.intake import IngestReport
from rag.index.status import Status
from rag.newsroom import Newsroom, open_newsroom
from rag.values.answer import Answer, Citation, Sentence
from rag.values.passage import Passage
from rag.verify import Support, support
from rag.verify.check import Checked

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
