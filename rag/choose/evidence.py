"""What speaks for one sentence as the answer to a question, in parts that can be read one by one.

What tells an answer from a passage that merely shares its words is whether the thing asked for is stated of the thing
asked about, in one place: the sentence with the one before it, under its title and day. `rag.choose.chooser` ranks by
these parts, `rag.write.refuse` decides by them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rag.asked.question import Question
from rag.choose.answer_spans import answer_spans
from rag.choose.name_match import accounted, is_numbered, rivalled
from rag.choose.times import TimeTold, time_told
from rag.text.figures import Figure, read_figures, same
from rag.text.spelling import words_of
from rag.text.stems import stems
from rag.text.versions import of_another, versions

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WITHHELD = re.compile(
    r"\b(?:not|never|n[o’']t|nor|neither)(?: \w+){0,2} "
    r"(?:disclos|publish|say|said|reveal|nam|give|given|known|clear|announc|specif|detail)"
    r"|\b(?:did|does|do|has|have|was|is)n[’']t (?:say|disclose|reveal|name|clear|publish|specify|announce)"
    r"|\bdeclin\w+ to\b|\b(?:undisclosed|unspecified|unnamed|unclear|unknown)\b|\bno details\b"
    r"|\bwithout (?:naming|saying)",
    re.IGNORECASE,
)
_STATED = frozenset(("when", "how_much", "how_many"))
_NOT_STATED = -4.0
"""What such a question is answered with is a day or a figure: a sentence without one is read as no more than this."""
UNKNOWN_COSINE = 0.4
"""Taken for the similarity of a passage that has no vector yet."""


class Place(NamedTuple):
    """A sentence where it stands: with the one before it in its passage, under `head` (title, outlet and day)."""

    sentence: str
    before: str
    head: str
    passage_score: float
    title: str = ""
    published: date | None = None
    cosine: float = UNKNOWN_COSINE


class Parts(NamedTuple):
    """What speaks for a sentence, higher for better but for the last two; all but `reads` between 0 and 1.

    `reads`: the logit that the reader gives to its being an answer. `typed`: the best fit of a part of it that could be
    what is asked for. `least_name`: how far the place names what the question names, of the name met worst; `version`
    the same of names with a figure or a letter ("series f"). `years`: whether the time asked about is that of the
    sentence, or of its article. `passage`: the passage's fused score, `cosine` its similarity to the question.
    `withheld`: the sentence says that something is not told; `rival`: it names another version or round.
    """

    reads: float
    typed: float
    least_name: float
    version: float
    years: float
    passage: float
    cosine: float
    withheld: float
    rival: float


@dataclass(frozen=True)
class Asking:
    """A question made ready to be looked for: read once, then compared with each sentence."""

    question: Question

    def parts(self, place: Place, reads: float, told: TimeTold) -> Parts:
        """What speaks for `place`, given the logit of its sentence and how far it tells of the time asked about."""
        own = self._present(place.sentence)
        around = own | self._present(place.head) | self._present(place.before)
        words = words_of(place.sentence)
        names = [accounted(name, words, own) for name in self._names]
        whole = words_of(f"{place.head} . {place.before} . {place.sentence}")
        typed = max((span.fit for span in answer_spans(self.question.asked, place.sentence, self._stems)), default=0.0)
        if self.question.kind in _STATED and not typed:
            reads = min(reads, _NOT_STATED)
        return Parts(
            reads=reads,
            typed=typed,
            least_name=self._least([accounted(name, whole, around) for name in self._names]),
            version=self._version(whole, around),
            years=self._time_agrees(place, told),
            passage=place.passage_score,
            cosine=place.cosine,
            withheld=float(self._withholds(place.sentence)),
            rival=float(self._has_rival(words, names) or self._has_other_figure(place, own)),
        )

    @cached_property
    def _figures(self) -> dict[str, Figure]:
        """The question's figures by the words they are written in."""
        text = self.question.text
        return {text[figure.start : figure.end].casefold(): figure for figure in self.question.figures}

    def _present(self, text: str) -> set[str]:
        """The stems of `text`, and the question's figures that it states in whatever form."""
        stated = read_figures(text) if self._figures else ()
        return stems(text) | {
            term for term, asked in self._figures.items() if any(same(asked, figure) for figure in stated)
        }

    def _withholds(self, sentence: str) -> bool:
        """Whether `sentence` says that something is not told; "did not publish" is an answer on what was published."""
        return any(not stems(found.group()) & self._stems for found in _WITHHELD.finditer(sentence))

    def time_told(self, place: Place) -> TimeTold:
        """How far `place` tells of the time asked about; outlets and sides set beside each other may differ in it."""
        if self._tellers > 1:
            return TimeTold()
        return time_told(self.question, place.sentence, place.before, place.title, place.published)

    def of_another_version(self, place: Place) -> bool:
        """Whether a sentence names another version or round than the one asked about, which its place does not name."""
        around = f"{place.title} {place.before}"
        return self._tellers == 1 and of_another(self._versions, place.sentence, around)

    @cached_property
    def _versions(self) -> Mapping[str, frozenset[str]]:
        return versions(self.question.text, typed=True)

    @cached_property
    def _tellers(self) -> int:
        """How many places share the telling: a question to two outlets, or on two sides, is met half in each."""
        return max(1, len(self.question.outlets.known), len(self.question.sides))

    def _least(self, met: Sequence[float]) -> float:
        """The name met worst; of things set side by side, and of names that several outlets share, the best met."""
        if len(self.question.outlets.known) > 1:
            return max(met, default=1.0)
        sides = " ".join(self.question.sides).casefold()
        beside = [value for name, value in zip(self._names, met, strict=True) if name in sides]
        alone = [value for name, value in zip(self._names, met, strict=True) if name not in sides]
        return min([*alone, max(beside, default=1.0)])

    def _version(self, words: Sequence[str], present: set[str]) -> float:
        numbered = [accounted(name, words, present) for name in self._names if is_numbered(name)]
        return min([*numbered, *(float(term in present) for term in self._exact)], default=1.0)

    @cached_property
    def _exact(self) -> dict[str, Figure]:
        """The figures that tell what is meant; where an amount is asked for, another one may be the answer."""
        if self.question.kind in ("how_much", "how_many"):
            return {}
        return {term: figure for term, figure in self._figures.items() if not figure.hedged}

    def _has_other_figure(self, place: Place, own: set[str]) -> bool:
        """Whether a sentence states another figure of the kind of one that is asked about, and not that one."""
        lacking = [figure for term, figure in self._exact.items() if term not in own]
        if not lacking:
            return False
        return any(
            asked.unit == said.unit and (said.unit or said.value >= 1000)
            for asked in lacking
            for said in read_figures(place.sentence, [year.span() for year in _YEAR.finditer(place.sentence)])
        )

    @cached_property
    def _stems(self) -> set[str]:
        return stems(self.question.text)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Those that are written in letters: a bare figure or year is no thing that a place must be about."""
        return tuple(name for name in self.question.names if any(char.isalpha() for char in name))

    def _time_agrees(self, place: Place, told: TimeTold) -> float:
        """How far the time asked about is that of `place`; else whether it has its years ("the 2024 Masters")."""
        if self.question.when.periods:
            return told.share
        asked = set(_YEAR.findall(self.question.text))
        if not asked or self.question.when.published or self._tellers > 1:
            return 1.0
        said = _YEAR.findall(place.sentence)
        if said:
            return float(asked.issubset(said))
        return 0.5 * float(asked.issubset(_YEAR.findall(f"{place.head} {place.before}")))

    def _has_rival(self, words: Sequence[str], names: Sequence[float]) -> bool:
        return any(rivalled(name, words) for name, met in zip(self._names, names, strict=True) if met < 1)


def logarithm(value: float, floor: float) -> float:
    """The logarithm of a part, so that sums of them weigh like products: one part that fails cannot be outweighed."""
    return math.log(max(value, 0.0) + floor)
