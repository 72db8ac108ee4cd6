"""Who does what to whom: whether a claim and a stretch give the same names and things the same part in a verb."""

from __future__ import annotations

from collections.abc import Iterator

from rag.verify.arguments import Side, side
from rag.verify.grammar import Grammar
from rag.verify.pairing import Pair

_CORE: frozenset[Side] = frozenset(("does", "undergoes"))


def roles(pair: Pair) -> Iterator[tuple[frozenset[int], bool]]:
    """(content words, rival) of each verb whose parts differ; `rival`: they are turned round, for sure."""
    for n, s, k in pair.verbs():
        grammar = pair.grammars[s]
        same_verb = grammar.words[k].stem == pair.own[n].stem
        if _someone_else(pair, n, s, k):
            yield frozenset(), same_verb and grammar.verb[k]
            continue
        if not grammar.verb[k]:
            if _has_named_part(pair, n):
                yield frozenset(), False
            continue
        moved = _moved(pair, n, s, k)
        if moved:
            which = frozenset(i for i, _ in moved)
            yield which, same_verb and {part for _, part in moved} >= _CORE


def _moved(pair: Pair, n: int, s: int, k: int) -> list[tuple[int, Side]]:
    """The content words that have another part in the verb there, with the one that the claim gives them."""
    found = []
    for i, m in enumerate(pair.content):
        if m == n or pair.mine.verb[m] or pair.own[m].figure is not None or pair.mine.clause[m] != pair.mine.clause[n]:
            continue
        places = [pair.place[a] for a in pair.answers[i]]
        theirs = {side(pair.grammars[s], b, k) for t, b in places if t == s and b != k}
        mine = side(pair.mine, m, n)
        if theirs and _differ(mine, theirs, pair.own[m].named):
            found.append((i, mine))
    return found


def _differ(mine: Side, theirs: set[Side], named: bool) -> bool:
    if mine in _CORE and mine not in theirs and theirs <= _CORE:
        return True
    return named and ((mine in _CORE and theirs == {"beside"}) or (mine == "beside" and bool(theirs & _CORE)))


def _has_named_part(pair: Pair, n: int) -> bool:
    return any(pair.own[m].named and side(pair.mine, m, n) in _CORE for m in pair.content if m != n)


def _someone_else(pair: Pair, n: int, s: int, k: int) -> bool:
    """Whether who does a verb in the claim is not in its sentence, and another who is named does it there."""
    grammar = pair.grammars[s]
    doers = [i for i, m in enumerate(pair.content) if pair.own[m].named and side(pair.mine, m, n) == "does"]
    if not doers or any(pair.place[a][0] == s for i in doers for a in pair.answers[i]):
        return False
    mine = {word.stem for word in pair.own}
    return any(
        word.named
        and word.is_content
        and word.stem not in mine
        and _is_head(grammar, b)
        and side(grammar, b, k) == "does"
        for b, word in enumerate(grammar.words)
    )


def _is_head(grammar: Grammar, n: int) -> bool:
    """Whether a name is no mere modifier: "Atlanta" in "the Atlanta company" is."""
    if n + 1 >= len(grammar.words):
        return True
    after = grammar.words[n + 1]
    return grammar.verb[n + 1] or not after.is_content or after.named or bool(grammar.gap(n + 1).strip())
