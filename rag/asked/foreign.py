"""Whether a question is in another language than English, the only one whose grammar is read here.

Pure. Of such a question no more is read than its question word, in four languages, and its words: those that say
nothing by themselves count for none, since in English articles they are as rare as names.
"""

from __future__ import annotations

import re

from corpus.language import detect_short
from rag.asked.answer_types import Asked, Kind
from rag.asked.word_classes import FUNCTION

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENGLISH = 0.4
"""A question of which more words than this share are function words of English is in English."""
_FIRST = {
    "de": frozenset("wer wen wem wann warum wieso weshalb wieviel wieviele wie welche welcher welches".split()),
    "fr": frozenset("qui quand où pourquoi combien quel quelle quels quelles qu'est-ce".split()),
    "es": frozenset("quién quiénes cuándo dónde cuánto cuánta cuántos cuántas cuál cuáles qué".split()),
    "it": frozenset("quanto quanta quanti quante dove perché quale quali".split()),
    "pt": frozenset("quem onde qual quais".split()),
}
"""Question words that no English question begins with, for one that is too short to be told by its other words."""
_FEWEST = 3
"""Words of Latin letters from which a question can be told to be in another language: "Nvidia revenue" is in none."""


def language_of(question: str) -> str:
    """Return the ISO 639-1 code of the language of `question`; empty for English, and where it cannot be told."""
    words = _WORDS.findall(question)
    english = sum(word.casefold() in FUNCTION for word in words)
    if not words or english > _ENGLISH * len(words) or (len(words) < _FEWEST and question.isascii()):
        return ""
    first = words[0].casefold()
    foreign = sum(says_nothing(word.casefold()) for word in words)
    asked_in = next((code for code, asking in _FIRST.items() if first in asking and foreign > english), "")
    plain = [word for place, word in enumerate(words) if word.islower() or place == 0 or not word.isascii()]
    told = " ".join(plain).casefold()
    other_script = not re.search(r"[a-z]", told)
    language = detect_short(told, 0.0) if other_script else detect_short(told)
    return asked_in if language in (None, "en") else language or ""


def asked_abroad(question: str) -> Asked:
    """What a question in another language asks for, by its question word."""
    text = question.casefold().strip(" ¿?!.")
    found = _ASKING.match(text)
    kind: Kind = next((kind for kind in _KINDS if found and found[kind]), "other")
    return Asked(kind, "")


def says_nothing(word: str) -> bool:
    """Whether a word, lower-cased, is a function word of one of these languages."""
    return word in _FUNCTION


def is_foreign(word: str) -> bool:
    """Whether a word is a function word of one of these languages, and none of English."""
    return word.casefold() in _FUNCTION - _ENGLISH_TOO


_FUNCTION = frozenset(
    """der die das den dem des ein eine einen einem einer eines und oder in im am an auf aus bei mit nach von vom zu zum
    zur für über unter vor um als wie ist sind war waren wird werden wurde wurden hat haben hatte es er sie sich nicht
    auch welche welcher welches was wer wen wem wann wo warum wieso woher wohin viel viele
    le la les l un une des du de d et ou à au aux en dans par pour sur avec sans ce cette ces son sa ses est sont était
    a ont été il elle ils elles on qui que quoi quel quelle quels quelles quand où pourquoi comment combien qu
    el los las una unos unas del y o al por para con sin su sus se es son fue fueron era ha han hay lo qué quién quiénes
    cuál cuáles cuándo dónde cómo cuánto cuánta cuántos cuántas
    il lo gli i uno e ed di da nel nella con su per tra fra è sono stato chi che cosa quale quali quando dove perché
    come quanto quanta quanti quante ha hanno
    o os as um uma no na nos nas do da dos das em com foi quem qual quais onde porque quanto quantos""".split()
)
"""Of German, French, Spanish, Italian and Portuguese."""
_ENGLISH_TOO = frozenset("a am an as in no on do was war hat den per pour con son come i o e d l des ha um se".split())
_KINDS: tuple[Kind, ...] = ("who", "when", "where", "why", "how_many", "how_much")
_ASKING = re.compile(
    r"(?:(?:von|mit|bei|an|für|à|de|par|avec|pour|con|por|para|a|da|di|per|com|em|desde|seit|depuis) )?(?:"
    r"(?P<who>wer|wen|wem|qui|quién|quiénes|chi|quem)|(?P<when>wann|quand|cuándo|quando)|"
    r"(?P<where>wo|woher|wohin|où|dónde|adónde|dove|onde)|(?P<why>warum|wieso|weshalb|pourquoi|por qué|perché|por que)|"
    r"(?P<how_many>wie viele|wieviele|combien (?:de |d['’])|cuántos|cuántas|quanti|quante|quantos|quantas)|"
    r"(?P<how_much>wie viel|wieviel|combien|cuánto|cuánta|quanto|quanta))\b"
)
