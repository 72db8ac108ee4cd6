"""Words that point back into the conversation: "it", "he", "this model", "the company"."""

from __future__ import annotations

import re

from rag.asked import topics
from rag.asked.conversation import Talk, gist, with_brackets
from rag.asked.referents import meant_by_noun, person_meant, several_meant, thing_meant
from rag.asked.word_classes import AUX, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS, WH, WORD

_DUMMY = re.compile(
    r"\b(?:is|was|isn['’]t|be|would|how|why|makes?) it (?:really |actually |still )?(?:true|possible|likely|"
    r"legal|safe|worth|clear|fair|easy|hard|important|necessary|difficult|like)? ?(?:that|to|for)\b|"
    r"\b(?:do|does|did|will|would) it (?:takes?|mean)(?: for| to)\b|\bit (?:is|was|seems|looks|turns|"
    r"takes?)(?: \w+)? (?:that|to)\b|\b(?:does|did|will|would) it (?:cost|take)(?=\b.* to\b)|\bdo it\b|"
    r"^(?:if|when)\b[^,]*, .*\b(?:is|was|does|will|can) it\b|\bwhat time is it\b|"
    r"\bhow long (?:does|did|will) it take\b",
    re.IGNORECASE,
)
"""The "it" that means nothing: "Is it true that ...?"."""
_POINTERS = re.compile(
    r"\b(?P<word>its|it|they|them|their|theirs|he|him|his|she|her|hers)\b|"
    r"\b(?P<demo>this|that|these|those) (?!(?:they|he|she|it|we|you|i)\b)(?P<noun>(?:new |latest )?[a-z][a-z-]+)|"
    r"\b(?P<bare>this|that|these|those)(?=\s*(?:$|[?.!,]))|\b(?P<there>there)(?=\s*[?.!]*$)",
    re.IGNORECASE,
)
_KIND_NOUNS = (
    "company startup start-up firm lab organization organisation business maker developer city region country "
    "group band team state area place expedition movement experiment university school agency"
).split()
_DEFINITE = re.compile(rf"\bthe (?P<noun>{'|'.join(_KIND_NOUNS)})(?P<own>['’]s)?\b(?! of\b)", re.IGNORECASE)
_NO_NOUNS = (
    WH
    | PRONOUNS
    | frozenset("the a an week month year day time morning quarter summer weekend afternoon evening".split())
)
_SECOND_CLAUSE = re.compile(
    r"\w+ (?:and|or|but)(?: (?:where|why|how|what|when|who|if))?(?: (?:is|are|was|were|did|do|does|has|have|will|can)|"
    r" \w+)? $",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(
    r"\b(?:an?|every|each|most|(?<!how )many|people|companies|users|firms|startups|countries)\b|"
    r"\b(?:do|did|can|are|will|have|should|could|would) (?:some |new )?[a-z]{3,}s\b",
    re.IGNORECASE,
)
_BEFORE_NOUN = PREPOSITIONS | AUX | WH | DETERMINERS | {""}
_AFTER_OBJECT = PREPOSITIONS | DETERMINERS | CONJUNCTIONS | {"now", "today", "again", "all"}
_OF_PEOPLE = frozenset("he him his she her hers".split())
_OF_SEVERAL = frozenset("they them their theirs".split())


def points(text: str) -> bool:
    """Whether a word of `text` may point back."""
    return _POINTERS.search(text) is not None


def pointing(question: str, talk: Talk) -> str | None:
    """`question` with the first word that points back replaced by what it means; None where none does."""
    dummies = [found.span() for found in _DUMMY.finditer(question)]
    for found in _POINTERS.finditer(question):
        if any(start <= found.start() < end for start, end in dummies):
            continue
        answer = _pronoun(question, found, talk) if found["word"] else _demonstrative(question, found, talk)
        if answer is not None:
            return answer
    definite = _DEFINITE.search(question)
    named = meant_by_noun(definite["noun"], talk) if definite and not topics.own_names(question) else None
    if definite and named:
        return question[: definite.start()] + named + (definite["own"] or "") + question[definite.end() :]
    return None


def _demonstrative(question: str, found: re.Match[str], talk: Talk) -> str | None:
    """Give "this model", "that?" and "there" what was asked last; what opens a clause ("said that ...") is left."""
    before, after = question[: found.start()], question[found.end() :]
    previous = (before.split() or [""])[-1].casefold()
    if found["there"]:
        place = talk.topic.text if talk.topic and previous and previous not in AUX else ""
        return with_brackets(question, place) if place else None
    if found["bare"]:  # of "e-Discovery? What's that?" it is the first half
        return None if re.search(r"\w[.?!] ", before) else with_brackets(question, gist(talk.last))
    noun = found["noun"].casefold().split()[-1]
    opens_clause = found["demo"].casefold() == "that" and previous not in _BEFORE_NOUN
    if noun in _NO_NOUNS or opens_clause:
        return None
    named = meant_by_noun(noun, talk) if noun in _KIND_NOUNS else None
    return before + named + after if named else with_brackets(question, gist(talk.last))


def _pronoun(question: str, found: re.Match[str], talk: Talk) -> str | None:
    word = found["word"].casefold()
    if _meant_here(question, found, word):
        return None
    if word in _OF_PEOPLE:
        return _put(question, found, person_meant(talk), talk)
    return _put(question, found, several_meant(talk) if word in _OF_SEVERAL else thing_meant(talk), talk)


def _put(question: str, found: re.Match[str], meant: str | None, talk: Talk) -> str:
    """The pronoun replaced by `meant`, a possessive by a possessive; the unknown takes the last question's gist."""
    if not meant:
        return with_brackets(question, gist(talk.last), talk.topic.text if talk.topic else "")
    before, after = question[: found.start()], question[found.end() :]
    word = found["word"].casefold()
    said = "the " + meant if f"the {meant}".casefold() in talk.last.casefold() else meant
    if not before.strip():
        said = said[:1].upper() + said[1:]
    if word in ("its", "their", "theirs", "his", "hers") or (word == "her" and re.match(r" [a-z]", after)):
        said += "'" if said.endswith("s") else "'s"
    return before + said + re.sub(r"^['’]re\b", " are", after)


def _meant_here(question: str, found: re.Match[str], word: str) -> bool:
    """Whether a pronoun is resolved within its own question: "Did OpenAI say it would pause?".

    The object of a verb is not its subject ("Why did Elon Musk start it?"), so an object pronoun looks elsewhere unless
    a second clause has begun.
    """
    before, after = question[: found.start()], question[found.end() :].lstrip()
    if _SECOND_CLAUSE.search(before) and topics.topic_of(before):
        return True
    following = WORD.match(after)
    ends = following is None or following.group().casefold() in _AFTER_OBJECT
    if word in ("them", "him") or (word in ("it", "her") and ends):
        return False
    if word == "they" and before.endswith("that "):  # "the tribes that they met"
        return False
    names = topics.names_in(before)
    if word in _OF_PEOPLE:
        return bool(names) or bool(topics.ROLE.search(before))
    return bool(names) or (word != "it" and bool(_INDEFINITE.search(before)))
