"""A progress bar on standard error for what takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from rag.embedding import Progress as Tell


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """A function to call with what is being done, how much is done and how much there is (0: not known)."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what.capitalize(), total=None, amount="")
            amount = f"{done:,} of {total:,} passages" if total else f"{done:,} articles"
            bar.update(tasks[what], completed=done, total=total or None, amount=amount)

        yield tell
        for task in tasks.values():
            bar.update(task, total=bar.tasks[task].completed or 1, completed=bar.tasks[task].completed or 1)
