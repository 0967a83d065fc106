"""One command's time with the registry: settings read, the database opened, interruption handled."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from service.cli.outcome import say
from service.settings import Settings, load_settings
from service.usecases.open_registry import Database, open_registry

Result = TypeVar("Result")

DataDir = Annotated[
    Path | None,
    typer.Option(help="Directory of the embedded database and its key (POIMENNO_DATA_DIR).", show_default="./var"),
]

_INTERRUPTED = 128


def settings_of(data_dir: Path | None = None, **overrides: Any) -> Settings:
    """The settings of the environment under a command's options. Raises SettingsError."""
    return load_settings(data_dir=data_dir, **overrides)


def with_registry(work: Callable[[Database], Awaitable[Result]], settings: Settings) -> Result:
    """What `work` answers on the settings' registry; an empty database gets its tables first.

    Ctrl-C and SIGTERM end the work in an orderly way: what was committed stays, the embedded server is left.
    """

    async def session() -> Result:
        async with open_registry(settings) as db:
            return await work(db)

    return run(session)


def run(work: Callable[[], Awaitable[Result]]) -> Result:
    """Run asynchronous work until it ends or a signal ends it, which exits with 128 + the signal's number."""
    received: list[int] = []

    async def interruptible() -> Result:
        task = asyncio.ensure_future(work())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, _interrupt, task, received, number)
        return await task

    try:
        return asyncio.run(interruptible())
    except asyncio.CancelledError:
        say("interrupted; what was done so far stays")
        raise typer.Exit(_INTERRUPTED + received[0]) from None


def _interrupt(task: "asyncio.Future[Any]", received: list[int], number: int) -> None:
    received.append(number)
    task.cancel()
