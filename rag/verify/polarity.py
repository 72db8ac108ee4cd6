"""Whether a claim or a stretch of a passage turns round what the other says."""

from __future__ import annotations

from collections.abc import Iterator

from rag.verify.grammar import is_negated, negations
from rag.verify.opposites import is_negated_form, opposites, turns
from rag.verify.pairing import Pair


def polarity(pair: Pair) -> Iterator[tuple[frozenset[int], bool]]:
    """(content words, rival) where words turn one of the two round and not the other: "not", "refused to", an opposite.

    `rival`: they turn the statement itself, for sure.
    """
    clauses = pair.spoken_clauses()
    if not clauses:
        return
    mine, theirs = {word.stem for word in pair.own}, {word.stem for word in pair.theirs}
    here = {word.stem for n, word in enumerate(pair.theirs) if pair.clause(n) in clauses}
    flipped = [n for n, word in enumerate(pair.own) if word.stem not in here and _is_flipped(word.stem, here, mine)]
    opposed = set().union(*(opposites(pair.own[n].stem) for n in flipped))  # counted by the word that they oppose
    turned = {word.stem for n, word in enumerate(pair.own) if n not in flipped} - theirs | here - mine - opposed
    turning = sum(turns(stem) for stem in turned)
    negated = len(negations(pair.mine, frozenset(pair.mine.clause)))
    for s, grammar in pair.grammars.items():
        negated += len(negations(grammar, frozenset(clause for t, clause in clauses if t == s)))
    if flipped or turning or negated % 2:
        rival = (len(flipped) + turning + negated) % 2 == 1 and (bool(flipped) or _turns_verb(pair))
        yield frozenset(i for i, n in enumerate(pair.content) if n in flipped), rival


def _turns_verb(pair: Pair) -> bool:
    """Whether a verb of the claim is what is negated in one of the two, or the claim has none that the stretch says."""
    verbs = [(n, pair.grammars[s], k) for n, s, k in pair.verbs()]
    return not verbs or any(is_negated(pair.mine, n) != is_negated(grammar, k) for n, grammar, k in verbs)


def _is_flipped(stem: str, here: set[str], mine: set[str]) -> bool:
    return bool(opposites(stem) & (here - mine)) or any(is_negated_form(stem, other) for other in here)
