"""Options of `ask` and `search` that are handed on: a wrong one is refused when they are given."""

from __future__ import annotations

from collections.abc import Mapping


def check_options(what: str, options: Mapping[str, object], known: type) -> None:
    """Raise `TypeError` for an option that there is not: at once, and not with the first question."""
    wrong = sorted(set(options) - set(known.__annotations__))
    if wrong:
        raise TypeError(f"{what}() takes no option {wrong[0]!r}; there are: {', '.join(known.__annotations__)}")
