"""What the reader makes of stories that it was not trained on: `python -m training.reader.evaluate`.

Measured is the reader that ships, as it runs: `rag.models.reader`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from rag.models.reader import Reader, Window, cut, window
from rag.values.judged import Stretch
from training.reader.examples import Texts, Told, batch, head, kept_back
from training.reader.network import Network
from training.stories import Story, read_stories

Seen = dict[tuple[int, int], dict[int, tuple[float, float]]]
"""By story and item, by sentence: the logit that it answers; how much likelier it supports than contradicts."""


def windows(texts: Texts, stories: Sequence[Told]) -> list[tuple[int, int, Window]]:
    """Every item against the whole of its story."""
    return [
        (story, place, window(texts.special, item.asked, told.head, [(n, told.sentences[n]) for n in run]))
        for story, told in enumerate(stories)
        for place, item in enumerate(told.items)
        for run in cut([len(tokens) + 1 for tokens in told.sentences])
    ]


def judge(network: Network, texts: Texts, stories: Sequence[Told]) -> Seen:
    """What `network` says of every item."""
    network.eval()
    rows = sorted(windows(texts, stories), key=lambda row: len(row[2].ids))
    seen: Seen = {}
    for first in range(0, len(rows), 32):
        some = rows[first : first + 32]
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            judged, _, _ = network(batch([one for _, _, one in some]))
        for (story, place, one), answers in zip(some, judged.numpy(), strict=True):
            _keep(seen.setdefault((story, place), {}), one, answers)
    return seen


def _keep(seen: dict[int, tuple[float, float]], one: Window, rows: np.ndarray) -> None:
    for (number, _, _), row in zip(one.sentences, rows, strict=False):
        chances = np.exp(row[1:] - row[1:].max())
        chances /= chances.sum()
        said = float(row[0]), float(chances[1] - chances[2])
        known = seen.get(number, said)
        seen[number] = max(known[0], said[0]), max(known[1], said[1], key=abs)


def figures(stories: Sequence[Told], seen: Seen) -> str:
    """The best sentence answers; answerable or not; claim supported or not: one line."""
    from sklearn.metrics import roc_auc_score

    first, best, answered, supported, true = [], [], [], [], []
    for (story, place), sentences in sorted(seen.items()):
        item = stories[story].items[place]
        if item.label is None:
            top = max(sentences, key=lambda number: sentences[number][0])
            best.append(sentences[top][0])
            answered.append(bool(item.answers))
            first += [top in item.answers] if item.answers else []
        else:
            supported.append(max((gap for _, gap in sentences.values()), key=abs))
            true.append(item.label == 0)
    return (
        f"best sentence {np.mean(first):.3f} of {len(first)}, answerable {roc_auc_score(answered, best):.3f} of "
        f"{len(best)}, claims {roc_auc_score(true, supported):.3f} of {len(true)}"
    )


def shipped(stories: Sequence[Story]) -> Seen:
    """What the reader that ships says of every item."""
    reader = Reader()
    seen: Seen = {}
    for number, story in enumerate(stories):
        stretch = Stretch(head(story), story.sentences)
        for place, text in enumerate([*(q.text for q in story.questions), *(c.text for c in story.claims)]):
            (judged,) = reader.read(text, [stretch])
            seen[number, place] = {n: (one.answers, one.supports - one.contradicts) for n, one in enumerate(judged)}
    return seen


def main() -> None:
    """Print the figures of the stories that are kept back."""
    _, held = kept_back(read_stories())
    texts = Texts()
    print(figures([texts.told(story) for story in held], shipped(held)))  # noqa: T201 - its purpose


if __name__ == "__main__":
    main()
