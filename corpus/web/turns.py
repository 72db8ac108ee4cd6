"""Politeness: whose turn it is to ask a host, and when the next may."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class NotYetError(Exception):
    """A host has asked to be left alone for longer than anybody here waits: for `seconds` more."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not for {seconds:,.0f} seconds")
        self.seconds = seconds


class Turns:
    """The queues before all hosts; thread-safe."""

    def __init__(self, delay: float, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._delay = delay
        self._sleep = sleep
        self._clock = clock
        self._turns: dict[tuple[str, int], Turn] = {}
        self._lock = threading.Lock()

    def of(self, host: str, port: int) -> Turn:
        """Return the queue before one host."""
        with self._lock:
            return self._turns.setdefault((host, port), Turn(self._delay, self._sleep, self._clock))


class Turn:
    """The queue before one host: one request at a time, `spacing` seconds from the end of one to the next."""

    def __init__(self, spacing: float, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self.spacing = spacing
        self._sleep = sleep
        self._clock = clock
        self._next = float("-inf")
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, longest: float) -> Iterator[None]:
        """Wait for a turn and for the time, and hold it while the host is asked.

        Raises `NotYetError` if the host was put off for more than `longest` seconds beyond its spacing.
        """
        with self._lock:
            wait = self._next - self._clock()
            if wait > longest + self.spacing:
                raise NotYetError(wait)
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._next = self._clock() + self.spacing

    def put_off(self, seconds: float) -> None:
        """Let nobody ask for `seconds` from now."""
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)
