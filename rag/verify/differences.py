"""What a claim and a stretch of a passage say differently: lacking figures and names, turned meaning, other roles.

Each check is exact where it speaks: it reads words and their order, never a score. A claim that differs is not
supported by that stretch; one that differs in a single thing of which the stretch says otherwise is contradicted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rag.verify.assignments import ORDINALS, counted, cut_by_figures, cut_by_names, in_name, labels
from rag.verify.grammar import mood
from rag.verify.opposites import hedges
from rag.verify.pairing import Pair
from rag.verify.polarity import polarity
from rag.verify.reading import Word
from rag.verify.roles import roles
from rag.verify.stated import Stated, is_number, rivals, same

Kind = Literal["figure", "name", "label", "word", "polarity", "mood", "hedge", "roles", "swap", "utmost", "scattered"]

_EACH = frozenset("all every each both entire".split())
_UTMOST = _EACH | frozenset(
    "always never only none entirely sole solely exclusively any most more less fewer ever now already yet still first "
    "last no half quarter quarters thirds twice double doubled triple tripled".split()
)
_NO_SUPERLATIVES = frozenset("interest request invest protest forest harvest suggest contest arrest honest".split())
_REFER_BACK = frozenset("the this these that those both such we i".split())
_LONG = 5
_BEHIND = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a claim says and a stretch does not say so.

    `rival`: the stretch says otherwise, not only less. `words`: the claim's content words that it concerns.
    """

    kind: Kind
    words: frozenset[int] = frozenset()
    rival: bool = False


def differences(pair: Pair, held: Sequence[bool]) -> tuple[Difference, ...]:
    """All that `pair` says differently; `held`: which content words of the claim the stretch says."""
    found = [
        *_lacking(pair, held),
        *_labels(pair),
        *(Difference("polarity", words, rival) for words, rival in polarity(pair)),
        *_moods(pair),
        *_hedged(pair),
        *(Difference("roles", words, rival) for words, rival in roles(pair)),
        *_swapped(pair),
        *_apart(pair),
        *_swapped_names(pair),
        *_utmost(pair),
        *_scattered(pair),
    ]
    return tuple(found)


def _lacking(pair: Pair, held: Sequence[bool]) -> Iterator[Difference]:
    free = [figure for figure in pair.figures if not any(same(mine, figure) for mine in pair.own_figures)]
    for number in dict.fromkeys(word.figure for word in pair.own if word.figure is not None):
        which = frozenset(i for i, n in enumerate(pair.content) if pair.own[n].figure == number)
        if which and not all(held[i] for i in which):
            figure = pair.claim.figures[number]
            yield Difference("figure", which, any(_rivals(pair, figure, other) for other in free))
    names = frozenset(i for i, n in enumerate(pair.content) if pair.own[n].named and not held[i])
    if names:
        yield Difference("name", names, _is_another_name(pair, names))
    for i, n in enumerate(pair.content):
        if pair.own[n].figure is None and not pair.own[n].named and not held[i]:
            yield Difference("word", frozenset({i}))
    theirs = {word.stem for word in pair.theirs}
    if any(
        pair.mine.verb[n] and n not in pair.content and pair.own[n].stem not in theirs for n in range(len(pair.own))
    ):
        yield Difference("word")


def _is_another_name(pair: Pair, names: frozenset[int]) -> bool:
    """Whether another name stands where the claim's does, behind the same two words: "court in Boston"."""
    first = pair.content[min(names)]
    mine, said = {word.stem for word in pair.own}, {word.stem for word in pair.source.reading.words}
    if first < _BEHIND or any(pair.own[pair.content[i]].stem in said for i in names):
        return False
    behind = [word.stem for word in pair.own[first - _BEHIND : first]]
    return any(
        word.named and word.stem not in mine and [other.stem for other in pair.theirs[k - _BEHIND : k]] == behind
        for k, word in enumerate(pair.theirs[_BEHIND:], start=_BEHIND)
    )


def _rivals(pair: Pair, figure: Stated, other: Stated) -> bool:
    """Whether a figure of the stretch is another value of what the claim's figure counts."""
    if not rivals(figure, other):
        return False
    noun = counted(pair.own, figure)
    return not is_number(figure) or (bool(noun) and noun == counted(pair.theirs, other))


def _labels(pair: Pair) -> Iterator[Difference]:
    """A quarter, series or version of the claim that the stretch does not name."""
    passage = pair.source.reading
    theirs = {
        label for grammar in pair.grammars.values() for group in labels(grammar.words, passage) for label in group
    }
    for group in labels(pair.own, pair.claim):
        if not group & theirs:
            kinds = {kind for kind, _ in group}
            which = frozenset(i for i, n in enumerate(pair.content) if pair.own[n].stem in kinds)
            yield Difference("label", which, any(kind in kinds for kind, _ in theirs))


def _moods(pair: Pair) -> Iterator[Difference]:
    """A verb that the claim tells as done and the stretch as planned or possible, or the reverse."""
    for n, s, k in pair.verbs():
        grammar = pair.grammars[s]
        if grammar.verb[k] and mood(pair.mine, n) != mood(grammar, k):
            yield Difference("mood")


def _hedged(pair: Pair) -> Iterator[Difference]:
    clauses, mine = pair.spoken_clauses(), {word.stem for word in pair.own}
    words = (word for n, word in enumerate(pair.theirs) if pair.clause(n) in clauses)
    if any(hedges(word.stem) and word.stem not in mine for word in words):
        yield Difference("hedge")


def _utmost(pair: Pair) -> Iterator[Difference]:
    """Words that claim the whole or the utmost have to stand: "all", "only", "first", "largest", "now"."""
    theirs = {word.written.casefold() for word in pair.theirs}
    theirs |= _EACH if theirs & _EACH else set()
    if any(_claims_utmost(word.written.casefold()) and word.written.casefold() not in theirs for word in pair.own):
        yield Difference("utmost")


def _claims_utmost(low: str) -> bool:
    superlative = low.endswith("est") and len(low) > _LONG and low not in _NO_SUPERLATIVES
    return superlative or low in _UTMOST or low in ORDINALS


def _swapped(pair: Pair) -> Iterator[Difference]:
    """A figure that the stretch gives to something else, of which it tells another figure of the kind."""
    for figure in pair.own_figures:
        first = next(n for n, word in enumerate(pair.own) if word.start >= figure.start)
        if in_name(pair.mine, first):
            continue
        for s in pair.grammars:
            rival = _is_swapped(pair, figure, s)
            if rival is not None:
                yield Difference("swap", rival=rival)
                return


def _apart(pair: Pair) -> Iterator[Difference]:
    """A figure that the stretch tells in another clause than the word that the claim puts right before it."""
    for before, i in pairwise(range(len(pair.content))):
        one, other = pair.own[pair.content[before]], pair.own[pair.content[i]]
        if one.named or one.figure is not None or other.figure is None:
            continue
        places = [{pair.clause(n) for n in pair.answers[k]} for k in (before, i)]
        if all(places) and not places[0] & places[1]:
            yield Difference("swap")
            return


def _is_swapped(pair: Pair, figure: Stated, s: int) -> bool | None:
    """Whether the figure stands with other words in sentence `s`, for sure (True) or not (False); None where not."""
    grammar, passage, noun = pair.grammars[s], pair.source.reading, counted(pair.own, figure)
    counting = [f for f in pair.figures if noun and counted(grammar.words, f) == noun]
    if counting and any(same(figure, f) for f in pair.figures) and not any(same(figure, f) for f in counting):
        return True
    cut = cut_by_figures(grammar, passage, figure, noun)
    at = {part for part, other in enumerate(cut.figures) if same(figure, other)}
    if len(at) != 1 or len(cut.figures) == 1:
        return None
    mine = cut_by_figures(pair.mine, pair.claim, figure, noun)
    home = mine.figures.index(figure) if figure in mine.figures else -1
    own = rival = 0
    for i, n in enumerate(pair.content):
        number = pair.own[n].figure
        if mine.parts[n] != home or (number is not None and pair.claim.figures[number] == figure):
            continue
        places = {cut.parts[k] for a in pair.answers[i] for t, k in [pair.place[a]] if t == s}
        rival += bool(places) and not places & at
        own += bool(places & at)
    return (rival >= own + 2 or not own) if rival > own else None


def _swapped_names(pair: Pair) -> Iterator[Difference]:
    """Two names of the claim that stand, in the stretch, each with what the claim says of the other."""
    mine = cut_by_names(pair.mine)
    names = [i for i, n in enumerate(pair.content) if pair.own[n].named and pair.answers[i]]
    for s, grammar in pair.grammars.items():
        parts = cut_by_names(grammar)
        home = [{parts[k] for a in found for t, k in [pair.place[a]] if t == s} for found in pair.answers]
        plain = [(mine[n], home[i]) for i, n in enumerate(pair.content) if home[i] and not pair.own[n].named]
        beside = {i: [found for part, found in plain if part == mine[pair.content[i]]] for i in names}
        for i in names:
            for j in names:
                apart = home[i] and home[j] and not home[i] & home[j] and mine[pair.content[i]] != mine[pair.content[j]]
                if apart and _all_in(beside[i], home[j], home[i]) and _all_in(beside[j], home[i], home[j]):
                    yield Difference("roles")
                    return


def _all_in(found: Sequence[set[int]], there: set[int], here: set[int]) -> bool:
    return bool(found) and all(parts & there and not parts & here for parts in found)


def _scattered(pair: Pair) -> Iterator[Difference]:
    """A clause of the claim stands in one sentence; names alone may be brought over from one before, by a pronoun."""
    if pair.first == pair.last:
        return
    for clause in sorted(set(pair.mine.clause)):
        which = [i for i, n in enumerate(pair.content) if pair.mine.clause[n] == clause and pair.answers[i]]
        found = {i: {pair.place[a][0] for a in pair.answers[i]} for i in which}
        plain = [found[i] for i in which if not _is_of_name(pair, pair.content[i])]
        together = set.intersection(*plain) if plain else {pair.last}
        at = max(together, default=-1)
        brought = [i for i in which if at not in found[i]]
        if at < 0 or (brought and not _may_be_brought(pair, at, [found[i] for i in brought])):
            yield Difference("scattered", frozenset(brought))
            return


def _is_of_name(pair: Pair, n: int) -> bool:
    behind = n > 0 and pair.own[n].figure is not None and pair.own[n - 1].named and pair.mine.gap(n) in ("-", " ")
    return pair.own[n].named or behind


def _may_be_brought(pair: Pair, at: int, found: Sequence[set[int]]) -> bool:
    return all(min(places) < at for places in found) and any(_refers_back(word) for word in pair.grammars[at].words)


def _refers_back(word: Word) -> bool:
    return word.is_pronoun or word.written.casefold() in _REFER_BACK
