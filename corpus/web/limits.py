"""The limits that fetching keeps to, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How long, how much and how often; times in seconds."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    """For one answer, from connecting to its last byte: what drips one byte at a time ends here."""
    max_bytes: int = 20 * 2**20
    """Of the body, packed or unpacked. News pages are 0.1 to 2 MB; PDF files and large feeds reach 10."""
    max_redirects: int = 5
    retries: int = 2
    backoff: float = 1.0
    """Before the first retry; each further one waits twice as long, and up to a quarter more or less by chance."""
    max_wait: float = 60.0
    """The longest Retry-After or Crawl-delay that is obeyed: beyond it we give up, or go on, respectively."""
    delay: float = 1.0
    """Between the end of a request to a host and the next one to it."""
