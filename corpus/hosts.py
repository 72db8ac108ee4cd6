"""Whose an address is: its host, the domain that somebody registered, and whether two addresses are of one host."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_SERVER = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.(?=.*\.)")
"""Names of servers that show the same site."""
_PORTS = {"http": 80, "https": 443}


def host_of(url: str | None) -> str:
    """The host of an http(s) address without "www." and the like; "" where there is none."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname if parts.scheme.lower() in _PORTS else None
    except ValueError:
        return ""
    return _SERVER.sub("", (host or "").rstrip("."))


def same_host(url: str, other: str) -> bool:
    """Whether two addresses are of one host and port: only then does what one says speak for the other."""
    host = host_of(url)
    return bool(host) and host == host_of(other) and _port(url) == _port(other)


@lru_cache(maxsize=4096)
def domain_of(url: str | None) -> str:
    """The domain that was registered for an address ("bbc.co.uk", "someone.github.io"), by the public suffix list.

    For an address in digits, or a name without dots, the host; "" for what is no address of the web.
    """
    host = host_of(url)
    if not host or "." not in host or re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    from tld import get_fld  # reads its list of suffixes from a file in its package

    known = get_fld(f"https://{host}", fail_silently=True, search_private=True)
    return known or ".".join(host.split(".")[-2:])  # the list's own rule for what it does not name


def _port(url: str) -> int | None:
    try:
        parts = urlsplit(url)
        return None if parts.port in (None, *_PORTS.values()) else parts.port  # http and https are one site
    except ValueError:
        return None
