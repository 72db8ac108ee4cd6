"""Where words stand: in how many passages, and whether in any that may be used.

Common words stand in a share of all passages, so nothing here reads all of them: it would take the longer the more
articles a home holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rag.index.passages import FILTERED, MOST_READ, PassageStore, quoted
from rag.index.where import stored_order, where
from rag.text.words import name_parts
from rag.values.filters import Filters

RARE = 0.1
"""Share of the newest passages below which a word is counted in all of them."""


def frequencies(store: PassageStore, terms: Sequence[str]) -> dict[str, int]:
    """In how many passages each term stands, of all versions and outlets.

    Of more than `MOST_READ` passages, a common word's is an estimate from the newest of them.
    """
    after = store.catalogue.rows("SELECT id FROM passages ORDER BY id DESC LIMIT 1 OFFSET ?", (MOST_READ,))
    return {term: _frequency(store, quoted(term), after[0]["id"] if after else 0) for term in dict.fromkeys(terms)}


def telling(store: PassageStore, terms: Sequence[str]) -> list[str]:
    """`terms`; of more passages than `MOST_READ`, the rarest of them, that stand in no more altogether."""
    distinct = list(dict.fromkeys(terms))
    if store.counts()[0] <= MOST_READ:
        return distinct
    found = frequencies(store, distinct)
    rarest = sorted(distinct, key=lambda term: found[term])
    upto = list(accumulate(found[term] for term in rarest))
    return rarest[: max(1, bisect_right(upto, MOST_READ))]


def holding(store: PassageStore, terms: Sequence[str], filters: Filters) -> list[bool]:
    """For each term, whether all its words stand, each somewhere, in passages that pass `filters` (stemmed).

    One with a number must stand as it is: an article on Llama 3 that counts 5 things does not mention "llama 5".
    """
    return [all(_stands(store, quoted(part), filters) for part in name_parts(term)) for term in terms]


def _frequency(store: PassageStore, query: str, after: int) -> int:
    newest = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ? AND rowid > ?"
    found = int(store.catalogue.rows(newest, (query, after))[0][0])
    if not after:
        return found
    if found < MOST_READ * RARE:
        counted = "SELECT count(*) FROM (SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT ?)"
        every = int(store.catalogue.rows(counted, (query, MOST_READ))[0][0])
        if every < MOST_READ:
            return every
    return max(MOST_READ, round(found / MOST_READ * store.counts()[0]))


def _stands(store: PassageStore, query: str, filters: Filters) -> bool:
    condition, values = where(filters)
    rows = store.catalogue.rows(
        f"SELECT 1 FROM passages_fts f JOIN passages p ON p.id = f.rowid {FILTERED} "  # noqa: S608 - ours
        f"WHERE passages_fts MATCH ? AND {condition} ORDER BY f.rowid {stored_order(filters)} LIMIT 1",
        (query, *values),
    )
    return bool(rows)
