"""Progress on standard error: a bar on a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from service.cli.outcome import say
from service.usecases.progress import Progress as Watch

_EVERY = 5.0
"""Seconds between plain lines."""


@contextmanager
def watching() -> Iterator[Watch]:
    """What long work calls to tell how far it is; the bar is cleared at the end."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bars(bar)


class _Bars:
    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total)
        self._bar.update(self._tasks[stage], completed=done, total=total)


class _Lines:
    def __init__(self) -> None:
        self._next = time.monotonic() + _EVERY

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY
        say(f"{stage}: {done:,}" + (f" of {total:,}" if total else ""))
