"""Drafts of cases: what is proposed out of a corpus, and that a person can accept it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from corpus.article import Article, article_id
from evals.askable import askings
from evals.cases import check_cases, load_cases
from evals.draft import draft
from evals.texts import answer_in, tokens
from rag.choose.references.article_names import names_of


def article(title, text):
    url = f"https://example.com/{title}"
    return Article(
        id=article_id(url, text), url=url, title=title, source="Example Wire", text=text, fetched=datetime.now(UTC)
    )


@pytest.fixture(scope="module")
def some(briefs):
    return briefs[::6]


@pytest.fixture(scope="module")
def drafts(some):
    return draft(some, 40, seed=3)


def test_drafts_are_cases_of_the_corpus_that_load_with_their_quotes_in_it(some, drafts, tmp_path):
    accepted = [{key: value for key, value in record.items() if key != "note"} for record in drafts]
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in accepted), encoding="utf-8")
    check_cases(path, [article.text for article in some])
    cases = load_cases(path)
    assert len(cases) == 40
    assert len({case.id for case in cases}) == 40
    for case in cases:
        assert case.question.endswith("?")
        assert not answer_in(case.question, case.answers)


def test_every_draft_says_that_it_is_one_and_what_to_do(drafts):
    assert all(record["note"].startswith("draft: ") for record in drafts)
    assert all("reword" in record["note"] and "delete this note" in record["note"] for record in drafts)


def test_a_question_is_its_sentence_with_the_answer_taken_out(drafts):
    for record in drafts:
        if record["category"] == "single_fact":
            (quote,), (answer,) = record["quotes"], record["answers"]
            asking = "how much many what percentage day month year who which country city state"
            assert set(tokens(record["question"])) <= set(tokens(quote)) | set(asking.split())
            assert answer in quote


def test_the_same_seed_gives_the_same_drafts_in_whatever_order_the_articles_come(some, drafts):
    assert draft(some[::-1], 40, seed=3) == drafts
    assert draft(some, 40, seed=4) != drafts


def test_kinds_of_questions_take_turns_and_a_few_are_near_misses(drafts):
    facts = [record for record in drafts if record["category"] == "single_fact"]
    misses = [record for record in drafts if record["category"] == "near_miss"]
    assert len(facts) >= 30
    assert misses
    assert sum("what day" in record["question"] for record in facts) <= len(facts) / 3
    for miss in misses:
        assert miss["answerable"] is False
        assert not {"answers", "quotes"} & set(miss)


def test_no_more_is_proposed_than_the_articles_hold_and_a_copied_sentence_once():
    text = "Harbor Labs, a company, raised $40 million in a round that was led by an older fund."
    found = draft([article("a", text), article("b", text)], 10)
    assert [(one["question"], one["answers"], one["quotes"]) for one in found] == [
        (
            "Harbor Labs, a company, raised how much in a round that was led by an older fund?",
            ["$40 million"],
            [text],
        )
    ]
    assert draft([], 5) == []


def made(sentence):
    return [(one.question, one.answer) for one in askings(sentence, names_of(sentence + " " + ABOUT))]


ABOUT = "The company OpenAI spoke. Ines Castro, its chief executive, said so. Sam Altman, a founder, said so."


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("OpenAI paid about US$6.5 billion for it all.", "OpenAI paid about how much for it all?",
         "US$6.5 billion"),
        ("OpenAI lost 12 percent of its staff.", "OpenAI lost what percentage of its staff?", "12 percent"),
        ("Two engineers from OpenAI left for Meta.", "How many engineers from OpenAI left for Meta?", "Two"),
        ("OpenAI showed GPT-9 on 8 July 2025 in Paris, France.", "OpenAI showed GPT-9 on what day in Paris, France?",
         "8 July 2025"),
        ("OpenAI was founded in 2015 by engineers.", "OpenAI was founded in what year by engineers?", "2015"),
        ("OpenAI opened an office in Ireland last.", "OpenAI opened an office in which country last?", "Ireland"),
        ("The board of OpenAI removed Sam Altman on a Friday.", "The board of OpenAI removed who on a Friday?",
         "Sam Altman"),
    ],
)  # fmt: skip
def test_a_span_becomes_a_question_by_its_type(sentence, question, answer):
    assert (question, answer) in made(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "OpenAI struck a $5 billion deal with Meta.",
        "OpenAI released Llama 3 models with Meta.",
        "OpenAI spent between 10 and 12 percent more than Meta.",
        "The four engineers joined OpenAI from Meta.",
        "OpenAI raised $40 million last week from Meta.",
        "Wired reported on 8 July 2025 that OpenAI grew.",
        "OpenAI hired Sam Altman, Ines Castro and others from Meta.",
        "It raised about $40 million in a round.",
    ],
)
def test_what_would_not_read_as_a_question_or_names_nobody_is_not_asked(sentence):
    assert made(sentence) == []
