"""Further evidence: what is offered beside the sentences shown, and what is not."""

from __future__ import annotations

import pytest
from stories import STORIES, article, day

from rag import Newsroom, open_newsroom
from rag.choose import further

PLANT = "Marlowe Steel will build a plant for electric furnaces in Gdynia"
WORKS = (
    f"{PLANT}, the company said on Monday.",
    f"{PLANT} and hire 400 welders from shipyards nearby.",
    f"{PLANT} with a loan of 90 million euros from the Baltic Bank.",
    f"{PLANT}, where fishermen fear for the harbour and its herring.",
    f"{PLANT} after Poland promised cheap power from wind farms at sea.",
    f"{PLANT} because rivals in Sweden sell greener beams to carmakers.",
    f"{PLANT}, though its chief executive Ola Berg had ruled that out.",
)
BUILDS = "What will Marlowe Steel build in Gdynia?"


@pytest.fixture(scope="module")
def room(embedder, tmp_path_factory: pytest.TempPathFactory):
    """The eight stories, and seven outlets on one plant: each tells something of its own."""
    told = [
        article(text, title=f"Steel {n}", source=f"Paper {n}", url=f"https://p{n}.example/x", published=day(2024, 1, n))
        for n, text in enumerate(WORKS, start=1)
    ]
    with open_newsroom(tmp_path_factory.mktemp("more"), embedder=embedder) as opened:
        opened.ingest([*STORIES, *told])
        yield opened


def test_what_adds_to_the_answer_is_offered_apart_and_cited_behind_it(room: Newsroom):
    answer = room.ask(BUILDS)
    shown, apart = len(answer.sentences), len(answer.more)
    assert apart > 0
    assert shown + apart <= further.MOST_IN_ALL
    assert [one.citation.n for one in answer.more] == list(range(shown + 1, shown + apart + 1))
    assert all(one.text not in answer.text for one in answer.more)
    assert all(one.citation.quote == one.text for one in answer.more)
    assert [citation.n for citation in answer.citations] == list(range(1, shown + 1))
    assert answer.newest_evidence == max(citation.published.date() for citation in answer.citations)
    told = [(one["text"], one["citation"]["n"]) for one in answer.to_dict()["more"]]
    assert told == [(one.text, one.citation.n) for one in answer.more]


def test_without_room_for_more_the_answer_is_the_same(room: Newsroom, monkeypatch: pytest.MonkeyPatch):
    whole = room.ask(BUILDS)
    monkeypatch.setattr(further, "MOST_IN_ALL", 0)
    alone = room.ask(BUILDS)
    assert alone.more == ()
    assert (alone.text, alone.sentences, alone.citations) == (whole.text, whole.sentences, whole.citations)


def test_further_evidence_comes_with_the_last_of_the_growing_answers(room: Newsroom):
    *growing, last = room.stream(BUILDS)
    assert [answer.more for answer in growing] == [()] * len(growing)
    assert last == room.ask(BUILDS)


def test_what_is_said_in_nearly_the_same_words_is_not_offered(embedder, tmp_path):
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest([article(f"{PLANT}, {who} said.", title=who) for who in ("a manager", "a minister", "a mayor")])
        answer = room.ask(BUILDS)
    assert (len(answer.sentences), answer.more) == (1, ())


@pytest.mark.parametrize("question", ["What is new this week?", "What did Zephyr Robotics pay for its new factory?"])
def test_an_overview_and_an_abstention_offer_nothing_more(room: Newsroom, question: str):
    assert room.ask(question, asked="2024-01-07").more == ()
