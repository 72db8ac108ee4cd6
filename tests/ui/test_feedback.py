"""Thumbs on answers: what is kept of a vote and where, and that a browser can cast one and take it back."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import gradio as gr
import pytest
from newsrooms import HOSTILE, QUOTES, ScriptedRoom, abstained, answered
from playwright import sync_api
from visiting import Visit, build, served

from corpus.errors import GroundwireError
from ui.chat import Turn
from ui.feedback import FILE, Feedback
from ui.render import render_conversation

WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
TURNS = (
    Turn(question="Who?", answer=answered("Who?"), done=True),
    Turn(question="It failed", error="No.", done=True),
    Turn(question="What was the revenue?", answer=abstained("What was the revenue?"), done=True, ignore=("dates",)),
)


@pytest.fixture
def feedback(home: Path) -> Feedback:
    return Feedback(home / FILE, now=lambda: WHEN)


def kept(feedback: Feedback) -> list[dict]:
    return [json.loads(line) for line in feedback.path.read_text("utf-8").splitlines()]


def test_a_vote_keeps_the_question_what_came_before_it_and_the_whole_answer(feedback):
    voted = feedback.vote(TURNS, 2, "down")
    assert [turn.vote for turn in voted] == [None, None, "down"]
    assert kept(feedback) == [
        {
            "when": "2026-03-04T05:06:07+00:00",
            "vote": "down",
            "question": "What was the revenue?",
            "history": ["Who?"],
            "options": {"ignore": ["dates"]},
            "answer": abstained("What was the revenue?").to_dict(),
        }
    ]


def test_the_same_vote_again_takes_it_back_and_the_other_one_changes_it(feedback):
    turns = TURNS
    for vote in ("up", "up", "up", "down"):
        turns = feedback.vote(turns, 0, vote)
    assert [record["vote"] for record in kept(feedback)] == ["up", None, "up", "down"]
    assert turns[0].vote == "down"


def test_the_file_is_its_owners_alone_and_nothing_is_made_before_the_first_vote(feedback, home):
    assert not home.exists()
    feedback.vote(TURNS, 0, "up")
    assert feedback.path == home / "runs" / "feedback.jsonl"
    assert stat.S_IMODE(feedback.path.stat().st_mode) == 0o600


def test_half_a_surrogate_pair_in_a_question_is_kept_on_one_line(feedback):
    feedback.vote((Turn(question="\ud83d\n", answer=answered("x"), done=True),), 0, "down")
    assert kept(feedback)[0]["question"] == "\ud83d\n"


def test_a_vote_that_cannot_be_written_says_so_and_is_not_shown_as_kept(feedback, home):
    home.write_text("a file where the folder should be")
    with pytest.raises(GroundwireError, match=r"not kept: .*feedback\.jsonl cannot be written"):
        feedback.vote(TURNS, 0, "up")


def test_votes_are_kept_for_a_year_and_older_ones_cleared_on_request(home):
    times = iter([WHEN - timedelta(days=400), WHEN - timedelta(days=360), WHEN])
    early = Feedback(home / FILE, now=lambda: next(times))
    for vote in ("down", "up", "up"):
        early.vote(TURNS, 0, vote)
    early.path.write_bytes(early.path.read_bytes() + b"what is no vote stays\n")
    feedback = Feedback(home / FILE, now=lambda: WHEN)
    assert feedback.old().count == 1
    feedback.old().clear()
    assert feedback.old().count == 0
    lines = feedback.path.read_text("utf-8").splitlines()
    assert [json.loads(line)["vote"] for line in lines[:2]] == ["up", "up"]
    assert lines[2:] == ["what is no vote stays"]
    assert stat.S_IMODE(feedback.path.stat().st_mode) == 0o600


def test_no_vote_is_lost_that_is_cast_while_old_ones_are_cleared(home):
    old = Feedback(home / FILE, now=lambda: WHEN - timedelta(days=400))
    new = Feedback(home / FILE, now=lambda: WHEN)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(25):
            old.vote(TURNS, 0, "down")
            casting = [pool.submit(new.vote, TURNS, 0, "up") for _ in range(2)]
            pool.submit(new.old().clear).result()
            for vote in casting:
                vote.result()
    assert [record["vote"] for record in kept(new)].count("up") == 50


def test_every_whole_answer_has_thumbs_and_an_error_or_half_an_answer_has_none():
    half = Turn(question="Slow", answer=answered("Slow"))
    assert render_conversation(TURNS, votes=True).count('class="gw-vote"') == 4
    assert render_conversation((half,), votes=True).count('class="gw-vote"') == 0
    assert "gw-vote" not in render_conversation(TURNS)
    assert render_conversation((*TURNS, half), votes=True).count(" disabled>") == 4  # while an answer is on its way


@pytest.mark.parametrize(
    "wanted",
    [{"turn": 0}, {"turn": 0, "vote": "maybe"}, {"turn": 1, "vote": "up"}, {"turn": 3, "vote": "up"},
     {"turn": -1, "vote": "up"}, {"turn": "0", "vote": "up"}, {"vote": "up"}, {"turn": 0, "vote": ["up"]}],
)  # fmt: skip
def test_a_vote_on_no_answer_of_this_conversation_keeps_nothing(feedback, wanted):
    assert cast(feedback, wanted) == NOTHING
    assert not feedback.path.exists()


def test_a_page_without_a_file_for_votes_takes_none():
    assert cast(None, {"turn": 0, "vote": "up"}) == NOTHING


NOTHING = [(gr.skip(),) * 4]
"""What leaves the page as it is."""


def test_a_vote_asks_the_room_nothing(feedback):
    (after,) = cast(feedback, {"turn": 0, "vote": "up"})
    assert 'data-vote="up" aria-label="Good answer" aria-pressed="true"' in after[0]


def cast(feedback: Feedback | None, wanted: object) -> list[tuple]:
    """What the page does where its conversation says that `wanted` was pressed."""
    from gradio import EventData

    room = ScriptedRoom()
    blocks = build(room, feedback=feedback).routes[-1].app.get_blocks()
    (asking,) = [event for event in blocks.fns.values() if event.types_generator]
    conversation = next(block for block in blocks.blocks.values() if block.elem_id == "gw-conversation")
    done = list(asking.fn("", TURNS, "extractive", EventData(conversation, wanted)))
    assert room.ignored == []
    return done


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("votes") / "feedback.jsonl"


@pytest.fixture(scope="module")
def address(file: Path) -> Iterator[str]:
    with served(build(ScriptedRoom(), feedback=Feedback(file))) as url:
        yield url


@pytest.mark.browser
def test_a_thumb_is_pressed_by_mouse_or_keyboard_stays_through_the_next_answer_and_is_taken_back(
    visit: Visit,
    file: Path,
    tmp_path: Path,
):
    def thumb(turn: sync_api.Locator, words: str) -> sync_api.Locator:
        return turn.get_by_role("button", name=words, exact=True)

    def pressed(turn: sync_api.Locator, good: str, bad: str) -> None:
        sync_api.expect(thumb(turn, "Good answer")).to_have_attribute("aria-pressed", good)
        sync_api.expect(thumb(turn, "Bad answer")).to_have_attribute("aria-pressed", bad)

    visit.ask(HOSTILE)
    first = visit.page.locator(".gw-turn").first
    thumb(first, "Bad answer").click()
    pressed(first, "false", "true")
    visit.ask("What was the revenue?")
    sync_api.expect(visit.last().get_by_text("Related, not an answer")).to_be_visible()
    pressed(first, "false", "true")
    thumb(visit.last(), "Good answer").focus()
    visit.page.keyboard.press("Enter")
    pressed(visit.last(), "true", "false")
    sync_api.expect(thumb(visit.last(), "Good answer")).to_be_focused()
    visit.page.screenshot(path=tmp_path / "votes.png")
    thumb(first, "Bad answer").click()
    pressed(first, "false", "false")
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [(record["vote"], record["question"]) for record in records] == [
        ("down", HOSTILE),
        ("up", "What was the revenue?"),
        (None, HOSTILE),
    ]
    assert records[1]["history"] == [HOSTILE]
    assert QUOTES[0] in records[1]["answer"]["related"][0]["text"]
