"""Words and names as they are compared here: by stem and synonym, and by what a name is called for short."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rag.text.stems import stems
from rag.text.words import STOP_WORDS, name_parts, query_terms

_SYNONYMS = (
    "raise secure,buy purchase acquire acquisition pay paid bought takeover,cut axe shed eliminate lay laid layoff,"
    "job employee worker staff people person position staffer,launch release unveil debut introduce,"
    "country nation,fine penalty,settle settlement,lawsuit suit complaint,center centre,name appoint named,"
    "ask demand want,chatbot bot assistant,found founded establish,resign quit,lead led,win won,lose lost,leave left,"
    "rise rose,keep kept,sell sold,begin start,fall fell drop decline,"
    "replace succeed,sign signed,work employ,license licence,program programme,copy copied copies,value valuation worth"
)
ALIASES = "facebook meta,google alphabet,twitter x,dall dalle"
HARMLESS = (
    "company startup start firm group maker giant business say tell told announce report deal agree money amount sum "
    "ai against on round fund financing funding call new newly now just today use own contain number exactly "
    "actually late statement due name spokesman spokeswoman online"
)
_WRITTEN_AS_NAME = re.compile(r"(?<![\w-])[\w-]*[A-Z\d][\w.-]*")
PROPER = re.compile(r"(?<![\w’'-])[A-Z][\w&]*(?:[’'-](?!s\b)\w+)*")


@lru_cache(maxsize=8192)
def content_stems(text: str) -> frozenset[str]:
    """The stems of the content words of `text`, each synonym by the first of its group."""
    joined = re.sub(r"\bCEO\b", "chief executive", text)
    kept = [word for word in query_terms(joined) if word not in STOP_WORDS]
    groups = _groups()
    return frozenset(groups.get(stem, stem) for stem in stems(" ".join(kept)))


@cache
def _groups() -> dict[str, str]:
    groups: dict[str, str] = {}
    for group in _SYNONYMS.split(","):
        first, *others = group.split()
        (leader,) = stems(first)
        groups |= dict.fromkeys(stems(" ".join(others)), leader)
    return groups


def is_named(name: str, text: str) -> bool:
    """Whether `text` names `name`: all of it, a person's last name, or the same root ("Italy", "Italian")."""
    words = _name_words(text)
    parts = name_parts(name)
    if all(f" {part} " in words for part in parts):
        return True
    last = parts[-1] if parts else ""
    if len(last) < 3 or " " in last:
        return False
    return any(word == last or (len(last) > 4 and word[:4] == last[:4]) for word in words.split())


@lru_cache(maxsize=1024)
def _name_words(text: str) -> str:
    """The words of `text` that are written with a capital or a digit, each between spaces."""
    return f" {' '.join(query_terms(' '.join(_WRITTEN_AS_NAME.findall(text))))} "
