"""Practice stories as tokens, and the windows of them that the reader is trained on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from rag.models.minilm import model_folder
from rag.models.reader import Special, Tokens, Window, arrays, head_of, window
from training.reader.twins import claim_twins, names, question_twins
from training.stories import LABELS, Claim, Question, Story

ROOMS = (40, 80, 120, 180, 240)
"""Tokens of sentences in a window: passages and lone sentences are both read."""
WITH_ANSWER = 0.8
"""How often a window of a question that has an answer holds one."""
WITHOUT_HEAD = 0.15
MASKED = 0.05
"""Share of the tokens of what is asked that are masked, so that it is read as a whole."""
ELSEWHERE = 0.1
"""How often a question is read against another story, which answers nothing."""
TWIN = 0.3
"""How often a twin is read in place of a question or claim that has one."""

KEPT_BACK = 10
"""Every tenth story is kept back, to see what the reader makes of stories that it does not know."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question or a claim: its tokens, and by number of sentence what is told of it.

    `answers` are the sentences that answer, or that support or contradict; `spans` the first and last token of
    answering words in them; `label` of a claim is its place in `LABELS`, None for a question; `twins`: see
    `training.reader.twins`.
    """

    asked: Tokens
    kind: str
    answers: frozenset[int]
    spans: dict[int, tuple[int, int]]
    label: int | None
    twins: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One story as tokens, with what is asked and claimed of it."""

    head: Tokens
    sentences: tuple[Tokens, ...]
    items: tuple[Item, ...]


class Batch(NamedTuple):
    """Windows side by side, padded: B of T tokens and S sentences.

    `ids`, `kinds` and `mask` have the shape (B, T), `means` and `marks` (B, S, T): see `rag.models.reader.arrays`.
    """

    ids: np.ndarray[Any, np.dtype[np.int64]]
    kinds: np.ndarray[Any, np.dtype[np.int64]]
    mask: np.ndarray[Any, np.dtype[np.int64]]
    means: np.ndarray[Any, np.dtype[np.float32]]
    marks: np.ndarray[Any, np.dtype[np.float32]]


def batch(windows: Sequence[Window]) -> Batch:
    """`windows` side by side."""
    longest = max(len(one.ids) for one in windows)
    most = max(len(one.sentences) for one in windows)
    ids = np.zeros((len(windows), longest), dtype=np.int64)
    kinds, mask = np.zeros_like(ids), np.zeros_like(ids)
    means = np.zeros((len(windows), most, longest), dtype=np.float32)
    marks = np.zeros_like(means)
    for row, one in enumerate(windows):
        each, length = arrays(one), len(one.ids)
        ids[row, :length], kinds[row, :length], mask[row, :length] = each["ids"], each["kinds"], 1
        means[row, : len(one.sentences), :length] = each["means"]
        marks[row, : len(one.sentences), :length] = each["marks"]
    return Batch(ids, kinds, mask, means, marks)


class Texts:
    """The tokenizer of the model."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        begin, end, self.mask = (self._tokenizer.token_to_id(token) or 0 for token in ("[CLS]", "[SEP]", "[MASK]"))
        self.special = Special(begin, end)

    def told(self, story: Story, elsewhere: Sequence[str] = ()) -> Told:
        """`story` as tokens; twins of its questions have names of `elsewhere`."""
        rng = random.Random(story.id)  # noqa: S311 - a fixed seed is what is wanted
        asked = [
            self._asked(
                one, story, tuple(self._asked(twin, story) for twin in question_twins(one, story, elsewhere, rng))
            )
            for one in story.questions
        ]
        claimed = [
            self._claimed(one, tuple(self._claimed(twin) for twin in claim_twins(one, story, rng)))
            for one in story.claims
        ]
        sentences = tuple(self._tokens(text) for text in story.sentences)
        return Told(self._tokens(head(story)), sentences, (*asked, *claimed))

    def all_told(self, stories: Sequence[Story]) -> list[Told]:
        """`stories` as tokens, with the names of the story before for twins."""
        return [
            self.told(story, names(before)) for before, story in zip((stories[-1], *stories), stories, strict=False)
        ]

    def _asked(self, one: Question, story: Story, twins: tuple[Item, ...] = ()) -> Item:
        spans = {
            number: span
            for number in one.answer
            for short in one.short
            if (span := self._span(story.sentences[number], short))
        }
        return Item(self._tokens(one.text), one.kind, frozenset(one.answer), spans, None, twins)

    def _claimed(self, one: Claim, twins: tuple[Item, ...] = ()) -> Item:
        return Item(self._tokens(one.text), one.kind, frozenset(one.sentences), {}, LABELS.index(one.label), twins)

    def _tokens(self, text: str) -> Tokens:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _span(self, sentence: str, short: str) -> tuple[int, int] | None:
        begin = sentence.casefold().find(short.casefold())
        end = begin + len(short)
        offsets = self._tokenizer.encode(sentence, add_special_tokens=False).offsets
        within = [place for place, (start, stop) in enumerate(offsets) if stop > begin >= 0 and start < end]
        return (within[0], within[-1]) if within else None


def kept_back(stories: Sequence[Story]) -> tuple[list[Story], list[Story]]:
    """The stories to train on, and those kept back."""
    return (
        [story for place, story in enumerate(stories) if place % KEPT_BACK != KEPT_BACK - 3],
        [story for place, story in enumerate(stories) if place % KEPT_BACK == KEPT_BACK - 3],
    )


def head(story: Story) -> str:
    """What is read above the sentences of `story`."""
    return head_of(story.title, story.source, story.published)


def sampled(texts: Texts, told: Told, item: Item, rng: random.Random) -> Window:
    """A window of `told` for `item`, another each time: some sentences that stand together, mostly with an answer."""
    room = rng.choice(ROOMS)
    lengths = [len(tokens) + 1 for tokens in told.sentences]
    within = sorted(number for number in item.answers if number < len(lengths))
    first = rng.choice(within) if within and rng.random() < WITH_ANSWER else rng.randrange(len(lengths))
    last, total = first + 1, lengths[first]
    while True:
        ways = [first > 0 and total + lengths[first - 1] <= room, last < len(lengths) and total + lengths[last] <= room]
        if not any(ways):
            break
        if all(ways):
            ways[rng.randrange(2)] = False
        if ways[0]:
            first -= 1
            total += lengths[first]
        else:
            total += lengths[last]
            last += 1
    asked = tuple(texts.mask if rng.random() < MASKED else token for token in item.asked)
    above = () if rng.random() < WITHOUT_HEAD else told.head
    return window(texts.special, asked, above, [(number, told.sentences[number]) for number in range(first, last)])


def epoch(texts: Texts, stories: Sequence[Told], size: int, rng: random.Random) -> Iterator[list[tuple[Item, Window]]]:
    """Batches of `size` windows, one for each item of `stories`, those of like length together."""
    rows = []
    for told in stories:
        for item in told.items:
            if item.twins and rng.random() < TWIN:
                item = rng.choice(item.twins)
            elif item.label is None and rng.random() < ELSEWHERE:
                other = rng.choice(stories)
                if other is not told:
                    item = Item(item.asked, "elsewhere", frozenset(), {}, None)
                    rows.append((item, sampled(texts, other, item, rng)))
                    continue
            rows.append((item, sampled(texts, told, item, rng)))
    rng.shuffle(rows)
    for first in range(0, len(rows), size * 40):
        some = sorted(rows[first : first + size * 40], key=lambda row: len(row[1].ids))
        batches = [some[start : start + size] for start in range(0, len(some), size)]
        rng.shuffle(batches)
        yield from batches
