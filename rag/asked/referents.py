"""Whom or what a pronoun means, from what has been talked about and from the last answer."""

from __future__ import annotations

import re

from rag.asked import topics
from rag.asked.conversation import Talk, split_brackets
from rag.asked.topics import Topic

_ASKS_WHO = re.compile(
    r"^(?:and |so )?(?:who(?:se)?\b|(?:which|what) (?:person|man|woman|ceo|executive|researcher)\b)", re.IGNORECASE
)
_WHO_IS = re.compile(r"(?:and )?who(?:['’]s| is| was)\b", re.IGNORECASE)
_ASKS_THING = re.compile(
    r"^(?:and |so )?(?:which|what) (?:\w+ )?(?:company|startup|start-up|firm|model|lab|chatbot|app|product|tool|"
    r"chip|country|city|bank|university|organi[sz]ation|outlet|investor)\b",
    re.IGNORECASE,
)
_UNKNOWN_DOER = re.compile(r"^(?:and |so )?who (?:is|are|was|were) \w+ing\b", re.IGNORECASE)
_UNKNOWN_DEED = re.compile(
    r"^(?:and |so )?what (?:did|has|does|will|is) [^?]+? (?:announced?|release[ds]?|launch(?:ed)?|unveil(?:ed)?|"
    r"publish(?:ed)?|introduced?|present(?:ed)?|propose[ds]?|decided?|buy|bought|acquired?|building|planning|"
    r"developing)\b(?! (?:to|about|in)\b)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:do|does|did|can|are|were|will|makes?|have) (?P<np>the [a-z]+(?<!s)s)\b")
_ORGANISATION = frozenset(
    "company startup start-up firm lab organization organisation business maker developer city region country".split()
)


def person_meant(talk: Talk) -> str | None:
    """Whom "he" or "she" means: the person just asked about, else the one the answer named, else the newest one."""
    mentioned = [name for name in topics.names_in(talk.last) if topics.is_person(name)]
    shown = [n for n in topics.names_in(talk.shown) if topics.is_person(n) and n not in talk.last]
    role = topics.ROLE.search(talk.last)
    by_role = [role.group().rstrip()] if role else []
    if _ASKS_WHO.match(talk.last):
        about = mentioned if _WHO_IS.match(talk.last) else []
        return next(iter([*about, *shown, *by_role]), None)
    one_word = [name for name in topics.names_in(talk.last) if name.isalpha() and name.istitle()]
    return next(iter([*mentioned, *shown, *talk.people, *by_role, *one_word]), None)


def several_meant(talk: Talk) -> str | None:
    """What "they" means: two things just compared, else a topic of several or an organisation, else the topic."""
    if talk.pair:
        return " and ".join(talk.pair)
    if _UNKNOWN_DOER.match(talk.last):
        return None
    topic = talk.topic
    several = _SEVERAL.search(split_brackets(talk.last)[0])
    if several and not (topic and topic.plural):
        return several["np"]
    if topic is None or topic.kind == "name":
        return topic.text if topic else None
    fits = next((thing for thing in [topic, *talk.things] if thing.plural), None)
    fits = fits or next((thing for thing in talk.things if thing.kind == "name"), None)
    return (fits or topic).text


def thing_meant(talk: Talk) -> str | None:
    """What "it" means: the thing the answer named where one was asked for, else the topic, which is no person."""
    if _UNKNOWN_DEED.match(talk.last) or _several_names(talk):
        return None
    if _ASKS_THING.match(talk.last):
        asked = topics.names_in(talk.last)
        return next((n for n in topics.names_in(talk.shown) if n not in asked and not topics.is_person(n)), None)
    return next((topic.text for topic in _newest(talk) if topic.kind != "person"), None)


def meant_by_noun(noun: str, talk: Talk) -> str | None:
    """The topic that "the expedition" means: one that ends in that word, else the newest name for a company."""
    for topic in talk.things:
        if noun.casefold() in topic.text.casefold().split():
            return topic.text if topic.kind == "thing" else "the " + topic.text
    if noun.casefold() not in _ORGANISATION:
        return None
    return next((topic.text for topic in talk.things if topic.kind == "name"), None)


def _newest(talk: Talk) -> list[Topic]:
    return [talk.topic, *talk.things] if talk.topic else talk.things


def _several_names(talk: Talk) -> bool:
    """Whether the last turn brought up two things by name without comparing them, so that "it" may be either."""
    named = [name for name in topics.names_in(talk.last) if not topics.is_person(name)]
    return len(named) > 1 and talk.turned and not topics.introduces(talk.last) and "(" not in talk.last
