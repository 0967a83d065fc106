"""The server's life: the first that uses the data starts it, the last one out stops it."""

import asyncio
import fcntl
import os
import shlex
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final

from service.settings import make_data_dir
from service.storage.embedded.cluster import Cluster, address, settle
from service.storage.embedded.errors import EmbeddedError
from service.storage.embedded.lock import exclusively, open_lock, try_lock
from service.storage.embedded.postmaster import Postmaster, forget_dead, last_words, read_postmaster

_PAUSE: Final = 0.05
# A starter that meets a server which is just ending, or whose backends have not yet noticed that it was killed.
_PASSING: Final = ('lock file "postmaster.pid" already exists', "pre-existing shared memory block")
_NO_CHANGES: Final[Mapping[str, str]] = MappingProxyType({})


class EmbeddedServer:
    """A share in the server of one data directory, from `start` to `close`.

    `changes` are PostgreSQL settings that differ from ours; they count for the process that starts the server.
    `timeout`, in seconds, is how long to wait for others and for the server, recovery after a crash included.
    """

    def __init__(self, data_dir: Path, *, changes: Mapping[str, str] = _NO_CHANGES, timeout: float = 300.0) -> None:
        self._data_dir = data_dir
        self._changes = changes
        self._timeout = timeout
        self._share: int | None = None
        self._cluster: Cluster | None = None

    def start(self) -> str:
        """Take a share, start the server if it isn't running, and answer its address. Raises EmbeddedError."""
        if self._share is not None:
            raise RuntimeError("a share is started once")
        try:
            self._data_dir = make_data_dir(self._data_dir)
            with exclusively(self._data_dir / "pg.start.lock", self._timeout) as lock:
                return self._start(lock)
        except OSError as error:
            raise EmbeddedError(f"the embedded database in {self._data_dir} can't be started: {error}") from error

    def close(self) -> None:
        """Give the share back; stop the server if nobody else has one. Raises EmbeddedError if it doesn't stop."""
        if self._share is None or self._cluster is None:
            return
        try:
            with exclusively(self._data_dir / "pg.start.lock", self._timeout):
                if try_lock(self._share, fcntl.LOCK_EX):
                    self._stop(self._cluster)
        except OSError as error:
            raise EmbeddedError(f"the embedded database in {self._data_dir} can't be stopped: {error}") from error
        finally:
            os.close(self._share)
            self._share = self._cluster = None

    def _start(self, lock: int) -> str:
        share = open_lock(self._data_dir / "pg.shares.lock")
        try:
            if not try_lock(share, fcntl.LOCK_SH):
                raise EmbeddedError(f"something other than Poimenno holds {self._data_dir / 'pg.shares.lock'}")
            cluster = settle(self._data_dir)
            cluster.create(lock)
            running = self._await_server(cluster)
        except BaseException:
            os.close(share)
            raise
        self._share, self._cluster = share, cluster
        return address(running.socket_directory)

    def _await_server(self, cluster: Cluster) -> Postmaster:
        deadline = time.monotonic() + self._timeout
        while True:
            running = read_postmaster(cluster.data)
            if running is None:
                self._launch(cluster, deadline)
            elif running.is_ready:
                return running
            if time.monotonic() > deadline:
                log = cluster.data / "log"
                raise EmbeddedError(f"PostgreSQL does not answer after {self._timeout:.0f} s; see {log}")
            time.sleep(_PAUSE if running else 0)

    def _launch(self, cluster: Cluster, deadline: float) -> None:
        begun = time.time() - 1  # a file system's clock may lag
        socket_directory = cluster.make_socket_directory()
        forget_dead(cluster.data, socket_directory)
        cluster.configure(socket_directory, self._changes)
        # pg_ctl gives its options to a shell, and detaches the server into a session of its own.
        options = ["-D", str(cluster.data), "-c", f"config_file={cluster.configuration / 'postgresql.conf'}"]
        seconds = max(1, int(deadline - time.monotonic()))
        started = cluster.account.run(
            [cluster.binaries.program("pg_ctl"), "start", "-w", "-t", str(seconds), "-o", shlex.join(options)],
            environment={"PGDATA": str(cluster.data)},
            timeout=seconds + 30,
        )
        if started.returncode == 0:
            return
        said = "\n".join(filter(None, [started.said, last_words(cluster.data, begun)]))
        if not any(words in said for words in _PASSING) or time.monotonic() > deadline:
            raise EmbeddedError(f"PostgreSQL does not start: {said}")
        time.sleep(4 * _PAUSE)

    def _stop(self, cluster: Cluster) -> None:
        running, said = read_postmaster(cluster.data), ""
        for mode in ("fast", "immediate"):
            if read_postmaster(cluster.data) is None:
                break
            said = cluster.account.run(
                [cluster.binaries.program("pg_ctl"), "stop", "-w", "-t", "60", "-m", mode],
                environment={"PGDATA": str(cluster.data)},
                timeout=90,
            ).said
        if read_postmaster(cluster.data) is not None:
            raise EmbeddedError(f"PostgreSQL does not stop: {said}")
        if running:
            cluster.leave_socket_directory(running.socket_directory)

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> str:
        starting = asyncio.ensure_future(asyncio.to_thread(self.start))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # The thread can't be cancelled: let it end, then give back what it took.
            with suppress(EmbeddedError):
                await starting
            await asyncio.to_thread(self.close)
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.close)


def embedded_database(
    data_dir: Path, *, changes: Mapping[str, str] = _NO_CHANGES, timeout: float = 300.0
) -> EmbeddedServer:
    """The server of `data_dir` for as long as a `with` or `async with` lasts; gives its address.

    Several processes, and several parts of one, may be inside at once. See EmbeddedServer for the arguments.
    """
    return EmbeddedServer(data_dir, changes=changes, timeout=timeout)
