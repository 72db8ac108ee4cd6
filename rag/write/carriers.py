"""Who else carried what a citation says: copies of one story count as one source, however many outlets printed it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.index.passages import PassageStore
from rag.index.scope import outlets_of
from rag.text.sentences import split_sentences
from rag.text.stems import stems
from rag.values.filters import Filters
from rag.values.passage import StoredPassage

SAME_STATEMENT = 0.8
"""Two sentences with the same figures that share this much of their stems (Jaccard) say the same. By eye on syndicated
sentences; at 0.6 a follow-up's changed outcome passed for a repetition."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Carriers:
    """How many `outlets` printed a statement, and in how many independent `stories` (clusters of copies) it stands."""

    outlets: int
    stories: int


def carriers(
    store: PassageStore, statement: str, cited: StoredPassage, found: Sequence[StoredPassage], filters: Filters
) -> Carriers:
    """Count who carried `statement`: the copies of the story `cited`, and the stories `found` that say the same.

    Of the filters only `as_of` counts: who carried a story does not depend on the outlets that were asked for.
    """
    clusters = {cited.cluster}
    for other in found:
        if other.cluster not in clusters and _states(other, statement):
            clusters.add(other.cluster)
    outlets = len(outlets_of(store.catalogue, clusters, Filters(as_of=filters.as_of)))
    return Carriers(outlets, min(len(clusters), outlets))  # an outlet that tells a thing twice is one source


def _states(stored: StoredPassage, statement: str) -> bool:
    text = stored.passage.text
    return any(says_the_same(text[span.start : span.end], statement) for span in split_sentences(text))


def says_the_same(one: str, other: str) -> bool:
    """Whether two sentences are one statement in nearly the same words, with the same figures."""
    if set(_FIGURE.findall(one)) != set(_FIGURE.findall(other)):
        return False
    mine, theirs = stems(one), stems(other)
    return len(mine & theirs) >= SAME_STATEMENT * max(1, len(mine | theirs))
