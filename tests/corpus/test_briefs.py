"""The bundled briefs keep the rules of corpus/briefs/README.md."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import frontmatter
import pytest

from corpus import Article, load
from corpus.bundled import is_bundled
from corpus.jsonlines import records

BRIEFS = Path(__file__).parents[2] / "corpus" / "briefs"
FILES = sorted(BRIEFS.glob("2*.md"))


def name_of(path: Path) -> str:
    return path.stem


def test_there_are_at_least_forty_and_every_one_loads(briefs: list[Article]):
    assert len(briefs) == len(FILES) >= 40
    for article in briefs:
        assert article.source == "Groundwire briefs"
        assert article.published is not None
        assert article.title


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_brief_is_dated_tagged_referenced_and_of_the_right_length(path: Path):
    brief = frontmatter.loads(path.read_text(encoding="utf-8"))
    assert sorted(brief.keys()) == ["published", "references", "source", "tags", "title"]
    assert path.name.startswith(f"{brief['published']:%Y-%m-%d}-")
    assert brief["tags"]
    assert 2 <= len(brief["references"]) <= 3
    for reference in brief["references"]:
        assert reference["outlet"]
        assert {"headline", "url", "subject"} & set(reference)
    assert 120 <= len(brief.content.split()) <= 300


def test_the_loader_keeps_what_each_brief_names_as_its_sources():
    for path, article in zip(FILES, load(BRIEFS, fetched=datetime(2026, 1, 1, tzinfo=UTC)), strict=True):
        assert isinstance(article, Article)
        assert is_bundled(article)
        stated = frontmatter.loads(path.read_text(encoding="utf-8"))["references"]
        for reference, said in zip(article.references, stated, strict=True):
            assert (reference.outlet, reference.url) == (said["outlet"], said.get("url"))
            assert (reference.headline, reference.subject) == (said.get("headline", ""), said.get("subject", ""))
            assert reference.day == (said.get("date") if isinstance(said.get("date"), date) else None)  # or a month


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_brief_is_plain_prose_whose_sentences_name_who_they_speak_of(path: Path):
    body = frontmatter.loads(path.read_text(encoding="utf-8")).content
    assert not re.search(r"^[#*\-]|https?://", body, re.MULTILINE)
    for paragraph in body.split("\n\n"):
        assert not paragraph.startswith(("It ", "He ", "She ", "They ", "The company "))


def test_no_brief_takes_its_sentences_from_the_reporting_it_was_checked_against(shared: Path):
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.casefold())
        return {tuple(words[start : start + 9]) for start in range(len(words) - 8)}

    ours = {run for path in FILES for run in runs(frontmatter.loads(path.read_text(encoding="utf-8")).content)}
    for _, record in records(shared / "data" / "ai_news_2022_2023" / "articles.jsonl.gz"):
        assert not ours & runs(record["text"])
