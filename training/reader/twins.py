"""Twins of questions and claims: one name, year, quarter or figure is another, and so is what the story makes of them.

A question with a name of another story, or with a year or quarter of which its story does not speak, has no answer in
it; a true claim with another name or figure of its story is contradicted by the sentences that hold the right one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from training.stories import Claim, Question, Story

MOST = 3
"""Twins of one question or claim at most."""
_NAME = re.compile(r"(?<=[\w,;:] )(?:[A-Z][\w.-]*\w)(?: [A-Z][\w-]*\w)*")
_NO_NAME = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|AI|CEO|US|UK|EU|I|Q[1-4]|H[12]|The|A|An|It|He|She|They|We|In|But|And|"
    r"Who|What|When|Where|Which|Why|How|Does|Is)(?: \d+)?"
)
_YEAR = re.compile(r"\b20[0-3]\d\b")
_QUARTERS = ("first", "second", "third", "fourth")
_QUARTER = re.compile(r"\b(?:(first|second|third|fourth)(?=[ -]quarter)|(?<=\bQ)[1-4]\b)", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def names(story: Story) -> list[str]:
    """The names that stand within sentences of `story`, the longest first."""
    found = {name for text in story.sentences for name in _NAME.findall(text) if not _NO_NAME.fullmatch(name)}
    return sorted(found, key=lambda name: (-len(name), name))


def question_twins(
    question: Question, story: Story, elsewhere: Sequence[str], rng: random.Random
) -> Iterator[Question]:
    """`question`, which `story` answers, with a name of `elsewhere`, or with a year or quarter of no sentence."""
    if not question.answer or not elsewhere:
        return
    whole = " ".join((story.title, story.published, *story.sentences)).casefold()
    changed = [
        _instead(question.text, found, rng.choice(others))
        for name in names(story)
        if (others := [other for other in elsewhere if _alike(name, other)])
        for found in re.finditer(rf"\b{re.escape(name)}\b", question.text)
    ]
    for found in _YEAR.finditer(question.text):
        year = str(int(found[0]) + rng.choice((-2, -1, 1, 2)))
        if year not in whole:
            changed.append(_instead(question.text, found, year))
    for found in _QUARTER.finditer(question.text):
        written = found[0].casefold()
        all_of_them = _QUARTERS if written in _QUARTERS else ("1", "2", "3", "4")
        place = all_of_them.index(written)
        other = (place + rng.choice((1, 2, 3))) % 4
        if _QUARTERS[other] not in whole and f"q{other + 1}" not in whole:
            changed.append(_instead(question.text, found, all_of_them[other]))
    rng.shuffle(changed)
    for text in changed[:MOST]:
        yield replace(question, text=text, answer=(), short=())


def claim_twins(claim: Claim, story: Story, rng: random.Random) -> Iterator[Claim]:
    """`claim`, which `story` supports, with another name or figure of it where its sentences have the right one."""
    if claim.label != "supported":
        return
    theirs = " ".join(story.sentences[number] for number in claim.sentences)
    known = names(story)
    swaps = [
        (name, other)
        for name in known
        if name in theirs
        for other in known
        if other not in theirs and _alike(name, other)
    ]
    figures = sorted({found for text in story.sentences for found in _FIGURE.findall(text)})
    swaps += [
        (mine, other)
        for mine in sorted(set(_FIGURE.findall(claim.text)))
        if re.search(rf"(?<!\d){re.escape(mine)}(?!\d)", theirs)
        for other in figures
        if other not in theirs and len(other) == len(mine) and bool(_YEAR.match(mine)) == bool(_YEAR.match(other))
    ]
    rng.shuffle(swaps)
    made = 0
    for mine, other in swaps:
        found = re.search(rf"(?<![\w.,]){re.escape(mine)}(?![\w])", claim.text)
        if not found or other in claim.text:
            continue
        yield Claim(
            _instead(claim.text, found, other),
            "swap",
            "contradicted",
            tuple(number for number in claim.sentences if mine in story.sentences[number]),
        )
        made += 1
        if made == MOST:
            return


def _alike(name: str, other: str) -> bool:
    """Whether both are of one word, or both of several."""
    return (" " in name) == (" " in other)


def _instead(text: str, found: re.Match[str], other: str) -> str:
    return text[: found.start()] + other + text[found.end() :]
