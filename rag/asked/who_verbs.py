"""The verb of a "who" question, and whether a firm may be the answer: "who bought X" is not "who testified".

In "who bought X" the one asked for does something; in "who was fined" and "who did Getty sue" something is done to it.
"""

from __future__ import annotations

import re

from rag.asked.asking_words import AUX
from rag.asked.noun_heads import predicate
from rag.asked.noun_types import type_of

_NOT_THE_VERB = re.compile(
    rf"{AUX}|be|been|being|else|first|also|ever|not|now|just|then|all|once|(?!(?:supp|app|re|rep|comp)ly)\w+ly",
    re.IGNORECASE,
)
_BE = frozenset("is are was were".split())
_DO = frozenset("do does did".split())
_BEGINS_SUBJECT = frozenset("the a an its their his her this that these it they he she we you i".split())
_EITHER = (  # what firms do and have done to them
    r"buy|bought|acquir|su|own|fund|back|invest|bann?|fin|pay|paid|order|suppl|sell|sold|beat|overtak|overtook|block|"
    r"regulat|accus|warn|licen[cs]|partner|merg|compet|award|target|critici[sz]|support|us|sign|borrow|rais"
)
_BY_THEM = (
    r"hir|fir|poach|ma[kd]|develop|deploy|buil[dt]|creat|design|train|manufactur|produc|launch|releas|publish|announc|unveil|"
    r"introduc|shipp?|winn?|won|los|lost|offer|provid|approv|host|sponsor|organi[sz]|lend|lent|spend|spent|donat|operat|"
    r"controll?|distribut|report|claim|say|said|reject|settl|fil"
)
_ENDING = r"(?:e|es|s|ed|ing|y|ies|ied|ying)?"
_BY_FIRMS = re.compile(rf"(?:{_EITHER}|{_BY_THEM}){_ENDING}|lea?d(?:s|ing)? round|(?:is|are|was|were) behind")
_TO_FIRMS = re.compile(rf"(?:{_EITHER}){_ENDING}")
_FIRMS = re.compile(
    r"(?:maker|owner|developer|publisher|supplier|investor|backer|manufacturer|producer|buyer|seller|operator|provider|"
    r"rival|competitor|customer|client|partner|creator|sponsor|plaintiff|defendant|winner)s?"
)
_LEADS_ROUND = re.compile(r"lea?d(?:s|ing)?\b.{0,60}\b(?:round|series [a-h]\b|funding|financing)", re.IGNORECASE)


def read_verb(rest: str, *, be: bool = False) -> str:
    """The verb, lower-cased as written, of a question whose "who" stands before `rest`; `be` if it is a "who's".

    Something done to the one asked for has its auxiliary before it ("was fined", "did sue"); "is" is told with what it
    says of them ("is behind", "is maker"), and "led" with a "round", which firms lead.
    """
    said = re.sub(r"^\s*,[^,]{1,80},", "", rest)
    words = re.findall(r"[^\W_][\w'’-]*", said)[:15]
    aux = "is" if be else ""
    while words and _NOT_THE_VERB.fullmatch(words[0]):
        aux = words[0].casefold() if re.fullmatch(AUX, words[0], re.IGNORECASE) else aux
        words.pop(0)
    if not words:
        return aux
    word = words[0].casefold()
    if aux and (aux in _DO or word in _BEGINS_SUBJECT or not words[0].islower()):
        return _of_another(aux, words)
    if aux in _BE and not word.endswith("ing"):
        return f"{aux} {word}"
    return f"{word} round" if _LEADS_ROUND.match(" ".join(words)) else word


def _of_another(aux: str, words: list[str]) -> str:
    """The verb of a clause that has another subject, or what "is" says of the one asked for."""
    if words[-1].casefold() == "by":  # who was it bought by?
        aux = ""
    done = next((word.casefold() for word in words[1:] if _TO_FIRMS.fullmatch(word.casefold())), "")
    if aux in _BE and (not done or words[0].casefold() in _BEGINS_SUBJECT):  # "who is the fund manager" funds nobody
        done = predicate(f" {aux} {' '.join(words)}")
    return f"{aux} {done}".strip()


def firms_too(verb: str) -> bool:
    """Whether a firm can do, have done to it, or be what `read_verb` told; where it cannot, a person is asked for."""
    aux, _, rest = verb.partition(" ")
    if rest and re.fullmatch(AUX, aux) and rest != "behind":
        return bool(_TO_FIRMS.fullmatch(rest) or _FIRMS.fullmatch(rest)) or type_of(rest) == "organisation"
    return bool(_BY_FIRMS.fullmatch(verb))
