"""Words that ask for no news, such as "hello" or "what can you do?", and what is said to them.

A question is small talk where none of its words could be about an event: all are words of greeting, of politeness or
about the one who is asked, also misspelt, or words that name nothing ("What is this?"), or it is a single word that no
article has. A greeting before a question changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from corpus.catalogue import Catalogue
from rag.values.filters import Filters
from rag.write.attribution import written_day

EXAMPLES = (
    "Who did OpenAI hire from Tesla?",
    "When did the AI Act enter into force?",
    "What did Judge Alsup rule about pirated books?",
    "How much will Meta pay for Scale AI?",
)
"""Questions on the bundled briefs."""
SHOWN = 3
_TRIED = 12
"""Articles whose headlines are tried as questions, the newest first."""

_SOCIAL = frozenset(
    """hello hallo hi hey hiya yo greetings howdy morning afternoon evening night goodbye bye thanks thank thx ty cheers
    please sorry welcome ok okay yes yeah yep no nope cool great nice awesome perfect lol haha wow help test testing
    ping you your yours yourself u groundwire bot chatbot hola bonjour salut merci danke ciao moin gracias""".split()
)
"""Words that by themselves make talk of it: nobody reports on them."""
_AROUND = frozenset(
    """a an the i me my we us it its this that there here is are am was be do does did doing can could will would should
    what who how why where which and or so for to of with in on at from about very much well good day all any some
    again now really just not ask asking question questions answer answers tell know work works made make use mean name
    called man friend everyone please have has been""".split()
)
"""Words that stand around them."""
_WORD = re.compile(r"[^\W\d_]+")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_APOSTROPHES = re.compile(r"(?<=\w)['’](?=\w)")


def is_small_talk(text: str, known: Callable[[Sequence[str]], dict[str, int]], *, alone: bool = True) -> bool:
    """Whether `text` asks for no news. `known` counts the passages with a word, as `rag.index.occurrence.frequencies`.

    One such as "What is this?" says nothing `alone`, but may in a conversation.
    """
    words = _WORD.findall(_APOSTROPHES.sub("", _DRAWN_OUT.sub(r"\1", text.casefold())))
    if any(character.isdigit() for character in text):
        return False
    if not words:
        return bool(text.strip())
    social = [word for word in words if word in _SOCIAL or _is_misspelt(word)]
    others = [word for word in words if word not in _SOCIAL | _AROUND and not _is_misspelt(word)]
    if not others:
        return bool(social) or alone
    return len(words) == 1 and len(others) == 1 and not any(known(others).values())


def _is_misspelt(word: str) -> bool:
    """Whether one letter more, less, other or exchanged makes a word of four letters or more one of `_SOCIAL`."""
    return len(word) > 3 and word not in _AROUND and any(len(one) > 3 and _near(word, one) for one in _SOCIAL)


def _near(one: str, other: str) -> bool:
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) != len(long):
        return short[at:] == long[at + 1 :]
    exchanged = short[at + 2 :] == long[at + 2 :] and short[at : at + 2] == long[at : at + 2][::-1]
    return short[at + 1 :] == long[at + 1 :] or exchanged


@dataclass(slots=True)
class Introduction:
    """What Groundwire says of itself, with examples that are checked once for each state of the corpus."""

    _checked: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)

    def words(self, catalogue: Catalogue, as_of: date | None, is_answered: Callable[[str], bool]) -> str:
        """One line: what this is, how many articles of which days, and three questions that `is_answered`."""
        filters = Filters(as_of=as_of)
        condition, values = filters.sql()
        count, first, last, latest = catalogue.rows(
            "SELECT count(*), min(v.published_day), max(v.published_day), max(v.rowid) FROM versions v "  # noqa: S608
            f"JOIN articles a ON a.id = v.article_id WHERE {condition}",
            tuple(values),
        )[0]
        state = (catalogue.identity(), as_of, count, first, last, latest)
        if state not in self._checked:
            self._checked.clear()
            self._checked[state] = tuple(_answered(_candidates(catalogue, filters), is_answered))
        days = f", from {_day(first)} to {_day(last)}" if first else ""
        articles = "1 article" if count == 1 else f"{count:,} articles"
        asked = " ".join(f"“{question}”" for question in self._checked[state])
        return (
            "Groundwire answers questions about AI-industry news in the cited words of the articles kept here: "
            f"{articles}{days}." + (f" Ask, for example: {asked}" if asked else "")
        )


def _day(ordinal: int) -> str:
    return written_day(date.fromordinal(ordinal))


def _candidates(catalogue: Catalogue, filters: Filters) -> Iterator[str]:
    yield from EXAMPLES
    for article in catalogue.articles(*filters.sql(), limit=_TRIED):
        title = article.title.strip().rstrip(".?!")
        if title:
            yield f"What is known about “{title}”?"


def _answered(questions: Iterator[str], is_answered: Callable[[str], bool]) -> Iterator[str]:
    found = 0
    for question in questions:
        if found == SHOWN:
            return
        if is_answered(question):
            found += 1
            yield question
