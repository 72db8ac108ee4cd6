"""How English news writes numbers, sizes, currencies and measures: the tables and the pattern that figures are read by.

What a figure is worth, and which say the same, is `rag.text.figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: dict[str, float] = {word: value for value, word in enumerate(_ONES)}
NUMBER_WORDS |= {word: 10 * value for value, word in enumerate(_TENS, 2)}
NUMBER_WORDS |= {"a": 1, "an": 1, "half": 0.5, "half a": 0.5, "half an": 0.5}
SCALES: dict[str, float] = {
    "dozen": 12,
    "hundred": 1e2,
    **dict.fromkeys(("thousand", "k"), 1e3),
    "lakh": 1e5,
    **dict.fromkeys(("million", "m", "mn", "mln"), 1e6),
    "crore": 1e7,
    **dict.fromkeys(("billion", "b", "bn", "bln"), 1e9),
    **dict.fromkeys(("trillion", "t", "tn", "trn"), 1e12),
}
SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₹": "INR", "$": "USD", "US$": "USD", "RMB": "CNY"}
SIGNS |= {"A$": "AUD", "C$": "CAD", "HK$": "HKD", "S$": "SGD", "NZ$": "NZD", "CA$": "CAD", "AU$": "AUD"}
SIGNS |= {code: code for code in "USD EUR GBP JPY CNY KRW INR CHF AUD CAD SEK NOK DKK".split()}
CURRENCIES = frozenset(SIGNS.values())
UNITS: dict[str, tuple[str, float]] = dict.fromkeys(("%", "percent", "per cent", "pc", "percentage point"), ("%", 1.0))
UNITS |= dict.fromkeys(("dollar", "us dollar", "american dollar"), ("USD", 1.0))
UNITS |= {"euro": ("EUR", 1.0), "pound": ("GBP", 1.0), "yuan": ("CNY", 1.0), "renminbi": ("CNY", 1.0)}
UNITS |= {"yen": ("JPY", 1.0), "rupee": ("INR", 1.0), "swiss franc": ("CHF", 1.0), "cent": ("USD", 0.01)}
UNITS |= {"second": ("days", 1 / 86400), "minute": ("days", 1 / 1440), "hour": ("days", 1 / 24), "day": ("days", 1.0)}
UNITS |= {"week": ("days", 7.0), "month": ("days", 365 / 12), "year": ("days", 365.0), "decade": ("days", 3650.0)}
UNITS |= dict.fromkeys(("st", "nd", "rd", "th"), ("th", 1.0))
for _power, _prefix in enumerate(("kilo", "mega", "giga", "tera", "peta", "exa"), start=1):
    for _name, _sign in (("watt", "w"), ("watt-hour", "wh"), ("byte", "b"), ("flop", "flop"), ("hertz", "hz")):
        UNITS |= dict.fromkeys((_prefix + _name, _prefix[0] + _sign), (_name, 1000.0**_power))
UNITS |= dict.fromkeys(("kilometer", "kilometre", "km"), ("meter", 1e3))
UNITS |= dict.fromkeys(("nanometer", "nanometre", "nm"), ("meter", 1e-9))
UNITS |= dict.fromkeys(("kilogram", "kg"), ("gram", 1e3))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


LONG_SCALES = [scale for scale in SCALES if len(scale) > 3]
SHORT_SCALES = [scale for scale in SCALES if len(scale) < 4]
_LONG_UNITS = [unit for unit in UNITS if len(unit) > 3 or unit == "day"]
SHORT_UNITS = [unit for unit in UNITS if len(unit) < 4 and unit not in ("%", "pc", "day")]
_SIGN = rf"(?:{_any(sign for sign in SIGNS if not sign.isalpha())}|\b(?:{_any(filter(str.isalpha, SIGNS))})\b)"
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{_any(_TENS)})(?:[\s-](?:{_any(_ONES[1:10])}))?\b"
    rf"|(?:{_any(_ONES)})\b|half\san?\b|half(?=[\s-](?:{_any(LONG_SCALES)}))"
    rf"|an?(?=\s(?:{_any(LONG_SCALES)})\b))"
)
_SCALE = rf"(?:(?:[\s-]?(?:{_any(LONG_SCALES)})s?\b){{1,2}}|\s?(?:bn|mn|tn|trn|mln|bln)\b|(?:{_any(SHORT_SCALES)})\b)"
_HEDGE = (
    r"about|around|roughly|approximately|approx\.?|nearly|almost|close to|just under|just over|some|an estimated|"
    r"estimated|more than|over|at least|upwards? of|a minimum of|no fewer than|up to|at most|less than|under|"
    r"fewer than|no more than|as many as|as much as|a maximum of|(?P<between>between)|from|circa|~"
)
FIGURE = re.compile(
    rf"(?:(?P<hedge>\b(?:{_HEDGE})|~)\s?)?(?P<sign>{_SIGN})?\s?"
    rf"(?<![\w.])(?<!\w-)(?P<number>{_NUMBER})(?P<scale>{_SCALE})?\+?"
    rf"(?:(?:(?(between)\sand\s|(?:\s?[-–]\s?|\sto\s)))(?P<sign2>{_SIGN})?(?P<number2>{_NUMBER})(?P<scale2>{_SCALE})?)?"
    rf"(?P<unit>\s?%|[\s-]?(?:pc|{_any(_LONG_UNITS)})s?\b|[\s-]?(?:{_any(SHORT_UNITS)})s?\b)?(?!\w|[.,]\d)"
    r"(?P<late>\s(?:or (?:more|so|less)|at (?:least|most)))?",
    re.IGNORECASE,
)
AT_LEAST = frozenset("more than|over|at least|upwards of|upward of|a minimum of|no fewer than|or more".split("|"))
AT_MOST = frozenset(
    "up to|at most|less than|under|fewer than|no more than|as many as|as much as|a maximum of|or less".split("|")
)
NEITHER = frozenset(("", "between", "from"))
ENDS_A_NAME = re.compile(r"(?<=\w[ ,])[A-Z][\w.]*\s$|\b(?:Category|Section|Title|Article|Chapter|Phase|Level|No\.)\s$")
"""Before a number, part of a name: "a Category 3 storm", "the Llama 2 models"."""
