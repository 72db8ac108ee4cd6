"""Which articles may be used for an answer, as a value; the words of options for it are read in `rag.asked.options`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles may be used. `since` and `until` are included; undated articles fall outside any date range.

    `outlets` are keys of `corpus.outlets`; empty means all. `as_of` hides what was published or changed later, and
    shows articles in the version of that day.
    """

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    outlets: tuple[str, ...] = ()
