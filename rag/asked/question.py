"""How a question is read: its content words and names, what it wants, when it means, which outlets it asks, its parts.

Pure: a question and a day in, a `Question` out. Its parts are read by the modules beside this one; what is done with
it is up to `rag.asked.request`, `rag.find.hybrid`, `rag.write.compose` and `rag.write.refuse`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rag.asked.each import Each, read_each
from rag.asked.foreign import asked_abroad, language_of, says_nothing
from rag.asked.general import is_general
from rag.asked.kinds import Asked, Kind, read_asked
from rag.asked.outlets import NamedOutlets, read_outlets
from rag.asked.parts import read_parts, read_sides
from rag.asked.when import When, read_when
from rag.text.figures import Figure, telling_figures
from rag.text.words import NO_NAMES, STOP_WORDS, WORD
from rag.values.answer import Readable

MAX_LENGTH = 1_000
"""Characters of a question; a longer one is a pasted text, which one question's answer cannot do justice to."""

_MANNERS = frozenset("long old big large far fast often tall high soon deep wide heavy expensive".split())
"""What `Asked.noun` holds for "how long" and the like: how, not what, is counted."""
_POSSESSIVE = re.compile(r"['’]s$")
_ABSOLUTE = re.compile(
    r"(?:\b|(?<=\d))(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter|quarter|half)|"
    r"\b(?:q[1-4]|h[12])\b|\d{4}|['’]\d\d|\d[./\-]\d",
    re.IGNORECASE,
)
"""Words for days that an article of that time would itself use, unlike "this week"."""
_FIRST = re.compile(r"\b(?:first|earliest|originally|initially)\b", re.IGNORECASE)
_LATEST = re.compile(
    r"\b(?:latest|newest|most[ \-]recent(?:ly)?|current(?:ly)?|nowadays|presently|at present|these days|now|"
    r"at the moment)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both included, that a question points at: a preference for articles of that time, not a filter."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read.

    `terms` are its content words, lower-cased, in order, once each, without the outlets it asks and without times that
    count from the day of asking: an article would not say either. `names` are those of them that name something:
    capitalised inside the question, or with a digit; words of one name stand together, and a date is no name. `figures`
    are what it tells a thing by, each a term as a whole: "$1.5bn", "70B". `window` is the time it points at, if any.
    `parts` are the questions in it, `sides` the things it compares, and `each` asks the same of each of the things it
    names together, where there are several. `language` is that of a question that is not in English, of which nothing
    but its words is read. A `general` one asks what is new, of nothing in particular or of its names.
    """

    text: str
    asked: Asked
    terms: tuple[str, ...]
    names: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    when: When = field(default_factory=When)
    outlets: NamedOutlets = field(default_factory=NamedOutlets)
    parts: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    each: tuple[Each, ...] = ()
    window: Window | None = None
    language: str = ""
    general: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of answer it wants."""
        return self.asked.kind

    @property
    def counted(self) -> str:
        """What "how many" asks for, lower-cased; empty for other questions and for "how old" and the like."""
        counts = self.asked.kind == "how_many" and self.asked.noun not in _MANNERS
        return self.asked.noun if counts else ""


IsName = Callable[[str, bool | None], bool]
"""Whether a word, lower-cased, is a name, given whether it is written as names are; None where any word is."""


def read_question(
    text: str,
    asked: date,
    known_outlets: Mapping[str, str] | None = None,
    ignore: Collection[Readable] = (),
    is_name: IsName = lambda _word, written: bool(written),
) -> Question:
    """Read `text`; words such as "this week" count back from `asked`.

    `known_outlets` maps the keys of the corpus's outlets to their names, as `Catalogue.outlets()` does. `ignore` names
    readings that are left out: their words count as any others. By default, a name is what is written as one.
    """
    clean = " ".join(text.encode("utf-8", "replace").decode().split())  # half a surrogate pair is no character
    language = language_of(clean)
    if language:
        return _read_abroad(clean, language)
    told = read_when(clean, asked)
    when = _kept(clean, told, ignore)
    outlets = NamedOutlets() if "sources" in ignore else read_outlets(clean, known_outlets or {})
    spoken = [word for word in WORD.finditer(clean) if not _stands_in(word, outlets.spans)]
    relative = [span for span in when.spans if _counts_from_asking(clean[slice(*span)])]
    figures = telling_figures(clean, (*told.spans, *outlets.spans))
    bare = [_term(clean, word, figures) for word in spoken if not _stands_in(word, relative)]
    parts = () if "parts" in ignore else read_parts(clean)
    terms = tuple(dict.fromkeys(word for word in bare if word not in STOP_WORDS and len(word) > 1))
    untimed = [
        word for word in map(_bare, (w.group() for w in spoken if not _stands_in(w, when.spans))) if word in terms
    ]
    names = _names(
        clean, [w for w in spoken if not _stands_in(w, (*told.spans, *((f.start, f.end) for f in figures)))], is_name
    )
    open_to_news = not (outlets.unknown or when.contradiction)
    general = open_to_news and is_general(clean, untimed, names, timed=bool(when.words))
    return Question(
        text=clean,
        asked=read_asked(clean),
        terms=terms,
        names=names,
        figures=figures,
        when=when,
        outlets=outlets,
        parts=parts if len(parts) > 1 else (),
        sides=() if "parts" in ignore else read_sides(clean),
        each=() if "parts" in ignore or len(parts) > 1 else read_each(clean, (*outlets.spans, *told.spans)),
        window=_window(when, asked) or (Window(date.min, asked) if general else None),
        general=general,
    )


def _read_abroad(text: str, language: str) -> Question:
    every = dict.fromkeys(re.sub(r"^(?:[ldnmst]|qu)['’]", "", _bare(word.group())) for word in WORD.finditer(text))
    terms = tuple(word for word in every if len(word) > 1 and not says_nothing(word))
    inside = [word for word in list(WORD.finditer(text))[1:] if _bare(word.group()) in terms]
    names = _names(text, inside, lambda _word, written: bool(written))
    return Question(text, asked_abroad(text), terms, names, language=language)


def why_unclear(text: str) -> str | None:
    """What is wrong with `text` as a question, in words and with what to do; None for one that can be read."""
    if not text.strip():
        return "The question is empty. Ask in a sentence, for example: Who did OpenAI hire from Tesla?"
    if len(text) > MAX_LENGTH:
        return (
            f"The question is {len(text):,} characters long; up to {MAX_LENGTH:,} can be read. "
            "Ask one thing in a sentence or two."
        )
    if not any(char.isalnum() for char in text):
        return "The question has no words in it. Ask in a sentence, for example: Who did OpenAI hire from Tesla?"
    return None


def _term(text: str, word: re.Match[str], figures: Sequence[Figure]) -> str:
    """A word as a term: as its figure where it is part of one, else without a possessive's ending."""
    figure = next((figure for figure in figures if figure.start < word.end() and word.start() < figure.end), None)
    return text[figure.start : figure.end].casefold() if figure else _bare(word.group())


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold())


def _stands_in(word: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.end() and word.start() < end for start, end in spans)


def _counts_from_asking(words: str) -> bool:
    """Whether words for a time say nothing without the day of asking; "first" is what an article would say, too."""
    return not (_ABSOLUTE.search(words) or _FIRST.search(words))


def _kept(text: str, told: When, ignore: Collection[Readable]) -> When:
    """What was read about time, without what is to be ignored."""
    for reading in ("dates", "order"):
        if reading not in ignore:
            continue
        orders = reading == "order"
        spans = tuple(span for span in told.spans if _orders(text[slice(*span)]) != orders)
        kept = replace(told, order=None) if orders else When(order=told.order)
        told = replace(kept, spans=spans, words=", ".join(text[slice(*span)] for span in spans))
    return told


def _orders(words: str) -> bool:
    """Whether words for a time ask for the newest or the earliest, and name no days."""
    return bool(_FIRST.search(words) or _LATEST.search(words)) and not _ABSOLUTE.search(words)


def _window(when: When, asked: date) -> Window | None:
    if not (when.since or when.until):
        return None
    since = when.since or date.min
    return Window(since, max(since, when.until or asked))


def _names(text: str, words: Sequence[re.Match[str]], is_name: IsName) -> tuple[str, ...]:
    """The names in a question, words of one name together: "sam altman", "series a", "llama 2"."""
    names: list[str] = []
    end = -1
    for word in words:
        bare = _bare(word.group())
        goes_on = end >= 0 and text[end : word.start()] == " "
        numbers = goes_on and (bare.isdecimal() or _is_letter(word.group(), names[-1], is_name))
        if not _names_something(text, word, is_name) and not numbers:
            continue
        year = bare.isdecimal() and len(bare) == 4  # stands for itself: "2023", "masters tournament"
        if goes_on and not year:
            names[-1] += f" {bare}"
        else:
            names.append(bare)
        possessive = _POSSESSIVE.search(word.group())  # "OpenAI's GPT-4" names two
        end = -1 if year or possessive else word.end()
    return tuple(dict.fromkeys(names))


def _is_letter(word: str, name: str, is_name: IsName) -> bool:
    """Whether a word is a letter that goes on with `name`: "Series A", not "the iPhone I bought"."""
    return len(word) == 1 and word not in "iI" and is_name(f"{name} {word.casefold()}", word.isupper())


def _names_something(text: str, word: re.Match[str], is_name: IsName) -> bool:
    """Whether a word names something: with a digit in it, or as `is_name` has it.

    Written as a name is one with an inner capital, or with a capital after other words; the first word may be either.
    """
    written = word.group()
    if _bare(written) in STOP_WORDS | NO_NAMES or len(written) < 2:
        return False
    if any(char.isdigit() for char in written):
        return True
    opens = not text[: word.start()].strip() or text[: word.start()].rstrip()[-1] in ".?!"
    inside = not written[1:].islower() and written != written.lower()
    return is_name(_bare(written), True if inside else None if opens else written[0].isupper())
