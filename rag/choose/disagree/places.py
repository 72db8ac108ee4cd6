"""Which kind of place a name is, so that a city is not held against its country."""

from __future__ import annotations

from functools import cache, lru_cache

from rag.text.words import query_terms

_STATES = (
    "Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Hawaii,Idaho,Illinois,Indiana,"
    "Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,"
    "Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,"
    "Pennsylvania,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,West Virginia,"
    "Wisconsin,Wyoming"
)
"""States of the USA, less those with a name that a country or a city has too."""


@lru_cache(maxsize=1024)
def kind_of_place(name: str) -> str:
    """What a place is known as: country, city or state; "" for any other, for a town cannot be told from its region."""
    return _places().get(frozenset(query_terms(name)), "")


@cache
def _places() -> dict[frozenset[str], str]:
    from zoneinfo import available_timezones

    from babel import Locale

    cities = {frozenset(query_terms(zone.rsplit("/", 1)[1])): "city" for zone in available_timezones() if "/" in zone}
    countries = {
        frozenset(query_terms(name)): "country" for code, name in Locale("en").territories.items() if len(code) == 2
    }
    states = {frozenset(query_terms(name)): "state" for name in _STATES.split(",")}
    return cities | countries | states
