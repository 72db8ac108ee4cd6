"""Redirects that lead from an article to no article: to the front page of its site, or to a page to sign in on."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from corpus.article import canonical_url

_FRONT_NAMES = re.compile(r"/(?:(?:index|home|default)(?:\.\w{2,5})?/?|[a-z]{2}(?:[-_][a-z]{2})?/?)?", re.IGNORECASE)


def leads_nowhere(asked: str, final: str) -> str:
    """Return why the page at `final`, where a redirect from `asked` ended, is not the one asked for; "" if it may be.

    A front page of another host may be: links are shortened, and a report may be all there is on a site.
    """
    there, here = urlsplit(final), urlsplit(asked)
    if canonical_url(asked) == canonical_url(final):
        return ""
    if there.path in ("", "/") and not there.query and _host(final) == _host(asked) and not _is_front(asked):
        return f"redirects to {final}, the front page of its site"
    if len(here.path) > 1 and any(_is_way_back(value, asked) for _, value in parse_qsl(there.query)):
        return f"redirects to {final}, which lets readers through on conditions: it may want them to sign in"
    return ""


def _is_way_back(value: str, asked: str) -> bool:
    """Whether a parameter holds the address asked for, to which a reader comes back: "/signin?next=/a"."""
    parts = urlsplit(asked)
    path = value.partition("?")[0]
    return path == parts.path or (path.startswith("http") and path.endswith(parts.netloc + parts.path))


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.query and bool(_FRONT_NAMES.fullmatch(parts.path or "/"))


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
