"""What a conversation has been about so far, kept up turn by turn.

Two topics are kept: the newest one, which "it" means, and the subject that the talk has had since it was last changed
by a name. A turn that stands alone and names something new changes both, so the old subject never comes back; one
about a common noun ("What are makos?" after sharks) stays within the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

from rag.asked import topics
from rag.asked.topics import Topic
from rag.asked.word_classes import AUX, FUNCTION, PREPOSITIONS, WH

_T = TypeVar("_T")

ABOUT = re.compile(
    r"^(?P<lead>(?:[\w ,]{1,20}[.!?] )?)(?:(?:and|but|so|ok|okay),? )?(?:what|how) about (?P<what>.+?)[?. ]*$",
    re.IGNORECASE,
)
AND = re.compile(r"^(?:and|or|but) (?:(?:also|then) )?(?P<what>.+?)[?. ]*$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BRACKETS = re.compile(r"(.*?)\s*\(([^()]*)\)\s*$")
_GIST_LEAD = re.compile(
    r"^(?:and |so |ok(?:ay)?[,.] |but )*(?:(?:tell me|describe|explain)(?: more)?(?: about)? |"
    r"(?:(?:who|what|when|where|why|how(?: much| many| long| big)?|which)(?: else)? )?"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should) )?)(?:the |an? )?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Talk:
    """What has been talked about: `last` is the newest question as it stands alone, the lists are newest first.

    `frame` is the newest question that stood alone as it was asked, of the name that the talk has turned to since.
    """

    last: str = ""
    frame: str = ""
    topic: Topic | None = None
    before: Topic | None = None
    subject: Topic | None = None
    turned: bool = False
    pair: tuple[str, str] | None = None
    things: list[Topic] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    shown: str = ""

    def mentions(self, text: str) -> bool:
        """Whether `text` has a word of the topic or of the subject."""
        known = {topics.singular(w) for topic in (self.topic, self.subject) if topic for w in topic.text.split()}
        return bool((known - FUNCTION) & {topics.singular(word) for word in topics.words_in(text)})

    def known_thing(self, text: str) -> Topic | None:
        """The newest common noun talked about that `text` names again."""
        things = (thing for thing in self.things if thing.kind == "thing")
        return next((thing for thing in things if re.search(rf"\b{re.escape(thing.text)}\b", text)), None)


def listen(talk: Talk, question: str, resolved: str, shown: str) -> None:
    """Take in a turn, asked as `question` and standing alone as `resolved`, and the text of its answer."""
    for name in reversed(topics.names_in(resolved)):
        if topics.is_person(name) and f"the {name}" not in resolved:
            _put_first(talk.people, name)
        else:
            _put_first(talk.things, topics.as_topic(name))
    new = _new_topic(talk, question, resolved)
    talk.turned = new is not None and new != talk.topic
    if new and talk.turned:
        talk.before, talk.topic = talk.topic, new
        if talk.subject is None or new.text[:1].isupper():
            talk.subject = new
    if talk.topic and talk.topic.kind != "person":
        _put_first(talk.things, talk.topic)
    talk.pair = topics.pair_in(resolved)
    if resolved == question or asked_about(question):
        talk.frame = resolved
    talk.last, talk.shown = resolved, shown[: topics.READ * 3]


def _new_topic(talk: Talk, question: str, resolved: str) -> Topic | None:
    """The topic that a turn brings up; None where it asks on about the old one."""
    bracket = split_brackets(question)[1]
    helped = resolved != question or bool(bracket)
    if helped and (swapped := asked_about(question)):
        return swapped
    if bracket and talk.topic is None:
        return topics.as_topic(bracket.split(", ")[0])
    own = topics.topic_of(resolved)
    if own is None or talk.topic is None:
        return own
    if helped:
        return None
    opens = topics.introduces(resolved)
    if own.kind == "thing" and not opens and (known := talk.known_thing(resolved)):
        return known
    return own if opens or not talk.mentions(resolved) else None


def asked_about(question: str) -> Topic | None:
    """The topic that "What about ...?" turns to; a place or a time is none."""
    found = ABOUT.match(question) or AND.match(question)
    if not found or _YEAR.fullmatch(found["what"]):
        return None
    what = found["what"]
    if what.split()[0].casefold() in PREPOSITIONS | WH | AUX:
        return None
    text = topics.core(what)
    topic = topics.as_topic(text) if text else None
    return None if topic and topic.kind == "thing" and (topic.plural or what.startswith("the ")) else topic


def _put_first(items: list[_T], item: _T) -> None:
    if item in items:
        items.remove(item)
    items.insert(0, item)


def gist(question: str) -> str:
    """What a question was about as a whole: "Why did OpenAI dismiss its chief?" is "OpenAI dismiss its chief"."""
    text = re.sub(r"\s*\([^)]*\)", "", question).strip(" ?.!")
    return _GIST_LEAD.sub("", text)


def added_words(before: str, after: str) -> tuple[str, ...]:
    """The content words of `after` that `before` lacks, in order."""
    known = {word.casefold() for word in topics.words_in(before)} | FUNCTION
    return tuple(dict.fromkeys(word for word in topics.words_in(after) if word.casefold() not in known))


def with_brackets(question: str, *phrases: str) -> str:
    """`question` with `phrases` in brackets after it; those whose words it has already are left out."""
    body, bracket = split_brackets(question)
    wanted = [bracket] if bracket else []
    for phrase in dict.fromkeys(phrases):
        if phrase and added_words(f"{body} {' '.join(wanted)}", phrase):
            wanted.append(phrase)
    return f"{body} ({', '.join(wanted)})" if wanted else question


def split_brackets(text: str) -> tuple[str, str]:
    """`text` without the brackets at its end, and what they hold."""
    found = _BRACKETS.match(text)
    return (found[1], found[2]) if found else (text, "")
