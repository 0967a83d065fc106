"""Running the service in this process, or in several workers, until it is told to stop."""

import asyncio
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.supervisors import Multiprocess

from service.cli.outcome import Exit, leave, say
from service.errors import PoimennoError
from service.settings import PREFIX, Settings
from service.usecases.open_registry import open_as_is
from service.usecases.place_stored import count_waiting, place_stored

if TYPE_CHECKING:
    from fastapi import FastAPI

Announce = Callable[[str], None]

_STOPS = (signal.SIGTERM, signal.SIGINT)
_GRACE = 10
"""Seconds that requests in progress are given when the service stops; a reader may wait for changes longer."""
_STARTING = 60.0
"""Seconds until a worker must serve."""


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The address of the settings, taken before anything else is begun; exits with 2 when somebody else has it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        leave(Exit.WRONG_CALL, f"{settings.host} port {settings.port} can't be used: {why}")
    with listener:
        yield listener


def serve_until_stopped(settings: Settings, listener: socket.socket, announce: Announce) -> None:
    """Serve until SIGTERM or SIGINT; `announce` is given the address when requests are answered.

    The caller holds the database (`hold_database`). Reports that an interrupted import left are placed meanwhile.
    """
    url = _url(listener)
    config = uvicorn.Config(
        "service.cli.worker:worker" if settings.workers > 1 else lambda: _application(settings),
        factory=True, workers=settings.workers, http="service.http.protocol:Protocol", ws="none",
        log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    with _placing_meanwhile(settings), _signals_survived():
        if settings.workers > 1:
            _hand_to_workers(settings)
            with _shared_metrics():
                _Workers(config, listener, lambda: announce(url)).run()
        else:
            _Server(config, lambda: announce(url)).run([listener])
    say("stopped")


class _Server(uvicorn.Server):
    """Tells when it has started."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()


class _Workers(Multiprocess):
    """Tells when all workers have started."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, started: Callable[[], None]) -> None:
        super().__init__(config, [listener])
        self._tell = started

    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(_STARTING, self.should_exit) for process in self.processes):
            self._tell()


def _application(settings: Settings) -> "FastAPI":
    from service.app import create_app  # a second's work that no other command needs

    return create_app(settings)


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _hand_to_workers(settings: Settings) -> None:
    """A worker reads its settings as any process does, so what options said goes into its environment."""
    for name, value in settings.model_dump(mode="json", exclude_unset=True).items():
        if value is not None:
            os.environ[PREFIX + name.upper()] = str(value)


@contextmanager
def _shared_metrics() -> Iterator[None]:
    """A directory in which the workers count together, so that whichever is asked for metrics tells those of all.

    prometheus_client looks for its name when it is imported, which here only workers do. One that the operator names
    is taken as it is.
    """
    with tempfile.TemporaryDirectory(prefix="poimenno-metrics-", ignore_cleanup_errors=True) as directory:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", directory)
        yield


@contextmanager
def _signals_survived() -> Iterator[None]:
    """uvicorn ends orderly on a signal and then raises it again, which would kill us before we leave the database."""

    def survive(_number: int, _frame: FrameType | None) -> None:
        """Nothing: the server has heard it."""

    before = {number: signal.signal(number, survive) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _placing_meanwhile(settings: Settings) -> Iterator[None]:
    """Place stored reports in a thread with its own connections; it ends after its batch when the service stops."""
    stop = threading.Event()
    thread = threading.Thread(target=_place, args=(settings, stop), name="placing")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _place(settings: Settings, stop: threading.Event) -> None:
    async def work() -> None:
        async with open_as_is(settings) as db:
            count = await count_waiting(db)
            if count:
                say(f"{count:,} reports of an interrupted import are being matched")
                placed = await place_stored(db, stopped=stop.is_set)
                say(f"{placed:,} of them are matched and published")

    try:
        asyncio.run(work())
    except PoimennoError as error:
        say(f"matching stopped: {error.detail}")
