"""The arguments of a verb: who does it, who or what undergoes it, and what stands beside it behind a preposition.

The passive is turned round, the subject that verbs share is found, and where English leaves it open nothing is said.
"""

from __future__ import annotations

from typing import Literal

from rag.verify.grammar import (
    AUXILIARIES,
    BE,
    CUTS,
    LINKS,
    OPENS_CLAUSE,
    PREPOSITIONS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    Grammar,
    helps,
)

Side = Literal["does", "undergoes", "beside", ""]


def is_passive(grammar: Grammar, verb: int) -> bool:
    """Whether the subject of a verb undergoes it: "was bought", "bought by"."""
    if grammar.low(verb).endswith("ing"):
        return False
    n = verb - 1
    while n >= 0 and helps(grammar, n):
        if grammar.low(n) in BE:
            return True
        n -= 1
    return any(grammar.low(n) == "by" and not grammar.verb[n] for n in (verb + 1, verb + 2)) and _by_whom(grammar, verb)


def side(grammar: Grammar, word: int, verb: int) -> Side:
    """What a word has to do with a verb: does it, undergoes it, stands behind a preposition; "" where unsure."""
    if _owns(grammar, word):
        return "beside"
    before = _preposition(grammar, word, verb)
    passive = is_passive(grammar, verb)
    if before == "by" and word > verb and passive and not _is_past_clause(grammar, verb, word):
        return "does"
    infinitive = _infinitive(grammar, verb)
    if before == "for" and word < verb and infinitive:
        return "does"
    if before:
        return "beside"
    if word < verb and infinitive:
        return _does_what_leads(grammar, word, infinitive)
    if word > verb:
        if grammar.clause[word] != grammar.clause[verb]:
            return ""
        return "" if _is_past_clause(grammar, verb, word) else "undergoes"
    if not _may_be_subject(grammar, word, verb):
        return ""
    return "undergoes" if passive else "does"


def _preposition(grammar: Grammar, word: int, verb: int) -> str:
    """The preposition that a word's noun phrase stands behind, going back no further than the verb."""
    n = word
    first = verb + 1 if verb < word else 0
    while n > first:
        before, gap = grammar.low(n - 1), grammar.gap(n)
        if before in PREPOSITIONS and grammar.gap(n - 1) != "-":  # no preposition in "start-up"
            joins = n > 1 and before in OPENS_CLAUSE and grammar.clause[n - 1] != grammar.clause[n - 2]
            return "" if joins else before
        if grammar.verb[n - 1] or before in AUXILIARIES | RELATIVES | SUBJECT_PRONOUNS:
            return ""
        if CUTS.search(gap) and not grammar.words[n - 1].named:
            return ""
        if before in OPENS_CLAUSE and before not in LINKS:
            return ""
        n -= 1
    return ""


def _by_whom(grammar: Grammar, verb: int) -> bool:
    """Whether the "by" behind a verb names who did it, and not by how much or by when."""
    for n in (verb + 1, verb + 2, verb + 3):
        if grammar.low(n) == "by":
            after = grammar.words[n + 1] if n + 1 < len(grammar.words) else None
            return after is not None and after.figure is None and not after.written.endswith("ing")
    return False


def _owns(grammar: Grammar, word: int) -> bool:
    """Whether a word stands in the genitive: "Obelon's shareholder", "its voters' names"."""
    after = word + 1
    while after < len(grammar.words) and grammar.words[after].named and grammar.gap(after) == " ":
        after += 1
    return grammar.low(after) == "s" and grammar.gap(after) in ("'", "’")


def _infinitive(grammar: Grammar, verb: int) -> int:
    """Where the "to" of an infinitive stands; 0 where the verb is none."""
    n = verb - 1
    while n > 0 and helps(grammar, n) and grammar.low(n) != "to":
        n -= 1
    return n if n > 0 and grammar.low(n) == "to" else 0


def _does_what_leads(grammar: Grammar, word: int, to: int) -> Side:
    """Who does the verb that leads to an infinitive does both, unless someone else stands between: "asked her to"."""
    lead = next((n for n in range(to - 1, -1, -1) if grammar.verb[n]), -1)
    if lead < 0:
        return "does" if _may_be_subject(grammar, word, to) else ""
    if lead <= word:
        return ""
    between = any(grammar.words[n].is_content and grammar.words[n].figure is None for n in range(lead + 1, to))
    return "" if between or side(grammar, word, lead) != "does" else "does"


def _is_past_clause(grammar: Grammar, verb: int, word: int) -> bool:
    """Whether another verb stands between a verb and a word behind it, of which the word may be the object."""
    return any(grammar.verb[n] for n in range(verb + 1, word))


def _may_be_subject(grammar: Grammar, word: int, verb: int) -> bool:
    """Whether a word before a verb may be of its subject: the phrase right before it, or the one that it shares."""
    n = verb - 1
    while n > word and helps(grammar, n):
        n -= 1
    behind = n + 1  # where the verb begins, its helping words with it
    if n == word:
        return True
    low = grammar.low(n)
    if low in SUBJECT_PRONOUNS | RELATIVES or low in LINKS or CUTS.search(grammar.gap(behind)):
        return not any(grammar.verb[k] or grammar.low(k) in AUXILIARIES for k in range(word))
    while n > word and not (grammar.verb[n] or grammar.low(n) in AUXILIARIES | RELATIVES | SUBJECT_PRONOUNS):
        if CUTS.search(grammar.gap(n)) and not (grammar.words[n].named and grammar.words[n - 1].named):
            return False
        n -= 1
    return n == word
