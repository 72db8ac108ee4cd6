"""Values that a thread of their own makes, each there for whoever takes them as soon as it is made.

So the first sentence of an answer is shown while the next is looked for, however slowly it is taken; what is made reads
one state of the catalogue and lets go of it in its own time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import copy_context
from queue import SimpleQueue
from threading import Event, Thread
from typing import Generic, Self, TypeVar

Value = TypeVar("Value")
Stopped = Callable[[], bool]
"""Whether nobody takes any more, so that what is made should end."""


class Grown(Iterator[Value], Generic[Value]):
    """The values of `make`, in order, made in a thread that begins with the first `next`.

    What `make` raises is raised behind the last of them. To `close` it, from any thread, or to forget it, ends it: that
    waits for nothing and tells `make` to stop.
    """

    def __init__(self, make: Callable[[Stopped], Iterator[Value]]) -> None:
        self._stop = Event()
        self._made: SimpleQueue[tuple[Value] | BaseException | None] = SimpleQueue()
        work = (_work, make, self._stop, self._made)
        self._thread = Thread(target=copy_context().run, args=work, name="groundwire-answer", daemon=True)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Value:
        if self._stop.is_set():
            raise StopIteration
        if self._thread.ident is None:
            self._thread.start()
        made = self._made.get()
        if isinstance(made, tuple):
            return made[0]
        self._stop.set()
        if made is None:
            raise StopIteration
        raise made

    def __del__(self) -> None:
        self._stop.set()

    def close(self) -> None:
        """Take no more."""
        self._stop.set()
        self._made.put(None)  # for whoever waits


def _work(
    make: Callable[[Stopped], Iterator[Value]], stop: Event, made: SimpleQueue[tuple[Value] | BaseException | None]
) -> None:
    end: BaseException | None = None
    try:
        for value in make(stop.is_set):
            made.put((value,))
            if stop.is_set():
                break
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the values are taken
        end = error
    made.put(end)
