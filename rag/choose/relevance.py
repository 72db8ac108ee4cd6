"""A question's words with their weight, and how much of it a text has: compared by stems, the rarer the heavier."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.asked.question import Question
from rag.text.figures import Figure, read_figures, same
from rag.text.stems import stems
from rag.text.words import query_terms


@dataclass(frozen=True, slots=True)
class Terms:
    """A question's content words with their weights: inverse document frequencies (Robertson and Spärck Jones 1976)."""

    weights: Mapping[str, float]
    forms: Mapping[str, frozenset[str]]
    figures: Mapping[str, Figure] = field(default_factory=dict)

    @classmethod
    def of(cls, question: Question, frequencies: Mapping[str, int], passages: int) -> Terms:
        """Weigh the terms of `question`, given in how many of `passages` passages each stands."""
        weights = {
            term: math.log(1 + (passages - frequencies.get(term, 0) + 0.5) / (frequencies.get(term, 0) + 0.5))
            for term in question.terms
        }
        figures = {question.text[figure.start : figure.end].casefold(): figure for figure in question.figures}
        forms = {term: frozenset({term} if term in figures else stems(term)) for term in question.terms}
        return cls(weights, forms, figures)

    def present(self, text: str) -> set[str]:
        """The stems of `text`, and those of the question's figures that it states in whatever form."""
        return stems(text) | self._stated(text)

    def _stated(self, text: str) -> set[str]:
        stated = read_figures(text) if self.figures else ()
        return {term for term, asked in self.figures.items() if any(same(asked, figure) for figure in stated)}

    def coverage(self, present: set[str]) -> float:
        """The share, by weight, of the question's words that are in what is `present`: 0 to 1."""
        return self._share(term for term in self.weights if self.forms[term] <= present)

    def exact_coverage(self, text: str) -> float:
        """The same for the words as they are written: "vetoed" is in "Newsom vetoed the bill", not in "the veto"."""
        words, stated = set(query_terms(text)), self._stated(text)
        return self._share(
            term
            for term in self.weights
            if (term in stated if term in self.figures else words.issuperset(query_terms(term)))
        )

    def _share(self, held: Iterable[str]) -> float:
        total = sum(self.weights.values())
        return sum(self.weights[term] for term in held) / total if total else 0.0


def adds_to(sentence: str, shown: Sequence[str], most_shared: float) -> bool:
    """Whether `sentence` says more than those `shown`: it shares less than `most_shared` of its stems with each."""
    own = stems(sentence)
    for other in shown:
        theirs = stems(other)
        if len(own & theirs) > most_shared * max(1, min(len(own), len(theirs))):
            return False
    return True
