"""The words of a question are read by those of the articles: how they are written there, and which are names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes import HashEmbedder
from stories import article, day

from rag import Newsroom, open_newsroom
from rag.asked.request import read_request

ARTICLES = [
    article(
        "Heron-4.5 costs $75 for a million words, Quillon said on Saturday. It will be released in July.\n\n"
        "Rule QX-B114 bars it in schools, and the ministry of Estmark agreed with Quillon.",
        title="Heron-4.5 costs more",
        published=day(2025, 3, 1),
    ),
    article(
        "Kestrel-AI, a start-up from Bilbao, hired Rafael Ortiz on Wednesday. Its rival OpenLoom hired nobody.\n\n"
        "The start-up O’Dell Robotics and its partner Kestrel-AI won a contract from the port of Cádiz.",
        title="Kestrel-AI hires",
        published=day(2025, 3, 5),
    ),
    article(
        "Carlos Correa grows corn near Lumora. The plot is a novel one, and the series of harvests is long. Lumora has "
        "a meta study of Llama 5, and the people of Lumora like Llama 5.",
        title="A farm near Lumora",
        published=day(2025, 3, 7),
    ),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Words are looked up in the full text; no vector decides here."""
    with open_newsroom(tmp_path_factory.mktemp("words"), embedder=HashEmbedder()) as opened:
        opened.ingest(ARTICLES)
        yield opened


@pytest.fixture
def read(room):
    return lambda question, **options: read_request(question, room.catalogue.outlets(), room.lexicon, **options)


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("What does heron4.5 cost?", "What does Heron-4.5 cost?"),
        ("What does HERON 4.5 cost?", "What does HERON 4.5 cost?"),
        ("Who did KestrelAI hire?", "Who did Kestrel-AI hire?"),
        ("who did kestrelai hire", "who did Kestrel-AI hire"),
        ("Who did Open Loom hire?", "Who did OpenLoom hire?"),
        ("What did ODell Robotics win?", "What did O’Dell Robotics win?"),
        ("what did odell's robots win", "what did O’Dell's robots win"),
        ("What is Qiullon?", "What is Quillon?"),
        ("What is Llama5?", "What is Llama 5?"),
        ("where is lumroa", "where is Lumora"),
        ("when will lama 5 be relased", "when will Llama 5 be released"),
        ("What did the minstry agree to?", "What did the ministry agree to?"),
    ],
)
def test_a_word_that_no_article_has_is_read_as_the_articles_write_it(read, question, read_as):
    request = read(question)
    assert request.question.text == request.reading.asked_as == read_as
    assert bool(request.reading.spelled) == (question != read_as)
    assert request.original == question


@pytest.mark.parametrize(
    "question",
    [
        "What does rule B114 bar?",  # stands as a part of QX-B114
        "What does rule B115 bar?",  # another rule
        "What did Zorblax Robotics announce?",
        "What did Lumira announce to Carlos Corea?",  # Corea is within another name, and both are spelt well enough
        "What is a lama?",  # a word of English
        "Was the novel long?",
        "Who is Kestral?",
        "What does Heron-4 cost?",
    ],
)
def test_what_stands_in_an_article_is_english_or_another_name_is_left_alone(read, question):
    allowed = {"Lumira": "Lumora", "Kestral": "Kestrel", "Corea": "Correa"}
    assert all(allowed.get(written) == meant for written, meant in read(question).reading.spelled)


def test_within_a_longer_name_only_what_stands_there_is_meant(read):
    assert read("Who is Carlos Corea?").reading.spelled == (("Corea", "Correa"),)
    assert read("Who is Rafael Corea?").reading.spelled == ()


def test_the_reading_of_a_word_can_be_switched_off(read):
    request = read("What is Qiullon?", ignore="spelling")
    assert (request.question.text, request.reading.spelled) == ("What is Qiullon?", ())
    assert request.reading.ignored == ("spelling",)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does Quillon say to OpenLoom?", ("quillon", "openloom")),
        ("what does quillon say to openloom?", ("quillon", "openloom")),
        ("WHAT DOES QUILLON SAY TO OPENLOOM?", ("quillon", "openloom")),
        ("Quillon prices", ("quillon",)),
        ("prices of quillon in bilbao", ("quillon", "bilbao")),
        ("What Does The Start-Up Of Bilbao Cost?", ("bilbao",)),
        ("is the series of harvests long", ()),
        ("what will llama 5 be", ("llama 5",)),
        ("What did Zorblax announce?", ("zorblax",)),
        ("what did zorblax announce?", ("zorblax",)),
        ("Zorblax funding round", ("zorblax",)),
        ("funding round of zorblax", ("zorblax",)),
        ("what did the company poach?", ()),  # no article has the word, a dictionary has
        ("were lanternflies seen?", ()),  # or both its parts
        ("zorblax", ("zorblax",)),
        ("zorblax news", ("zorblax",)),
        ("welches unternehmen kaufte zorblax", ()),  # a dictionary of English cannot tell
    ],
)
def test_names_are_told_by_the_articles_whatever_their_case_and_place(read, question, names):
    assert read(question).question.names == names


@pytest.mark.parametrize("question", ["", "?!", "\ud800", "a" * 900, '" OR heron', "NEAR(heron) * ^", "日本 の 会社"])
def test_any_text_can_be_read(read, question):
    assert read(question).original is not None
