"""The news: what an article is, how it gets in, how it is kept. Imports nothing else of Groundwire.

`load` reads files and folders, `load_stream` JSON Lines, `load_mapping` one record; each gives `Article`s, and an
`ArticleError` for what could not become one.
"""

from corpus.article import Article
from corpus.cleaning.clean import clean_text
from corpus.errors import ArticleError, GroundwireError
from corpus.files.jsonl import load_stream
from corpus.loaders import load
from corpus.records import load_mapping

__all__ = ["Article", "ArticleError", "GroundwireError", "clean_text", "load", "load_mapping", "load_stream"]
