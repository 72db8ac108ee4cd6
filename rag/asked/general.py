"""Whether a question asks what is new, of nothing in particular or of a name: "What happened in AI this month?"."""

from __future__ import annotations

import re
from collections.abc import Collection

_GENERAL = frozenset(
    "ai artificial intelligence tech technology technologies industry sector field world new newest latest recent "
    "recently summarise summarize summary summaries overview digest update updates story stories headline headlines "
    "important main big biggest top key major development developments event events thing things today list recap "
    "anything something everything miss missed catch brief going anyone".split()
)
"""Words that say of no event which one it is."""
_NEW = re.compile(
    r"\b(?:news|new|newest|latest|happen(?:ed|ing|s)?|going on|stor(?:y|ies)|headlines?|summari[sz]e|summary|recap|"
    r"digest|overview|developments?|events?|updates?|miss(?:ed)?|catch (?:me |us )?up|brief (?:me|us))\b",
    re.IGNORECASE,
)
_NEWS = re.compile(r"\b(?:news|new|newest|headlines?)\b", re.IGNORECASE)
_ANNOUNCED = re.compile(r"announce(?:d|s|ments?)?|announcing|unveil(?:ed|s|ing)?")


def is_general(text: str, terms: Collection[str], names: Collection[str], *, timed: bool) -> bool:
    """Whether nothing in `text`, whose content words are `terms`, says what it asks about but that it is new.

    It may name whom it is about, by `names`; then what they announced is as open. `timed` says that it means the news
    of some time; "What happened?" alone asks about what was said before.
    """
    named = {word for name in names for word in name.split()}
    rest = [word for word in terms if word not in named]
    if names and any(_ANNOUNCED.fullmatch(word) for word in rest):
        return all(word in _GENERAL or _ANNOUNCED.fullmatch(word) for word in rest)
    anew = timed or bool(names) or _NEWS.search(text)
    return _GENERAL.issuperset(rest) and bool(_NEW.search(text) and anew)
