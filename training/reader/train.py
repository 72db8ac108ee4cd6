"""Trains the reader on the practice stories: `python -m training.reader.train`.

Weights and the state of training are kept after each epoch in `runs/reader/`; run again, it goes on from there. Seeds
are fixed. bfloat16 products are what makes it possible on a CPU: where the processor has units for them they run five
times as fast.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import torch
from torch import Tensor, nn
from torch.nn import functional

from rag.models.reader import Window
from training.reader.evaluate import figures, judge
from training.reader.examples import Item, Texts, Told, batch, epoch, kept_back
from training.reader.network import Network
from training.stories import read_stories

RUNS = Path("runs/reader")
SEED = 1
SIZE = 16
EPOCHS = 4
RATE = 1.5e-4
FALL = 0.9
"""What the learning rate of a layer is of that of the layer above it."""
FRESH = 3.0
"""What the rate of the weights that begin from nothing is of that of the last layer."""
WARMED = 200
SEEN_EACH = 4
"""Every fourth of those is looked at after each epoch."""
LISTWISE, WORDS = 0.5, 0.1
"""Weight of telling the answering sentence from its neighbours, and of its answering words, beside each by itself."""
ANSWERED = 2.0
"""Weight of a sentence that answers: most do not."""
LEFT_ALONE = 0.5
"""Weight of a sentence that leaves a claim alone: most do."""


def loss(network: Network, rows: Sequence[tuple[Item, Window]]) -> Tensor:
    """What the network has wrong in a batch."""
    windows = [one for _, one in rows]
    with torch.autocast("cpu", torch.bfloat16):
        judged, words, none = network(batch(windows))
    total = torch.zeros(())
    asked = [row for row, (item, _) in enumerate(rows) if item.label is None]
    claimed = [row for row, (item, _) in enumerate(rows) if item.label is not None]
    there = torch.tensor([[place < len(one.sentences) for place in range(judged.shape[1])] for one in windows])
    met = torch.zeros(there.shape)
    for row, (item, one) in enumerate(rows):
        for place, (number, _, _) in enumerate(one.sentences):
            met[row, place] = float(number in item.answers)
    if asked:
        logits, truth, real = judged[asked, :, 0], met[asked], there[asked]
        total = total + functional.binary_cross_entropy_with_logits(
            logits[real], truth[real], pos_weight=torch.tensor(ANSWERED)
        )
        choices = torch.cat([none[asked, None], logits.masked_fill(~real, -1e4)], 1)
        wanted = torch.cat([(truth.sum(1, keepdim=True) == 0).float(), truth], 1)
        total = total + LISTWISE * functional.cross_entropy(choices, wanted / wanted.sum(1, keepdim=True))
        total = total + WORDS * _words_loss(words, rows)
    if claimed:
        labels = torch.tensor([[int(rows[row][0].label or 0) for _ in range(met.shape[1])] for row in claimed])
        classes = torch.where(met[claimed] > 0, CLASSES[labels], 0)
        real = there[claimed]
        total = total + functional.cross_entropy(
            judged[claimed][:, :, 1:][real], classes[real], weight=torch.tensor([LEFT_ALONE, 1.0, 1.0])
        )
    return total


CLASSES = torch.tensor([1, 2, 0])
"""The class that the network gives to each of `training.stories.LABELS`."""


def _words_loss(words: Tensor, rows: Sequence[tuple[Item, Window]]) -> Tensor:
    losses = []
    for row, (item, one) in enumerate(rows):
        for number, start, end in one.sentences:
            span = item.spans.get(number)
            if span and span[1] < end - start:
                first, last = words[row, start:end].T
                losses.append(functional.cross_entropy(first, torch.tensor(span[0])))
                losses.append(functional.cross_entropy(last, torch.tensor(span[1])))
    return torch.stack(losses).mean() * 2 if losses else torch.zeros(())


def groups(network: Network) -> Iterator[dict[str, object]]:
    """The weights to train, each with its learning rate: less for lower layers."""
    layers = len(network.bert.encoder.layer)
    for name, weights in network.named_parameters():
        if not weights.requires_grad:
            continue
        layer = int(name.split("layer.")[1].split(".")[0]) if "encoder.layer." in name else None
        rate = RATE * (FRESH if layer is None else FALL ** (layers - 1 - layer))
        yield {"params": [weights], "lr": rate, "base": rate, "weight_decay": 0.01 if weights.dim() > 1 else 0.0}


def train(stories: Sequence[Told], held: Sequence[Told], epochs: int, runs: Path) -> Network:
    """Train, or go on where a run was broken off; the state of it is kept in `runs`."""
    texts = Texts()
    torch.manual_seed(SEED)
    network = Network()
    optimizer = torch.optim.AdamW(list(groups(network)), betas=(0.9, 0.98), fused=True)
    steps = epochs * -(-sum(len(told.items) for told in stories) // SIZE)
    step = first = 0
    state = runs / "state.pt"
    if state.exists():
        kept = torch.load(state, weights_only=True)
        network.load_state_dict(kept["network"])
        optimizer.load_state_dict(kept["optimizer"])
        step, first = kept["step"], kept["epoch"]
    began = perf_counter()
    for number in range(first, epochs):
        torch.manual_seed(SEED + number)
        network.train()
        lost = 0.0
        rng = random.Random(SEED + number)  # noqa: S311 - a fixed seed is what is wanted
        for count, rows in enumerate(epoch(texts, stories, SIZE, rng), 1):
            share = min(1.0, (step + 1) / WARMED) * max(0.02, 1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * share
            optimizer.zero_grad()
            value = loss(network, rows)
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step, lost = step + 1, lost + float(value.detach())
            if count % 100 == 0:
                say(f"{step} of {steps}, {perf_counter() - began:.0f} s, loss {lost / count:.3f}")
        kept = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "epoch": number + 1}
        torch.save(kept, state)
        some = held[::SEEN_EACH]
        say(f"epoch {number + 1}, loss {lost / count:.3f}, {figures(some, judge(network, texts, some))}")
    return network


def say(line: str) -> None:
    """Print at once how it goes."""
    print(line, flush=True)  # noqa: T201 - a run of an hour


def main() -> None:
    """Train on all stories but those kept back, or on all; write `runs/reader/reader.pt`."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--epochs", type=int, default=EPOCHS)
    options.add_argument("--all", action="store_true", help="train on the stories that are kept back, too")
    options.add_argument("--runs", type=Path, default=RUNS)
    options.add_argument("--threads", type=int, default=2)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    given.runs.mkdir(parents=True, exist_ok=True)
    texts = Texts()
    stories = read_stories()
    known, held = kept_back(stories)
    trained = texts.all_told(stories if given.all else known)
    network = train(trained, [texts.told(story) for story in held], given.epochs, given.runs)
    torch.save(network.state_dict(), given.runs / "reader.pt")


if __name__ == "__main__":
    main()
