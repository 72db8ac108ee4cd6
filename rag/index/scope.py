"""What there is under some filters: whether any article, how many, the newest, whose they are.

Asked with every question, so each but `extent` is a seek in an index over what articles are filtered by: it takes as
long in a large home as in a small one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from corpus.catalogue import Catalogue
from rag.index.where import where
from rag.values.filters import Filters

MOST_COUNTED = 1_000
"""Articles that are counted one by one under dates; a reader learns no more from a larger number."""


def any_article(catalogue: Catalogue, filters: Filters) -> bool:
    """Whether an article passes `filters`."""
    if filters == Filters():
        return catalogue.count() > 0
    if newest(catalogue, filters):
        return True
    if filters.since or filters.until:
        return False
    condition, values = where(filters)
    undated = f"SELECT 1 FROM versions v WHERE v.published_day IS NULL AND {condition} LIMIT 1"  # noqa: S608 - ours
    return bool(catalogue.rows(undated, tuple(values)))


def article_count(catalogue: Catalogue, filters: Filters) -> int | None:
    """How many articles pass `filters`; None where more than `MOST_COUNTED` do and no count of them is kept."""
    if filters == Filters():
        return catalogue.count()
    condition, values = where(filters)
    counted = f"SELECT count(*) FROM (SELECT 1 FROM versions v WHERE {condition} LIMIT ?)"  # noqa: S608 - ours
    (row,) = catalogue.rows(counted, (*values, MOST_COUNTED + 1))
    return int(row[0]) if row[0] <= MOST_COUNTED else None


def extent(catalogue: Catalogue, filters: Filters) -> tuple[int, int | None, int | None, int | None]:
    """How many versions pass `filters`, the first and the last of their days as ordinals, and the row stored last."""
    condition, values = where(filters)
    count, first, last, latest = catalogue.rows(
        "SELECT count(*), min(v.published_day), max(v.published_day), max(v.rowid) FROM versions v "  # noqa: S608
        f"JOIN articles a ON a.id = v.article_id WHERE {condition}",
        tuple(values),
    )[0]
    return count, first, last, latest


def newest(catalogue: Catalogue, filters: Filters) -> date | None:
    """The day of the newest article that passes `filters`; None where none has a date."""
    last = min((day for day in (filters.until, filters.as_of) if day), default=None)
    each = [replace(filters, until=last, outlets=(one,)) for one in filters.outlets] or [replace(filters, until=last)]
    days = []
    for one in each:  # of each outlet by itself: its newest is the first entry of its own in the index
        condition, values = where(one)
        found = catalogue.rows(
            f"SELECT v.published_day FROM versions v WHERE v.published_day IS NOT NULL AND {condition} "  # noqa: S608
            "ORDER BY v.published_day DESC LIMIT 1",
            tuple(values),
        )
        days += [row["published_day"] for row in found]
    return date.fromordinal(max(days)) if days else None


def outlets_of(catalogue: Catalogue, clusters: Collection[str], filters: Filters) -> set[str]:
    """Keys (`corpus.outlets`) of the outlets whose articles tell one of these stories and pass `filters`."""
    condition, values = where(filters)
    rows = catalogue.rows(
        "SELECT DISTINCT v.outlet FROM articles a JOIN versions v ON v.article_id = a.id "  # noqa: S608 - only marks
        f"WHERE a.cluster IN ({', '.join('?' * len(clusters))}) AND {condition}",
        (*clusters, *values),
    )
    return {row["outlet"] for row in rows}
