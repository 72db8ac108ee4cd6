"""Practice stories: invented news with questions and claims, in `stories/*.jsonl`; how they are written is BRIEF.md.

`python -m training.stories [FILE ...]` says what is wrong with them and counts what there is.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent / "stories"
ANSWERED = frozenset("fact terse several why how yes_no list paraphrase".split())
UNANSWERED = frozenset("near_attribute near_entity near_role near_time near_premise near_detail".split())
CHANGES = frozenset("same paraphrase number name date negation role modality extra swap overclaim".split())
Label = Literal["supported", "contradicted", "unsupported"]
LABELS: tuple[Label, ...] = ("supported", "contradicted", "unsupported")
SENTENCES = range(9, 23)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a story: `answer` numbers each sentence that answers it (none: the story does not).

    `short` are the answering words as they stand in those sentences; none for a why, a how or a list.
    """

    text: str
    kind: str
    answer: tuple[int, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim about a story; `sentences` numbers those that support or contradict it."""

    text: str
    kind: str
    label: Label
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One invented article, sentence by sentence, with what is asked and claimed of it."""

    id: str
    title: str
    source: str
    published: str
    sentences: tuple[str, ...]
    questions: tuple[Question, ...]
    claims: tuple[Claim, ...]


def read_stories(files: Sequence[Path] = ()) -> list[Story]:
    """The stories of `files` (default: all that are here), in their order. Raises `KeyError` for a missing field."""
    return [_story(json.loads(line)) for file in files or sorted(FOLDER.glob("*.jsonl")) for line in _lines(file)]


def faults(stories: Sequence[Story]) -> Iterator[str]:
    """What is wrong with the form of `stories`, a line each."""
    ids = Counter(story.id for story in stories)
    asked = Counter(question.text for story in stories for question in story.questions)
    yield from (f"{name}: {n} stories have this id" for name, n in ids.items() if n > 1)
    yield from (f"asked {n} times: {text}" for text, n in asked.items() if n > 1)
    for story in stories:
        if len(story.sentences) not in SENTENCES:
            yield f"{story.id}: {len(story.sentences)} sentences"
        for question in story.questions:
            yield from (f"{story.id}: {why}: {question.text}" for why in _wrong_question(question, story))
        for claim in story.claims:
            yield from (f"{story.id}: {why}: {claim.text}" for why in _wrong_claim(claim, story))


def _wrong_question(question: Question, story: Story) -> Iterator[str]:
    if question.kind not in ANSWERED | UNANSWERED:
        yield f"no kind {question.kind!r}"
    if not all(0 <= number < len(story.sentences) for number in question.answer):
        yield "an answering sentence that there is not"
        return
    if bool(question.answer) != (question.kind in ANSWERED):
        yield f"{question.kind} with {len(question.answer)} answering sentences"
    words = " ".join(story.sentences[number] for number in question.answer).casefold()
    yield from (
        f"{short!r} stands in no answering sentence" for short in question.short if short.casefold() not in words
    )


def _wrong_claim(claim: Claim, story: Story) -> Iterator[str]:
    if claim.kind not in CHANGES or claim.label not in LABELS:
        yield f"no kind {claim.kind!r} or label {claim.label!r}"
    if not all(0 <= number < len(story.sentences) for number in claim.sentences):
        yield "a sentence that there is not"
    if bool(claim.sentences) != (claim.label != "unsupported"):
        yield f"{claim.label} by {len(claim.sentences)} sentences"


def _story(plain: dict[str, Any]) -> Story:
    return Story(
        plain["id"],
        plain["title"],
        plain["source"],
        plain["published"],
        tuple(plain["sentences"]),
        tuple(
            Question(one["q"], one["kind"], tuple(one["answer"]), _texts(one.get("short")))
            for one in plain["questions"]
        ),
        tuple(Claim(one["text"], one["kind"], one["label"], tuple(one["sentences"])) for one in plain["claims"]),
    )


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def main(files: Sequence[str]) -> int:
    """Print what is wrong and what there is; the exit status is 1 where anything is wrong."""
    stories = read_stories([Path(file) for file in files])
    wrong = list(faults(stories))
    counts: Counter[str] = Counter()
    for story in stories:
        counts.update(["stories", *(question.kind for question in story.questions)])
        counts.update(f"{claim.label} {claim.kind}" for claim in story.claims)
    print(*wrong, *(f"{n:6} {name}" for name, n in sorted(counts.items())), sep="\n")  # noqa: T201 - a report
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
