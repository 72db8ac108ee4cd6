"""Votes of the chat as drafts of cases: what is taken over, and that nobody can run them unfinished."""

from __future__ import annotations

import json
import re

import pytest

from corpus.errors import GroundwireError
from evals.cases import load_cases
from evals.feedback import from_feedback
from rag.values.answer import Answer, Reading

ANSWER = Answer(
    question="And who paid?",
    status="abstained",
    reason="not_stated",
    text="The articles do not say who paid.",
    reading=Reading(asked_as="Who paid Harbor Labs?"),
)


def vote(vote="down", question="And who paid?", *, when="2026-03-04T05:06:07+00:00", total_ms=0.0, **more):
    answer = ANSWER.to_dict()
    answer["timings"]["total_ms"] = total_ms
    record = {"when": when, "vote": vote, "question": question, "history": ["Who is Harbor Labs?"]}
    return record | {"options": {"ignore": []}, "answer": answer} | more


@pytest.fixture
def kept(tmp_path):
    def write(*votes):
        path = tmp_path / "feedback.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in votes), encoding="utf-8")
        return path

    return write


def test_a_vote_down_becomes_a_draft_asked_as_it_was(kept):
    (draft,) = from_feedback(kept(vote(), vote("up", "Who opened an office?")))
    assert draft["question"] == "And who paid?"
    assert draft["history"] == ["Who is Harbor Labs?"]
    assert draft["asked"] == "2026-03-04"
    assert draft["note"].startswith("draft: ")
    assert "(abstained): The articles do not say who paid." in draft["note"]
    assert re.fullmatch(r"feedback-2026-03-04-[0-9a-f]{8}", draft["id"])


def test_a_draft_is_refused_until_it_is_completed(kept, tmp_path):
    (draft,) = from_feedback(kept(vote()))
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(draft), encoding="utf-8")
    with pytest.raises(GroundwireError, match=r"cases\.jsonl:1: is answerable without `answers`"):
        load_cases(path)
    del draft["note"]
    path.write_text(json.dumps(draft | {"answers": ["Quill"], "quotes": ["Quill paid."]}), encoding="utf-8")
    assert load_cases(path)[0].history == ("Who is Harbor Labs?",)
    path.write_text(json.dumps(draft | {"answerable": False}), encoding="utf-8")
    assert not load_cases(path)[0].answerable


def test_the_last_vote_on_an_answer_counts_however_long_it_took(kept):
    assert from_feedback(kept(vote("down"), vote("up", total_ms=9.0))) == []
    assert from_feedback(kept(vote("down"), vote(None))) == []
    drafts = from_feedback(kept(vote("up"), vote("down", "Else?"), vote("down")))
    assert [draft["question"] for draft in drafts] == ["Else?", "And who paid?"]


def test_the_same_question_voted_down_twice_gives_two_drafts_with_ids_of_their_own(kept):
    other = ANSWER.to_dict() | {"text": "Something else."}
    drafts = from_feedback(kept(vote(), vote(when="2026-03-05T01:00:00+00:00", answer=other)))
    assert len({draft["id"] for draft in drafts}) == 2


def test_readings_that_were_off_and_half_characters_are_told_in_a_form_that_can_be_written(kept):
    (draft,) = from_feedback(kept(vote(question="Who \ud83d paid?", options={"ignore": ["dates"]})))
    assert draft["question"] == "Who ? paid?"
    assert draft["note"].endswith("Asked with these readings switched off: dates.")


@pytest.mark.parametrize(
    "bad",
    [
        {},
        vote("sideways"),
        vote(["up"]),
        vote(when="yesterday"),
        vote(question=None),
        vote(history="Who?x"),
        vote(history=None),
        vote(answer=None),
        vote(options={}),
    ],
)
def test_a_line_that_is_no_vote_is_named_with_the_mend(kept, bad):
    if bad == vote(history="Who?x"):
        bad["history"] = [3]
    with pytest.raises(GroundwireError, match=r"feedback\.jsonl:2: is no vote \(.*\)\. Remove the line"):
        from_feedback(kept(vote(), bad))


def test_a_file_without_votes_says_where_votes_come_from(kept, tmp_path):
    with pytest.raises(GroundwireError, match="thumbs under the answers"):
        from_feedback(kept())
    with pytest.raises(GroundwireError, match=r"no such file\. .* first vote"):
        from_feedback(tmp_path / "absent.jsonl")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff")
    with pytest.raises(GroundwireError, match="not UTF-8"):
        from_feedback(tmp_path / "binary.jsonl")
