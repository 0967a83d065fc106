"""Processes that hold a share in an embedded server, and what the operating system says of the server itself."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[3]
# As another account only after everything is imported, since our interpreter may lie where that account can't reach.
_HOLDER = """
import os, sys
from pathlib import Path
from service.storage.embedded import EmbeddedError, embedded_database
if uid := int(sys.argv[2]):
    os.setgroups([]); os.setgid(uid); os.setuid(uid)
try:
    with embedded_database(Path(sys.argv[1]), timeout=60) as address:
        print(address, flush=True)
        sys.stdin.readline()
except EmbeddedError as error:
    print("EmbeddedError:", error, flush=True)
"""


class Holder:
    """One process with a share in the server of a data directory; ended with the `with`."""

    def __init__(self, data_dir: Path, *, uid: int = 0, environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _HOLDER, str(data_dir), str(uid)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def address(self) -> str:
        """What it printed when it had its share: the address, or the error."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def leave(self) -> None:
        self._process.communicate("\n", timeout=120)

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.leave()


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait for something another process does; fails loudly rather than for ever."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def postmasters(below: Path) -> list[int]:
    """Process ids of every PostgreSQL server that works under a directory."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            works_in = (process / "cwd").readlink()
            programme = (process / "comm").read_text().strip()
        except OSError:
            continue
        if programme == "postgres" and works_in.is_relative_to(below) and _is_postmaster(process):
            found.append(int(process.name))
    return found


def _is_postmaster(process: Path) -> bool:
    """Its children rename themselves, but a postmaster keeps its command line."""
    return b"config_file=" in (process / "cmdline").read_bytes()


def listens_on_tcp(pid: int) -> bool:
    """Whether the process has a TCP socket that listens, by the kernel's own tables."""
    sockets = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        target = str(descriptor.readlink())
        if target.startswith("socket:["):
            sockets.add(target[8:-1])
    listening = set()
    for table in ("tcp", "tcp6"):
        path = Path(f"/proc/{pid}/net/{table}")
        rows = path.read_text().splitlines()[1:] if path.exists() else []
        listening |= {fields[9] for fields in map(str.split, rows) if fields[3] == "0A"}
    return bool(sockets & listening)
