"""A claim's sentence beside a stretch of a passage, word by word: which words of the stretch say a word of the claim.

A word is said by one of the same stem, a name also by its initials or what they stand for, a figure by the same value,
and other words by one whose vector is near. What the two say differently is `rag.verify.differences`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.verify.alignment import Source, claim_words
from rag.verify.grammar import Grammar, read_grammar
from rag.verify.opposites import is_negated_form, opposites
from rag.verify.reading import Reading, Word
from rag.verify.stated import Stated, accounted_for, same

NEAR = 0.7
"""Cosine from which two words in their contexts count as one in other words; set by hand, and high, since a word's
vector is much like its neighbours': "sued" is near "copied" in news of one case."""
_RUN = re.compile(r"(?<![\w’'&.])[A-Z][\w’'&.]*+(?:(?: (?:of|and|for|the|de))*[ -][A-Z][\w’'&.]*+)+")
_LONGEST_INITIALS = 6


class Pair:
    """Sentence number `sentence` of a claim beside the sentences `first` to `last` of a passage.

    `own` and `theirs` are their words, `content` the numbers in `own` of the words to account for, `mine` the claim's
    grammar, `grammars` that of each sentence of the stretch. `place[n]`: word n of `theirs` by sentence and number in
    it. `answers[i]`: which of `theirs` say content word i, the likeliest first.
    """

    def __init__(self, claim: Reading, sentence: int, source: Source, first: int, last: int) -> None:
        passage = source.reading
        self.claim, self.source, self.first, self.last = claim, source, first, last
        begin = next(n for n, word in enumerate(claim.words) if word.sentence == sentence)
        self.own = [word for word in claim.words if word.sentence == sentence]
        self.content = [n - begin for n in claim_words(claim, sentence)]
        numbers = [n for n, word in enumerate(passage.words) if first <= word.sentence <= last]
        self.theirs = [passage.words[n] for n in numbers]
        self.cosines = claim.vectors[[begin + n for n in self.content]] @ passage.vectors[numbers].T
        self.mine = read_grammar(self.own, claim.text)
        self.grammars: dict[int, Grammar] = {}
        self.place: dict[int, tuple[int, int]] = {}
        for s in range(first, last + 1):
            among = [n for n, word in enumerate(self.theirs) if word.sentence == s]
            self.grammars[s] = read_grammar([self.theirs[n] for n in among], passage.text)
            self.place |= {n: (s, k) for k, n in enumerate(among)}
        self.figures = _figures_of(self.theirs, passage)
        self.own_figures = _figures_of(self.own, claim)
        self.answers = self._answers()

    def clause(self, n: int) -> tuple[int, int]:
        """Sentence and clause of word n of `theirs`."""
        s, k = self.place[n]
        return s, self.grammars[s].clause[k]

    def spoken_clauses(self) -> frozenset[tuple[int, int]]:
        """The clauses that say something of the claim."""
        return frozenset(self.clause(options[0]) for options in self.answers if options)

    def verbs(self) -> Iterator[tuple[int, int, int]]:
        """(word of `own`, sentence, word of it) for each verb of the claim and the likeliest word that says it."""
        for n, word in enumerate(self.own):
            if not self.mine.verb[n]:
                continue
            if n in self.content:
                options = self.answers[self.content.index(n)]
            else:
                options = [m for m, other in enumerate(self.theirs) if other.stem == word.stem]
            if options:
                yield n, *self.place[options[0]]

    def held(self, i: int) -> bool:
        """Whether content word i is said by the stretch, or a name or day known from over it: title, outlet."""
        word = self.own[self.content[i]]
        if self.answers[i]:
            return True
        if word.figure is not None:
            return accounted_for(self.claim.figures[word.figure], self.figures, self.source.published)
        known = word.stem in self.source.about and not self._names_another()
        return word.named and (known or self._is_called_for_short(self.content[i]))

    def _names_another(self) -> bool:
        """Whether the stretch names somebody or something that the claim does not, of which it may speak instead."""
        mine = {word.stem for word in self.own}
        return any(word.named and not word.opens and word.stem not in mine for word in self.theirs)

    def _is_called_for_short(self, n: int) -> bool:
        """Whether a name's last word stands in the stretch, and the whole name elsewhere in the passage or over it."""
        end = n
        while end + 1 < len(self.own) and self.own[end + 1].named and self.mine.gap(end + 1) == " ":
            end += 1
        if end == n or self.own[end].stem not in {word.stem for word in self.theirs}:
            return False
        known = {word.stem for word in self.source.reading.words} | self.source.about
        return {word.stem for word in self.own[n : end + 1]} <= known

    def _answers(self) -> list[list[int]]:
        found = [self._options(i) for i in range(len(self.content))]
        weights: Counter[tuple[int, int]] = Counter()
        for options in found:
            weights.update({self.clause(n) for n in options})
        return [sorted(options, key=lambda n: -weights[self.clause(n)]) for options in found]

    def _options(self, i: int) -> list[int]:
        n = self.content[i]
        word = self.own[n]
        if word.figure is not None:
            figure = self.claim.figures[word.figure]
            figures = self.source.reading.figures
            return [
                m
                for m, other in enumerate(self.theirs)
                if other.figure is not None and same(figure, figures[other.figure])
            ]
        equal = [m for m, other in enumerate(self.theirs) if other.stem == word.stem and other.figure is None]
        if equal:
            return sorted(equal, key=lambda m: -self.cosines[i, m])
        if word.named:
            return self._by_initials(word)
        near = [m for m, other in enumerate(self.theirs) if self.cosines[i, m] >= NEAR and _may_mean(word, other)]
        return sorted(near, key=lambda m: -self.cosines[i, m])[:1]

    def _by_initials(self, word: Word) -> list[int]:
        """Where a name stands in initials, or the words that its initials stand for: "EU", "European Union"."""
        if _is_initials(word.written):
            text = self.source.reading.text
            start, end = self.theirs[0].start, self.theirs[-1].end
            for begin, stop in _initialled(text, start, end, word.written):
                return [m for m, other in enumerate(self.theirs) if begin <= other.start < stop]
        for m, other in enumerate(self.theirs):
            if _is_initials(other.written):
                spans = _initialled(self.claim.text, self.own[0].start, self.own[-1].end, other.written)
                if any(begin <= word.start < stop for begin, stop in spans):
                    return [m]
        return []


def _figures_of(words: Sequence[Word], reading: Reading) -> list[Stated]:
    return [reading.figures[n] for n in dict.fromkeys(word.figure for word in words if word.figure is not None)]


def _may_mean(word: Word, other: Word) -> bool:
    if not other.is_content or other.named or other.figure is not None:
        return False
    return other.stem not in opposites(word.stem) and not is_negated_form(word.stem, other.stem)


def _is_initials(written: str) -> bool:
    return written.isupper() and 2 <= len(written) <= _LONGEST_INITIALS


def _initialled(text: str, start: int, end: int, initials: str) -> Iterator[tuple[int, int]]:
    """Where in `text[start:end]` capitalised words in a row begin with the letters of `initials`."""
    for run in _RUN.finditer(text, start, end):
        parts = list(re.finditer(r"[A-Z][\w’'&.]*", run.group()))
        at = "".join(part.group()[0] for part in parts).find(initials)
        if at >= 0:
            yield run.start() + parts[at].start(), run.start() + parts[at + len(initials) - 1].end()
