"""Whether the address that a page calls its own is its own, or its template's for every page alike."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from corpus.hosts import same_host
from corpus.tracking import is_tracking

_UNFILLED = re.compile(r"[{}<>\[\]$|]|%7b|%7d|%3c|%3e|%5b|%24", re.IGNORECASE)
"""What a template leaves behind that was never filled in: "/{{ page.url }}", "/<?= $path ?>"."""
_WORD = re.compile(r"\w+")
_VERSION = frozenset(
    "amp html htm shtml xhtml php php3 asp aspx jsp cfm index default print printable mobile m".split()
)
"""Words in an address that tell one view of a page from another, and no page from another."""
_VIEW = re.compile(
    r"(?:page|paged|print|printable|amp|mobile|view|output|outputtype|format|mode|display|layout)="
    r"(?:\d{0,2}|true|yes|all|full|single|html|mobile|amp\w{0,9}|print\w{0,9})",
    re.IGNORECASE,
)
"""Parameters that ask for a view of a page."""
_SHARE = 0.5
"""A page that is renamed keeps at least so much of the words of its address, and its numbers."""


def names_this_page(stated: str, fetched: str | None) -> bool:
    """Whether `stated` can be the address of the page fetched from `fetched`; None for a page out of a file.

    It is of the same host, and keeps what tells this page from the others there: the words at the end of its path and
    the values of its parameters. A section's address, the front page's, or a script's without the number of the story
    is what a template says on many pages: believed, each story would replace the one before.
    """
    parts = urlsplit(stated)
    if _UNFILLED.search(parts.path + parts.query):
        return False
    if fetched is None:
        return bool(parts.path.strip("/") or parts.query)
    if not same_host(stated, fetched):
        return False
    own, theirs = _steps(fetched), _steps(stated)
    if len(theirs) < len(own) and own[: len(theirs)] == theirs and not parts.query:
        return False  # a folder that this page is in
    telling = _words(own[-1]) if own else set()
    kept = _words(parts.path) | _words(parts.query) | _words(parts.fragment)
    numbers = {word for word in telling if any(character.isdecimal() for character in word)} | _values(fetched)
    return numbers <= kept and len(telling & kept) >= _SHARE * len(telling)


def _steps(url: str) -> list[str]:
    """The parts of a path that name something, without the file that shows a folder and the version of a page."""
    steps = [step for step in unquote(urlsplit(url).path).casefold().split("/") if step]
    while steps and not _words(steps[-1]):
        steps.pop()
    return steps


def _words(text: str) -> set[str]:
    return set(_WORD.findall(unquote(text).casefold())) - _VERSION


def _values(url: str) -> set[str]:
    """The words of the parameters, and of a script's route, that may tell this page from others."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    telling = [pair for pair in pairs if not (is_tracking(pair[0]) or _VIEW.fullmatch("=".join(pair)))]
    route = _words(parts.fragment) if parts.fragment[:1] in ("!", "/") else set()
    return route.union(*(_words(value or name) for name, value in telling))
