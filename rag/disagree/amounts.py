"""Amounts in a sentence, each as the range of values its words allow: "nearly $10bn" holds $9.9 billion.

Pure reading of English news prose. What an amount is an amount of is up to `told`, whether two contradict each other to
`compare`; days are in `days`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.disagree.days import DAY_LIKE

ROUNDED = 0.05
"""An amount may stand for one this share away, if it is that coarsely written: "$10 billion" for $9.9 billion.

Not tuned: anything from 0 to 0.2 gives the figures that `rag.disagree.compare` names.
"""
HEDGED = 0.15
"""The same for an amount that says of itself that it is rough: "about 200,000". Not tuned: 0.05 to 0.3 are alike."""
_UNITS_OF = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_OF = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS: dict[str, float] = {word: value for value, word in enumerate(_UNITS_OF.split())}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS_OF.split(), 2)}
_WORDS |= {"a": 1, "an": 1, "half": 0.5, "half a": 0.5, "half an": 0.5}
_SCALES: dict[str, float] = {
    **dict.fromkeys(("k", "thousand"), 1e3),
    **dict.fromkeys(("m", "mn", "million", "millions"), 1e6),
    **dict.fromkeys(("b", "bn", "billion", "billions"), 1e9),
    **dict.fromkeys(("t", "tn", "trillion", "trillions"), 1e12),
    "hundred": 1e2,
    "dozen": 12,
}
_SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₹": "INR", "$": "USD", "US$": "USD", "USD": "USD"}
_SIGNS |= {"EUR": "EUR", "GBP": "GBP", "RMB": "CNY", "A$": "AUD", "C$": "CAD", "HK$": "HKD", "S$": "SGD"}
_ENDINGS = (("dollar", "USD"), ("euro", "EUR"), ("pound", "GBP"), ("yuan", "CNY"), ("yen", "JPY"), ("rupee", "INR"))
_DURATIONS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_TENS = "|".join(_TENS_OF.split())
_ONES = "|".join(_UNITS_OF.split())
_FIGURE = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{_TENS})(?:[- ](?:{_ONES}))?|(?:{_ONES})\b"
    r"|half an?\b|half(?=[- ](?:million|billion))"
    r"|an?(?= (?:hundred|thousand|million|billion|trillion|dozen|year|month|week)\b))"
)
_SCALE = r"(?:[ -]?(?:hundred|thousand|million|billion|trillion|dozen)s?|(?:mn|bn|tn|[kmbt])(?![a-z]))"
_HEDGE = (
    r"about|around|roughly|approximately|approx\.?|nearly|almost|close to|just under|just over|some|an estimated|"
    r"estimated|more than|over|at least|upwards? of|a minimum of|no fewer than|up to|at most|less than|under|"
    r"fewer than|no more than|as many as|as much as|a maximum of|(?P<between>between)|from|circa|~"
)
_AMOUNT = re.compile(
    rf"(?:(?P<hedge>\b(?:{_HEDGE})|~) ?)?(?P<sign>{_SIGN})? ?"
    rf"(?<![\w.])(?<!\w-)(?P<figure>{_FIGURE})(?P<scale>{_SCALE})?\+?"
    rf"(?:(?:(?(between) and |(?: ?[-–] ?| to )))(?P<sign2>{_SIGN})?(?P<figure2>{_FIGURE})(?P<scale2>{_SCALE})?)?"
    r"(?P<after> ?(?:%|per ?cent\b|pc\b)"
    r"|[ -](?:US )?(?:dollar|euro|pound|yuan|yen|rupee|minute|hour|day|week|month|year)s?\b)?"
    r"(?P<late> (?:or (?:more|so|less)|at (?:least|most)))?",
    re.IGNORECASE,
)
_LEAST = frozenset("more than|over|at least|upwards of|upward of|a minimum of|no fewer than|or more".split("|"))
_MOST = frozenset(
    "up to|at most|less than|under|fewer than|no more than|as many as|as much as|a maximum of|or less".split("|")
)
_EXACT = frozenset(("", "between", "from"))
_ENDS_A_NAME = re.compile(r"(?<=\w[ ,])[A-Z][\w.]* $|\b(?:Category|Section|Title|Article|Chapter|Phase|Level|No\.) $")
"""Before a number, part of a name: "a Category 3 storm", "the Llama 2 models"."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`low` to `high` of `unit`: a currency's code, "%", "days", or "" for a bare count; `text[start:end]` says so."""

    low: float
    high: float
    unit: str
    start: int
    end: int

    def agrees(self, other: Amount) -> bool:
        """Whether one value could stand behind both; amounts of different units cannot be compared, and agree."""
        return self.unit != other.unit or (self.low <= other.high and other.low <= self.high)


def read_amounts(text: str) -> list[Amount]:
    """The amounts in `text` in order. Years, days of a month and numbers inside names ("GPT-4") are none."""
    days = [(span.start(), span.end()) for span in DAY_LIKE.finditer(text)]
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        begin = match.start("sign") if match["sign"] else match.start("figure")
        bare = not (match["sign"] or match["scale"] or match["after"])
        in_name = bare and _ENDS_A_NAME.search(text[:begin])
        if not in_name and not any(start <= begin < end for start, end in days):
            found.append(_amount(match, begin))
    return found


def _amount(match: re.Match[str], begin: int) -> Amount:
    hedge = (match["hedge"] or match["late"] or "").strip().casefold()
    after = (match["after"] or "").strip(" -").casefold()
    unit, factor = _unit(match["sign"] or match["sign2"] or "", after)
    low, high = _value(match["figure"], match["scale"] or match["scale2"] or "", hedge)
    if match["figure2"]:
        high = _value(match["figure2"], match["scale2"] or "", "")[1]
    if low > high:
        low, high = high, low
    if hedge in _LEAST or match.group().rstrip().endswith("+"):
        high = float("inf")
    elif hedge in _MOST:
        low = 0.0
    return Amount(low * factor, high * factor, unit, begin, match.end("late") if match["late"] else match.end())


def _unit(sign: str, after: str) -> tuple[str, float]:
    if sign:
        return _SIGNS[sign.upper()], 1.0
    if after in ("%", "percent", "per cent", "pc"):
        return "%", 1.0
    for ending, code in _ENDINGS:
        if ending in after:
            return code, 1.0
    factor = _DURATIONS.get(after.rstrip("s"), 0.0)
    return ("days", factor) if factor else ("", 1.0)


def _value(figure: str, scale: str, hedge: str) -> tuple[float, float]:
    """The range that `figure` allows: half its last place that is not 0, at most `ROUNDED` of it, or `HEDGED`."""
    plain = figure.replace(",", "").casefold()
    words = [plain] if plain in _WORDS else re.split(r"[- ]", plain)
    value = float(plain) if plain[0].isdigit() else sum(_WORDS[word] for word in words)
    digits = plain.split(".")
    place = 10.0 ** -len(digits[1]) if len(digits) > 1 else 10.0 ** (len(plain) - len(plain.rstrip("0")))
    name = scale.casefold().strip(" -")
    times = _SCALES.get(name, _SCALES.get(name.rstrip("s"), 1.0))
    slack = (
        value * HEDGED
        if hedge not in _EXACT | _LEAST | _MOST
        else min(place / 2 if plain[0].isdigit() else 0.5, value * ROUNDED)
    )
    return (value - slack) * times, (value + slack) * times
