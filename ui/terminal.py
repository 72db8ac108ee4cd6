"""Answers, articles and reports as lines for a terminal. `ui.cli` prints them."""

from __future__ import annotations

import re

from corpus.article import Article
from corpus.cleaning.corrections import correction_notices
from rag.answer import Answer, Passage
from rag.attribution import attribution, notes, written_day
from rag.ingest import IngestReport
from rag.status import Status

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SNIPPET = 300


def plain(text: str) -> str:
    """`text` without control characters: an article must not move the cursor or colour the screen."""
    return _CONTROL.sub("", text)


def answer_lines(answer: Answer) -> list[str]:
    """The answer's text, then what each [n] is; on an abstention, what is nearest."""
    lines = [answer.text]
    if answer.citations:
        lines.append("")
        for citation in answer.citations:
            where = f" {citation.url}" if citation.url else ""
            said = "".join(f"; {words}" for words in notes(citation))
            who = attribution(citation.source, citation.published)
            lines.append(f"[{citation.n}] {_titled(citation.title)}{who}{said}{where}")
        lines += ["", f"Newest evidence: {written_day(answer.newest_evidence)}"]
    if answer.related:
        lines += ["", "Related, not an answer:", *passage_lines(list(answer.related))]
    return lines


def passage_lines(passages: list[Passage]) -> list[str]:
    """Each passage with its title, outlet and day, cut to a few lines."""
    if not passages:
        return ["Nothing found."]
    lines = []
    for passage in passages:
        text = " ".join(passage.text.split())
        short = text if len(text) <= _SNIPPET else text[:_SNIPPET].rsplit(" ", 1)[0] + " ..."
        lines += [f"- {_titled(passage.title)}{attribution(passage.source, passage.published)}", f"  {short}"]
    return lines


def article_line(article: Article) -> str:
    """One line for a list: id, day, outlet, title."""
    return f"{article.id}  {written_day(article.published):>11}  {article.source}: {article.title or 'untitled'}"


def article_lines(article: Article) -> list[str]:
    """One article to read: its line, whose it is and where from, its corrections, its text."""
    about = [
        *([f"by {', '.join(article.authors)}"] if article.authors else []),
        *([article.url] if article.url else []),
    ]
    notices = [
        f"{notice.kind}: {article.text[notice.start : notice.end]}" for notice in correction_notices(article.text)
    ]
    return [article_line(article), *about, *notices, "", article.text]


def report_lines(report: IngestReport) -> list[str]:
    """What an ingest did, and each item that failed with its reason."""
    counts = (
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.duplicates} copies of known articles, {len(report.failed)} failed"
    )
    return [counts, *(f"failed: {item}: {why}" for item, why in report.failed)]


def status_lines(status: Status) -> list[str]:
    """What a home holds."""
    days = f"{written_day(status.oldest)} to {written_day(status.newest)}" if status.oldest else "no dates"
    outlets = ", ".join(sorted(status.outlets.values())) or "none"
    return [
        f"home:       {status.home}",
        f"articles:   {status.articles:,} ({days})",
        f"outlets:    {outlets}",
        f"passages:   {status.passages:,} ({status.pending:,} waiting for their vectors)",
        f"embeddings: {status.embedding_model}",
    ]


def _titled(title: str) -> str:
    return f"{title}. " if title else ""
