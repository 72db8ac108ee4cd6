"""What speaks for one sentence as the answer to a question, in parts that can be read one by one.

What tells an answer from a passage that merely shares its words is whether the thing asked for is stated of the thing
asked about, in one place: the sentence with the one before it, under its title and day. `rag.choose.chooser` ranks by
these parts, `rag.write.refuse` decides by them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rag.asked.question import Question
from rag.choose.answer_spans import AnswerSpan, answer_spans
from rag.choose.name_match import accounted, is_numbered, rivalled
from rag.choose.relevance import Terms
from rag.choose.times import TimeTold, time_told
from rag.models.word_vectors import WordVectors, nearest
from rag.text.figures import Figure, read_figures
from rag.text.spelling import words_of
from rag.text.stems import stems
from rag.text.versions import of_another, versions
from rag.text.words import query_terms

_ASKING = frozenset("who whom whose what which when where why how many much".split())
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WITHHELD = re.compile(
    r"\b(?:not|never|n[o’']t|nor|neither)(?: \w+){0,2} "
    r"(?:disclos|publish|say|said|reveal|nam|give|given|known|clear|announc|specif|detail)"
    r"|\b(?:did|does|do|has|have|was|is)n[’']t (?:say|disclose|reveal|name|clear|publish|specify|announce)"
    r"|\bdeclin\w+ to\b|\b(?:undisclosed|unspecified|unnamed|unclear|unknown)\b|\bno details\b"
    r"|\bwithout (?:naming|saying)",
    re.IGNORECASE,
)
_HELD_POST = re.compile(
    r"\b(?:ran|led|headed|managed|directed|served|worked|joined from|came (?:over )?from|was hired from|"
    r"(?:was|had been|is) (?:the |an? )?(?:[\w’'-]+ ){0,3}(?:head|chief|director|manager|engineer|executive|"
    r"president|researcher|scientist|partner|lawyer|advis[eo]r|officer|lead|chair\w*|professor|editor)"
    r"(?: of| at| for| in)\b)"
)
"""What tells where somebody worked without the word."""
_FAR = 8.0
"""Words between a possible answer and the question's words at which it counts half."""
_ALIKE = 0.5
"""Early-layer similarity from which a word counts as met: "staff" meets "employees" at 0.65, "chips" at 0.27."""
MOST_WEIGHT = 40.0
"""Inverse document frequencies of a question's words, summed, of which a sentence is expected to meet all. Without a
limit the 216 answerable questions of the MultiHop-RAG sample, with 25 words each, are refused in 0.79 of the cases (its
other 34 in 1.00), with it and `_tellers` in 0.11 (0.91); news_quiz_2023 loses 0.004 of AUROC."""
_UNKNOWN_WEIGHT = 3.0
"""Inverse document frequency taken for a name that the question's terms leave out."""


class Place(NamedTuple):
    """A sentence where it stands: with the one before it in its passage, under `head` (title, outlet and day)."""

    sentence: str
    before: str
    head: str
    passage_score: float
    title: str = ""
    published: date | None = None


class Parts(NamedTuple):
    """What speaks for a sentence, each between 0 and 1 and higher for better, but for the last two.

    `meaning`: cosine with the question. `words`: share of the question's words met in the place, alike ones in part;
    `context`: the same, exact words only, by weight; `exact`: in the sentence, as written. `asking`: how well the
    sentence's words meet the question word, `relation`: the words that are no names, `all_words`: every word, all three
    as used in their sentence. `names`: weighted share of the names in the sentence; `least_name`: the one met worst in
    the place, `version` the same of names with a figure or a letter ("series f"). `typed`: the best fit of a part that
    could be the answer, `near`: the same, less the farther it stands from the words met. `years`: whether the time
    asked about is that of the sentence, or of its article. `passage`: the passage's fused score. `withheld`: the
    sentence says that something is not told; `rival`: it names another version or round.
    """

    meaning: float
    words: float
    context: float
    exact: float
    asking: float
    relation: float
    all_words: float
    names: float
    least_name: float
    version: float
    typed: float
    near: float
    years: float
    passage: float
    withheld: float
    rival: float


@dataclass(frozen=True)
class Asking:
    """A question made ready to be looked for: read once, then compared with each sentence."""

    question: Question
    terms: Terms
    vectors: WordVectors

    def parts(self, place: Place, vectors: WordVectors) -> Parts:
        """What speaks for `place`, given the vectors of its sentence."""
        own = self.terms.present(place.sentence)
        around = own | self.terms.present(place.head) | self.terms.present(place.before)
        early = nearest(self.vectors.early, vectors.early)
        if self._asks_of_posts and _HELD_POST.search(place.sentence):
            early = [1.0 if term == "work" else one for term, one in zip(self._terms_at, early, strict=True)]
        late = nearest(self.vectors.late, vectors.late)
        words = words_of(place.sentence)
        names = [accounted(name, words, own) for name in self._names]
        whole = words_of(f"{place.head} . {place.before} . {place.sentence}")
        spans = answer_spans(self.question.asked, place.sentence, self._stems)
        return Parts(
            meaning=float(self.vectors.whole @ vectors.whole),
            words=self._share_met(lambda term, at: self._met(term, around, early[at])),
            context=self.terms.coverage(around),
            exact=self.terms.exact_coverage(place.sentence),
            asking=_mean([late[at] for at in self._asking], 0.4),
            relation=_mean([late[at] for _, at in self._relation], 0.6),
            all_words=_mean(late, 0.5),
            names=min(1.0, self._tellers * _weighted(zip(names, self._name_weights, strict=True), 1.0)),
            least_name=self._least([accounted(name, whole, around) for name in self._names]),
            typed=max((span.fit for span in spans), default=0.0),
            near=self._near(spans, place.sentence, own, vectors, early),
            version=self._version(whole, around),
            years=self._time_agrees(place),
            passage=place.passage_score,
            withheld=float(self._withholds(place.sentence)),
            rival=float(self._has_rival(words, names) or self._has_other_figure(place, own)),
        )

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
        return {term: figure for term, figure in self.terms.figures.items() if not figure.hedged}

    def _met(self, term: str, present: set[str], alike: float) -> float:
        """How far a term is met: by itself, by what is `alike`, a figure by its own value alone."""
        return 1.0 if self.terms.forms[term] <= present else 0.0 if term in self.terms.figures else alike

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

    @cached_property
    def _name_weights(self) -> list[float]:
        return [
            max((self.terms.weights.get(w, _UNKNOWN_WEIGHT) for w in name.split()), default=_UNKNOWN_WEIGHT)
            for name in self._names
        ]

    @cached_property
    def _places(self) -> list[tuple[str, int]]:
        """The question's terms, each with the number of its word."""
        text = self.question.text
        words = [re.sub(r"['’]s$", "", text[start:end].casefold()) for start, end in self.vectors.spans]
        for figure in self.question.figures:
            own = [
                at for at, (start, end) in enumerate(self.vectors.spans) if start < figure.end and figure.start < end
            ]
            for at in own:
                words[at] = text[figure.start : figure.end].casefold() if at == own[0] else ""
        return [(word, at) for at, word in enumerate(words) if word in self.terms.weights]

    @cached_property
    def _terms_at(self) -> list[str]:
        """The term at each of the question's words, empty where there is none."""
        terms = {at: term for term, at in self._places}
        return [terms.get(at, "") for at in range(len(self.vectors.spans))]

    @property
    def _asks_of_posts(self) -> bool:
        """Whether it asks where somebody worked."""
        return self.question.kind == "where" and "work" in self.terms.weights

    @cached_property
    def _relation(self) -> list[tuple[str, int]]:
        """Those of them that are no part of a name, nor what is asked for."""
        named = {part for name in self._names for part in query_terms(name)}
        return [
            (term, at)
            for term, at in self._places
            if not (named.issuperset(query_terms(term)) or term in self.terms.figures)
            and term != self.question.asked.noun
        ]

    @cached_property
    def _asking(self) -> list[int]:
        text = self.question.text
        words = [text[start:end].casefold() for start, end in self.vectors.spans]
        return [at for at, word in enumerate(words) if word in _ASKING or word == self.question.asked.noun]

    def _share_met(self, met: Callable[[str, int], float]) -> float:
        """The share, by weight, of the question's words that are `met`, of no more than a sentence can hold."""
        total = min(sum(self.terms.weights[term] for term, _ in self._places), MOST_WEIGHT)
        held = sum(self.terms.weights[term] * met(term, at) for term, at in self._places)
        return min(1.0, self._tellers * held / total) if total else 1.0

    def _near(
        self, spans: Sequence[AnswerSpan], sentence: str, own: set[str], vectors: WordVectors, early: Sequence[float]
    ) -> float:
        met = [
            self._where(term, at, sentence, vectors)
            for term, at in self._relation
            if self.terms.forms[term] <= own or early[at] > _ALIKE
        ]
        best = 0.0
        for span in spans:
            if span.end - span.start == len(sentence):
                return span.fit
            apart = min((_words_between(sentence, span, place) for place in met if place), default=15)
            best = max(best, span.fit / (1 + apart / _FAR))
        return best

    def _where(self, term: str, at: int, sentence: str, vectors: WordVectors) -> tuple[int, int] | None:
        """Where `sentence` meets a word of the question: the same word, or else the one most like it."""
        if not vectors.spans:
            return None
        for start, end in vectors.spans:
            if self.terms.forms[term] & stems(sentence[start:end]):
                return start, end
        return vectors.spans[int((vectors.early @ self.vectors.early[at]).argmax())]

    def _time_agrees(self, place: Place) -> float:
        """How far the time asked about is that of `place`; else whether it has its years ("the 2024 Masters")."""
        if self.question.when.periods:
            return self.time_told(place).share
        asked = set(_YEAR.findall(self.question.text))
        if not asked or self.question.when.published or self._tellers > 1:
            return 1.0
        said = _YEAR.findall(place.sentence)
        if said:
            return float(asked.issubset(said))
        return 0.5 * float(asked.issubset(_YEAR.findall(f"{place.head} {place.before}")))

    def _has_rival(self, words: Sequence[str], names: Sequence[float]) -> bool:
        return any(rivalled(name, words) for name, met in zip(self._names, names, strict=True) if met < 1)


def _words_between(sentence: str, span: AnswerSpan, place: tuple[int, int]) -> int:
    return max(0, len(sentence[min(span.start, place[0]) : max(span.end, place[1])].split()) - 1)


def _mean(values: Sequence[float], where_none: float) -> float:
    return sum(values) / len(values) if values else where_none


def _weighted(values: Iterable[tuple[float, float]], where_none: float) -> float:
    pairs = list(values)
    total = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / total if total else where_none


def logarithm(value: float, floor: float) -> float:
    """The logarithm of a part, so that sums of them weigh like products: one part that fails cannot be outweighed."""
    return math.log(max(value, 0.0) + floor)
