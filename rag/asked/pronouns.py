"""A later question of several made to stand alone: "it" and "the company" become the name that the first one has.

Pure text to text; where the questions are taken apart is `rag.asked.parts`. Names from earlier turns of a
conversation are `rag.asked.followup`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.asked.asking_words import AUX, PREP, WH, masked

_NAME = re.compile(
    r"(?<![\w.])(?:[A-Z0-9][\w.’'&-]*\w|[A-Z]|[a-z]+[A-Z]\w*)"
    r"(?:\s+(?:of |the |de |van )?(?:[A-Z0-9][\w.’'&-]*\w|[A-Z0-9]))*"
)
_NO_NAME = re.compile(
    rf"(?:{WH}|{AUX}|according|after|before|the|an?|in|on|if|and|tell|name|list|\d+|(?:19|20)\d\d|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
    re.IGNORECASE,
)
_NO_NAMES = frozenset("AI CEO CFO CTO US UK EU I IPO API GPU".split())
_PRONOUN = re.compile(
    r"\b(?:its|their|he|she|him|his|hers?|it|they|them|"
    r"(?:the|this|that) (?:company|firm|start-?up|lab|model|chip|app|tool|product|deal|law|bill|robot))\b(?!['’])",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:each|both|either|neither|that|this|these|those|the others?|the rest)\b"
    r"|^\W*which (?:one|of|is|was|are|were)\b",
    re.IGNORECASE,
)
"""Words for what an earlier question asks for: "and where did each go?"."""
_MADE = re.compile(
    r"\b(?:releas|launch|announc|unveil|publish|buy|bought|acquir|introduc|built?|creat|develop|sell|sold|invent|ma[dk]e|"
    r"discover|sign|pass|ship|open-sourc|discontinu)\w*",
    re.IGNORECASE,
)
"""After these, "it" is the object: "When did OpenAI release GPT-4 and what does it cost?"."""
_STOP = frozenset("the a an of in on at to for from by with about and or is are was were it".split())
_IS_WHO = re.compile(r"^\W*who(?:['’]s| is| was| are| were) (?P<noun>(?:the|an?) .+)$", re.IGNORECASE | re.DOTALL)
_ASKS_WHO = re.compile(
    rf"^\W*(?:{PREP}\s+)?(?:who(?!\s+(?:is|are|was|were)\b)|(?:which|how many)\b|what\s+(?!is\b|was\b|does\b)\w+s\b)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:did|does|do) ((?:[\w'’-]+ ){1,4})[\w'’-]+$", re.IGNORECASE)


class Clause(NamedTuple):
    """One question of several: `told` is what leads into it, `words` asks; `repeats`: it leads into all of them."""

    told: str
    words: str
    repeats: bool = False

    @property
    def whole(self) -> str:
        """The question with what leads into it."""
        return f"{self.told} {self.words}".strip()


def without_pronouns(clauses: Sequence[Clause]) -> list[str]:
    """The clauses with the pronouns of later ones made into names; one that cannot stand alone stays where it was."""
    first = clauses[0]
    alone = [first.whole]
    for clause in clauses[1:]:
        words = _resolved(clause.words, first)
        if words is None:
            alone[-1] = f"{alone[-1]} {clause.words}"
        else:
            alone.append(f"{clause.told} {words}".strip())
    return alone


def _resolved(part: str, first: Clause) -> str | None:
    mask = masked(part)
    pronoun = _PRONOUN.search(mask)
    own = _names(mask, part)
    if pronoun is None:
        return part if own else _with_topic(part, mask, first)
    if own and mask.index(own[0]) < pronoun.start():
        return part
    name = _antecedent(first, pronoun.group().casefold())
    if not name:
        return None
    word = pronoun.group().casefold()
    possessive = word in {"its", "their", "his", "hers"} or bool(
        word == "her" and re.match(r"\s+\w", part[pronoun.end() :])
    )
    ending = ("’" if name.endswith("s") else "'s") if possessive else ""
    return part[: pronoun.start()] + name + ending + part[pronoun.end() :]


def _with_topic(part: str, mask: str, first: Clause) -> str | None:
    """A part without names or pronouns, led in by what the first one is about: "Anthropic: how many books?"."""
    if _POINTS_BACK.search(mask):
        return None
    about = _antecedent(first, "")
    if about and about in part:
        return part
    named = about is not None and about != about.casefold()
    few = len([word for word in re.findall(r"[\w'’-]+", mask) if word.casefold() not in _STOP]) <= 3
    if about and (named or few) and not _PRONOUN.search(about):
        return f"{about}: {part}"
    return None if few else part


def _names(mask: str, text: str) -> list[str]:
    """What is written as a name in `text`, without quoted words."""
    names = []
    for found in _NAME.finditer(mask):
        name = re.sub(r"['’]s?$", "", text[found.start() : found.end()])
        words = name.split()
        while words and _NO_NAME.fullmatch(words[0]):
            words = words[1:]
        if words and not (len(words) == 1 and words[0] in _NO_NAMES) and not set(found.group()) <= {"Q"}:
            names.append(" ".join(words))
    return list(dict.fromkeys(names))


def _antecedent(first: Clause, pronoun: str) -> str | None:
    """What a pronoun in a later part means: a name of the first part, or what it asks about; None if that is unsure."""
    body = first.words.rstrip(" ?.!")
    person = pronoun in {"he", "she", "him", "his", "her", "hers"}
    many = pronoun in {"they", "them", "their"}
    if person and re.match(r"\W*who", body, re.IGNORECASE):
        described = _IS_WHO.match(body)
        return described["noun"] if described else None
    if many and _ASKS_WHO.match(body):  # they are the ones asked for
        return None
    names = _names(masked(body), body)
    if not names and not first.repeats:
        names = _names(masked(first.told), first.told)
        body = first.told if names else body
    if names:
        return names[-1] if _MADE.search(body) and not person else names[0]
    return _last_words(body)


def _last_words(body: str) -> str | None:
    """The noun phrase that a question without names ends in, or that it has before its last verb."""
    subject = _SUBJECT.search(body)
    words = (subject.group(1) if subject else body).split()
    run: list[str] = []
    while words and words[-1].casefold() not in _STOP and not re.fullmatch(rf"{WH}|{AUX}", words[-1], re.IGNORECASE):
        run.insert(0, words.pop())
    if words and run and words[-1].casefold() in {"the", "a", "an"}:
        run.insert(0, "the")
    return " ".join(run) if 0 < len(run) <= 5 else None
