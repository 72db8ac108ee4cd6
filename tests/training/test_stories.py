"""The practice stories are well formed, and what is wrong with one is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.baselines import overlap
from training.stories import Claim, Question, Story, faults, read_stories

STORY = Story(
    "T-001",
    "Borealis buys Quillon",
    "Fjord Wire",
    "2025-03-14",
    tuple(f"Sentence {n} is about Borealis." for n in range(10)),
    (Question("Who buys?", "fact", (3,), ("Borealis",)),),
    (Claim("Borealis buys.", "same", "supported", (3,)),),
)
ASKED, CLAIMED = STORY.questions[0], STORY.claims[0]


def test_the_stories_that_are_here_have_no_faults():
    assert list(faults(read_stories())) == []


@pytest.mark.parametrize(
    ("story", "fault"),
    [
        (replace(STORY, sentences=STORY.sentences[:3], questions=(), claims=()), "T-001: 3 sentences"),
        (replace(STORY, questions=(replace(ASKED, answer=(10,)),)), "an answering sentence that there is not"),
        (replace(STORY, questions=(replace(ASKED, answer=(), short=()),)), "fact with 0 answering sentences"),
        (replace(STORY, questions=(replace(ASKED, kind="near_role", short=()),)), "near_role with 1 answering"),
        (replace(STORY, questions=(replace(ASKED, short=("Quillon",)),)), "'Quillon' stands in no answering"),
        (replace(STORY, questions=(ASKED, ASKED)), "asked 2 times"),
        (replace(STORY, claims=(replace(CLAIMED, sentences=()),)), "supported by 0 sentences"),
        (replace(STORY, claims=(replace(CLAIMED, label="unsupported"),)), "unsupported by 1 sentences"),
        (replace(STORY, claims=(replace(CLAIMED, kind="gist"),)), "no kind 'gist'"),
    ],
)
def test_a_fault_is_named(story: Story, fault: str):
    (said,) = faults([story])
    assert fault in said


def test_two_stories_of_one_id_are_a_fault():
    assert "T-001: 2 stories have this id" in list(faults([STORY, replace(STORY, questions=())]))


def test_words_are_shared_by_their_stems_with_the_best_sentence():
    assert overlap(
        "Borealis buying Quillon", ["Nothing here.", "Borealis bought it", "Borealis buys"]
    ) == pytest.approx(2 / 3)
