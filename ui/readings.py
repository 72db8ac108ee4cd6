"""What was read out of a question beside its words, in words, and how to ask again without it. Plain text, no HTML.

Nothing is said where nothing was read: a question that was searched for as it was written has no readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args

from rag.text.dates.naming import written_day
from rag.values.answer import Answer, Readable, Reading

READABLE: tuple[Readable, ...] = get_args(Readable)
NOUNS: dict[Readable, str] = {
    "history": "earlier questions",
    "sources": "outlets",
    "dates": "dates",
    "order": "order",
    "parts": "parts",
    "spelling": "spelling",
}
_ORDERS = {"latest": "Newest first", "first": "Oldest first"}


@dataclass(frozen=True, slots=True)
class ReadOut:
    """One reading: `about: words`, or the words alone. `name` is what `ask(..., ignore=...)` calls it.

    A reading without a name cannot be switched off; one that is not `used` was, and can be switched on again.
    """

    words: str
    about: str = ""
    name: Readable | None = None
    used: bool = True

    def __str__(self) -> str:
        return f"{self.about}: {self.words}" if self.about else self.words


def readings(answer: Answer) -> list[ReadOut]:
    """What was read out of the question of `answer`, those that were switched off last."""
    reading = answer.reading
    off = known(reading.ignored)
    return [
        *_asked_as(answer),
        *_read(reading),
        *(ReadOut("not used", NOUNS[name].capitalize(), name, used=False) for name in off),
    ]


def known(names: Iterable[object]) -> tuple[Readable, ...]:
    """Those of `names` that are names of readings, once each, in one order: they come from outside, too."""
    given = [name for name in names if isinstance(name, str)]
    return tuple(name for name in READABLE if name in given)


def switched(reading: Reading, name: Readable) -> tuple[Readable, ...]:
    """What to ignore where `name` is to change: switched off if it is used, on again if it is not."""
    return known({*known(reading.ignored)} ^ {name})


def _asked_as(answer: Answer) -> Iterator[ReadOut]:
    asked_as = " ".join(answer.reading.asked_as.split())
    differs = bool(asked_as) and asked_as != " ".join(answer.question.split())
    if differs and (answer.reading.added or not answer.reading.spelled):
        yield ReadOut(f"“{asked_as}”", "Asked as", "history" if answer.reading.added else None)
    if answer.reading.spelled:
        words = ", ".join(f"“{written}” as “{meant}”" for written, meant in answer.reading.spelled)
        yield ReadOut(words, "Read", "spelling")


def _read(reading: Reading) -> Iterator[ReadOut]:
    if reading.sources:
        yield ReadOut(", ".join(reading.sources), "Outlets" if len(reading.sources) > 1 else "Outlet", "sources")
    yield from _dates(reading)
    if reading.order:
        yield ReadOut(_ORDERS.get(reading.order, reading.order), "", "order")
    if len(reading.parts) > 1:
        yield ReadOut(" ".join(f"“{part}”" for part in reading.parts), f"{len(reading.parts)} questions", "parts")


def _dates(reading: Reading) -> Iterator[ReadOut]:
    """Days without words of the question for them were given beside it, and bound as such days do."""
    words = reading.time_words
    name: Readable | None = "dates" if words else None
    days = _days(reading.since, reading.until)
    if days and (reading.strict or not words):
        yield ReadOut(f"{'only' if words else 'Only'} articles {days}", words, name)
    elif days:
        yield ReadOut(days.removeprefix("from "), words, name)
    elif words:
        yield ReadOut(words, "", name)


def _days(since: date | None, until: date | None) -> str:
    if since and until:
        if since == until:
            return f"from {written_day(since)}"
        first = written_day(since)
        if since.year == until.year:
            first = first.rpartition(" ")[0]
        return f"from {first} to {written_day(until)}"
    if since:
        return f"since {written_day(since)}"
    return f"until {written_day(until)}" if until else ""
