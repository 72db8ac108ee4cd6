"""The reader tells the sentence that answers from its neighbours, and says the same whatever else is read."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.errors import GroundwireError
from rag.models import reader as reader_module
from rag.models.reader import ROOM, Reader, Special, cut, window
from rag.values.judged import Stretch

STORY = Stretch(
    "Velora hires a chief from Halden Motors. Harbour Post, 2025-06-10",
    (
        "Velora, which makes voices for games, hired Ines Falk as its chief executive on Tuesday.",
        "Falk ran the software unit of Halden Motors for six years.",
        "She will be paid $2.4 million a year, the company said in a filing.",
        "The firm's finance chief, Gregor Haas, stays.",
        "Velora has 340 employees and made a loss of $12 million last year.",
    ),
)
OTHER = Stretch("Storm hits the coast. Ledger, 2025-01-03", ("A storm closed the harbour of Aarhus for two days.",))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def best(reader: Reader, question: str) -> int:
    (judged,) = reader.read(question, [STORY])
    return max(range(len(judged)), key=lambda number: judged[number].answers)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Who was named chief executive of Velora?", 0),
        ("where did ines falk work before", 1),
        ("how much does falk earn", 2),
        ("velora finance chief", 3),
        ("How many people does Velora employ?", 4),
    ],
)
def test_the_sentence_that_answers_is_the_best(reader: Reader, question: str, number: int):
    assert best(reader, question) == number


def test_the_answering_words_are_pointed_at(reader: Reader):
    (judged,) = reader.read("Who is Velora's finance chief?", [STORY])
    start, end = judged[3].words
    assert STORY.sentences[3][start:end] == "Gregor Haas"


def test_what_is_said_does_not_hang_on_what_else_is_read(reader: Reader):
    question = "Who was named chief executive of Velora?"
    assert reader.read(question, [OTHER, STORY])[1] == reader.read(question, [STORY])[0]


def test_eight_threads_with_forty_questions_get_what_one_gets(reader: Reader):
    questions = [f"How many people did Velora employ in {year}?" for year in range(1985, 2025)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: reader.read(question, [STORY]), questions))
    assert together == [reader.read(question, [STORY]) for question in questions]


def test_every_sentence_of_a_long_stretch_is_judged_once(reader: Reader):
    long = Stretch("", tuple(f"Sentence number {n} of a very long article says little of use." for n in range(90)))
    (judged,) = reader.read("Who said what?", [long])
    assert len(judged) == 90


@pytest.mark.parametrize("text", ["", " ", "?", "token " * 500, "東京 €1.5bn"])
def test_any_text_is_read(reader: Reader, text: str):
    assert [len(one) for one in reader.read(text, [Stretch(text, (text, "It rained."))])] == [2]
    assert reader.read(text, [Stretch(text, ())]) == [[]]
    assert reader.read(text, []) == []


def test_runs_of_sentences_fit_and_share_one():
    runs = list(cut([100] * 7))
    assert runs == [range(2), range(1, 3), range(2, 4), range(3, 5), range(4, 6), range(5, 7)]
    assert [list(run) for run in cut([ROOM + 1, 10])] == [[0], [1]]


def test_a_window_marks_where_each_sentence_stands():
    one = window(Special(1, 2), (7, 8), (9,), [(4, (11, 12)), (5, (13,))])
    assert one.ids == (1, 7, 8, 2, 9, 2, 11, 12, 2, 13, 2)
    assert (one.text_from, one.sentences) == (4, ((4, 6, 8), (5, 9, 10)))


def test_the_model_is_the_one_that_is_named():
    assert hashlib.sha256(reader_module.MODEL.read_bytes()).hexdigest() == reader_module.MODEL_SHA256


@pytest.mark.parametrize("kept", [0, 1000, -1])
def test_a_damaged_model_is_an_error_that_says_what_to_do(tmp_path, monkeypatch, kept: int):
    damaged = tmp_path / "reader.onnx"
    damaged.write_bytes(reader_module.MODEL.read_bytes()[:kept])
    monkeypatch.setattr(reader_module, "MODEL", damaged)
    with pytest.raises(GroundwireError, match="Install Groundwire again"):
        Reader().read("Who?", [STORY])
