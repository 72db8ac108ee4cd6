"""Written answers with a real small model: in this process, and by llama.cpp's OpenAI-compatible server.

`make test-llm MODEL=file.gguf` runs them. What a model of half a billion parameters writes is not always right; what is
shown of it has to be.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from stories import STORIES

from corpus.errors import GroundwireError
from rag import Answer, Newsroom, open_newsroom
from rag.config import Settings
from rag.models.llm_check import check_model

MODEL = os.environ.get("GROUNDWIRE_TEST_GGUF", "")
pytestmark = [
    pytest.mark.skipif(not MODEL, reason="GROUNDWIRE_TEST_GGUF names no model; see `make test-llm`"),
    pytest.mark.timeout(600),
]
HIRED = "Who did Borealis hire from Halden Motors?"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, str(Path(__file__).with_name("serve.py")), MODEL]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process, process.stdout.readline().strip()
        process.kill()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with open_newsroom(folder) as room:
        room.ingest(STORIES)
    return folder


@pytest.fixture(params=["gguf", "openai-like"])
def room(request: pytest.FixtureRequest, home: Path) -> Iterator[Newsroom]:
    settings = Settings(home=home, llm=f"gguf:{MODEL}", llm_timeout=300)
    if request.param == "openai-like":
        _, address = request.getfixturevalue("server")
        settings = Settings(home=home, llm="openai-like:small", llm_url=f"{address}/v1", llm_timeout=300)
    with open_newsroom(settings=settings) as opened:
        yield opened


def holds(room: Newsroom, answer: Answer) -> None:
    """What is true of every written answer."""
    for citation in answer.citations:
        text = room.article(citation.article_id, citation.version).text
        assert text[citation.start : citation.end] == citation.quote
    for sentence in answer.sentences:
        assert sentence.support in ("verbatim", "supported")
        assert sentence.citations
    assert {n for sentence in answer.sentences for n in sentence.citations} == {one.n for one in answer.citations}


def test_a_question_is_answered_and_what_it_cost_is_counted(room: Newsroom):
    *growing, answer = room.stream(HIRED, mode="written")
    holds(room, answer)
    assert answer.status == "answered"
    assert "Lindqvist" in answer.text
    assert answer.timings.tokens_in > 100
    assert answer.timings.tokens_out > 0
    assert not answer.timings.estimated
    assert all(len(one.sentences) <= len(answer.sentences) for one in growing if one.mode == answer.mode)


def test_a_follow_up_is_understood(room: Newsroom):
    first = room.ask(HIRED, mode="written")
    answer = room.ask("When did she join?", mode="written", history=[first])
    holds(room, answer)
    assert answer.question == "When did she join?"
    assert "Lindqvist" in answer.reading.asked_as


def test_the_check_of_a_model_says_how_fast_it_is(room: Newsroom):
    state = check_model(room.settings)
    assert state.words
    assert state.streams
    assert state.pieces_a_second > 0


def test_the_answer_follows_the_passage_or_is_withheld(room: Newsroom, tmp_path: Path):
    story = next(one for one in STORIES if "Lindqvist" in one.text)
    other = replace(story, text=story.text.replace("Mara Lindqvist", "Tove Andersen").replace("Lindqvist", "Andersen"))
    with open_newsroom(settings=room.settings.model_copy(update={"home": tmp_path})) as changed:
        changed.ingest([other])
        answer = changed.ask(HIRED, mode="written")
        holds(changed, answer)
    assert "Lindqvist" not in answer.text
    assert "Andersen" in answer.text


def test_a_server_that_is_killed_leaves_what_was_verified_and_the_chat_goes_on(home: Path):
    command = [sys.executable, str(Path(__file__).with_name("serve.py")), MODEL]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        settings = Settings(home=home, llm="openai-like:small", llm_url=f"{address}/v1", llm_timeout=60)
        with open_newsroom(settings=settings) as room:
            stream = room.llm.stream_chat

            def killed_while_it_writes(messages, **kwargs):
                for count, part in enumerate(stream(messages, **kwargs)):
                    if count == 5:
                        process.kill()
                    yield part

            object.__setattr__(room.llm, "stream_chat", killed_while_it_writes)
            answer = room.ask(HIRED, mode="written")
            holds(room, answer)
            assert "GROUNDWIRE_LLM_URL" in answer.text or answer.sentences
            object.__setattr__(room.llm, "stream_chat", stream)
            after = room.ask(HIRED, mode="written")
            assert after.mode == "extractive"
            assert "could not be reached" in after.notes[-1]
            with pytest.raises(GroundwireError, match="could not be reached"):
                check_model(settings)
