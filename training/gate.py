"""Fits and measures the gate of written answers: `python -m training.gate`.

`changed.jsonl` holds 200 sentences of the bundled briefs, each with an honest paraphrase and with two or three versions
in which one thing is changed: a number, a name, a date, a negation or a role. Fitted on the first half of them and on
the claims of the stories that the reader was not trained on; measured on the second half.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.article import Article
from corpus.bundled import SOURCE
from corpus.loaders import load
from rag.models.encoder import BundledEmbedder
from rag.models.reader import Reader, head_of
from rag.newsroom import BRIEFS
from rag.text.stems import stems
from rag.values.judged import Stretch
from rag.verify.alignment import Source
from rag.verify.backing import Backing, backing
from rag.verify.gate import SHOWN_FROM
from rag.verify.reading import read_texts
from training.reader.examples import kept_back
from training.stories import read_stories

CHANGED = Path(__file__).with_name("changed.jsonl")
FITTED = 100
"""Changed sentences that are fitted on, the first ones; the others are measured on."""
OF_STORIES = 0.5
"""Weight of all claims of stories beside all changed sentences."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence against a passage: `true` where that supports it; `kind` says how it came about."""

    text: str
    title: str
    source: str
    day: str
    passage: str
    true: bool
    kind: str
    fitted: bool


def changed() -> Iterator[Claim]:
    """The sentences of the briefs: as they stand, paraphrased, changed, and beside a passage of another brief."""
    briefs = {one.title: one for one in load(BRIEFS, fetched=datetime.now(UTC)) if isinstance(one, Article)}
    lines = [json.loads(line) for line in CHANGED.read_text(encoding="utf-8").splitlines()]
    for number, kept in enumerate(lines):
        text = briefs[kept["title"]].text
        told = [(kept["quote"], True, "verbatim"), (kept["paraphrase"], True, "paraphrase")]
        told += [(one["text"], False, one["kind"]) for one in kept["changed"]]
        for sentence, true, kind in told:
            yield Claim(sentence, kept["title"], SOURCE, kept["day"], text, true, kind, number < FITTED)
        other = lines[number - 1]
        for sentence in (kept["quote"], kept["paraphrase"]):
            where = (other["title"], SOURCE, other["day"], briefs[other["title"]].text)
            yield Claim(sentence, *where, other["title"] == kept["title"], "citation", number < FITTED)


def of_stories() -> Iterator[Claim]:
    """The claims of the stories that are kept back."""
    _, held = kept_back(read_stories())
    for story in held:
        whole = " ".join(story.sentences)
        for claim in story.claims:
            true = claim.label == "supported"
            yield Claim(claim.text, story.title, story.source, story.published, whole, true, "story", fitted=True)


def seen(claims: Sequence[Claim]) -> list[Backing]:
    """What the passage of each claim is to its first sentence."""
    embedder, reader = BundledEmbedder(), Reader()
    found = []
    for one in claims:
        claim, passage = read_texts(embedder, [one.text, one.passage])
        about = f"{one.title} {one.source}"
        source = Source(passage, frozenset(stems(about)), datetime.fromisoformat(one.day).date() if one.day else None)
        told = tuple(passage.text[start:end] for start, end in passage.sentences)
        (judged,) = reader.read(one.text, [Stretch(head_of(one.title, one.source, one.day[:10]), told)])
        found.append(backing(claim, 0, source, judged, about))
    return found


def main() -> None:
    """Print the fitted weights, and what the gate that is there shows of sentences that it was not fitted on."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    claims = [*changed(), *of_stories()]
    found = seen(claims)
    names = list(found[0].features)
    rows = np.array([[one.features[name] for name in names] for one in found])
    true = np.array([one.true for one in claims])
    fitted = np.array([one.fitted for one in claims])
    story = np.array([one.kind == "story" for one in claims])
    share = np.where(story, OF_STORIES / story.sum(), 1 / (fitted & ~story).sum())
    mean, spread = rows[fitted].mean(0), rows[fitted].std(0) + 1e-6
    model = LogisticRegression(C=0.2, max_iter=3000).fit(
        (rows[fitted] - mean) / spread, true[fitted], sample_weight=share[fitted] / share[fitted].mean()
    )
    weights = model.coef_[0] / spread
    print("WEIGHTS =", {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)})  # noqa: T201
    print("BIAS =", round(float(model.intercept_[0] - weights @ mean), 3))  # noqa: T201
    new = model.predict_proba((rows - mean) / spread)[:, 1]
    now = np.array([one.score for one in found])
    lengths = np.array([-len(one.text) for one in claims])
    shared = np.array([len(stems(one.text) & stems(one.passage)) / max(1, len(stems(one.text))) for one in claims])
    for name, scores in (
        ("fitted now", new),
        ("as it is", now),
        ("length alone", lengths),
        ("words in common", shared),
    ):
        held = ~fitted
        print(f"{name}: AUROC {roc_auc_score(true[held], scores[held]):.3f} of {held.sum()}", end="")  # noqa: T201
        kinds = sorted({one.kind for one, out in zip(claims, held, strict=True) if out})
        for kind in kinds if name in ("fitted now", "as it is") else ():
            which = np.array([one.kind == kind and not one.fitted for one in claims])
            print(f"; {kind} {(scores[which] >= SHOWN_FROM).mean():.2f} of {which.sum()}", end="")  # noqa: T201
        print()  # noqa: T201


if __name__ == "__main__":
    main()
