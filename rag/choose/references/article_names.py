"""The persons and organisations that one article names, told by capitals, titles and what stands beside them.

Whom a pronoun means is decided in `resolve`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.choose.references.news_patterns import FIRM, LETTER, ROLE, RUN, SAYS_AFTER, SAYS_BEFORE
from rag.choose.references.things import PRODUCTS
from rag.choose.references.vocabulary import FIRST_NAMES, NO_NAME, ORG_WORDS, ORGS, OUTLETS, TITLES

ARTICLES_KEPT = 32
"""Articles whose sentences and names are kept in memory: an answer quotes few, several sentences of each."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one article: persons' full forms by surname, organisations with how often each stands there."""

    full: Mapping[str, frozenset[str]]
    organisations: Counter[str]
    plain: frozenset[str]
    """The words that the article also writes in small letters: one that opens a sentence is no name."""

    def persons_in(self, run: str) -> Iterator[tuple[int, str]]:
        """(place, surname) of each person that `run` names."""
        for start, tokens in segments(run):
            full = None if is_product(tokens) else self.full.get(tokens[-1])
            whole = " ".join(tokens)
            if full is not None and (len(tokens) == 1 or any(name.endswith(whole) for name in full)):
                yield start, tokens[-1]

    def orgs_in(self, run: str) -> Iterator[tuple[int, str]]:
        """(place, name) of each organisation that `run` names."""
        for start, tokens in segments(run):
            name = " ".join(tokens)
            if name in self.organisations:
                yield start, name

    def unknown_in(self, run: str) -> bool:
        """Whether `run` holds a name that is neither: it may be either."""
        known = {start for start, _ in self.persons_in(run)} | {start for start, _ in self.orgs_in(run)}
        return any(
            not (start in known or is_product(tokens) or OUTLETS.intersection(tokens))
            and not (start == 0 and len(tokens) == 1 and self._opens(tokens[0]))
            for start, tokens in segments(run)
        )

    def _opens(self, word: str) -> bool:
        return word.lower() in self.plain or word.endswith(("ly", "ing"))


def is_product(tokens: Sequence[str]) -> bool:
    """Whether the name of these words is a product's."""
    return bool(PRODUCTS.match(" ".join(tokens)))


def segments(run: str) -> Iterator[tuple[int, list[str]]]:
    """(place, words) of each capitalised name in `run`, cut at titles, without words that begin sentences."""
    for match in RUN.finditer(run):
        tokens: list[str] = []
        start = place = match.start()
        for word in match.group().split(" "):
            plain = re.sub(r"[’']s$|[’']$", "", word)
            if plain in TITLES or (plain in NO_NAME and not (tokens and plain == "AI")):
                if tokens:
                    yield start, tokens
                tokens = []
            else:
                if not tokens:
                    start = place
                tokens.append(plain)
                if plain != word:
                    yield start, tokens
                    tokens = []
            place += len(word) + 1
        if tokens:
            yield start, tokens


@lru_cache(maxsize=ARTICLES_KEPT)
def names_of(text: str) -> Names:
    """The names in `text`, the whole of an article."""
    places: dict[str, list[int]] = {}
    for start, tokens in segments(text):
        places.setdefault(" ".join(tokens), []).append(start)
    full: dict[str, set[str]] = {}
    for name, starts in places.items():
        tokens = name.split(" ")
        if 2 <= len(tokens) <= 4 and _is_person(text, tokens, starts, tokens[-1] in places):
            full.setdefault(tokens[-1], set()).add(name)
    for name in places:  # namesakes: whoever shares a surname with a person may be the one meant
        tokens = name.split(" ")
        if 2 <= len(tokens) <= 4 and tokens[-1] in full and not ORG_WORDS.intersection(tokens):
            full[tokens[-1]].add(name)
    for match in _COURTESY_NAME.finditer(text):
        full.setdefault(match.group(1), set())
    persons = {name for names in full.values() for name in names} | full.keys()
    organisations = Counter(
        {
            name: len(starts)
            for name, starts in places.items()
            if name not in persons and _is_organisation(text, name.split(" "), starts)
        }
    )
    plain = frozenset(_SMALL.findall(text))
    return Names({surname: frozenset(names) for surname, names in full.items()}, organisations, plain)


_SMALL = re.compile(r"(?<![\w’'])[a-z]{2,}")
_COURTESY_NAME = re.compile(rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov)\.? ([{LETTER}][\w’-]+[\w])(?! [{LETTER}])")
_NEAR = 70
"""Characters around a name in which its role stands."""
_ROLE_BEFORE = re.compile(rf"\b{ROLE},? $", re.IGNORECASE)
_ROLE_AFTER = re.compile(rf",? (?:an?|the|who)\b|, \d\d,|, [\w’ -]{{0,40}}\b{ROLE}\b", re.IGNORECASE)
_ROLE_TITLE_AFTER = re.compile(rf", [\w’ -]{{0,30}}\b{ROLE}\b", re.IGNORECASE)
_FIRM_BEFORE = re.compile(
    rf"\b{FIRM} $|\b(?:CEO|CTO|CFO|co-?founder|founder|spokes\w+|officer|president) (?:of|at|for) $"
)
_FIRM_AFTER = re.compile(
    rf",? (?:an? (?:[\w-]+ ){{0,4}}|the (?:[\w-]+ ){{1,4}}){FIRM}\b|, the {FIRM} (?:that|which|whose|behind)\b|"
    r"(?:[’']s)? (?:CEO|CTO|CFO|chief executive|co-?founder|founder|spokes\w+)\b"
)


def _near(text: str, name: str, starts: Sequence[int], before: re.Pattern[str], after: re.Pattern[str]) -> bool:
    """Whether `before` stands right before one of the places of `name`, or `after` right after."""
    return any(
        before.search(text[max(0, start - _NEAR) : start]) or after.match(text[start + len(name) :][:_NEAR])
        for start in starts
    )


def _is_person(text: str, tokens: Sequence[str], starts: Sequence[int], alone: bool) -> bool:
    """Whether a name of several words is a person's; `alone`: its last word also stands alone in the article."""
    if any(known.intersection(tokens) for known in (ORG_WORDS, OUTLETS, ORGS)) or is_product(tokens):
        return False
    if any(len(token.rstrip(".")) < 2 for token in (tokens[0], tokens[-1])) or tokens[-1].isupper():
        return False
    name = " ".join(tokens)
    if tokens[0] in FIRST_NAMES or _near(text, name, starts, _ROLE_BEFORE, _ROLE_TITLE_AFTER):
        return True
    return alone and (
        _near(text, name, starts, _ROLE_BEFORE, _ROLE_AFTER) or _near(text, name, starts, SAYS_BEFORE, SAYS_AFTER)
    )


def _is_organisation(text: str, tokens: Sequence[str], starts: Sequence[int]) -> bool:
    name = " ".join(tokens)
    if is_product(tokens) or OUTLETS.intersection(tokens):
        return False
    return (
        name in ORGS or bool(ORG_WORDS.intersection(tokens[1:])) or _near(text, name, starts, _FIRM_BEFORE, _FIRM_AFTER)
    )
