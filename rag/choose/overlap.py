"""Whether a further sentence says more than those already shown."""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.stems import stems


def adds_to(sentence: str, shown: Sequence[str], most_shared: float) -> bool:
    """Whether `sentence` says more than those `shown`: it shares less than `most_shared` of its stems with each."""
    own = stems(sentence)
    for other in shown:
        theirs = stems(other)
        if len(own & theirs) > most_shared * max(1, min(len(own), len(theirs))):
            return False
    return True
