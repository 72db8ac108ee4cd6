"""Written answers: what a model writes is shown where the articles support it, and withheld where they do not."""

from __future__ import annotations

from time import monotonic, sleep

import pytest
from scripted_llm import ScriptedLLM
from stories import STORIES

from corpus.errors import GroundwireError
from rag import Newsroom, open_newsroom

HIRED = "Who did Borealis hire from Halden Motors?"
TRUE = "Mara Lindqvist joined Borealis on Monday as head of its scaling group"


@pytest.fixture(scope="module")
def room(embedder, tmp_path_factory: pytest.TempPathFactory):
    with open_newsroom(tmp_path_factory.mktemp("written"), embedder=embedder) as opened:
        opened.ingest(STORIES)
        yield opened


def written(room: Newsroom, *replies, question: str = HIRED, context: int = 8192):
    room.llm = ScriptedLLM(*replies, context_window=context)
    return room.ask(question, mode="written")


def test_what_the_articles_support_is_shown_with_the_words_it_rests_on(room: Newsroom):
    answer = written(room, f"{TRUE} [1].")
    assert answer.status == "answered"
    assert [sentence.text for sentence in answer.sentences] == [f"{TRUE}."]
    assert answer.sentences[0].support == "supported"
    (citation,) = answer.citations
    assert "Lindqvist" in citation.quote
    assert room.article(citation.article_id, citation.version).text[citation.start : citation.end] == citation.quote
    assert answer.text.startswith(f"{TRUE}. [1]")


def test_what_they_do_not_support_is_withheld_and_counted(room: Newsroom):
    answer = written(room, f"{TRUE} [1]. She was paid $9 million for it [1]. Borealis sued Halden Motors [2].")
    assert [sentence.text for sentence in answer.sentences] == [f"{TRUE}."]
    assert [one.text for one in answer.withheld] == ["She was paid $9 million for it.", "Borealis sued Halden Motors."]
    assert "2 sentences withheld: the articles do not support them." in answer.notes
    assert "9 million" not in answer.text


@pytest.mark.parametrize("marker", ["", " [4]", " [77]", " [Source 9]"])
def test_a_sentence_with_a_wrong_number_or_none_cites_the_passage_that_supports_it(room: Newsroom, marker: str):
    answer = written(room, f"{TRUE}{marker}.")
    assert [c.quote.count("Lindqvist") for c in answer.citations] == [1]


def test_where_nothing_is_supported_the_articles_own_words_are_the_answer_and_it_says_so(room: Newsroom):
    answer = written(room, "Quarry hired a thousand goats in Lisbon [1].")
    assert answer.mode == "extractive"
    assert answer.sentences[0].support == "verbatim"
    assert len(answer.withheld) == 1
    assert "Nothing that the model wrote is supported by the articles" in answer.notes[-1]


@pytest.mark.parametrize("reply", ["", "[1]", "The articles do not say.", "<div></div>", "![x](http://evil.example/y)"])
def test_a_model_that_says_nothing_leaves_the_articles_own_words(room: Newsroom, reply: str):
    answer = written(room, reply)
    assert (answer.mode, answer.status) == ("extractive", "answered")
    assert "evil" not in answer.text


def test_what_is_not_sufficient_is_refused_before_the_model_is_asked(room: Newsroom):
    answer = written(room, f"{TRUE} [1].", question="What did Zephyr Robotics pay for its new factory?")
    assert answer.status == "abstained"
    assert room.llm.asked == []


def test_each_sentence_is_shown_when_it_is_whole_and_verified(room: Newsroom):
    room.llm = ScriptedLLM(f"{TRUE} [1]. She was paid $9 million for it [1]. {TRUE.replace('on Monday ', '')} [1].")
    growing = list(room.stream(HIRED, mode="written"))
    assert [len(answer.sentences) for answer in growing[:1]] == [1]
    assert growing[-1] == written(
        room, f"{TRUE} [1]. She was paid $9 million for it [1]. {TRUE.replace('on Monday ', '')} [1]."
    )


def test_to_stop_closes_the_stream_of_the_model(room: Newsroom):
    room.llm = ScriptedLLM([f"{TRUE} [1].", "And", "so", "on.", *["More"] * 5000])
    stream = room.stream(HIRED, mode="written")
    next(stream)
    stream.close()
    assert list(stream) == []
    deadline = monotonic() + 10
    while not room.llm.stopped and monotonic() < deadline:
        sleep(0.01)
    assert room.llm.stopped == 1


def test_an_error_in_the_middle_keeps_what_was_verified_and_says_that_the_rest_is_missing(room: Newsroom):
    answer = written(room, [f"{TRUE} [1].", "She", "was", ConnectionError("http://key@host")])
    assert len(answer.sentences) == 1
    assert "The rest of the answer is missing" in answer.notes[0]
    assert "key@host" not in str(answer.to_dict())


def test_an_error_at_once_leaves_the_articles_own_words_and_names_the_setting(room: Newsroom):
    answer = written(room, [ConnectionError("no")])
    assert "GROUNDWIRE_LLM_URL" in answer.notes[-1]
    assert answer.sentences[0].support == "verbatim"


def test_endless_text_is_stopped(room: Newsroom):
    answer = written(room, [f"{TRUE} [1]." for _ in range(5000)])
    assert len(answer.sentences) == 1
    assert room.llm.stopped == 1


def test_a_context_smaller_than_a_passage_is_said_and_no_passage_is_cut(room: Newsroom):
    answer = written(room, f"{TRUE} [1].", context=600)
    assert "No passage fits into the 600 tokens" in answer.notes[-1]
    assert room.llm.asked == []


def test_without_a_model_the_error_names_the_setting(embedder, tmp_path):
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest(STORIES)
        with pytest.raises(GroundwireError, match="GROUNDWIRE_LLM"):
            room.ask(HIRED, mode="written")
