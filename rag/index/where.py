"""Filters as SQL conditions over the catalogue's table of versions."""

from __future__ import annotations

from typing import Any

from rag.values.filters import Filters


def stored_order(filters: Filters) -> str:
    """From which end of what was stored, ASC or DESC, an article that passes is soon met: old news came first."""
    return "ASC" if filters.until or filters.as_of else "DESC"


def where(filters: Filters) -> tuple[str, list[Any]]:
    """A condition over `versions v`, and its parameters. A version is current until it is known when it ended."""
    terms: list[str] = []
    values: list[Any] = []
    if filters.as_of:
        terms.append("v.known_from <= ? AND (v.known_to IS NULL OR v.known_to > ?)")
        values += [filters.as_of.toordinal()] * 2
    else:
        terms.append("v.known_to IS NULL")
    if filters.since:
        terms.append("v.published_day >= ?")
        values.append(filters.since.toordinal())
    if filters.until:
        terms.append("v.published_day <= ?")
        values.append(filters.until.toordinal())
    if filters.outlets:
        terms.append(f"v.outlet IN ({', '.join('?' * len(filters.outlets))})")
        values += filters.outlets
    return " AND ".join(terms), values
