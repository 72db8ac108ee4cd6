"""How well a sentence answers a question, in parts that can be read one by one; `rag.compose` weighs them.

Words are compared by their Porter stems, as the full-text index compares them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import local

import Stemmer

from rag.passages import name_parts, query_terms
from rag.question import Question

_NUMBER = re.compile(
    r"(?<!\w)[$€£]?\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|trillions?|half|third|quarter|percent|doubled?|tripled?)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?(?= (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    r"|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b"
)
_TIME = re.compile(
    r"\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:19|20)\d\d\b|\b(?:today|yesterday|tomorrow|weeks?|months?|years?)\b"
)
_PERSON = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]+(?: (?:[A-Z]\.|de|van|von|der|al|bin|da|del|la|le))* [A-Z][\w’'-]+")
_NAME = re.compile(r"(?<=[\w,;:\"“(’'] )[A-Z][\w’'-]+|[A-Z][\w’'-]+ [A-Z][\w’'-]+")
_ENDS = re.compile(r"[.!…。！؟।](?:[\"”’'»」』)\]]|\s)*$|[\"”]$")
_REACH = 5
"""Words from an amount on in which what it counts must stand: "more than 200,000 of its GPUs"."""
MIN_WORDS = 4
"""Shorter runs are labels and headlines; languages written without spaces are measured in letters instead."""


class _Local(local):
    """A stemmer a thread: PyStemmer's must not be shared between threads, and the page answers in several."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("porter")


_local = _Local()


def stems(text: str) -> set[str]:
    """The Porter stems of the words of `text`."""
    return set(_local.stemmer.stemWords(query_terms(text)))


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
        forms = {term: frozenset(stems(term)) for term in question.terms}
        return cls(weights, forms, question.names)

    def coverage(self, present: set[str]) -> float:
        """The share, by weight, of the question's words whose stems are all in `present`: 0 to 1."""
        return self._share(term for term in self.weights if self.forms[term] <= present)

    def exact_coverage(self, text: str) -> float:
        """The same for the words as they are written: "vetoed" is in "Newsom vetoed the bill", not in "the veto"."""
        words = set(query_terms(text))
        return self._share(term for term in self.weights if words.issuperset(query_terms(term)))

    def _share(self, held: Iterable[str]) -> float:
        total = sum(self.weights.values())
        return sum(self.weights[term] for term in held) / total if total else 0.0

    def names_covered(self, text: str) -> float:
        """The share of the question's names that `text` holds, by stems: 0 to 1, and 1 where it names nothing.

        A name with a number in it counts only where its words stand side by side.
        """
        if not self.names:
            return 1.0
        words = f" {' '.join(query_terms(text))} "
        present = stems(text)
        held = [
            all(f" {part} " in words if " " in part else stems(part) <= present for part in name_parts(name))
            for name in self.names
        ]
        return sum(held) / len(held)


def fits_kind(question: Question, sentence: str, question_stems: set[str]) -> float:
    """How far `sentence` holds the kind of thing asked for, and not just the question's own words: 0 to 1.

    An amount that is no date, a time, a name. An amount away from what is counted, or for a person a name of one word,
    which may be a company's, counts half; an amount where what is counted is not even mentioned, a quarter.
    """
    kind = question.kind
    if kind in ("how_many", "how_much"):
        return _fits_amount(question.counted, _DAY.sub(" ", sentence))
    if kind == "when":
        return float(bool(_TIME.search(sentence)))
    if kind == "who" and _has_new(_PERSON, sentence, question_stems):
        return 1.0
    if kind in ("who", "where", "which"):
        return (0.5 if kind == "who" else 1.0) * _has_new(_NAME, sentence, question_stems)
    return 1.0


def _fits_amount(counted: str, sentence: str) -> float:
    amounts = list(_NUMBER.finditer(sentence))
    if not amounts or not counted:
        return float(bool(amounts))
    wanted = stems(counted)
    near = (sentence[amount.start() :].split()[:_REACH] for amount in amounts)
    if any(wanted <= stems(" ".join(words)) for words in near):
        return 1.0
    return 0.5 if wanted <= stems(sentence) else 0.25


def _has_new(names: re.Pattern[str], sentence: str, question_stems: set[str]) -> bool:
    return any(not stems(name.group()) <= question_stems for name in names.finditer(sentence))


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
