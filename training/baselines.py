"""How far the practice stories can be told apart without reading: by the wording of a question alone, by shared words.

`python -m training.baselines [FILE ...]` prints both. A figure of the reader means something beside these: what the
wording of a question gives away, no story is needed for.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from rag.text.stems import stems
from training.stories import Story, read_stories

FOLDS = 8
LEAST_SEEN = 4
"""Texts in which a feature must stand to count: rarer ones are the names of one story."""


def features(text: str) -> str:
    """The surface of a text, as words to be counted: its words, pairs of them, length, names and case."""
    words = re.findall(r"[a-z']+|[?,0-9]", text.lower())
    names = min(len(re.findall(r" [A-Z]", text)), 3)
    pairs = [f"{one}_{other}" for one, other in pairwise(words)]
    return " ".join([*words, *pairs, f"names{names}", f"length{min(len(words) // 4, 6)}", f"lower{text[0].islower()}"])


def surface_auroc(texts: Sequence[str], labels: Sequence[bool], groups: Sequence[int]) -> float:
    """How well the surface of `texts` alone tells `labels`, each group judged by the others (area under ROC curve)."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        CountVectorizer(tokenizer=str.split, token_pattern=None, preprocessor=features, binary=True, min_df=LEAST_SEEN),
        LogisticRegression(C=0.1, max_iter=1000),
    )
    judged = cross_val_predict(
        model, list(texts), list(labels), groups=list(groups), cv=GroupKFold(FOLDS), method="predict_proba"
    )
    return float(roc_auc_score(list(labels), judged[:, 1]))


def overlap(text: str, sentences: Sequence[str]) -> float:
    """The largest share of the words of `text`, by stems, that one of `sentences` holds."""
    own = stems(text)
    return max((len(own & stems(sentence)) / max(1, len(own)) for sentence in sentences), default=0.0)


def report(stories: Sequence[Story]) -> str:
    """Both baselines over the questions (answered or not) and the claims (supported or not) of `stories`."""
    from sklearn.metrics import roc_auc_score

    asked = [(n, q.text, bool(q.answer), story) for n, story in enumerate(stories) for q in story.questions]
    claimed = [(n, c.text, c.label == "supported", story) for n, story in enumerate(stories) for c in story.claims]
    lines = []
    for name, rows in (("questions answered or not", asked), ("claims supported or not", claimed)):
        groups, texts, labels, told = zip(*rows, strict=True)
        shared = [overlap(text, story.sentences) for text, story in zip(texts, told, strict=True)]
        lines.append(
            f"{name}: AUROC {surface_auroc(texts, labels, groups):.3f} by wording alone, "
            f"{roc_auc_score(labels, shared):.3f} by shared words ({len(rows):,})"
        )
    first = [
        max(range(len(story.sentences)), key=lambda n: overlap(q.text, [story.sentences[n]])) in q.answer
        for story in stories
        for q in story.questions
        if q.answer
    ]
    lines.append(f"the sentence that shares most words answers: {sum(first) / len(first):.3f} ({len(first):,})")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(read_stories([Path(file) for file in sys.argv[1:]])))  # noqa: T201 - a report
