"""How well a sentence answers a question, in parts that can be read one by one; `rag.compose` weighs them.

Words are compared by their Porter stems, as the full-text index compares them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from rag.passages import query_terms
from rag.question import Kind, Question

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|trillions?|half|third|quarter|percent|doubled?|tripled?)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:19|20)\d\d\b|\b(?:today|yesterday|tomorrow|weeks?|months?|years?)\b"
)
_NAME = re.compile(r"(?<=[\w,;:\"“(’'] )[A-Z][\w’'-]+|[A-Z][\w’'-]+ [A-Z][\w’'-]+")
_ENDS = re.compile(r"[.!…。！؟।](?:[\"”’'»」』)\]]|\s)*$|[\"”]$")
MIN_WORDS = 4
"""Shorter runs are labels and headlines; languages written without spaces are measured in letters instead."""


@lru_cache(maxsize=4)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(language)


def stems(text: str) -> set[str]:
    """The Porter stems of the words of `text`."""
    return set(_stemmer("porter").stemWords(query_terms(text)))


@dataclass(frozen=True, slots=True)
class Terms:
    """A question's content words with their weights: inverse document frequencies (Robertson and Spärck Jones 1976)."""

    weights: Mapping[str, float]
    forms: Mapping[str, frozenset[str]]
    names: tuple[str, ...]

    @classmethod
    def of(cls, question: Question, frequencies: Mapping[str, int], passages: int) -> Terms:
        """Weigh the terms of `question`, given in how many of `passages` passages each stands."""
        weights = {
            term: math.log(1 + (passages - frequencies.get(term, 0) + 0.5) / (frequencies.get(term, 0) + 0.5))
            for term in question.terms
        }
        forms = {term: frozenset(stems(term)) for term in (*question.terms, *question.names)}
        return cls(weights, forms, question.names)

    def coverage(self, present: set[str]) -> float:
        """The share, by weight, of the question's words whose stems are all in `present`: 0 to 1."""
        total = sum(self.weights.values())
        return (
            sum(weight for term, weight in self.weights.items() if self.forms[term] <= present) / total
            if total
            else 0.0
        )

    def names_covered(self, present: set[str]) -> float:
        """The share of the question's names whose stems are all in `present`: 0 to 1, and 1 where it names nothing."""
        return sum(self.forms[name] <= present for name in self.names) / len(self.names) if self.names else 1.0


def fits_kind(kind: Kind, sentence: str, question_stems: set[str]) -> bool:
    """Whether `sentence` holds the kind of thing asked for: a number, a time, or a name that the question lacks."""
    if kind in ("how_many", "how_much"):
        return bool(_NUMBER.search(sentence))
    if kind == "when":
        return bool(_TIME.search(sentence))
    if kind in ("who", "where", "which"):
        return any(not stems(name.group()) <= question_stems for name in _NAME.finditer(sentence))
    return True


def can_be_quoted(sentence: str) -> bool:
    """Whether a run of text is a sentence that states something: no headline, caption, label or question."""
    words = sentence.split()
    long_enough = len(words) >= MIN_WORDS or (len(words) < MIN_WORDS and len(sentence) >= 8 and not sentence.isascii())
    return long_enough and bool(_ENDS.search(sentence))


def adds_to(sentence: str, shown: Sequence[str], most_shared: float) -> bool:
    """Whether `sentence` says more than those `shown`: it shares less than `most_shared` of its stems with each."""
    own = stems(sentence)
    for other in shown:
        theirs = stems(other)
        if len(own & theirs) > most_shared * max(1, min(len(own), len(theirs))):
            return False
    return True
