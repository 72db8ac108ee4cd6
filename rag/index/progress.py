"""What takes a while tells how far it is: the function it calls, and a bar on standard error to pass as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0 where that is not known)."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a line on standard error for each thing being done."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def finish() -> None:
            for task in tasks.values():
                done = bars.tasks[task].completed or 1
                bars.update(task, total=done, completed=done)

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                finish()
                tasks[what] = bars.add_task(what.capitalize(), total=None, amount="")
            amount = f"{done:,} of {total:,}" if total else f"{done:,}"
            bars.update(tasks[what], completed=done, total=total or None, amount=amount)

        yield tell
        finish()
