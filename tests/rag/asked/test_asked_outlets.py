"""The outlets that a question names are those it asks; the ones that the news is about are not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text

from corpus.outlets import outlet_key
from rag.asked.outlets import NamedOutlets, read_outlets

NAMES = (
    "theverge.com",
    "TechCrunch",
    "theguardian.com",
    "wired.com",
    "technologyreview.com",
    "The New York Times",
    "Fortune",
    "Time",
    "Nature",
    "Bloomberg",
    "openai.com",
    "The Information",
    "BBC News - Technology",
    "BBC News - Business",
    "Cnbc | World Business News Leader",
    "Science News For Students",
    "Financial Times",
    "The Age",
)
KNOWN = {outlet_key(name): name for name in NAMES}


def named(question: str) -> NamedOutlets:
    return read_outlets(question, KNOWN)


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("What did The Verge say about Bing's chatbot?", ["verge"]),
        ("what did techcrunch write about character.ai", ["techcrunch"]),
        ("According to 'TechCrunch', how much did Mistral raise?", ["techcrunch"]),
        ("Does TechCrunch's second article disagree with the Guardian's report?", ["techcrunch", "guardian"]),
        ("Which company, covered by Fortune and Wired, made the chip?", ["fortune", "wired"]),
        ("Do The Verge and TechCrunch agree on the price?", ["verge", "techcrunch"]),
        ("What does MIT Technology Review think of GPT-4?", ["technologyreview"]),
        ("Summarise the NYT's reporting on the firing.", ["newyorktimes"]),
        ("In the FT, who warned about the models?", ["financialtimes"]),
        ("What did Time magazine's cover story say?", ["time"]),
        ("What did the Nature paper on proteins find?", ["nature"]),
        ("What did Sam tell The Information about the deal?", ["information"]),
        ("What does the piece from Science News For Students explain?", ["sciencenewsforstudents"]),
        ("What did a Cnbc article claim?", ["cnbcworldbusinessnewsleader"]),
        ("What does the Cnbc | World Business News Leader report say?", ["cnbcworldbusinessnewsleader"]),
        ("Who was accused by The Age of cheating, as TechCrunch reported?", ["age", "techcrunch"]),
        ("What did OpenAI's blog say about plugins?", ["openai"]),
        ("According to openai.com, what does it cost?", ["openai"]),
    ],
)
def test_an_outlet_in_a_source_s_place_is_one_of_the_corpus(question, known):
    assert named(question) == NamedOutlets(tuple(known), (), named(question).spans)
    assert len(named(question).spans) >= len(known)


@pytest.mark.parametrize(
    "question",
    [
        "Who bought TechCrunch?",
        "How many staff did The Verge lay off?",
        "Did OpenAI sign a deal with The Guardian?",
        "What is at stake in New York Times v. OpenAI?",
        "Why is the New York Times suing OpenAI?",
        "Did OpenAI use New York Times articles to train ChatGPT?",
        "What does the New York Times claim in its lawsuit against OpenAI?",
        "How sound are the NYT's claims against Microsoft?",
        "Did The Verge and OpenAI agree on a deal?",
        "Who is the editor of Wired?",
        "Who joined OpenAI from Wired?",
        "How much did Bloomberg spend on its model?",
        "How many Fortune 500 companies use ChatGPT?",
        "Is nature a good model for neural networks?",
        "By what time will it arrive, according to Sam Altman?",
        "What did Sam Altman say about the age of AI?",
        "Which information did the chatbot leak?",
        "How was the robot wired?",
        "What did OpenAI say about GPT-4's safety?",
        "According to OpenAI, how much does GPT-4 cost?",
        "According to Goldman Sachs analysts, how many jobs are exposed?",
        "According to the report, how many jobs will AI replace?",
        "Why did the Post change its mind?",
        "What was announced at TechCrunch Disrupt?",
    ],
)
def test_an_outlet_that_the_news_is_about_is_no_source(question):
    assert named(question) == NamedOutlets()


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What did the Boston Globe report about the layoffs?", "Boston Globe"),
        ("According to Der Spiegel, why did the regulator look into it?", "Der Spiegel"),
        ("What is the WSJ's account of the board fight?", "WSJ"),
        ("Which chip did Reuters say Huawei is making?", "Reuters"),
        ("According to example-news.com, when was it released?", "example-news.com"),
    ],
)
def test_an_outlet_that_the_corpus_lacks_is_told_as_written(question, unknown):
    assert named(question).known == ()
    assert named(question).unknown == (unknown,)


def test_the_sections_of_one_house_are_meant_together():
    assert named("How did the BBC report on the deepfake?").known == ("bbcnewstechnology", "bbcnewsbusiness")
    assert named("What does BBC News - Business report?").known == ("bbcnewsbusiness",)


def test_an_outlet_named_twice_is_told_once_and_both_places_are_shown():
    question = 'Between the "TechCrunch" report in May and TechCrunch\'s later article, what changed?'
    reading = named(question)
    assert reading.known == ("techcrunch",)
    assert [question[start:end] for start, end in reading.spans] == ["TechCrunch", "TechCrunch"]


def test_a_corpus_without_outlets_has_no_known_ones():
    assert read_outlets("What did The Verge say?", {}) == NamedOutlets((), ("The Verge",), ((9, 18),))


@given(any_text, st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=4))
def test_any_text_is_read_and_every_span_lies_in_it(text, known):
    reading = read_outlets(text, known)
    assert set(reading.known) <= set(known)
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)
    assert list(reading.spans) == sorted(reading.spans)


def test_questions_over_real_news_name_the_outlets_that_answer_them(shared):
    """A proxy: some questions do not name all the outlets of their articles, so that 95% is what it can reach."""
    documents = [json.loads(line) for line in (shared / "data/multihop/documents.jsonl").read_text().splitlines()]
    outlets = {document["doc_id"]: outlet_key(document["source"]) for document in documents}
    known = {outlet_key(document["source"]): document["source"] for document in documents}
    queries = [json.loads(line) for line in (shared / "data/multihop/queries.jsonl").read_text().splitlines()]
    asked = [query for query in queries if query["type"] != "null_query"]
    right = [
        set(read_outlets(query["question"], known).known) == {outlets[gold] for gold in query["gold_doc_ids"]}
        for query in asked
    ]
    assert sum(right) / len(right) >= 0.94


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What did x.ai report about Grok?", ("x.ai",)),
        ("What did x.com report about Grok?", ("x.com",)),
        ("What did theverge.com report about Grok?", ("theverge.com",)),
        ("What did The Verge report about Grok?", ("theverge.com",)),
        ("What did Import AI report about Grok?", ("jack-clark.net",)),
        ("According to Reuters, what did Grok do?", ()),
    ],
)
def test_outlets_are_told_apart_by_their_domains_and_nobody_is_asked_for_by_a_name_of_another(question, meant):
    known = {
        "x.ai": "xAI",
        "x.com": "X",
        "theverge.com": "The Verge",
        "jack-clark.net": "Import AI (jack-clark.net)",
        "evil.example": "Reuters (evil.example)",
    }
    assert read_outlets(question, known).known == meant
