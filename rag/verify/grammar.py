"""As much English grammar as it takes to see the verbs and clauses of a sentence, and what is negated or yet to come.

No model: closed classes of words (auxiliaries, prepositions, negations) and the order of words, which English is strict
about. Who does what to whom is `rag.verify.arguments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.verify.reading import Word

_SHORTEST_VERB = 3
Mood = Literal["fact", "to come", "possible"]

BE = frozenset("is are was were be been being am".split())
_HAVE = frozenset("has have had having".split())
_DO = frozenset("do does did doing".split())
_TO_COME = frozenset("will would shall ll must should".split())
_POSSIBLE = frozenset("may might could".split())
AUXILIARIES = BE | _HAVE | _DO | _TO_COME | _POSSIBLE | {"can", "to", "d", "ve", "re"}
_ADVERBS = frozenset(
    "also already still now then later soon just since first recently ever once again even only so far both all each "
    "earlier jointly together thus therefore instead nearly almost about twice".split()
)
_NOT = frozenset("not no never none nobody nothing neither nor cannot hardly without".split())
PREPOSITIONS = frozenset(
    "of in on at to for from by with against into over under about after before between through during without within "
    "among as than per via toward towards upon off out up down around behind beside despite until since because like "
    "outside inside alongside".split()
)
_DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your some any no each every another such which whose "
    "one two three four five six seven eight nine ten".split()
)
RELATIVES = frozenset("who which that whom".split())
SUBJECT_PRONOUNS = frozenset("it he she they we i you".split())
LINKS = frozenset("and or as well".split())
_IRREGULAR = frozenset(
    "became began beat bought broke brought built came chose cost cut dealt drew drove fell felt fought found "
    "flew gave gone got grew had held hit hurt kept knew laid led left lent let lost made meant met overcame "
    "oversaw overtook paid put quit ran read rose said sank sat saw sent set shook shot shrank shut sold sought "
    "spent split spoke spread stole stood struck swore taught thought threw told took understood underwent went "
    "withdrew woke won wore wound wrote written taken given driven chosen broken drawn known grown shown seen "
    "done begun spoken stolen thrown worn withdrawn overtaken risen fallen forbidden forbade froze frozen hidden "
    "hid bid bet".split()
)
CUTS = re.compile(r"[;:()—–]|\s-\s|,")
OPENS_CLAUSE = frozenset(
    "but while whereas although though because after before if unless when where whether and who which that as how why "
    "until since once".split()
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """One sentence: for each word its clause, whether it is a verb, and the marks of the clauses.

    `clause[n]` numbers the clauses from 0; `verb[n]` whether word n does the work of a verb.
    """

    words: tuple[Word, ...]
    text: str
    clause: tuple[int, ...]
    verb: tuple[bool, ...]

    def low(self, n: int) -> str:
        """The word in small letters; "" outside the sentence."""
        return self.words[n].written.casefold() if 0 <= n < len(self.words) else ""

    def gap(self, n: int) -> str:
        """What stands between word n - 1 and word n."""
        return self.text[self.words[n - 1].end : self.words[n].start] if 0 < n < len(self.words) else ""


def read_grammar(words: Sequence[Word], text: str) -> Grammar:
    """Read the words of one sentence of `text`."""
    words = tuple(words)
    verb = tuple(_is_verb(words, text, n) for n in range(len(words)))
    return Grammar(words, text, tuple(_clauses(words, text, verb)), verb)


def negations(grammar: Grammar, clauses: frozenset[int]) -> list[int]:
    """Which words of `clauses` negate: "not", "no", "never"; not those of "not only" and "no less than"."""
    return [n for n in range(len(grammar.words)) if grammar.clause[n] in clauses and _negates(grammar, n)]


def mood(grammar: Grammar, verb: int) -> Mood:
    """Whether what a verb tells is said to have happened, to be to come (planned, due), or only to be possible."""
    n = verb - 1
    found: Mood = "fact"
    while n >= 0 and grammar.clause[n] == grammar.clause[verb] and helps(grammar, n):
        low = grammar.low(n)
        if low in _TO_COME or low == "to":
            found = "to come"
        elif low in _POSSIBLE:
            return "possible"
        n -= 1
    return found


def is_negated(grammar: Grammar, verb: int) -> bool:
    """Whether a negation stands among the words that help a verb: "did not sign"."""
    n = verb - 1
    while n >= 0 and helps(grammar, n) and not _negates(grammar, n):
        n -= 1
    return n >= 0 and _negates(grammar, n)


def _is_verb(words: Sequence[Word], text: str, n: int) -> bool:
    word = words[n]
    low = word.written.casefold()
    if (
        word.figure is not None
        or len(low) < _SHORTEST_VERB
        or low in AUXILIARIES | PREPOSITIONS | _DETERMINERS | _NOT | _ADVERBS
    ):
        return False
    if word.written[0].isupper() and n:
        return False
    before = words[n - 1].written.casefold() if n else ""
    helper = _helper(words, n)
    if before in _DETERMINERS - RELATIVES or before == "s":
        return False
    if helper in AUXILIARIES - BE and not (helper == "to" and low.endswith(("ing", "s"))):
        return True
    if low in _IRREGULAR or (low.endswith("ed") and len(low) > 3):
        return True
    if helper in BE:
        return low.endswith("ing")
    if not n or text[words[n - 1].end : word.start].strip() or not low.endswith("s") or low.endswith("ss"):
        return False
    if before in SUBJECT_PRONOUNS | RELATIVES:
        return True
    after = words[n + 1].written if n + 1 < len(words) else ""
    if after and text[word.end : words[n + 1].start].strip():
        return False
    is_subject = words[n - 1].named or (n > 1 and words[n - 2].written.casefold() in ("the", "a", "an"))
    return is_subject and (after.casefold() in _DETERMINERS | PREPOSITIONS | {"to"} or after[:1].isupper())


def _helper(words: Sequence[Word], n: int) -> str:
    """The word before word n, adverbs and negations passed over."""
    back = n - 1
    while back >= 0 and (words[back].written.casefold() in _NOT | _ADVERBS or _is_adverb(words[back])):
        back -= 1
    return words[back].written.casefold() if back >= 0 else ""


def _is_adverb(word: Word) -> bool:
    return word.written.islower() and word.written.endswith("ly")


def _clauses(words: Sequence[Word], text: str, verb: Sequence[bool]) -> Iterator[int]:
    """A new clause begins at a conjunction or a mark, if a verb follows before the next one."""
    number = 0
    has_verb = False
    for n, word in enumerate(words):
        low = word.written.casefold()
        gap = text[words[n - 1].end : word.start] if n else ""
        opens = low in OPENS_CLAUSE or bool(CUTS.search(gap))
        if n and opens and has_verb and _verb_ahead(words, text, verb, n):
            number += 1
            has_verb = False
        has_verb = has_verb or verb[n] or low in BE | _HAVE
        yield number


def _verb_ahead(words: Sequence[Word], text: str, verb: Sequence[bool], n: int) -> bool:
    for ahead in range(n, len(words)):
        gap = text[words[ahead - 1].end : words[ahead].start]
        if ahead > n and CUTS.search(gap):
            return False
        if verb[ahead] or words[ahead].written.casefold() in BE | _HAVE | _TO_COME | _POSSIBLE:
            return True
    return False


def helps(grammar: Grammar, n: int) -> bool:
    """Whether a word may stand between a subject and its verb: an auxiliary, a negation, an adverb."""
    word = grammar.words[n]
    low = word.written.casefold()
    return low in AUXILIARIES | _NOT | _ADVERBS or low == "t" or _is_adverb(word)


def _negates(grammar: Grammar, n: int) -> bool:
    low = grammar.low(n)
    after = grammar.low(n + 1)
    if low == "t":
        return grammar.low(n - 1).endswith("n") and grammar.gap(n) in ("'", "’")
    if low == "not" and after in {"only", "just", "least"}:
        return False
    return low in _NOT and not (
        low == "no" and after in {"fewer", "less", "more", "later", "sooner"} and grammar.low(n + 2) == "than"
    )
