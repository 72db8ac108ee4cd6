"""Answers, articles and reports as lines for a terminal. `ui.cli` prints them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from corpus.article import Article
from corpus.bundled import ABOUT_ONE, is_bundled
from corpus.cleaning.corrections import correction_notices
from rag.index.intake import IngestReport
from rag.index.status import Status
from rag.text.dates.naming import written_day
from rag.values.answer import Answer, Citation, Sentence
from rag.values.passage import Passage
from rag.write.attribution import attribution, notes
from ui.readings import readings
from ui.words import MORE, Side, attributions, costs, reference_words, sides

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SNIPPET = 300


def plain(text: str) -> str:
    """`text` without control characters: an article must not move the cursor or colour the screen."""
    return _CONTROL.sub("", text)


def answer_lines(answer: Answer, given: Collection[str] = (), *, more: bool = False) -> list[str]:
    """What the answer says, how its question was read, then what each [n] is; on an abstention, what is nearest.

    `given` are readings that were set by an option and not read out of the question: to ignore them undoes nothing.
    With `more`, the further evidence follows under a line of its own.
    """
    cited = {citation.n: citation for citation in answer.citations}
    lines = _said(answer, cited)
    quiet = [*answer.notes, *_reading_lines(answer, given)]
    if quiet:
        lines += ["", *map(_on_one_line, quiet)]
    if answer.withheld:
        lines += ["", "Withheld:", *(f"- {_on_one_line(one.text)} ({one.reason})" for one in answer.withheld)]
    if more and answer.more:
        lines += ["", f"{MORE}:"]
        lines += [line for one in answer.more for line in ("", _quote_line(one.text, one.refers_to, [one.citation]))]
    citations = [*answer.citations, *(one.citation for one in answer.more if more)]
    if citations:
        lines += ["", *map(_citation_line, citations)]
        lines += ["", f"Newest evidence: {written_day(answer.newest_evidence)}", *costs(answer)]
    if answer.related:
        lines += ["", "Related, not an answer:", *passage_lines(list(answer.related))]
    return lines


def _said(answer: Answer, cited: Mapping[int, Citation]) -> list[str]:
    if answer.status == "abstained":
        return [answer.text]
    lines: list[str] = []
    for sentence in answer.sentences:
        lines += [*([""] if lines else []), _sentence_line(sentence, cited)]
    for conflict in answer.conflicts:
        lines += ["", f"The articles disagree on {_on_one_line(conflict.about)}:"]
        lines += [f"- {_side_line(side)}" for side in sides(conflict, answer, cited)]
    return lines


def _sentence_line(sentence: Sentence, cited: Mapping[int, Citation]) -> str:
    citations = [cited[n] for n in sentence.citations]
    if sentence.support == "verbatim":
        return _quote_line(sentence.text, sentence.refers_to, citations)
    in_part = " (the news supports this in part)" if sentence.support == "partial" else ""
    return f"{_whom(sentence.refers_to)}{sentence.text} {_markers(citations)}{in_part}"


def _quote_line(text: str, refers_to: str, citations: Sequence[Citation]) -> str:
    return f"{'; '.join(attributions(citations))}: {_whom(refers_to)}“{text}” {_markers(citations)}"


def _whom(refers_to: str) -> str:
    return f"[{_on_one_line(refers_to)}] " if refers_to else ""


def _side_line(side: Side) -> str:
    words = f": {_on_one_line(side.words)}" if side.words else ""
    later = f" ({side.later})" if side.later else ""
    return f"{'; '.join(side.who)}{words} {_markers(side.citations)}".rstrip() + later


def _markers(citations: Iterable[Citation]) -> str:
    return "".join(f"[{citation.n}]" for citation in citations)


def _reading_lines(answer: Answer, given: Collection[str]) -> list[str]:
    read = readings(answer)
    if not read:
        return []
    words = " · ".join(map(str, read))
    undo = [
        f"--ignore {reading.name}" for reading in read if reading.used and reading.name and reading.name not in given
    ]
    how = f" (undo: {', '.join(undo)})" if undo else ""
    return [f"{words[0].upper()}{words[1:]}{how}"]


def _citation_line(citation: Citation) -> str:
    where = f" {citation.url}" if citation.url else ""
    said = "".join(f"; {words}" for words in notes(citation))
    who = attribution(citation.source, citation.published)
    return f"[{citation.n}] {_titled(citation.title)}{who}{said}{where}"


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
    """One article to read: its line, whose it is and where from, its corrections, its text, what it rests on."""
    about = [
        *([ABOUT_ONE] if is_bundled(article) else []),
        *([f"by {', '.join(article.authors)}"] if article.authors else []),
        *([article.url] if article.url else []),
    ]
    notices = [
        f"{notice.kind}: {article.text[notice.start : notice.end]}" for notice in correction_notices(article.text)
    ]
    named = [f"- {' '.join(filter(None, (reference_words(each), each.url)))}" for each in article.references]
    references = ["", "References:", *named] if named else []
    return [article_line(article), *about, *notices, "", article.text, *references]


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


def _on_one_line(text: str) -> str:
    """So that nothing but us begins a line."""
    return " ".join(text.split())
