"""Questions that ask the last one again: of one word ("Why?"), or of another thing ("What about Google?")."""

from __future__ import annotations

import re

from rag.reading import topics
from rag.reading.pointing import points
from rag.reading.talk import ABOUT, AND, Talk, gist, split_brackets, with_brackets
from rag.reading.word_classes import AUX, PREPOSITIONS, WH

_AUXILIARY = r"(?:did|does|do|has|have|had|will|would|can|could|is|are|was|were|should)\b"
_BARE = re.compile(
    r"^(?:(?:and|but|so|ok|okay),? )?(?P<wh>why(?: not)?|when|where|who(?: else)?|whom|how(?: much| many| come|"
    r" so| long)?|what else|which(?: ones?)?|(?:from|by|with|to|for) (?:whom|what)|who (?:from|by|with)|since when|"
    r"by how much)(?: (?:exactly|then|though|was that|is that|is it|was it))?[?.! ]*$",
    re.IGNORECASE,
)
_WH_CLAUSE = re.compile(
    rf"^(?P<wh>(?:how many|which|what) (?P<noun>(?!{_AUXILIARY})[a-z-]+)|who(?:m)?|what|when|where|why|"
    rf"how(?: much| many| long| big)?)(?: else| exactly)? (?P<rest>{_AUXILIARY} .+)$",
    re.IGNORECASE,
)
_YES_NO = re.compile(rf"^{_AUXILIARY}", re.IGNORECASE)


def bare(question: str, talk: Talk) -> str | None:
    """One word ("Why?") takes the clause of the question before it: "Why did OpenAI dismiss Sam Altman?"."""
    asked = _BARE.match(question)
    if not asked:
        return None
    last, bracket = split_brackets(talk.last)
    clause = _WH_CLAUSE.match(last)
    wh = asked["wh"][:1].upper() + asked["wh"][1:]
    if not wh.casefold().startswith(("which", "how so", "how come")):
        if clause:
            return with_brackets(f"{wh} {clause['rest']}", clause["noun"] or "", bracket)
        if _YES_NO.match(last):
            return with_brackets(f"{wh} {last[:1].lower()}{last[1:]}", bracket)
    return with_brackets(question, gist(last))


def of_another(question: str, talk: Talk) -> str | None:
    """Ask the last question again of another ("What about Google?"): the like of it gives way."""
    what = another(question)
    if what is None:
        return None
    last, bracket = split_brackets(talk.last)
    swapped = _swap(last, what, talk)
    return with_brackets(swapped, bracket) if swapped else None


def another(question: str) -> str | None:
    """What a question such as "What about Google?" turns to; None for any other, or where that points back."""
    about = ABOUT.match(question)
    found = about or AND.match(question)
    if not found or points(found["what"]):
        return None
    first = found["what"].split()[0].casefold()
    if first in WH | AUX or not (about or topics.names_in("x " + found["what"]) or first in PREPOSITIONS):
        return None
    return found["what"]


def _swap(last: str, what: str, talk: Talk) -> str | None:
    head, _, tail = what.partition(" ")
    if head.casefold() in PREPOSITIONS and tail:
        return _swap_phrase(last, head, tail)
    old = _same_kind(last, what, talk)
    return _replaced(last, old, what) if old else None


def _swap_phrase(last: str, head: str, tail: str) -> str | None:
    """For "And in Europe?" the phrase that begins alike gives way, else the new one goes to the end."""
    body = last.rstrip(" ?.!")
    there = re.search(rf"\b{re.escape(head)} (?:the )?[\w'’.-]+(?: [A-Z\d][\w'’.-]*)*$", body, re.IGNORECASE)
    return f"{body[: there.start()] if there else body + ' '}{head} {tail}?"


def _same_kind(last: str, what: str, talk: Talk) -> str | None:
    """What in the last question is the same kind of thing as `what`: a person for a person, a name for a name."""
    topic = talk.topic.text if talk.topic else ""
    if topics.names_in("x " + what):
        article, person = what.startswith("the "), topics.is_person(what)
        names = sorted(topics.names_in(last), key=lambda name: (f"the {name}" in last) != article)
        alike = [name for name in names if topics.is_person(name) == person]
        subject = [name for name in alike if name in topic or topic in name]
        ranked = [*alike[:1], *names] if article else [*subject, *alike, *names]
        return next((name for name in ranked if name.casefold() != what.casefold()), topic if topic in last else None)
    bare_noun = len(what.split()) <= 3 and not re.match(r"(?:the|an?|any|some|other)\b", what, re.IGNORECASE)
    return topic if bare_noun and topic and topic in last and not what.endswith("s") else None


def _replaced(text: str, old: str, new: str) -> str | None:
    found = re.search(rf"(?P<the>\b[Tt]he )?{re.escape(old)}", text)
    if not found:
        return None
    the = "" if re.match(r"the\b|[A-Z]", new) else found["the"] or ""
    return text[: found.start()] + the + new + text[found.end() :]
