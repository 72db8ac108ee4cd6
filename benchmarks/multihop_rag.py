"""MultiHop-RAG (Tang and Yang 2024, arXiv:2401.15391): questions over news that several articles answer together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.published import AS_PUBLISHED, ReadSet, list_of, records, text_of
from corpus.cleaning.clean import clean_text
from corpus.errors import GroundwireError
from evals.cases import Case
from evals.texts import answer_in, holds_quote

_OURS: dict[str, str] = {"published_at": "published", "body": "text", "author": "authors", "category": "section"}


def read_multihop_rag(queries: Path, corpus: Path) -> ReadSet:
    """Read MultiHopRAG.json and corpus.json as cases and articles.

    A `null_query` is not answerable. A case's quotes are the facts of its evidence that stand in the articles. Many of
    the set's answers ("Yes", "before") stand in none of its facts; there the facts are what an answer must show, all of
    them, and the set's own answer is in the `note`.
    """
    articles = tuple(_article(record, where) for where, record in records(corpus))
    texts = {str(article["url"]): clean_text(article["text"]) for article in articles}
    cases, left_out = [], []
    for number, (where, record) in enumerate(records(queries)):
        case = _case(record, where, number, texts)
        if case.answerable and case.urls and not case.quotes:
            left_out.append((where, "none of its facts stands in the articles"))
        else:
            cases.append(case)
    return ReadSet(articles=articles, cases=tuple(cases), left_out=tuple(left_out))


def _article(record: Mapping[str, Any], where: str) -> dict[str, Any]:
    plain = {name: text_of(record, name, where) for name in ("title", "url", "source", "published_at", "body")}
    more = {name: record[name] for name in ("author", "category") if record.get(name)}
    return {_OURS.get(str(name), str(name)): value for name, value in (plain | more).items()}


def _case(record: Mapping[str, Any], where: str, number: int, texts: Mapping[str, str]) -> Case:
    question, answer, kind = (text_of(record, name, where).strip() for name in ("query", "answer", "question_type"))
    if kind == "null_query":
        return Case(id=f"multihop-{number}", question=question, category=kind, answerable=False)
    told = [_fact(item, where) for item in list_of(record, "evidence_list", where)]
    if not told:
        raise GroundwireError(f"{where}: is answerable and has no evidence. {AS_PUBLISHED}.")
    facts = tuple(dict.fromkeys(fact for url, fact in told if holds_quote(texts.get(url, ""), fact)))
    stated = answer_in("\n".join(facts), [answer])
    return Case(
        id=f"multihop-{number}",
        question=question,
        category=kind,
        answers=(answer,) if stated else facts or (answer,),
        all_of=bool(facts) and not stated,
        urls=tuple(dict.fromkeys(url for url, _ in told)),
        quotes=facts,
        note="" if stated else f"the set's answer: {answer}; what an answer must show here is its evidence",
    )


def _fact(item: object, where: str) -> tuple[str, str]:
    if not isinstance(item, dict):
        raise GroundwireError(f"{where}: `evidence_list` holds what is no object. {AS_PUBLISHED}.")
    return text_of(item, "url", where), " ".join(text_of(item, "fact", where).split())
