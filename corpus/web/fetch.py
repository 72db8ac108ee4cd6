"""Fetching one address of the web, politely and without reaching where a page must not lead us.

Only http and https, only public addresses (`corpus.web.addresses`), also after each redirect, within limits of time and
size, one request to a host at a time, and as its robots.txt allows. What the bytes mean is for others.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from corpus.errors import ArticleError
from corpus.web.limits import FetchLimits
from corpus.web.robots import MAX_ROBOTS_BYTES, NO_RULES, Robots, RobotsCache, parse_robots

if TYPE_CHECKING:
    import httpx

    from corpus.web.exchange import Reply

_SHOWN_ADDRESS = 200
_FOR_GOOD = (301, 308)
_LIMITS = FetchLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered: `url` is the final one, `status` 200, or 304 with an empty body.

    `moved` is the address that takes the place of the one asked for, where redirects say so for good (301, 308).
    """

    url: str
    moved: str | None = None
    status: int
    body: bytes = field(repr=False)
    content_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    fetched: datetime


class FetchError(ArticleError):
    """An address that could not be fetched: `temporary` says whether trying later may help.

    `wait` is for how many seconds the server asks to be left alone, 0 if it does not ask.
    """

    def __init__(self, item: str, why: str, *, temporary: bool, status: int | None = None, wait: float = 0.0) -> None:
        super().__init__(item, why)
        self.temporary = temporary
        self.status = status
        self.wait = wait


@dataclass(frozen=True, slots=True)
class _Step:
    """An address on the way to a document, and the status that it answered."""

    address: httpx.URL
    status: int


def _moved(path: list[_Step]) -> str | None:
    """Return where the first address has moved for good: as far as nothing but permanent redirects leads."""
    lasting = 0
    while path[lasting].status in _FOR_GOOD:
        lasting += 1
    return str(path[lasting].address) if lasting else None


class Fetcher:
    """Fetches addresses, from any number of threads; keeps connections, no cookies, and each host's robots.txt."""

    def __init__(
        self,
        *,
        limits: FetchLimits = _LIMITS,
        allow_hosts: Collection[str] = (),
        user_agent: str | None = None,
        obey_robots: bool = True,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`allow_hosts` ("host" or "host:port") may be reached though they are not public.

        Raises `GroundwireError` if one of them is not a host. `user_agent` begins with the name that robots.txt is
        asked for; by default that is Groundwire's.
        """
        from corpus.web.exchange import Exchange  # httpx takes 0.1 s to import

        self._limits = limits
        self._agent = user_agent or _user_agent()
        self._exchange = Exchange(limits, allow_hosts=allow_hosts, agent=self._agent, sleep=sleep, clock=clock)
        self._robots = RobotsCache(self._load_robots, clock) if obey_robots else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept."""
        self._exchange.close()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Fetch `url`, or learn that it is still what had this `etag` or `last_modified`. Raises `FetchError`."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {
            name: value for name, value in conditions.items() if value and value.isascii() and value.isprintable()
        }
        path, reply = self._follow(url, headers, max_bytes=self._limits.max_bytes, robots=self._robots)
        if reply.status == 304 and not headers:
            raise FetchError(url, "answered 304 Not Modified, though not asked whether", temporary=False, status=304)
        return Fetched(
            url=str(path[-1].address),
            moved=_moved(path),
            status=reply.status,
            body=reply.body,
            content_type=reply.content_type,
            charset=reply.charset,
            etag=reply.headers.get("etag") or (etag if reply.status == 304 else None),
            last_modified=reply.headers.get("last-modified") or (last_modified if reply.status == 304 else None),
            fetched=datetime.now(UTC),
        )

    def _follow(
        self, url: str, headers: dict[str, str], *, max_bytes: int, robots: RobotsCache | None, cut: bool = False
    ) -> tuple[list[_Step], Reply]:
        """Return the way to the final address and what that answers, checking every address on the way."""
        from corpus.web.exchange import ExchangeError, read_address

        path: list[_Step] = []
        target = url
        try:
            while True:
                address = read_address(target, base=path[-1].address if path else None)
                target = str(address)
                self._check_path(address, path)
                self._ask_robots(robots, address)
                reply = self._exchange.get(address, headers, max_bytes=max_bytes, cut=cut)
                path.append(_Step(address, reply.status))
                if reply.location is None:
                    return path, reply
                target = reply.location
        except ExchangeError as error:
            why = str(error)
            if path and target != str(path[0].address) and not why.startswith("redirects "):
                why = f"redirects to {_shown(target)}, which {why}"
            raise FetchError(url, why, temporary=error.temporary, status=error.status, wait=error.wait) from error

    def _check_path(self, address: httpx.URL, path: list[_Step]) -> None:
        from corpus.web.exchange import ExchangeError

        if address in (step.address for step in path):
            raise ExchangeError("redirects in a loop; it may want cookies, which are not kept")
        if len(path) > self._limits.max_redirects:
            raise ExchangeError(f"redirects more than {self._limits.max_redirects} times")

    def _ask_robots(self, robots: RobotsCache | None, address: httpx.URL) -> None:
        from corpus.web.exchange import ExchangeError

        if robots is None:
            return
        rules = robots.of(f"{address.scheme}://{address.netloc.decode('ascii')}")
        agent = self._agent.partition("/")[0]
        self._exchange.slow_down(address, min(rules.crawl_delay(agent), self._limits.max_wait))
        if rules.closed:
            raise ExchangeError(rules.closed, temporary=True, status=rules.status, wait=rules.wait)
        if not rules.allows(str(address), agent):
            raise ExchangeError(f"is not to be fetched by {agent}: its robots.txt says so")

    def _load_robots(self, origin: str) -> Robots:
        """Fetch the rules of a host as RFC 9309 says: none where the file is not had, all closed where the host fails.

        A host that may not be reached at all has "no rules": the request that follows says why.
        """
        try:
            _, reply = self._follow(f"{origin}/robots.txt", {}, max_bytes=MAX_ROBOTS_BYTES, robots=None, cut=True)
        except FetchError as error:
            if not error.temporary:
                return NO_RULES
            never_reached = error.status is None and not error.why.startswith("redirects ")
            why = error.why if never_reached else f"cannot be fetched now, because its robots.txt {error.why}"
            return Robots(closed=why, status=error.status, wait=error.wait)
        return parse_robots(reply.body)


def _shown(target: str) -> str:
    """Return the address that a redirect led to, fit for a message: short, and without a password."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in target)
    shown = re.sub(r"//[^/@]*@", "//…@", shown)
    return shown if len(shown) <= _SHOWN_ADDRESS else f"{shown[:_SHOWN_ADDRESS]}…"


def _user_agent() -> str:
    from importlib.metadata import version

    return f"Groundwire/{version('groundwire')} (news reader; obeys robots.txt)"
