"""The noun that a question asks about: "which coffee chain announced" asks for a chain, "what is its price" a price.

There is no tagger: where the noun phrase ends is told by the words and endings of verbs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.asked.noun_types import type_of

_SKIPPED = re.compile(
    r"\d+|two|three|four|five|six|seven|eight|nine|ten|several|of|these|those|following|other|the|all|its|their|his|her|new|"
    r"kinds?|types?|sorts?|else|main|an?|more|current|our|my|your",
    re.IGNORECASE,
)
"""Words before the noun, none of which is it."""
_TOKEN = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*['’]?|[,;:?!]")
_FINITE = frozenset(
    "is are was were am do does did has have had can could will would should may might must shall".split()
)
_ENDS = _FINITE | frozenset(
    "in on at to from by for with of under during about against into since until after before over through "
    "between among that who which whom when where why how the a an this these than and or not there if as it "
    "they he she you we i".split()
)
_VERBS = frozenset(
    "won made said became took got beat lost sold bought hit set saw led left met went came gave told paid "
    "built held holds makes leads owns runs sells plans wants comes goes says gets takes gives wins uses "
    "beats sues began fell rose grew wrote spoke drew broke chose drove flew knew sang stole threw wore sent "
    "spent lent appears seems kept slept felt brought caught taught thought found cut put let shut quit "
    "happens causes means plays play use sign win own run".split()
)
_NOT_VERBS = frozenset("speed seed feed breed need bed red hundred unlisted united limited".split())


def phrase_words(rest: str) -> tuple[list[str], str]:
    """The words of the noun phrase that `rest` begins with, and the word that ends it."""
    words: list[str] = []
    for token in (found.group() for found in _TOKEN.finditer(rest)):
        low = token.casefold()
        if not words and _SKIPPED.fullmatch(token):
            continue
        if low in _ENDS or not token[0].isalnum() or len(words) > 7:
            return words, low
        words.append(token)
    return words, ""


def bare(word: str) -> str:
    """A word in lower case, without "'s"."""
    return re.sub(r"['’]s?$", "", word).casefold()


def _is_verb(word: str) -> bool:
    return word in _VERBS or (word.endswith("ed") and word.islower() and word not in _NOT_VERBS)


def head(rest: str, *, asks: bool = False) -> str:
    """The head of the noun phrase after "which", "what" or "name"; no tagger: the main verb is told by its ending."""
    words, end = phrase_words(rest)
    if not words or (asks and _is_verb(words[0]) and (len(words) == 1 or words[0] in _VERBS)):
        return ""  # "what happened"
    if end in _FINITE:
        return bare(words[-1])
    verb = next((at for at, word in enumerate(words) if at and _is_verb(word)), None)
    if verb is None:
        verb = next((at for at, word in enumerate(words) if at and _singular_verb(words[at - 1], word)), None)
    phrase = words if verb is None else words[:verb]
    while len(phrase) > 1 and (
        phrase[-1].endswith("ly") or phrase[-1] in ("first", "also", "ever", "now") or _is_released_by(phrase)
    ):
        phrase = phrase[:-1]
    if verb is None and end in ("the", "a", "an") and len(phrase) > 1 and phrase[-1].endswith("ing"):
        phrase = phrase[:-1]  # "problems affecting the industry"
    if verb is None and end and type_of(bare(phrase[-1])) == "any":  # "which island popular with tourists"
        phrase = [word for word in phrase if type_of(bare(word)) != "any"] or phrase
    return bare(phrase[-1])


def _is_released_by(phrase: Sequence[str]) -> bool:
    """Whether the last word is who does something to the noun: "the chip Nvidia released"."""
    return phrase[-1][0].isupper() and phrase[-2].islower() and type_of(bare(phrase[-2])) != "any"


def _singular_verb(noun: str, word: str) -> bool:
    return word.endswith("s") and type_of(bare(noun)) != "any" and not noun.endswith("s") and type_of(word) == "any"


def predicate(rest: str) -> str:
    """The head of what something is asked to be: "what is the name of the chip" asks for the chip."""
    if re.search(r"\b(?:called|named|known as|renamed)\W*$", rest, re.IGNORECASE):
        return "name"
    said = re.match(r" (?:is|are|was|were|will be|would be) (?P<np>.+)", rest, re.IGNORECASE)
    if not said or re.search(r" (?:of|for|like|about|mean)\W*$", rest):
        return ""
    named = re.match(r"(?:the |an? )?(?:\w+ )?names? (?:of|for) (?P<np>.+)", said["np"], re.IGNORECASE)
    phrase = named["np"] if named else said["np"]
    words, _ = phrase_words(phrase)
    if named and not re.match(r"(?:the|an?|its|their|this) ", phrase, re.IGNORECASE):
        return "name"
    definite = re.match(r"(?:the|its|their|his|her|an?|this|your|our|\d+|two|three|four|five)\b", phrase, re.IGNORECASE)
    if (
        not words
        or re.match(r"an? ", phrase, re.IGNORECASE)
        or not (definite or any(re.search(r"['’]s?$", word) for word in words))
    ):
        return ""
    while len(words) > 1 and _is_verb(words[-1]):
        words.pop()
    if len(words) > 1 and words[-1].casefold() == "name":
        words.pop()
    return bare(words[-1])


def counted(rest: str) -> str:
    """What "how many" counts: the first plural, and plurals right after it ("sales jobs")."""
    words, end = phrase_words(rest)
    plurals = [
        at for at, word in enumerate(words) if re.search(r"[^s]s$|ses$|people|men$|children|percent", word.casefold())
    ]
    plurals = [at for at in plurals if words[at].casefold() not in ("news", "gas", "business")]
    if not plurals:
        return bare(words[-1 if end in _FINITE else 0]) if words else ""
    head = plurals[0]
    while head + 1 in plurals and words[head + 1].islower():
        head += 1
    return words[head].casefold()
