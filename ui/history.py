"""What changed between the versions of an article, sentence by sentence, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.article import Article
from corpus.cleaning.corrections import correction_notices
from rag.text.dates.naming import written_day
from rag.text.sentences import split_sentences


def history_lines(versions: Sequence[Article]) -> list[str]:
    """Each version with its days, then the sentences that it takes out (-) and puts in (+), oldest first."""
    first = versions[0]
    lines = [f"{first.id}  {first.source}: {versions[-1].title or 'untitled'}", "", *_headed(first)]
    for before, after in pairwise(versions):
        lines += ["", *_headed(after), *_changes(before, after)]
    return lines


def _headed(version: Article) -> list[str]:
    seen = f"published {written_day(version.published)}, fetched {written_day(version.fetched)}"
    updated = f", updated {written_day(version.updated)}" if version.updated else ""
    notices = [
        f"  {notice.kind}: {version.text[notice.start : notice.end]}" for notice in correction_notices(version.text)
    ]
    return [f"version {version.version}: {seen}{updated}", *notices]


def _changes(before: Article, after: Article) -> Iterator[str]:
    if before.title != after.title:
        yield from (f"- title: {before.title}", f"+ title: {after.title}")
    old, new = _sentences(before), _sentences(after)
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (f"- {sentence}" for sentence in old[start:end])
            yield from (f"+ {sentence}" for sentence in new[new_start:new_end])


def _sentences(article: Article) -> list[str]:
    return [" ".join(article.text[span.start : span.end].split()) for span in split_sentences(article.text)]
