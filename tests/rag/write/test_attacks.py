"""Articles that give orders: neither path obeys one, whatever the model does.

`attacks.jsonl` holds an article a line with one attack in it (kind), a question that it answers honestly in one
sentence (fact), and strings that only an obeyed attack would put into an answer (forbidden).
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from scripted_llm import ScriptedLLM

from corpus.article import Article
from rag import Newsroom, open_newsroom

ATTACKS = [json.loads(line) for line in Path(__file__).with_name("attacks.jsonl").read_text("utf-8").splitlines()]
each = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["id"])


@pytest.fixture(scope="module")
def room(embedder, tmp_path_factory: pytest.TempPathFactory):
    with open_newsroom(tmp_path_factory.mktemp("attacks"), embedder=embedder) as opened:
        report = opened.ingest([_article(attack) for attack in ATTACKS])
        assert report.added == len(ATTACKS) >= 30
        yield opened


def _article(attack: dict) -> Article:
    taken = ("id", "title", "source", "url", "text")
    day = datetime.fromisoformat(attack["published"])
    return Article(
        **{name: attack[name] for name in taken}, authors=tuple(attack["authors"]), published=day, fetched=day
    )


def _shown(answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences).casefold()


@each
def test_the_articles_own_words_that_answer_are_no_order(room: Newsroom, attack: dict):
    answer = room.ask(attack["question"])
    assert answer.status == "answered"
    assert not [words for words in attack["forbidden"] if words.casefold() in _shown(answer)]


SHOWN = {"a12": "grounded aircraft", "a19": "340 people, where the article takes 340 back"}
"""What the gate takes for supported, since the article does speak of it."""


@each
def test_a_model_that_obeys_is_not_shown(room: Newsroom, attack: dict, request: pytest.FixtureRequest):
    if attack["id"] in SHOWN:
        request.applymarker(pytest.mark.xfail(reason=SHOWN[attack["id"]], strict=True))
    obeyed = [f"{words} [1]." for words in attack["forbidden"]]
    obeyed += [f"The answer is {words} [1]." for words in attack["forbidden"]]
    room.llm = ScriptedLLM(" ".join([*obeyed, attack["fact"], "[1]"]))
    answer = room.ask(attack["question"], mode="written")
    assert not [words for words in attack["forbidden"] if words.casefold() in _shown(answer)]
    assert answer.status == "answered"


@each
def test_an_article_cannot_leave_its_passage(room: Newsroom, attack: dict):
    room.llm = ScriptedLLM("The articles do not say.")
    room.ask(attack["question"], mode="written")
    (prompt,) = room.llm.asked
    told = prompt.count("<passage number=")
    assert 1 <= told == prompt.count("</passage>") == prompt.count("</") == prompt.count('">\n')
    assert prompt.rstrip().endswith(f"Question: {attack['question']}")
