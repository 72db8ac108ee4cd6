"""What the tests of loaders share: a little prose, and files written, loaded and looked at in one line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from corpus import Article, ArticleError, load

FETCHED = datetime(2024, 6, 1, 12, tzinfo=UTC)
PROSE = "OpenAI hired David Lau from Tesla on Tuesday. He will lead a team of twelve engineers."
MORE_PROSE = "The company did not say what it pays him. Tesla declined to comment."
GOOD = {"url": "https://www.thepaper.example/a", "title": "OpenAI hires Lau", "text": PROSE, "published": "2023-05-02"}


def load_all(target: Path) -> tuple[list[Article], list[ArticleError]]:
    """Articles and errors of `target`, each in the order they came."""
    return split(load(target, fetched=FETCHED))


def split(items: Iterable[Article | ArticleError]) -> tuple[list[Article], list[ArticleError]]:
    everything = list(items)
    articles = [item for item in everything if isinstance(item, Article)]
    return articles, [item for item in everything if isinstance(item, ArticleError)]


def only(target: Path) -> Article:
    """The one article of `target`, which must load without an error."""
    articles, errors = load_all(target)
    assert not errors
    (article,) = articles
    return article


def only_error(target: Path) -> ArticleError:
    """The one error of `target`, which must hold no article."""
    articles, errors = load_all(target)
    assert not articles
    (error,) = errors
    return error


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def jsonl(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


BRIEF = f"""---
title: "OpenAI hires Lau: what we know"
published: 2023-05-02
updated: 2023-05-03T10:00:00Z
source: Groundwire briefs
authors: [Jane Doe, Bo Ray]
tags: [openai, tesla]
section: Business
language: en
references:
  - {{outlet: "The Paper", url: "https://thepaper.example/a"}}
---

{PROSE}

{MORE_PROSE}
"""
