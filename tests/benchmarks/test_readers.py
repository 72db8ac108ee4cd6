"""Published sets in their authors' own file forms, with contents of our own making."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from benchmarks.readers import read_multihop_rag, read_ragtruth, read_rgb
from corpus.errors import GroundwireError
from corpus.files.jsonl import load_jsonl
from evals.cases import load_cases

HARBOR = {
    "title": "Harbor Labs opens an office",
    "author": "A. Writer",
    "source": "Example Wire",
    "published_at": "2024-05-14T09:00:00+00:00",
    "category": "technology",
    "url": "https://example.com/harbor",
    "body": "Harbor Labs opened an office in Lisbon.\n\nInes Castro will lead it, the lab said.",
}
QUILL = {
    "title": "Quill cuts a price",
    "author": None,
    "source": "Example Daily",
    "published_at": "2024-05-16T09:00:00+00:00",
    "category": "business",
    "url": "https://example.com/quill",
    "body": "Quill cut the price of Feather.\n\nQuill also opened an office in Lisbon.",
}


def evidence(article, fact):
    return {key: article[key] for key in article if key != "body"} | {"fact": fact}


QUERIES = [
    {
        "query": "Which city did both firms open an office in?",
        "answer": "Lisbon",
        "question_type": "inference_query",
        "evidence_list": [
            evidence(HARBOR, "Harbor Labs opened an office in Lisbon."),
            evidence(QUILL, "Quill also opened an  office in Lisbon."),
        ],
    },
    {
        "query": "Did both reports tell of prices?",
        "answer": "no",
        "question_type": "comparison_query",
        "evidence_list": [
            evidence(HARBOR, "Ines Castro will lead it, the lab said."),
            evidence(QUILL, "Quill cut the price of Feather."),
        ],
    },
    {
        "query": "How many satellites are there?",
        "answer": "Insufficient information.",
        "question_type": "null_query",
        "evidence_list": [],
    },
    {
        "query": "Who paid?",
        "answer": "Quill",
        "question_type": "inference_query",
        "evidence_list": [evidence(QUILL, "Quill paid for everything.")],
    },
]


def written(path, value, *, lines=False):
    text = "".join(json.dumps(item) + "\n" for item in value) if lines else json.dumps(value)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def multihop(tmp_path):
    return written(tmp_path / "MultiHopRAG.json", QUERIES), written(tmp_path / "corpus.json", [HARBOR, QUILL])


def test_multihop_rag_becomes_articles_and_cases(multihop):
    found = read_multihop_rag(*multihop)
    assert [article["title"] for article in found.articles] == [HARBOR["title"], QUILL["title"]]
    city, _, none = found.cases
    assert city.answers == ("Lisbon",)
    assert not city.all_of
    assert city.quotes == ("Harbor Labs opened an office in Lisbon.", "Quill also opened an office in Lisbon.")
    assert city.urls == (HARBOR["url"], QUILL["url"])
    assert not none.answerable
    assert (none.answers, none.quotes, none.urls) == ((), (), ())
    assert none.category == "null_query"


def test_an_answer_that_no_fact_states_gives_way_to_the_evidence_and_is_kept_in_the_note(multihop):
    prices = read_multihop_rag(*multihop).cases[1]
    assert (
        prices.answers
        == prices.quotes
        == ("Ines Castro will lead it, the lab said.", "Quill cut the price of Feather.")
    )
    assert prices.all_of
    assert "the set's answer: no;" in prices.note


def test_a_question_whose_facts_stand_in_no_article_is_left_out_and_told(multihop):
    assert read_multihop_rag(*multihop).left_out == (
        (f"{multihop[0]}, record 4", "none of its facts stands in the articles"),
    )


def test_what_is_written_is_read_by_the_loaders_of_articles_and_cases(multihop, tmp_path):
    found = read_multihop_rag(*multihop)
    articles, cases = found.write(tmp_path / "set")
    loaded = list(load_jsonl(articles, datetime(2024, 6, 1, tzinfo=UTC)))
    assert [(one.title, one.source, one.authors, one.section) for one in loaded] == [
        (HARBOR["title"], "Example Wire", ("A. Writer",), "technology"),
        (QUILL["title"], "Example Daily", (), "business"),
    ]
    assert str(loaded[0].published.date()) == "2024-05-14"
    assert load_cases(cases) == list(found.cases)


def test_the_sample_of_the_real_set_is_read_without_loss(shared, tmp_path):
    """The sample has facts and no bodies, so its facts stand in for them; its cases are those of the file."""
    folder = shared / "data" / "multihop"
    documents = [json.loads(line) for line in (folder / "documents.jsonl").open(encoding="utf-8")]
    by_id = {document["doc_id"]: document for document in documents}
    sample = [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8")]
    queries = [
        {
            "query": one["question"],
            "answer": one["answer"],
            "question_type": one["type"],
            "evidence_list": [
                evidence(by_id[name], fact) for name in one["gold_doc_ids"] for fact in by_id[name]["facts"]
            ],
        }
        for one in sample
    ]
    corpus = [document | {"body": "\n\n".join(document["facts"]) or "none"} for document in documents]
    found = read_multihop_rag(
        written(tmp_path / "MultiHopRAG.json", queries), written(tmp_path / "corpus.json", corpus)
    )
    assert found.left_out == ()
    assert len(found.cases) == len(sample)
    assert sum(not case.answerable for case in found.cases) == sum(one["type"] == "null_query" for one in sample)
    assert all(case.quotes for case in found.cases if case.answerable)


SOURCES = [
    {
        "source_id": "7",
        "task_type": "QA",
        "source": "MARCO",
        "source_info": {
            "question": "who opened an office",
            "passages": "passage 1:Harbor Labs opened an office.\n\npassage 2:It is in Lisbon.\n\n",
        },
        "prompt": "...",
    },
    {"source_id": "8", "task_type": "Summary", "source": "CNN/DM", "source_info": "Quill cut a price.", "prompt": ""},
    {
        "source_id": "9",
        "task_type": "Data2txt",
        "source": "Yelp",
        "source_info": {
            "name": "Noodle Bar",
            "hours": {"Monday": "9:0-17:0"},
            "attributes": {"Parking": {"lot": True}, "Music": None},
            "review_info": [{"review_stars": 1.0, "review_date": "2020", "review_text": "Cold noodles."}],
        },
        "prompt": "",
    },
]
SAID = "Harbor Labs opened an office in Lisbon. Its head is Ines Castro of Porto. It opened on Tuesday this week."


def response(number, source, text, *labels, **more):
    record = {"id": str(number), "source_id": source, "model": "a-model", "temperature": 0.7, "labels": list(labels)}
    return record | {"split": "test", "quality": "good", "response": text} | more


def label(text, kind="Evident Baseless Info", said=SAID, **more):
    start = said.index(text)
    return {"start": start, "end": start + len(text), "text": text, "meta": "", "label_type": kind} | more


@pytest.fixture
def ragtruth(tmp_path):
    def files(*responses):
        sources = written(tmp_path / "source_info.jsonl", SOURCES, lines=True)
        return written(tmp_path / "response.jsonl", responses, lines=True), sources

    return files


def test_a_sentence_that_a_marked_span_touches_is_unsupported(ragtruth):
    marks = label("Porto"), label("Tuesday", "Subtle Conflict"), label("this week", implicit_true=True)
    claims = read_ragtruth(*ragtruth(response(1, "7", SAID, *marks))).claims
    assert [(claim["label"], claim["error"]) for claim in claims] == [
        ("supported", ""),
        ("unsupported", "evident baseless info"),
        ("unsupported", "implicit true and subtle conflict"),
    ]
    assert [claim["id"] for claim in claims] == ["1-a-model-0", "1-a-model-1", "1-a-model-2"]
    assert claims[0]["claim"] == "Harbor Labs opened an office in Lisbon."
    assert {claim["subset"] for claim in claims} == {"QA"}


def test_each_kind_of_source_becomes_passages(ragtruth):
    text = "This is a sentence that claims something."
    claims = read_ragtruth(*ragtruth(*(response(n, str(n), text) for n in (7, 8, 9)))).claims
    assert [claim["passages"] for claim in claims] == [
        ["Harbor Labs opened an office.", "It is in Lisbon."],
        ["Quill cut a price."],
        ["name: Noodle Bar\nhours Monday: 9:0-17:0\nattributes Parking lot: True", "Cold noodles."],
    ]


def test_refusals_headings_and_other_splits_are_no_claims_and_doubtful_responses_are_told(ragtruth):
    text = "Here is what it says:\n\nUnable to answer based on given passages.\n\nHarbor Labs opened an office."
    files = ragtruth(
        response(1, "7", text),
        response(2, "7", SAID, split="train"),
        response(3, "7", SAID, quality="truncated"),
        response(4, "7", SAID, label("Porto") | {"text": "Madrid"}),
        response(5, "7", "Moved by one: " + SAID, label("Porto")),
    )
    found = read_ragtruth(*files)
    assert [claim["claim"] for claim in found.claims if claim["id"].startswith("1-")] == [
        "Harbor Labs opened an office."
    ]
    assert {claim["id"].split("-")[0] for claim in found.claims} == {"1", "5"}
    assert [claim["label"] for claim in found.claims if claim["id"].startswith("5-")].count("unsupported") == 1
    assert found.left_out == (
        (f"{files[0]}:3", "its quality is 'truncated'"),
        (f"{files[0]}:4", "a marked span is not the text it is said to be"),
    )
    assert {claim["id"].split("-")[0] for claim in read_ragtruth(*files, split="train").claims} == {"2"}


RGB = [
    {
        "id": 0,
        "query": "Where did Harbor Labs open an office?",
        "answer": "Lisbon",
        "positive": ["Harbor Labs opened an office in Lisbon in May."],
        "negative": ["Harbor Labs has many offices.", "Quill has none at all."],
    },
    {
        "id": 1,
        "query": "Who leads it and who pays?",
        "answer": [["Ms Castro", "Ines Castro"], "Quill"],
        "positive": [["Ines Castro leads the new office."], ["Quill pays for the new office."]],
        "negative": ["Quill has none at all."],
    },
    {
        "id": 2,
        "query": "When was it?",
        "answer": [["May 2024", "5/2024"]],
        "positive": ["It opened in spring."],
        "negative": ["It opened in May 2024, some say."],
    },
]


def test_rgb_becomes_articles_and_cases_with_its_answers_any_or_all(tmp_path):
    found = read_rgb(written(tmp_path / "en_int.json", RGB, lines=True))
    where, who = found.cases
    assert (where.id, where.answers, where.all_of) == ("en_int-0", ("Lisbon",), False)
    assert (who.answers, who.all_of) == (("Ines Castro", "Quill"), True)
    assert who.note == "RGB takes these wordings too: Ms Castro"
    texts = [article["text"] for article in found.articles]
    assert texts.count("Quill has none at all.") == 1
    assert len(texts) == 7
    assert found.left_out == ((f"{tmp_path / 'en_int.json'}:3", "its answer stands in none of its positive passages"),)


def test_rgb_without_its_positive_passages_answers_nothing(tmp_path):
    found = read_rgb(written(tmp_path / "en.json", RGB, lines=True), rejection=True)
    assert [(case.id, case.answerable, case.answers) for case in found.cases] == [
        ("en-0", False, ()),
        ("en-1", False, ()),
    ]
    assert not any("Lisbon" in article["text"] for article in found.articles)
    assert found.left_out == ((f"{tmp_path / 'en.json'}:3", "its answer stands in a negative passage"),)


def test_an_altered_passage_of_rgb_becomes_a_false_claim_beside_the_true_one(tmp_path):
    record = RGB[0] | {
        "fakeanswer": "Madrid",
        "positive": ["Harbor Labs opened an office in Lisbon. It has forty people."],
        "positive_wrong": ["Harbor Labs opened an office in Madrid. It has forty people."],
    }
    claims = read_rgb(written(tmp_path / "en_fact.json", [record], lines=True)).claims
    assert [(claim["claim"], claim["label"], claim["error"]) for claim in claims] == [
        ("Harbor Labs opened an office in Lisbon.", "supported", ""),
        ("Harbor Labs opened an office in Madrid.", "unsupported", "altered answer"),
    ]
    assert all(claim["passages"] == record["positive"] for claim in claims)


def without(record, key):
    return {name: value for name, value in record.items() if name != key}


def read_any(tmp_path, name, records):
    """Read `records` as the file of that name, beside sound files of its set."""
    files = {"MultiHopRAG.json": QUERIES, "corpus.json": [HARBOR], "source_info.jsonl": SOURCES, "en.json": RGB}
    files |= {"response.jsonl": [response(1, "7", SAID)], name: records}
    paths = {each: written(tmp_path / each, content) for each, content in files.items()}
    if name in ("MultiHopRAG.json", "corpus.json"):
        return read_multihop_rag(paths["MultiHopRAG.json"], paths["corpus.json"])
    if name == "en.json":
        return read_rgb(paths["en.json"])
    return read_ragtruth(paths["response.jsonl"], paths["source_info.jsonl"])


@pytest.mark.parametrize(
    ("name", "records", "words"),
    [
        ("MultiHopRAG.json", [without(QUERIES[0], "query")], "`query` holds no text; the record has `answer`"),
        ("MultiHopRAG.json", [QUERIES[2], QUERIES[0] | {"evidence_list": None}], "2: `evidence_list` is no list"),
        ("MultiHopRAG.json", [QUERIES[0] | {"evidence_list": ["x"]}], "`evidence_list` holds what is no object"),
        ("MultiHopRAG.json", [QUERIES[0] | {"evidence_list": []}], "record 1: is answerable and has no evidence"),
        ("corpus.json", [without(HARBOR, "body")], "record 1: `body` holds no text"),
        ("corpus.json", [], "holds no record"),
        ("corpus.json", ["x"], "record 1: is no object"),
        ("response.jsonl", [response(1, "99", SAID)], "its source_id '99' is in no record of"),
        ("response.jsonl", [response(1, "7", SAID, {"text": "x"})], "lacks the numbers `start` and `end`"),
        ("response.jsonl", [response(1, "7", SAID, split="dev")], "no response of the split 'test' has a claim"),
        ("source_info.jsonl", [SOURCES[0] | {"source_info": 3}], "`source_info` is neither text nor an object"),
        ("en.json", [RGB[0] | {"answer": 7}], "record 1: `answer` is no text"),
        ("en.json", [RGB[0] | {"positive": [{}]}], "record 1: `positive` holds what is no text"),
        ("en.json", [without(RGB[0], "negative")], "record 1: `negative` is no list"),
    ],
)  # fmt: skip
def test_a_file_of_another_form_is_refused_naming_file_record_and_mend(tmp_path, name, records, words):
    with pytest.raises(GroundwireError, match=re.escape(words)) as refused:
        read_any(tmp_path, name, records)
    assert name in str(refused.value)
    assert re.search(r"\. (?:Take|Ask|Name)\b", str(refused.value))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
        (b"{not json", "is not JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[{not json", "is no JSON list"),
    ],
)
def test_a_file_that_is_not_the_data_says_what_it_is(tmp_path, content, words):
    (tmp_path / "en.json").write_bytes(content)
    with pytest.raises(GroundwireError, match=words):
        read_rgb(tmp_path / "en.json")
    with pytest.raises(GroundwireError, match="cannot be read"):
        read_rgb(tmp_path / "absent.json")


def test_the_command_writes_the_files_and_tells_what_was_left_out(tmp_path):
    file = written(tmp_path / "en.json", RGB, lines=True)
    arguments = [sys.executable, "-m", "benchmarks.readers", "rgb", str(file), "--out", str(tmp_path / "set")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(tmp_path / "set" / f"{name}.jsonl") for name in ("articles", "cases")]
    assert "left out" in done.stderr
    file.write_text("{}", encoding="utf-8")
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "error: " in done.stderr
