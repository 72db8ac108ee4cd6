"""Days, months, quarters, halves, seasons and years that are named with their year: "3 March 2023", "Q1 2024", "2022".

Also a day of a month without its year ("4 March"), as the latest one that has come.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date

from rag.text.dates.forms import (
    DIGIT,
    END,
    FISCAL,
    FISCAL_YEAR,
    FOUR_DIGITS,
    HALF,
    MONTH,
    MONTH_NAME,
    NO_COUNT,
    OF_YEAR,
    PART,
    PART_OF_YEAR,
    QUARTER,
    QUARTER_SLACK,
    SEASON,
    SEASON_NAME,
    SEASONS,
    START,
    WEEKDAY,
    got,
    number_of_month,
    number_of_year,
    ordinal,
    reader,
    told,
)
from rag.text.dates.periods import DAY_SLACK, Period, Unit, month_span, settled, shift

_CLOCK = r"T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+\-]\d\d:\d\d)?"
_DASH_TO = r"(?:\s?[\-–—]\s?|\s(?:to|and|or|until|through)\s)"
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:{_DASH_TO}(?P<to>\d{{1,2}})(?:st|nd|rd|th)?(?!\w))?"
_LEAD = rf"(?P<week>\bweek\s(?:of|beginning|starting)\s(?:on\s)?(?:the\s)?)?(?:\b{WEEKDAY},?\s(?:the\s)?)?"
_ISO_DAY = rf"{START}{FOUR_DIGITS}([\-/.])(?P<one>\d{{1,2}})\2(?P<two>\d{{1,2}})(?:{_CLOCK}|{END}(?!-))"
_MONTH_DAY = rf"\b{_LEAD}(?P<month>{MONTH})\s(?:the\s)?{_DAY}(?![\w%])(?![.,:]\d){NO_COUNT}(?:{OF_YEAR})?"
_YEAR_LEAD = re.compile(
    r"\b(?:(?:in|during|of|for|since|throughout|through|from|by|before|until|till|after|between|around|than|prior to|"
    r"as at|(?:19|20)\d\d (?:to|and|or|versus|vs\.?|through|until))\s|(?:pre|post)-)$",
    re.IGNORECASE,
)
_YEAR_NAME = re.compile(
    r"(?:\b[A-Z][A-Za-z/]{0,30}\s|\b(?:the|a|this|its|their|our|these|those|which|what|year|full-year)\s|"
    r"['’]s?\s|[,(]\s?|^)$"
)
_OLD_GOODS = re.compile(r"\b(?:version|windows|office|server|times of|model|route|area)\s$", re.IGNORECASE)


def _no_such_day(match: re.Match[str]) -> Period:
    return Period(*match.span(), wrong=f"The calendar has no {match.group().strip()}: name a day that it has.")


def _day_of_month(match: re.Match[str], asked: date) -> Period | None:
    """A day, or several of one month, with or without its year; or the week that it is in."""
    month, day, to = number_of_month(match["month"]), int(match["day"]), int(match["to"] or match["day"])
    written = got(match, "year")
    year = number_of_year(written, asked) if written else 0
    if year is None or (not year and match["month"] in ("may", "march")):
        return None
    most = calendar.monthrange(min(year, date.max.year) if year else 2000, month)[1]
    if not 1 <= day <= to <= most:
        return _no_such_day(match) if year or 0 < day <= to <= 31 else None
    if year:
        period = told(match, date(year, month, day), date(year, month, to))
    else:
        last = settled(Period(*match.span(), unit="day", month_day=(month, to)), asked)
        first = settled(replace(last, month_day=(month, day)), last.last).first
        period = replace(last, first=first, since=first, month_day=(month, day) if day == to else None)
    if got(match, "week"):
        monday = shift(period.first, -period.first.weekday())
        return told(match, monday, shift(monday, 6), unit="week")
    return replace(period, several=day != to)


def _day_in_figures(match: re.Match[str], _asked: date) -> Period | None:
    """2023-03-14, or 14/3/2023 where no other order makes a day of it."""
    year, month, day = int(match["year"]), int(match["one"]), int(match["two"])
    if match.start("year") > match.start("one"):
        if month != day and max(month, day) <= 12:
            return None
        month, day = min(month, day), max(month, day)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if day > calendar.monthrange(year, month)[1]:
        return _no_such_day(match)
    return told(match, date(year, month, day), date(year, month, day))


def _months_of_year(match: re.Match[str], asked: date) -> Period | None:
    """A month, some months, a quarter, a half or a season of a year."""
    year = number_of_year(got(match, "year"), asked)
    if year is None:
        return None
    months, slack, part = 1, DAY_SLACK, got(match, "part")
    unit: Unit = "month"
    if got(match, "month"):
        number = number_of_month(match["month"])
        if got(match, "to"):
            months = (number_of_month(match["to"]) - number) % 12 + 1
            year -= number + months > 13  # November–February 2024 begins in 2023
            unit = "span"
    elif got(match, "season"):
        number, months, unit = SEASONS[got(match, "season")], 3, "season"
    else:
        months, unit = (3, "quarter") if got(match, "quarter") else (6, "half")
        slack = QUARTER_SLACK
        number = ordinal(got(match, "quarter") or got(match, "half")) * months - months + 1
    period = told(match, *month_span(year, number, months, part), slack, unit)
    fiscal = bool(got(match, "own") or got(match, "mid"))
    return replace(period, several=bool(got(match, "to")), fiscal=fiscal)


def _fiscal(match: re.Match[str], asked: date) -> Period | None:
    """A year that a company counts as its own, or a quarter or half of one."""
    year = number_of_year(got(match, "fy") or got(match, "year_fiscal"), asked) or asked.year
    part = got(match, "quarter") or got(match, "half")
    months, unit = (3, "quarter") if got(match, "quarter") else (6, "half") if part else (12, "year")
    number = ordinal(part) * months - months + 1 if part else 1
    return replace(told(match, *month_span(year, number, months), 0, unit), coarse=not part, fiscal=True)  # type: ignore[arg-type]


def _years(match: re.Match[str], asked: date) -> Period | None:
    first, to = int(match["year"]), match["to"]
    last = int(to) if len(to) == 4 else first // 100 * 100 + int(to)
    if not first < last or (len(to) == 2 and last != first + 1) or first > asked.year:
        return None
    period = told(match, date(first, 1, 1), date(last, 12, 31), 0, "year")
    return replace(period, coarse=True, several=True)


def _year(match: re.Match[str], asked: date) -> Period | None:
    """A year, where the words around it make it one: "in 2023", "the 2023 round", "CES 2023", not "version 2023"."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    year = number_of_year(got(match, "year"), asked) or asked.year
    sure = _YEAR_LEAD.search(before) or got(match, "part")
    named = _YEAR_NAME.search(before) or re.match(r"['’]s?(?!\w)", match.string[match.end() :])
    if _OLD_GOODS.search(before) or not (sure or (named and year <= asked.year)):
        return None
    slack = DAY_SLACK if got(match, "part") else 0
    return replace(told(match, *month_span(year, 1, 12, got(match, "part")), slack, "year"), coarse=True)


DATES = (
    reader(DIGIT, _ISO_DAY, _day_in_figures),
    reader(DIGIT, rf"{START}(?P<one>\d{{1,2}})([/.])(?P<two>\d{{1,2}})\2{FOUR_DIGITS}{END}", _day_in_figures),
    reader(MONTH_NAME, rf"{START}{_LEAD}{_DAY}\s(?:of\s)?(?P<month>{MONTH})(?:{OF_YEAR})?", _day_of_month),
    reader(MONTH_NAME, _MONTH_DAY, _day_of_month),
    reader(MONTH_NAME, rf"{PART}\b(?P<month>{MONTH})(?:\s?[\-–—]\s?(?P<to>{MONTH}))?{OF_YEAR}", _months_of_year),
    reader(DIGIT, rf"{START}{FOUR_DIGITS}-(?P<month>0[1-9]|1[0-2])(?![\w/\-])", _months_of_year),
    reader(
        FISCAL,
        rf"\b(?:(?:{QUARTER}|{HALF})[\s,]{{1,3}}(?:(?:of|in|for)\s)?(?:(?:its|their|the)\s)?)?{FISCAL_YEAR}",
        _fiscal,
    ),
    reader(FISCAL, rf"\b{FISCAL_YEAR}['’]?s?\s(?:{QUARTER}|{HALF})", _fiscal),
    reader(PART_OF_YEAR, rf"{PART}\b(?:{QUARTER}|{HALF}){OF_YEAR}", _months_of_year),
    reader(PART_OF_YEAR, rf"{START}{FOUR_DIGITS}(?:['’]s?)?\s(?:{QUARTER}|{HALF})", _months_of_year),
    reader(SEASON_NAME, rf"{PART}\b{SEASON}{OF_YEAR}", _months_of_year),
    reader(DIGIT, rf"{START}{FOUR_DIGITS}\s?[\-–—/]\s?(?P<to>(?:19|20)?\d\d){END}{NO_COUNT}", _years),
    reader(
        DIGIT,
        rf"(?:{START}|(?<=\bpre-)|(?<=\bpost-)){PART}(?P<year>(?:19|20)\d\d{END}|['’]\d\d{END}){NO_COUNT}",
        _year,
    ),
)
"""A day before its month, a month before its year: the longest first."""
