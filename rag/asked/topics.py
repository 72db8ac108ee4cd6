"""What a turn of a conversation is about: the names in it, and the phrase that later turns mean by "it".

Pure string work on short texts, without a tagger. `rag.asked.conversation` follows the topic from turn to turn, and
`rag.asked.followup` puts what is found here into later questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from rag.asked.word_classes import FUNCTION, VERBS, WORD
from rag.text.dates import periods_asked
from rag.text.words import NO_NAMES, STOP_WORDS

Kind = Literal["person", "name", "thing"]

READ = 160
"""Characters of a turn that are read: the longest of CAsT 2019-2020 has 82; what is longer is a pasted text."""
LONGEST = 5
"""Words of a topic at most: with 3, 0.523 of the words that people added are recovered on CAsT 2019-2020 (five
sixths), with 5 or 8 0.546."""

_NOT_PEOPLE = frozenset(
    "ai labs lab inc corp university college institute research news times post journal street house act court "
    "city state states department commission union council board committee group company ventures capital partners "
    "bank cloud studio pro max ultra mini turbo opus sonnet haiku model models project team party championship war "
    "bull area museum park river island reserve age experiment trail san new los silicon valley european united "
    "north south east west american british chinese bing office search chat copilot code llama claude gemini "
    "vision deep open meta google microsoft amazon apple nvidia openai anthropic january february march april may "
    "june july august september october november december monday tuesday wednesday thursday friday saturday sunday "
    "first face hugging stable diffusion prime video league".split()
)
_NO_TOPICS = NO_NAMES | frozenset("us eu uk u.s u.k european american".split())
ROLE = re.compile(
    r"\b(?:the |an? )?(?:(?:new|former|current|interim|first|next) )?(?:ceo|cto|cfo|coo|chief(?: \w+)? (?:executive|"
    r"officer|scientist)|co-?founder|founder|president|chair(?:man|woman)?|head|director|boss|owner)\b"
    r"(?: of [^?.,;]+)?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:the|an?|some|any|most|many|all|more|other|different|various|certain|main|important|good|best|bad|"
    r"interesting|facts|examples?|types?|kinds?|information|of|about|on) )+",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"^(?:(?:[a-z][a-z-]*|C[EFOT]O|IPO|AI),? ){1,6}?(?:of|for|between|around|behind|against|about) (?:the |"
    r"an? )?(?=\S)"
)
_INTRODUCED = re.compile(
    r"\b(?:about|describe|explain|interested in|information on|happened (?:to|in|at|with)|"
    r"(?:what|who)(?: (?:is|are|was|were|causes?|caused)|['’]s)|"
    r"compare(?: and contrast)?|define|history of|difference between|"
    r"(?:where|when) (?:is|are|was|were)) (?!it\b|they\b|he\b|she\b|that\b|this\b|to\b|there\b)(?P<np>.+)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[?.!;:,](?=\s|$)|[()\"]|(?<!-)\b(?:and (?:why|how|what|when|where|its|their|his|her|who|is|are|did|does)|"
    r"at|on|by|that|which|who|whose|if|when|because|known|used|from|is|are|was|were|has|have|had|did|does|do|can|will|would|"
    r"should|could|to)\b(?!-)",
    re.IGNORECASE,
)
_PAIRS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"between (?P<a>[^?.,]+?) (?:and|vs\.?|versus) (?P<b>[^?.,]+)",
        (
            r"^(?:and )?(?:how )?(?:is|are|does|do|did|will|can) (?P<a>[^?.,]+?) (?:the same as|compare (?:to|with)|"
            r"differ from|different from|better than|bigger than|larger than|cheaper than|faster than|"
            r"related to) (?P<b>[^?.,]+)"
        ),
        r"(?<!['’])\b(?P<a>[\w-]+(?: [A-Z\d][\w.-]*)*) (?:vs\.?|versus) (?P<b>[^?.,]+)",
    )
)
_HELPED = re.compile(r"\b(?:do|does|did|can|could|will|would|should)(?: (?:the|an?))? $", re.IGNORECASE)
_I = re.compile(r"i(?:['’]\w+)?$", re.IGNORECASE)
_OUTSIDE = FUNCTION | VERBS
_SAYS_NOTHING = STOP_WORDS | FUNCTION
_SOME_DAY = date(2000, 6, 15)
_BEFORE_TIME = re.compile(r" (?:in|of|for|during|since|from)(?: the)? $")
_STATE = re.compile(r"^(?:new|happening|done|taught|known|used|needed|wrong) (?:with|in|for|to|about|at) (?:the )?")
_POINTS_BACK = frozenset("it its they them their he him his she her this these those you your".split())


@dataclass(frozen=True, slots=True)
class Topic:
    """A phrase that a later turn can mean: `text` as it was written, without its article."""

    text: str
    kind: Kind

    @property
    def plural(self) -> bool:
        """Whether it is several of a kind: what "they" means before it means a company."""
        last = self.text.split()[-1]
        several = last.endswith("s") and not last.endswith(("ss", "is", "us")) and last.islower()
        return self.kind != "person" and (several or (self.kind == "thing" and " and " in self.text))


def as_topic(text: str) -> Topic:
    """`text` with its kind, told from how it is written."""
    if not any(word[:1].isdigit() or _is_name(word) for word in text.split()):
        return Topic(text, "thing")
    return Topic(text, "person" if is_person(text) else "name")


def is_person(name: str) -> bool:
    """Whether a name is written as people's are: two or three plain capitalised words, none an organisation's."""
    words = name.replace("’", "'").split()
    return len(words) in (2, 3) and all(
        word[0].isupper()
        and re.sub(r"[-'.]", "", word[1:]).isalpha()
        and not word.isupper()
        and word.casefold() not in _NOT_PEOPLE
        for word in words
    )


def words_in(text: str) -> list[str]:
    """The words of `text` in order, without a possessive's ending."""
    return [_unowned(found.group()) for found in WORD.finditer(text)]


def content_of(text: str) -> list[str]:
    """The words of `text` that say something, lower-cased and singular."""
    low = (word.casefold() for word in words_in(text))
    return [singular(word) for word in low if word not in _SAYS_NOTHING]


def singular(word: str) -> str:
    """`word`, lower-cased, without a plural's ending."""
    word = word.casefold()
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _unowned(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


@lru_cache(maxsize=512)
def names_in(text: str) -> tuple[str, ...]:
    """The capitalised names in `text`, in order, once each: "Sam Altman", "GPT-4", "Museum of Art"."""
    names: list[str] = []
    end = -2
    for found in WORD.finditer(text[:READ]):
        word = _unowned(found.group())
        if not _is_name(word):
            continue
        joins = (" ",) if names and names[-1].casefold() in NO_NAMES else (" ", " of ")
        if names and text[end : found.start()] in joins:
            names[-1] += text[end : found.start()] + word
        else:
            names.append(word)
        end = found.start() + len(word)
    return tuple(name for name in dict.fromkeys(names) if name.casefold() not in NO_NAMES)


def own_names(question: str) -> list[str]:
    """The names that a question can be about: all but acronyms of common nouns and the largest places."""
    return [name for name in names_in(question) if name.casefold() not in _NO_TOPICS]


def _is_name(word: str) -> bool:
    capital = word[:1].isupper() or word[1:] != word[1:].lower()
    return capital and word.casefold() not in FUNCTION and not _I.match(word)


def pair_in(text: str) -> tuple[str, str] | None:
    """The two things that a turn sets side by side: what "their" or "which is bigger" means after it."""
    found = next((found for pattern in _PAIRS if (found := pattern.search(text[:READ]))), None)
    if not found:
        return None
    first, second = core(found["a"]), core(found["b"])
    return (first, second) if first and second else None


def core(phrase: str) -> str:
    """A noun phrase less its article and what points into it: "the first signs of lung cancer" is "lung cancer"."""
    text = re.sub(r" in (?:general|particular)$", "", phrase.strip(" ?.!,\"'“”‘’"))
    text = _untimed(text)
    for _ in range(3):
        shorter = _LEAD.sub("", text)
        relation = _RELATION.match(shorter)
        shorter = shorter[relation.end() :] if relation else shorter
        if shorter == text or not shorter:
            break
        text = shorter
    words = text.split()[:LONGEST]
    at = next((index for index, word in enumerate(words) if index and word.casefold() in _POINTS_BACK), len(words))
    words = words[:at]
    while words and (words[-1].casefold() in _OUTSIDE or (len(words) > 1 and words[-1].endswith("ed"))):
        words.pop()
    return _unowned(" ".join(words))


def _untimed(phrase: str) -> str:
    """A phrase without the time that it ends in: "Nvidia's revenue in 2024" is its revenue of any year."""
    times = periods_asked(phrase, _SOME_DAY) if any(char.isdigit() for char in phrase) else []
    if not times or times[-1].end < len(phrase):
        return phrase
    return _BEFORE_TIME.sub("", phrase[: times[-1].start]) or phrase


def introduces(text: str) -> bool:
    """Whether a turn is worded to bring up a thing: "What is ...", "Tell me about ..."."""
    return _INTRODUCED.search(text[:READ]) is not None


def topic_of(text: str) -> Topic | None:
    """What a turn that stands alone is about; None for one that names nothing."""
    for sentence in reversed(re.split(r"(?<=[?.!])\s+", text[:READ].strip())):
        topic = _topic_of_sentence(sentence)
        if topic:
            article = re.search(rf"\b(?:the|an?) {re.escape(topic)}", text)
            return Topic(topic, "name") if article and is_person(topic) else as_topic(topic)
    return None


def _topic_of_sentence(sentence: str) -> str:
    """The phrase that is brought up, else the first name, else the longest run of content words."""
    introduced = _INTRODUCED.search(sentence)
    if introduced:
        phrase = _STATE.sub("", _LEAD.sub("", introduced["np"]))
        cut = _ENDS.search(phrase)
        text = core(phrase[: cut.start()] if cut and cut.start() else phrase)
        if text and text.casefold() not in _OUTSIDE:
            return text
    names = names_in(sentence)
    return names[0] if names else _longest_run(sentence)


def _longest_run(sentence: str) -> str:
    """The longest run of words that are no function words, the last of equals: "jet lag".

    The verb that "did" or "can" left at a question's end is none of it: "How did jet lag begin?".
    """
    runs: list[list[str]] = [[]]
    for found in WORD.finditer(sentence):
        word = found.group()
        if word.casefold() in _OUTSIDE or _I.match(word) or word.isdigit() or word.endswith("ly"):
            runs.append([])
        else:
            runs[-1].append(word)
    last = " ".join(runs[-1])
    if len(runs[-1]) > 1 and _HELPED.search(sentence[: sentence.rfind(last)]):
        runs[-1].pop()
    named = [run for run in runs if not NO_NAMES.issuperset(word.casefold() for word in run)]
    if not named:
        return ""
    longest = max(reversed(named), key=len)
    return core(" ".join(longest))
