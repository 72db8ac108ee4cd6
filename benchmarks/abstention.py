"""Whether what cannot be answered is refused: questions over several articles, and questions over given passages.

    python -m benchmarks.abstention --multihop FOLDER --clapnq FILE [--limit N] [--home DIR]

MultiHop-RAG (Tang and Yang 2024, arXiv:2401.15391): FOLDER holds `documents.jsonl` and `queries.jsonl`. Each document
becomes an article of its metadata (title, outlet, day, authors) whose text is its facts, a paragraph each; all of them
are in one home, and each question is asked of it, on the day after the newest article. Unanswerable are those of
`type` "null_query". Printed: the share refused of either sort, by what was told as the reason, and what the confidence
separates. `--home` keeps the articles indexed for the next run.

CLAP NQ (Rosenthal et al. 2024, arXiv:2404.02103): FILE holds a question a line with `passages` (title, text) and
`answerable`, whether they answer it. Each question's passages are articles of an outlet of their own, and it is asked
of that outlet alone; how rare a word is, is counted over the passages of all questions. They have no day, so that
readings of days and outlets are off. The baseline is the cosine similarity of the question and the nearest of its
passages (title and text, the same model).

AUROC is the chance that an answerable question scores higher than an unanswerable one; "refused at 10%" the share of
the unanswerable that a threshold refuses, chosen on these same questions, at 10% false refusals at most. `--limit`
takes the first N of either sort of question, to try it out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.records import in_words, read_records
from corpus import Article
from corpus.article import article_id
from corpus.errors import GroundwireError
from evals.scores import auroc, refusal_at
from rag import Newsroom, open_newsroom

FETCHED = datetime(2024, 1, 1, tzinfo=UTC)
ASKED = date(2019, 1, 1)
"""The day the questions of CLAP NQ count as asked, so that every run reads them alike."""


class Asked(NamedTuple):
    """One question: whether it can be answered, how likely it was thought, and why it was refused (None: answered)."""

    answerable: bool
    confidence: float
    refused_as: str | None


# --- MultiHop-RAG ---------------------------------------------------------------------------------------------------


def as_article(document: Mapping[str, Any]) -> Article:
    """A document's metadata with its facts as the text."""
    text = "\n\n".join(document["facts"])
    return Article(
        id=article_id(document["url"], text),
        url=document["url"],
        title=document["title"],
        source=document["source"],
        authors=(document["author"],) if document.get("author") else (),
        published=datetime.fromisoformat(document["published_at"]),
        fetched=FETCHED,
        language="en",
        section=document.get("category"),
        text=text,
    )


def measure_multihop(folder: Path, home: Path | None, limit: int | None) -> None:
    """Print what is refused, and why."""
    documents, queries = (read_records(folder / f"{name}.jsonl") for name in ("documents", "queries"))
    articles = [as_article(document) for document in documents]
    asked_on = max(article.published.date() for article in articles if article.published) + timedelta(days=1)
    queries = first_of_each(queries, [query["type"] != "null_query" for query in queries], limit)
    with _filled(home, articles) as room:
        asked = []
        for number, query in enumerate(queries, start=1):
            asked.append(ask(room, query["question"], query["type"] != "null_query", asked_on))
            _tell(number, len(queries))
    print(f"multihop: {len(articles)} articles of facts")
    report(asked)


def ask(room: Newsroom, question: str, answerable: bool, asked_on: date) -> Asked:
    """Ask; the confidence of an answer is that of its surest sentence, and what was refused is weighed once more."""
    answer = room.ask(question, asked=asked_on)
    if answer.status == "answered":
        return Asked(answerable, max(sentence.score for sentence in answer.sentences), None)
    return Asked(answerable, room.confidence(question, asked=asked_on), answer.reason)


def report(asked: Sequence[Asked]) -> None:
    """Print the shares refused, by reason, and what the confidence separates."""
    for words, answerable in (("unanswerable", False), ("answerable", True)):
        part = [one for one in asked if one.answerable == answerable]
        reasons = Counter(one.refused_as for one in part if one.refused_as)
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
        print(f"  refused of the {words:13} {share(reasons.total(), len(part))}  {told}")
    print(f"  confidence                    {separates([(one.confidence, one.answerable) for one in asked])}")
    searched = [one for one in asked if one.refused_as not in ("unknown_source", "outside_dates")]
    print(
        f"  the same of the {len(searched):3} searched   {separates([(s.confidence, s.answerable) for s in searched])}"
    )


# --- CLAP NQ --------------------------------------------------------------------------------------------------------


def as_articles(record: Mapping[str, Any]) -> list[Article]:
    """The passages of one question as articles of an outlet of their own, which is called by the question's id."""
    return [
        Article(
            id=article_id(url := f"https://{outlet_of(record)}.example/{number}", passage["text"]),
            url=url,
            title=passage["title"],
            source=outlet_of(record),
            fetched=FETCHED,
            language="en",
            text=passage["text"],
        )
        for number, passage in enumerate(record["passages"])
    ]


def outlet_of(record: Mapping[str, Any]) -> str:
    """A name that stands in no question."""
    return f"passages-of-{record['id']}"


def measure_clapnq(path: Path, limit: int | None) -> None:
    """Print how well the confidence and the cosine tell the answerable questions."""
    records = read_records(path)
    records = first_of_each(records, [record["answerable"] for record in records], limit)
    confidence, cosine = [], []
    with _filled(None, [article for record in records for article in as_articles(record)]) as room:
        for number, record in enumerate(records, start=1):
            sure = room.confidence(
                record["question"], sources=[outlet_of(record)], asked=ASKED, ignore=("dates", "order", "sources")
            )
            vectors = room.embedder.encode(
                [record["question"], *(f"{passage['title']}. {passage['text']}" for passage in record["passages"])]
            )
            confidence.append((sure, record["answerable"]))
            cosine.append((float((vectors[1:] @ vectors[0]).max()), record["answerable"]))
            _tell(number, len(records))
    print(f"clapnq: {len(records)} questions, {sum(len(record['passages']) for record in records)} passages")
    print(f"  confidence                    {separates(confidence)}")
    print(f"  cosine of the nearest passage {separates(cosine)}")


# --- what both share ------------------------------------------------------------------------------------------------


def first_of_each(records: list[dict[str, Any]], answerable: Sequence[bool], limit: int | None) -> list[dict[str, Any]]:
    """The first `limit` records of either sort, in their order."""
    seen: Counter[bool] = Counter()
    kept = []
    for record, sort in zip(records, answerable, strict=True):
        seen[sort] += 1
        if limit is None or seen[sort] <= limit:
            kept.append(record)
    return kept


def share(part: int, whole: int) -> str:
    """A share with its counts."""
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "none asked"


def separates(scored: Sequence[tuple[float, bool]]) -> str:
    """AUROC and what a threshold refuses at 10% false refusals."""
    answerable = [score for score, can_be in scored if can_be]
    unanswerable = [score for score, can_be in scored if not can_be]
    if not answerable or not unanswerable:
        return "nothing to tell apart"
    area = auroc([score for score, _ in scored], [can_be for _, can_be in scored])
    return f"AUROC {area:.3f}   refused at 10% {refusal_at(answerable, unanswerable, 0.10):.3f}"


@contextmanager
def _filled(home: Path | None, articles: Sequence[Article]) -> Iterator[Newsroom]:
    """A newsroom of exactly these articles, in a folder that goes away unless `home` names one."""
    with TemporaryDirectory() as folder, open_newsroom(home or folder) as room:
        report = room.ingest(articles)
        if report.failed:
            print(f"{len(report.failed)} articles could not be stored, as: {report.failed[0]}", file=sys.stderr)
        if room.status().articles > len(articles):
            raise GroundwireError(f"{home} holds other articles, which would answer too. Name an empty folder.")
        room.warm_up()
        yield room


def _tell(done: int, count: int) -> None:
    if done % 25 == 0 or done == count:
        print(f"{done} of {count}", file=sys.stderr, flush=True)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--multihop", type=Path, help="the folder of documents.jsonl and queries.jsonl")
    parser.add_argument("--clapnq", type=Path, help="the questions with their passages, as JSON Lines")
    parser.add_argument("--home", type=Path, help="keep the articles of MultiHop-RAG here")
    parser.add_argument("--limit", type=int, help="questions of either sort")
    given = parser.parse_args()
    if not (given.multihop or given.clapnq):
        parser.error("name --multihop, --clapnq or both")
    if given.multihop:
        measure_multihop(given.multihop, given.home, given.limit)
    if given.clapnq:
        measure_clapnq(given.clapnq, given.limit)


if __name__ == "__main__":
    raise SystemExit(in_words(main))
