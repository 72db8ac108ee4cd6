"""How fast articles are stored and can be found by their words, and how fast passages get their vectors.

    python -m benchmarks.ingest [ARTICLES.jsonl.gz]

Without a file, made-up articles of 700 words and the bundled briefs are used. Each figure stands beside a baseline that
ran in turns with it in the same run: for storing, one row an article in an FTS5 table of the same tokenizer, a commit
each; for embedding, `SentenceTransformer.encode` with its defaults on the same passages.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.made_up_news import made_up_articles
from corpus import Article, load
from rag import open_newsroom
from rag.index.chunk import split_article
from rag.models.encoder import BundledEmbedder
from rag.newsroom import BRIEFS

ROUNDS = 5


def read(path: Path) -> list[Article]:
    """The articles behind `path`."""
    return [item for item in load(path, fetched=datetime.now(UTC)) if isinstance(item, Article)]


def seconds(what: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def store_plainly(articles: Sequence[Article]) -> None:
    """The baseline: the words of each article in one row of an FTS5 table."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "plain.sqlite3")) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=NORMAL")
        plain.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
        for article in articles:
            plain.execute("INSERT INTO words VALUES (?)", (article.text,))
            plain.commit()


def store(articles: Sequence[Article], embedder: BundledEmbedder) -> None:
    """Store them as `ingest` does, without waiting for vectors."""
    with tempfile.TemporaryDirectory() as folder, open_newsroom(folder, embedder=embedder) as room:
        room.ingest(articles, wait=False)


def storing(articles: Sequence[Article], embedder: BundledEmbedder) -> None:
    """Print articles a second, ours and the baseline's."""
    store(articles[:5], embedder)  # imports and first words are paid once in a process
    ours, plain = [], []
    for _ in range(ROUNDS):
        plain.append(seconds(lambda: store_plainly(articles)))
        ours.append(seconds(lambda: store(articles, embedder)))
    words = sum(len(article.text.split()) for article in articles) / len(articles)
    print(f"storing {len(articles)} articles of {words:.0f} words")
    _print_rates(len(articles), ours, plain, "articles", "one FTS5 row an article")


def embedding(articles: Sequence[Article], embedder: BundledEmbedder, most: int) -> None:
    """Print tokens a second, ours and sentence-transformers' with its defaults."""
    chunks = [
        chunk for article in articles for chunk in split_article(article, embedder.token_starts, embedder.max_tokens)
    ]
    texts = [chunk.embedded_as for chunk in chunks][:most]
    tokens = sum(len(embedder.token_starts(text)) + 2 for text in texts)
    model = embedder._model  # noqa: SLF001 - the baseline is the very model, called as its documentation does
    embedder.encode(texts[:64])
    ours, plain = [], []
    for _ in range(ROUNDS):
        plain.append(seconds(lambda: model.encode(texts, show_progress_bar=False)))
        ours.append(seconds(lambda: embedder.encode(texts)))
    print(f"embedding {len(texts)} passages, {tokens} tokens")
    _print_rates(tokens, ours, plain, "tokens", "sentence-transformers' defaults")


def _print_rates(count: int, ours: list[float], plain: list[float], unit: str, baseline: str) -> None:
    print(f"  ours      {count / median(ours):8.0f} {unit}/s (best {count / min(ours):.0f})")
    print(f"  baseline  {count / median(plain):8.0f} {unit}/s (best {count / min(plain):.0f}): {baseline}")
    print(f"  ratio     {median(p / o for o, p in zip(ours, plain, strict=True)):8.2f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path)
    parser.add_argument("--most", type=int, default=300, help="passages to embed")
    given = parser.parse_args()
    real = BundledEmbedder()
    storing(read(given.articles) if given.articles else made_up_articles(300), real)
    embedding(read(given.articles or BRIEFS), real, given.most)
    sys.exit()
