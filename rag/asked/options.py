"""Days and outlets as options are written, and the filters they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from corpus.errors import GroundwireError
from corpus.outlets import named_by
from rag.values.filters import Filters


def read_filters(
    since: date | str | None,
    until: date | str | None,
    as_of: date | str | None,
    sources: Sequence[str] | str | None,
    known: Mapping[str, str],
) -> Filters:
    """The filters that options ask for: days as `date`s or ISO strings, outlets as anybody writes them.

    `known` are the outlets that are here, key to name, as `Catalogue.outlets()` gives them.

    Raises `GroundwireError` for a string that is no day, and for a range that ends before it begins.
    """
    filters = Filters(
        since=read_day(since, "since"),
        until=read_day(until, "until"),
        as_of=read_day(as_of, "as_of"),
        outlets=tuple(sorted({key for source in as_list(sources) for key in named_by(source, known)})),
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise GroundwireError(f"since ({filters.since}) is after until ({filters.until}): no day lies between them.")
    return filters


def as_list(sources: Sequence[str] | str | None) -> tuple[str, ...]:
    """The outlets asked for; a single one may come as a plain string."""
    return (sources,) if isinstance(sources, str) else tuple(sources or ())


def day_of_asking(asked: date | str | None, filters: Filters) -> date:
    """The day that "this week" counts from."""
    return read_day(asked, "asked") or filters.as_of or datetime.now(UTC).date()


def read_day(value: date | str | None, name: str) -> date | None:
    """A day from a `date` or an ISO string. Raises `GroundwireError` for a string that is none."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise GroundwireError(f"{name}: {value!r} is no day. Write it as 2023-01-31.") from None
