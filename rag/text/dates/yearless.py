"""Months, quarters and seasons that are named without their year: the latest one, where the words around make it time.

"in May" is a month and "they may" is none; "last summer" is a season and "they fall" is none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from rag.text.dates.forms import (
    MONTH,
    MONTH_NAME,
    PART,
    PART_OF_YEAR,
    QUARTER,
    QUARTER_SLACK,
    SEASON,
    SEASON_NAME,
    SEASONS,
    got,
    number_of_month,
    ordinal,
    reader,
    told,
)
from rag.text.dates.periods import Period, Unit, month_span, settled, shift

_SEASON_LEAD = re.compile(
    r"\b(?:(?P<which>last|this|past)|(?:in|over|during|since|before|after|until|by|of)(?P<the>\sthe)?)\s$",
    re.IGNORECASE,
)
_MONTH_LEAD = re.compile(
    rf"(?:\b(?P<lead>in|on|during|since|until|till|by|before|after|from|through|throughout|between|to|of|for|as\sof|last|"
    rf"this|the|its|their|our)\s|(?P<own>['’]s?)\s|\b{MONTH}(?:\s\d{{1,2}})?\s(?:and|or)\s)$",
    re.IGNORECASE | re.ASCII,
)
_SURE_LEADS = ("in", "since", "during", "last", "until", "till", "between")


def _latest_quarter(match: re.Match[str], asked: date) -> Period:
    """The latest quarter, or half, of that number that has begun."""
    unit: Unit = "quarter" if got(match, "quarter") else "half"
    months = 3 if unit == "quarter" else 6
    number = ordinal(got(match, "quarter") or got(match, "half")) * months - months + 1
    days = month_span(asked.year - (number > asked.month), number, months, got(match, "part"))
    fiscal = bool(got(match, "own") or got(match, "mid"))
    return replace(told(match, *days, QUARTER_SLACK, unit), dated=False, fiscal=fiscal)


def _latest_season(match: re.Match[str], asked: date) -> Period | None:
    """The latest summer that has begun; "last summer" is the latest that is over."""
    lead = _SEASON_LEAD.search(match.string, max(0, match.start() - 12), match.start())
    season, part = got(match, "season"), got(match, "part")
    other_word = season in ("fall", "spring") and (
        not lead or not (lead["which"] or lead["the"]) or match.string[match.end() :][:4] == " of "
    )
    if not lead or other_word:
        return None
    number = SEASONS[season]
    year = asked.year - (number > asked.month)
    if got(lead, "which") == "last" and asked <= month_span(year, number, 3)[1]:
        year -= 1
    period = replace(told(match, *month_span(year, number, 3, part), unit="season"), dated=False)
    return replace(period, start=lead.start(), dated=True) if lead["which"] else period


def _month_alone(match: re.Match[str], asked: date) -> Period | None:
    """A month without a year, where the words around it make it one: "in May", "the March update", not "they may"."""
    lead = _MONTH_LEAD.search(match.string, max(0, match.start() - 20), match.start())
    if not lead or not _is_month(match, lead):
        return None
    month = (number_of_month(match["month"]), 0)
    period = Period(*match.span(), unit="month", part=got(match, "part"), month_day=month)
    period = settled(period, asked)
    if got(lead, "lead") in ("last", "this"):
        period = replace(period, start=lead.start("lead"), dated=True)
        if got(lead, "lead") == "last" and period.last >= asked:
            period = settled(period, shift(period.first, -1))
    return period


def _is_month(match: re.Match[str], lead: re.Match[str]) -> bool:
    """Whether what a month's name follows, and what follows it, leave it a month."""
    word, after = got(lead, "lead"), match.string[match.end() :]
    if word in _SURE_LEADS:
        return True
    if not match["month"][0].isupper():
        return False
    if lead["own"] or word in ("this", "the", "its", "their", "our"):
        verb = re.match(r"\s(?:be|have|not|on|for|of|to|and|or|from|against|is|was|has)\b", after)
        return not verb and (word == "this" or bool(re.match(r"\s[a-z]", after)))
    return not re.match(r"\s[A-Z]", after)  # "by April Smith"


YEARLESS = (
    reader(PART_OF_YEAR, rf"{PART}\b{QUARTER}(?!\s(?:of\s)?the\s(?:game|match)\b)", _latest_quarter),
    reader(
        PART_OF_YEAR,
        rf"{PART}\b(?P<half>h[12]|(?:first|second)(?:-half|\shalf(?=\sof\sthe\syear)))(?!\w)",
        _latest_quarter,
    ),
    reader(SEASON_NAME, rf"{PART}\b{SEASON}", _latest_season),
    reader(MONTH_NAME, rf"{PART}\b(?P<month>{MONTH})(?!\s(?:of\s)?next\syear)", _month_alone),
)
