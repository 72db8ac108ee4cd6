"""Questions that ask an earlier one again: of one word ("Why?"), or of another thing ("What about Google?").

Such a fragment takes the place of what is of its own type in the earlier question: a name of a name, a time of a time,
a version of a version, an attribute of an attribute, a place or a purpose of what begins with the same preposition.
"""

from __future__ import annotations

import re
from datetime import date

from rag.asked import topics
from rag.asked.anaphora import points
from rag.asked.conversation import ABOUT, AND, Talk, gist, split_brackets, with_brackets
from rag.asked.word_classes import AUX, PREPOSITIONS, WH
from rag.text.dates import periods_asked
from rag.text.versions import versions

_AUXILIARY = r"(?:did|does|do|has|have|had|will|would|can|could|is|are|was|were|should)\b"
_BARE = re.compile(
    r"^(?:(?:and|but|so|ok|okay),? )?(?P<wh>why(?: not)?|when|where|who(?: else)?|whom|how(?: much| many| come|"
    r" so| long)?|what else|which(?: ones?)?|(?:from|by|with|to|for) (?:whom|what)|who (?:from|by|with)|since when|"
    r"where (?:to|from)|by how much)(?: (?:exactly|then|though|was that|is that|is it|was it))?[?.! ]*$",
    re.IGNORECASE,
)
_WH_CLAUSE = re.compile(
    rf"^(?P<wh>(?:how many|which|what) (?P<noun>(?!{_AUXILIARY})[a-z-]+)|who(?:m)?|what|when|where|why|"
    rf"how(?: much| many| long| big)?)(?: else| exactly)? (?P<rest>{_AUXILIARY} .+)$",
    re.IGNORECASE,
)
_NO_OBJECT = re.compile(
    r"^(?:(?:and|but|so),? )?"
    r"(?:(?:who|which|where|when|how) [a-z]+(?:n['’]t| not)?|who (?:is|was) it(?: [a-z]+)?)[?.! ]*$",
    re.IGNORECASE,
)
"""A question word and a verb: "Who didn't?", "Who won?", "Who was it before?"."""
_ATTRIBUTE = re.compile(
    r"^(?:(?:and|but|so),? )?(?:(?:what|how) about )?(?:its|their|his|her) (?P<noun>[a-z][a-z-]+(?: [a-z-]+)?)[?.! ]*$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"(?<=['’]s) (?P<noun>[a-z][a-z-]+)|(?<=s['’]) (?P<of_several>[a-z][a-z-]+)")
_OWNER = re.compile(r"(?P<name>.+?)['’]s? (?P<noun>[a-z][a-z-]+(?: [a-z-]+)?)$")
_NUMBER = r"(?:\d+(?:\.\d+)*|[A-H]\b)"
_VERSION = r"(?: (?:version|v)\.?)?[ -]?\d+(?:\.\d+)*"
_LEAD = re.compile(r"^(?:(?:in|on|during|for|of) )?(?:the )?", re.IGNORECASE)
_SOME_DAY = date(2000, 6, 15)
"""Where a time stands in a question, not which days it means, is read here."""
_YES_NO = re.compile(rf"^{_AUXILIARY}", re.IGNORECASE)


def bare(question: str, talk: Talk) -> str | None:
    """One word ("Why?") takes the clause of the question before it: "Why did OpenAI dismiss Sam Altman?"."""
    asked = _BARE.match(question)
    if not asked:
        return with_brackets(question, *_whole(talk.last)) if _NO_OBJECT.match(question) else None
    last, bracket = split_brackets(talk.last)
    clause = _WH_CLAUSE.match(last)
    wh = asked["wh"][:1].upper() + asked["wh"][1:]
    if not wh.casefold().startswith(("which", "how so", "how come")):
        if clause:
            return with_brackets(f"{wh} {clause['rest']}", clause["noun"] or "", bracket)
        if _YES_NO.match(last):
            return with_brackets(f"{wh} {last[:1].lower()}{last[1:]}", bracket)
    return with_brackets(question, *(_whole(talk.last) if _NO_OBJECT.match(last) else [gist(last)]))


def _whole(last: str) -> list[str]:
    """What a question was about with what was put in for it; of one without an object, what was put in alone."""
    body, bracket = split_brackets(last)
    return [bracket] if _NO_OBJECT.match(body) else [gist(body), bracket]


def of_another(question: str, talk: Talk) -> str | None:
    """Ask the last question again of another ("What about Google?"): the like of it gives way."""
    attribute = _ATTRIBUTE.match(question)
    if attribute:
        return _swap_attribute(talk.frame, attribute["noun"])
    what = another(question)
    if what is None:
        return None
    last, bracket = split_brackets(talk.last)
    owner = _OWNER.match(what)
    if owner and topics.names_in(owner["name"]) and owner["noun"].split()[-1] not in last.casefold().split():
        return question  # "What about Kestrel's round?" after what others cost
    swapped = _swap(last, what, talk)
    return with_brackets(swapped, bracket) if swapped else None


def another(question: str) -> str | None:
    """What a question such as "What about Google?" turns to; None for any other, or where that points back."""
    about = ABOUT.match(question)
    found = about or AND.match(question)
    if not found or points(found["what"]):
        return None
    what = re.sub(r"['’]s$", "", found["what"])
    first = what.split()[0].casefold()
    if first in WH | AUX:
        return None
    named = topics.names_in("x " + what) or first in PREPOSITIONS
    return what if about or named or _is_time(what) or _is_numbered(what) else None


def _is_time(what: str) -> bool:
    """Whether a phrase names a time and nothing else."""
    times = periods_asked(what, _SOME_DAY)
    bare_what = _LEAD.sub("", what)
    return len(times) == 1 and times[0].end == len(what) and len(bare_what) <= times[0].end - times[0].start


def _is_numbered(what: str) -> bool:
    """Whether a phrase names one of a series, or its number alone: "version 1", "2.5"."""
    return bool(re.fullmatch(_NUMBER, what)) or bool(versions(what, typed=True))


def _swap_attribute(frame: str, noun: str) -> str | None:
    """For "And its profit?" after a question on a company's revenue, that on its profit."""
    found = _OWNED.search(frame)
    return f"{frame[: found.start()]} {noun}{frame[found.end() :]}" if found else None


def _swap_time(last: str, what: str) -> str | None:
    """For "And last year?" the time of the last question gives way; a quarter without a year keeps that of the last."""
    old = periods_asked(last, _SOME_DAY)
    if len(old) != 1 or old[0].wrong:
        return None
    (new,) = periods_asked(what, _SOME_DAY)
    year = f" {old[0].first.year}" if old[0].dated and not (new.dated or new.relative) else ""
    return f"{last[: old[0].start]}{_LEAD.sub('', what)}{year}{last[old[0].end :]}"


def _swap_number(last: str, what: str) -> str | None:
    """For "And version 1?" or "And 2.5?" the one of the same series gives way."""
    known = versions(last, typed=True)
    asked = versions(what, typed=True) or dict.fromkeys(known)
    series = next((one for one in asked if one in known), None)
    old = re.search(rf"\b{re.escape(series)}[ -]?{_NUMBER}", last, re.IGNORECASE) if series else None
    if not (series and old):
        return None
    new = what if versions(what, typed=True) else f"{old.group()[: len(series)]} {what}"
    return f"{last[: old.start()]}{re.sub(r'^(?:the|a) ', '', new)}{last[old.end() :]}"


def _swap(last: str, what: str, talk: Talk) -> str | None:
    if _is_time(what) and (swapped := _swap_time(last, what)):
        return swapped
    if _is_numbered(what) and (swapped := _swap_number(last, what)):
        return swapped
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
    numbered = "" if re.search(r"\d", new) or re.search(r"\d", old) else f"(?:{_VERSION})?"
    found = re.search(rf"(?P<the>\b[Tt]he )?{re.escape(old)}{numbered}", text)
    if not found:
        return None
    the = "" if re.match(r"the\b|[A-Z]", new) else found["the"] or ""
    return text[: found.start()] + the + new + text[found.end() :]
