"""What in a sentence points out of it: "He", "The company", "This"; what that is, is up to `resolve`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.choose.references.article_names import Names
from rag.choose.references.news_patterns import (
    OPENING,
    PRONOUN,
    RUN,
    SAYING,
    SAYS_AFTER,
    SAYS_BEFORE,
    SOMEBODY,
    without_quotes,
)


@dataclass(frozen=True, slots=True)
class Back:
    """What points back: its words, and the kind of thing that they stand for."""

    words: str
    kind: str


SPEAKER = Back("the speaker", "speaker")
_DUMMY = re.compile(
    r"[Ii]t(?:[’']s| is| was| isn[’']t| wasn[’']t| has been| had been| will be| would be| could be| may be| might be|"
    r" can be| remains| seems| appears| becomes| became| looks| feels| makes| made| took| takes| turns| turned|"
    r" helps| doesn[’']t| does)(?: (?:also|still|not|only|just|very|too|now|quite|often|always|even|never|so|far|"
    r"much|more|less|increasingly|pretty|perhaps|probably|really|extremely))*(?: (?:unclear|clear|possible|"
    r"impossible|likely|unlikely|hard|easy|easier|harder|difficult|important|essential|critical|crucial|vital|worth|"
    r"true|time|common|rare|safe|fair|good|bad|great|nice|best|better|early|late|obvious|evident|inevitable|"
    r"necessary|tempting|interesting|surprising|notable|noteworthy|unusual|reasonable|understandable|okay|well known|"
    r"said|believed|expected|estimated|thought|hoped|feared|reported|understood|no (?:secret|surprise|wonder|longer|"
    r"coincidence|accident)|up to|as if|as though|like|out|sense|matter|raining|snowing|about time|a (?:matter|shame|"
    r"pity|good idea|question|mistake)|the (?:first|second|third|latest|only|\w+est) (?:time|\w+ (?:that|to))|"
    r"in \w+ that|on \w+ that|\w+ (?:that|who|whether) |\w+ (?:for [\w ]+ )?to \w+)\b|[^.]* (?:that|when|who|whether|"
    r"if|until|since)\b)|[Ii]t (?:rained|snowed|rains|snows|comes down to|came down to|goes without|depends)\b|"
    r"[Ii]t[’']s (?:been|going to)\b"
)
_OPENS_IT = re.compile(rf"{OPENING}(It|They|Its|Their)(?=[ ’'])", re.IGNORECASE)
_AFTER_PHRASE = re.compile(
    r"(?:In|On|At|During|After|Before|Last|For|By|As of|Since|Under|With|Earlier|Until|Over|"
    r"When asked)\b[^,.;]{2,70}, (it|they)(?=[ ’'])"
)
_FIRST_PERSON = re.compile(rf"{OPENING}(I|We|My|Our)(?=[ ’'])")
_THIS = re.compile(
    rf"{OPENING}((?:This|These|Those)(?! (?:semester|decade|year|week|month|time|summer|fall|spring|winter|morning|"
    rf"past|who|of us|with)\b)(?: [a-z-]+)?|"
    r"That(?:[’']s| is| was| means| meant| could| would| will| may| might| has| includes| \w+(?= (?:is|was|has|will|"
    r"would|could)\b))|Such(?: [a-z]+)?|The (?:move|decision|announcement|news|former|latter|two|three|pair|duo|trio|"
    r"idea|result|change|changes|findings|incident|plan|proposal|approach|project|effort|investigation|ruling|order|"
    r"vote|offer|agreement|partnership|merger|acquisition|layoffs|cuts|goal|aim|problem|issue|same)(?! (?:of|for|to|"
    r"that|by|between|in|on|with|is that)\b)|Both [a-z]+|Neither|Another(?= (?:is|was|one)\b)|Others|All of (?:this|"
    r"that|these)|Doing so|One (?:reason|example|such)|Here(?=,)|There(?=,)|"
    rf"Among (?:them|these|those)|None|Each)(?![\w-]| {SAYING})"
)
_NOUNS: Mapping[str, str] = {
    noun: kind
    for kind, nouns in {
        "org": "company firm startup start-up corporation",
        "actor": "carmaker automaker chipmaker airline retailer bank nonprofit publisher studio",
        "law": "bill act law legislation",
        "court": "court",
        "agency": "agency regulator commission watchdog",
        "chatbot": "chatbot bot",
        "model": "model",
        "thing": "tool app platform system service software product device program lawsuit suit complaint deal "
        "study paper report survey letter researchers scientists authors team group site website",
    }.items()
    for noun in nouns.split()
}
_ANY_NOUN = "|".join(sorted(_NOUNS, key=len, reverse=True))
_DEFINITE = re.compile(
    rf"(?<![\w’'-])([Tt]he (?:new |San Francisco-based |tech |AI )?({_ANY_NOUN}))(?![\w-])"
    r"(?! (?:that|which|who|whose|behind|of|for|called|named|known|to|from|in|at|on|by|with|he|she|they|it|we|I|you|"
    r"about|between|against|can be|is an?\b))"
)
_CLAUSE = re.compile(
    rf"{OPENING}(?:When|While|As|After|Before|Since|If|Although|Though|Once|Until|Because|In|At|On|With) "
)
_ANYBODY = re.compile(r"(?:An?|Each|Every|One|Any|No|If an?|When an?) [a-z]")
_INDEFINITE = re.compile(
    r"\b(?:[Aa]n?|[Aa]ny|[Ee]ach|[Ee]very|[Aa]nother|[Oo]ne) (?:[\w-]+ ){0,4}\w+|\b[a-z]+(?:ies|"
    r"[^s]s)\b(?<!its)(?<!was)(?<!is)(?<!has)(?<!says)"
)
_ORG_ACTS = re.compile(
    r" (?:also |has |had |recently |later |now |is |was |will )*(?:said|says|announced|announces|declined|plans|"
    r"planned|raised|hired|acquired|bought|employs|laid off|reported|sued|fired|agreed|partnered|valued|confirmed|"
    r"denied|warned|unveiled|told|invested|competes|generates \$|operates|counts|charges|announcing|planning|hiring|"
    r"valued|headquartered|backed)\b"
)


def points_back(sentence: str, names: Names) -> Back | None:
    """The first thing in `sentence` that points out of it, if any."""
    outside = without_quotes(sentence)
    if not re.search(r"[A-Za-z]{2}", outside):
        return SPEAKER if re.search(r"[“\"”]", sentence) else None
    start = len(outside) - len(outside.lstrip(" \t\n,([—–-•"))
    body = outside[start:]
    opening = _first_of(body)
    if opening:
        return opening
    return _he_or_she(body, names) or _definite(body, names)


def _first_of(body: str) -> Back | None:
    if match := _FIRST_PERSON.match(body):
        return Back(match.group(1), "we")
    for pattern in (_OPENS_IT, _AFTER_PHRASE):
        match = pattern.match(body)
        if match:
            dummy = match.group(1).lower() == "it" and _DUMMY.match(body, match.start(1))
            kind = "it" if match.group(1).lower() in ("it", "its") else "they"
            speaks = kind == "it" and _ORG_ACTS.match(body, match.end(1))
            return None if dummy else Back(match.group(1), "actor" if speaks else kind)
    if match := _THIS.match(body):
        return Back(match.group(1).strip(), "this")
    return None


def _he_or_she(body: str, names: Names) -> Back | None:
    match = PRONOUN.search(body)
    if not match:
        return None
    told = body[: match.start()]
    if any(True for _ in names.persons_in(told)) or SOMEBODY.search(told) or names.unknown_in(told):
        return None
    ahead = body[match.end() : match.end() + 90]
    if match.group().lower() in ("his", "her") and "," in ahead:  # "In his book, Suleyman says": it is told after
        after = ahead[ahead.index(",") :]
        if any(True for _ in names.persons_in(after[:40])):
            return None
    named_after = any(
        SAYS_AFTER.match(_after_name(body, start)) or SAYS_BEFORE.search(body[:start])
        for start, _ in names.persons_in(body)
    )
    # "he was going to lose, Sedol said", "A handler brushes his beagle", "When he was a senator, Biden commuted"
    if named_after or _ANYBODY.match(body) or _told_after_clause(body, names):
        return None
    word = match.group()
    if word.lower() in ("him", "his", "her") and not word[0].isupper():
        return Back(word, "their")
    return Back(word, "she" if word.lower() in ("she", "her") else "he")


def _told_after_clause(body: str, names: Names) -> bool:
    comma = body.find(", ")
    if comma < 0 or not _CLAUSE.match(body):
        return False
    return any(start <= 2 for start, _ in names.persons_in(body[comma + 2 :]))


def _after_name(body: str, start: int) -> str:
    match = RUN.match(body, start)
    return body[match.end() :] if match else ""


def _definite(body: str, names: Names) -> Back | None:
    for match in _DEFINITE.finditer(body):
        told = body[: match.start()]
        kind = _NOUNS[match.group(2)]
        if kind == "thing" and (match.start() > 0 or not match.group(1).startswith("The")):
            continue
        if not any(True for _ in names.orgs_in(told)) and not names.unknown_in(told) and not _INDEFINITE.search(told):
            return Back(match.group(1), "startup" if match.group(2).startswith("start") else kind)
    return None
