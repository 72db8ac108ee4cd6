"""What can be asked about a sentence: its spans that answer "how much", "who", "where" or "when", with the questions.

Rules over the words around a span. They leave out what would not read as a question: "a $5 billion deal" is no "a how
much deal".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.asked.kinds import Asked
from rag.choose.answer_spans import answer_spans
from rag.choose.disagree.places import kind_of_place
from rag.choose.references.article_names import Names, segments


class Asking(NamedTuple):
    """A question about a sentence, the span of it that answers, and the words that ask for it."""

    question: str
    answer: str
    words: str


_OPENS_NOUN = re.compile(
    r"(?:\b(?:an?|the|these|those|its|their|his|her|our|this|that|each|every|another|first|last|next|other|top|all|own|"
    r"some|of|no|only|new|further|additional|same|or|and|to|between|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|\d+)|[A-Z][\w’'.-]*|[-/–—(+])\s?$"
)
"""Before a number: it is part of a noun ("a $5 billion deal", "Llama 3"), of a range or of a list."""
_AFTER_AMOUNT = re.compile(
    r"\s*(?:[.;)]|,(?! (?:or|and|\d))|(?:in|for|from|at|on|as|per|by|over|during|if|when|while|with|a|an|each|after|"
    r"before|was|is|were|of|into|until|since|because|which|through|under|more|less|higher|lower|annually)\b)"
)
"""After an amount that is a whole thing: no noun that it counts, and no second amount."""
_COUNTED = re.compile(r" (?:[A-Za-z][\w’'-]*,? ){0,3}?[a-z][a-z-]*[^s\W]s\b")
"""After a number: what it counts, in the plural."""
_NO_COUNT = re.compile(
    r" (?:of|in|to|for|and|or|from|at|on|by|as|per|times|percent|per cent|percentage|years? (?:old|ago|later)|more|"
    r"after|before|days?|weeks?|months?|years?|hours?|minutes?|seconds?|hundred|thousand|million|billion|trillion|bits?)\b"
)
_PREFIX = re.compile(r"(?:US|CA|AU|NZ|HK|S|A|C|R)$")
"""Before a "$"."""
_ON, _IN = re.compile(r"\bon $", re.IGNORECASE), re.compile(r"\bin (?:early |mid-|late )?$", re.IGNORECASE)
_DAY = re.compile(r"\w+ \d{1,2},? \d{4}|\d{1,2} \w+ \d{4}")
_MONTH = re.compile(r"[A-Z][a-z]+ (?:of )?\d{4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEWS_OF = re.compile(r"\b(?:reported|report|article|interview|post|according to)\b[^,;.]{0,40}$")
"""The day of a report, before it: nobody asks when an outlet wrote."""
_BEFORE_PERSON = re.compile(
    r"(?:^|\b(?:by|from|to|with|for|against|was|were|is|are|that|hired|named|appointed|fired|sued|told|asked|joined|"
    r"recruited|ousted|removed|replaced|reinstated|said)) $"
)
_AFTER_PERSON = re.compile(r"(?:\.$| (?!and\b|or\b|of\b|himself\b|herself\b|[A-Z(]))")
_NO_TIME = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|recently|currently|(?:this|last|next|past) (?:week|month|year|spring|"
    r"summer|autumn|fall|winter|quarter)|(?:last|this|next|on) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\w+ ago)\b",
    re.IGNORECASE,
)
"""Words that mean another time when the question is asked."""


def askings(sentence: str, names: Names) -> list[Asking]:
    """Every question that can be made of `sentence`, in the order of the spans; `names` are those of its article."""
    if _NO_TIME.search(sentence):
        return []
    spans = sorted(
        {*_amounts(sentence), *_counts(sentence), *_days(sentence), *_people(sentence, names), *_places(sentence)}
    )
    made = [Asking(_question(sentence, start, end, words), sentence[start:end], words) for start, end, words in spans]
    return [one for one in made if any(True for _ in segments(one.question))]


def in_place(text: str, name: str) -> int | None:
    """Where `name` stands in `text` as a name of its own, and not within another; None where it does not."""
    found = re.search(rf"(?<![\w’'.-]){re.escape(name)}(?![\w-]|[.]\w| [A-Z\d])", text)
    return found.start() if found else None


def _question(sentence: str, start: int, end: int, words: str) -> str:
    rest = re.sub(r"\s*[.!;]$", "", sentence[:start] + words + sentence[end:])
    return rest[0].upper() + rest[1:] + "?"


_Found = Iterator[tuple[int, int, str]]


def _amounts(sentence: str) -> _Found:
    """Sums of money and percentages."""
    for noun, words in (("money", "how much"), ("share", "what percentage")):
        for start, end, _ in answer_spans(Asked("how_much", noun), sentence, set()):
            before = sentence[:start]
            if prefix := _PREFIX.search(before):
                start, before = prefix.start(), before[: prefix.start()]
            whole = _AFTER_AMOUNT.match(sentence, end) and not _OPENS_NOUN.search(before)
            if whole and sentence[start:end].strip("US$€£¥")[:1].isdigit():
                yield start, end, words


def _counts(sentence: str) -> _Found:
    """Numbers of things."""
    taken = [
        span for noun in ("money", "share", "days") for span in answer_spans(Asked("how_many", noun), sentence, set())
    ]
    for start, end, _ in answer_spans(Asked("how_many", ""), sentence, set()):
        if any(span.start < end and start < span.end for span in taken) or _OPENS_NOUN.search(sentence[:start]):
            continue
        if _COUNTED.match(sentence, end) and not _NO_COUNT.match(sentence, end) and sentence[start:end] != "one":
            yield start, end, "how many"


def _days(sentence: str) -> _Found:
    for start, end, _ in answer_spans(Asked("when", ""), sentence, set()):
        before, written = sentence[:start], sentence[start:end]
        if _NEWS_OF.search(before):
            continue
        if _DAY.fullmatch(written) and (_ON.search(before)):
            yield start, end, "what day"
        elif _MONTH.fullmatch(written) and _IN.search(before):
            yield start, end, "what month"
        elif _YEAR.fullmatch(written) and _IN.search(before):
            yield start, end, "what year"


def _people(sentence: str, names: Names) -> _Found:
    """Persons by their full names, where nothing beside the name already says who it is."""
    for start, tokens in segments(sentence):
        name = " ".join(tokens)
        end = start + len(name)
        if name not in names.full.get(tokens[-1], ()) or sentence[start:end] != name:
            continue
        if _BEFORE_PERSON.search(sentence[:start]) and _AFTER_PERSON.match(sentence, end):
            yield start, end, "who"


def _places(sentence: str) -> _Found:
    """Countries, cities and states that something happened in."""
    for found in re.finditer(r"\bin ((?:[A-Z][\w-]+ ?){1,3})(?<! )", sentence):
        kind = kind_of_place(found[1].strip())
        if kind and not re.match(r",? [A-Z]|, and | and ", sentence[found.end() :]):
            start = found.start(1)
            yield start, start + len(found[1].strip()), f"which {kind}"
