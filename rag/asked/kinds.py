"""What kind of answer a question asks for: its question word, the noun it asks about, the type of thing that answers.

Pure. The word that opens the main clause decides: "What did the judge decide when ..." asks what, not when. Several
questions in one are `rag.asked.parts`' business; of such a text the first question is read.
"""

from __future__ import annotations

import re

from rag.asked.answer_types import Asked, Kind, answer_type
from rag.asked.asking_words import AUX, LONGEST, PREP, SENTENCE_END
from rag.asked.comparison import read_sides
from rag.asked.noun_heads import bare, counted, head, phrase_words, predicate
from rag.asked.who_verbs import read_verb

__all__ = ["Asked", "Kind", "answer_type", "read_asked", "read_kind"]

_MANNERS = r"(?:much|many|long|old|big|large|far|fast|often|tall|high|soon|deep|wide|heavy|expensive)"
_WORD = rf"(?:(?:what|who|where|when|why|how)(?:['’]s|s)|how {_MANNERS}|whose|whom?|what|which|where|when|why|how)\b"
_OPENS = re.compile(
    rf"(?:(?:{PREP}|due to|because of|according to|as of) )?"
    rf"(?:(?:approximately|about|roughly|exactly|just) )?(?P<word>{_WORD})",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"\W*(?:(?:please|so|and|but|ok|okay|hi|hello|hey|well|now|also|then)\b[\s,]*)*"
    r"(?:(?:(?:can|could|would|will) you (?:please )?)?(?:please )?"
    r"(?:tell|show|remind) (?:me|us) (?:(?:about|on a map) )?"
    r"|(?:can|could|would) you (?:please )?(?=(?:list|name|give|compare) )"
    r"|(?:(?:can|could|would) you (?:please )?)?(?:explain|say|describe) (?:to me )?"
    r"(?=(?:what|how|why|who|when|where|which)\b)"
    rf"|(?:do you know|does anyone know|i (?:want|would like|need) to know|i['’]d like to know|i wonder)[ ,]+"
    rf"(?={PREP} |{_WORD}))?",
    re.IGNORECASE,
)
_LED_IN = re.compile(
    rf"(?:when|where|while|as|after|before|since|although|though|if|once|because|until|whereas|{PREP}|according|following|"
    rf"among|based|considering|given|despite|unlike|besides|this|last|now|\w+ing|\w+ed|\w+ly)\b(?! {AUX})",
    re.IGNORECASE,
)
_ASKS_AFTER_COMMA = re.compile(rf", (?=(?:{PREP} )?{_WORD}|{AUX})", re.IGNORECASE)
"""When OpenAI released GPT-4, what did it charge?"""
_INSIDE = re.compile(
    rf"(?<!,)(?:^| )(?:(?P<prep>{PREP}) )?(?P<word>how {_MANNERS}|which|what|whose)\b"
    rf"|(?<!,) (?P<turned>(?:who|whom|when|where|why|how)(?= {AUX}))|[ ,](?P<last>who|whom|where|when|why|how)\W*$",
    re.IGNORECASE,
)
"""A question word in a clause that tells: "closed in which county?"; after a comma "which" tells more of a noun."""
_RELATIVE = re.compile(rf"which (?:[\w'’-]+ ){{0,4}}{AUX}", re.IGNORECASE)
_LIST = re.compile(
    r"(?P<verb>list|name|identify|give|enumerate|mention|state) (?!of\b)(?:and \w+ )?(?:me |us )?"
    r"(?P<many>(?:all|every|each|some|any|\d+|two|three|four|five|six|seven|eight|nine|ten|several) )?(?P<rest>.+)"
    r"|list of (?P<of>.+)",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"^(?:compare|contrast|differentiate|distinguish)\b|\bdifferences?\b.{0,60}\bbetween\b"
    r"|\bsimilarit(?:y|ies)\b.{0,60}\bbetween\b"
    r"|^how (?:do|does|did|is|are|was|were)\b.{1,100}"
    r"\b(?:compared? (?:to|with|against)|compare\b|differ\b|different from)",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"\b(?:vs\.?|versus) ", re.IGNORECASE)
_WHY = re.compile(
    r"(?:what|which)(?:['’]s| is| was| were| are)? (?:the |one |some |main |real |of )*"
    r"(?:reasons?|causes?|caused|motive)\b"
    r"|what (?:led|prompted|triggered|drove)\b|how come\b",
    re.IGNORECASE,
)
_COSTS = re.compile(
    r"what (?:(?:do|does|did|will|would|had|has|have|can|could|should) .*\b(?P<cost>cost|pay|paid|charged?|earn(?:ed)?)"
    r"(?: (?:for|in|per|to|at|so) .*)?"
    rf"|{AUX} .*\b(?P<worth>worth|paid)(?: (?:for|in|to|now|today)\b.*)?)\W*$",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\b(?:rais|pa(?:y|id)|cost|spen[dt]|invest|earn|charg|owe|worth|fined?\b|buy|bought|acqui|s[eo]ll?d?\b|donat|settl|valu|pric|"
    r"fund|borrow|award|bid|ma[dk]e\b|loan|len[dt]|pledg|commit|receiv|offer)",
    re.IGNORECASE,
)
_PLAIN_KINDS: tuple[Kind, ...] = ("when", "where", "why", "how")
_ASKED_BY_NOUN: dict[Kind, str] = {
    "where": "city country state place county continent town",
    "when": "day date month year time",
    "who": "person man woman",
    "how_much": "amount price sum percentage share proportion fraction",
    "how_many": "number",
}
_KIND_OF_NOUN = {noun: kind for kind, nouns in _ASKED_BY_NOUN.items() for noun in nouns.split()}
"""After "what" or "which" these ask what a question word of their own would."""


def read_kind(text: str) -> Kind:
    """The kind of answer that `text` asks for."""
    return read_asked(text).kind


def read_asked(text: str) -> Asked:
    """The kind of answer that `text` asks for, and the head of what is asked for."""
    clause = _main_clause(" ".join(text[:LONGEST].split()))
    opens = _OPENS.match(clause)
    if _COMPARE.search(clause) or (not opens and _VERSUS.search(clause) and read_sides(clause)):
        return Asked("compare", "")
    if opens:
        return _worded(clause)
    if re.match(AUX, clause, re.IGNORECASE):
        return Asked("yes_no", "")
    listed = _LIST.match(clause)
    return _to_list(listed) if listed else _told(clause)


def _main_clause(text: str) -> str:
    """The first sentence that asks, without courtesies and what leads into it."""
    sentences = SENTENCE_END.split(text)
    asking = next((sentence for sentence in sentences if sentence.endswith("?")), "")
    sentence = next((sentence for sentence in (asking, *sentences) if _OPENS.match(sentence)), asking or text)
    sentence = sentence[found.end() :] if (found := _POLITE.match(sentence)) else sentence
    opens = _OPENS.match(sentence)
    led_in = _LED_IN.match(sentence)
    if led_in and (not opens or (led_in.group().casefold() in ("when", "where") and not opens["word"].endswith("s"))):
        asks = _ASKS_AFTER_COMMA.search(sentence)
        return sentence[asks.end() :] if asks else sentence
    return sentence


def _worded(clause: str) -> Asked:
    """What a clause asks for that opens with its question word, or a preposition and that."""
    opening = _OPENS.match(clause)
    if not opening:
        return Asked("other", "")
    word, rest = opening["word"].casefold(), clause[opening.end() :]
    clause = clause[opening.start("word") :]
    if _WHY.match(clause):
        return Asked("why", "reason")
    if word == "how much":
        by = opening.group().casefold().startswith("by ") or re.search(r" by\W*$", clause)
        return Asked("how_much", _how_much(rest, by=bool(by)))
    if word == "how many":
        return Asked("how_many", counted(rest))
    if word.startswith("how "):
        return Asked("how_many", word.removeprefix("how "))
    if word.startswith("who"):
        return Asked("who", "", "" if word == "whose" else read_verb(rest, be=word.endswith("s")))
    for kind in _PLAIN_KINDS:
        if word.startswith(kind):
            return Asked(kind, "")
    return _what(clause, word, rest)


def _what(clause: str, word: str, rest: str) -> Asked:
    kind: Kind = "which" if word == "which" else "what"
    costs = _COSTS.match(clause)
    if costs:
        said = (costs["cost"] or costs["worth"]).casefold()
        return Asked("how_much", said if said in ("cost", "worth") else "money")
    if word != kind or re.match(rf" {AUX}", rest, re.IGNORECASE):
        plural = re.match(
            r" (?:are|were) (?:the )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten) ", rest, re.IGNORECASE
        )
        return Asked("list" if plural else kind, predicate(rest if word == kind else f" is{rest}"))
    noun = "percentage" if re.match(r" percentage\b", rest, re.IGNORECASE) else head(rest, asks=True)
    return Asked(_KIND_OF_NOUN.get(noun, kind), noun)


def _to_list(listed: re.Match[str]) -> Asked:
    rest = listed["rest"] or listed["of"]
    noun = head(f" {rest}")
    several = bool(listed["of"] or listed["many"]) or (noun.endswith("s") and not noun.endswith("ss"))
    if several or listed["verb"].casefold() in ("list", "enumerate"):
        return Asked("list", noun)
    return Asked(_KIND_OF_NOUN.get(noun, "which"), noun)


def _told(clause: str) -> Asked:
    """What a clause asks for that begins by telling: "The pub closed in which county?"; or that only names a topic."""
    for found in _INSIDE.finditer(clause):
        relative = found["prep"] and not clause.endswith("?") and _RELATIVE.match(clause, found.start("word"))
        if not relative and re.match(r"in what time\b", clause[found.start() :].lstrip(), re.IGNORECASE):
            return Asked("how_many", "time")  # "solved in what time?" is no time of day
        if not relative:
            opening = "prep" if found["prep"] else found.lastgroup or 0
            return _worded(clause[found.start(opening) :])
    topic = re.match(r"(?:the )?(\w+) of\b", clause, re.IGNORECASE)
    noun = topic.group(1).casefold() if topic else ""
    if noun in _KIND_OF_NOUN and _KIND_OF_NOUN[noun] in ("how_much", "how_many", "when"):
        return Asked(_KIND_OF_NOUN[noun], noun)
    if re.search(r"\b(?:since|until)[:?]$", clause, re.IGNORECASE):
        return Asked("when", "")
    ends_open = re.search(rf"\b(?:{PREP}|as|called|named)\?$", clause, re.IGNORECASE)
    return Asked("what" if ends_open else "other", "")


def _how_much(rest: str, *, by: bool) -> str:
    if re.match(r" of\b", rest, re.IGNORECASE):
        return "share"
    words, _ = phrase_words(rest)
    if (
        not words
        or "-" in words[0]
        or words[0].endswith("er")
        or words[0].casefold() in ("less", "worse")
        or re.match(rf" {AUX}", rest, re.IGNORECASE)
    ):
        return "money" if not by and _PAYS.search(rest) else ""  # "by how much" may be percent
    return bare(words[-1])
