"""What a host's robots.txt allows (RFC 9309): read by Protego, remembered for a while. Fetching it is for others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

MAX_ROBOTS_BYTES = 512 * 2**10
"""What lies beyond is not read: RFC 9309 asks for 500 KiB at least."""
KEEP_SECONDS = 24 * 3600.0
"""How long rules are held to be true, as RFC 9309 advises."""
KEEP_CLOSED_SECONDS = 300.0
"""How long a host stays closed because its robots.txt could not be had: long enough for one refresh of its feeds."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host. `closed`, if any, is why nothing may be fetched for now, `status` what it answered.

    `wait` is for how many seconds the host then asks to be left alone.
    """

    rules: Protego | None = None
    closed: str = ""
    status: int | None = None
    wait: float = 0.0

    def allows(self, url: str, agent: str) -> bool:
        """Whether `agent` (a product token such as "Groundwire") may fetch `url`."""
        return not self.closed and (self.rules is None or bool(self.rules.can_fetch(url, agent)))

    def crawl_delay(self, agent: str) -> float:
        """Return the seconds that the host asks for between two requests, 0 if it asks for none."""
        seconds = self.rules.crawl_delay(agent) if self.rules else None
        return seconds if seconds and 0 < seconds < float("inf") else 0.0


NO_RULES = Robots()
"""Everything is allowed: there is no robots.txt."""


def parse_robots(body: bytes) -> Robots:
    """Read a robots.txt. What is not a rule, such as the HTML of an error page, is passed over."""
    from protego import Protego

    lines = body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace").replace("\x00", "")
    return Robots(Protego.parse(lines))


class RobotsCache:
    """The rules of each host, loaded once by whoever asks first while others wait; thread-safe."""

    def __init__(self, load: Callable[[str], Robots], clock: Callable[[], float]) -> None:
        self._load = load
        self._clock = clock
        self._known: dict[str, tuple[Robots, float]] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def of(self, origin: str) -> Robots:
        """Return the rules of `origin`, such as "https://example.com:8443"."""
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            robots, until = self._known.get(origin, (NO_RULES, float("-inf")))
            if self._clock() >= until:
                robots = self._load(origin)
                kept = max(KEEP_CLOSED_SECONDS, robots.wait) if robots.closed else KEEP_SECONDS
                self._known[origin] = (robots, self._clock() + kept)
            return robots
