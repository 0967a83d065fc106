"""What the server says of itself: `postmaster.pid`, and the last lines of its log."""

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROCESSES: Final = Path("/proc")
_READY: Final = "ready"


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A running server. `socket_directory` and `status` are empty while it is just coming up."""

    pid: int
    socket_directory: Path
    status: str

    @property
    def is_ready(self) -> bool:
        """Whether it takes connections; pg_ctl goes by the same line of the file."""
        return self.status == _READY


def read_postmaster(data: Path) -> Postmaster | None:
    """The server that runs on a data directory, or None if there is none (the file may outlive it)."""
    lines = _pid_file_lines(data)
    if not lines or not lines[0].isdigit() or not _runs_on(int(lines[0]), data):
        return None
    return Postmaster(int(lines[0]), Path(lines[4]), lines[7])


def forget_stale(data: Path) -> None:
    """Remove the file of a server that is no more.

    PostgreSQL does that itself, unless another process has got the dead one's number since, as happens in every
    restarted container. Backends that outlived their postmaster it still notices by their shared memory.
    """
    lines = _pid_file_lines(data)
    if lines and lines[0].isdigit() and not _runs_on(int(lines[0]), data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def last_words(data: Path, lines: int = 15) -> str:
    """The end of the newest log file; empty if there is none."""
    with suppress(OSError, ValueError):
        newest = max((data / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
        descriptor = os.open(newest, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            file.seek(max(0, os.fstat(descriptor).st_size - 8192))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
    return ""


def _pid_file_lines(data: Path) -> list[str]:
    """The eight lines of the file, stripped; those not yet written are empty. No lines at all without the file."""
    try:
        lines = [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []
    return lines + [""] * (8 - len(lines))


def _runs_on(pid: int, data: Path) -> bool:
    """Whether the process lives and is a server of this data directory, which is where a postmaster works."""
    if _PROCESSES.joinpath("self").exists():
        try:
            return (_PROCESSES / str(pid) / "cwd").readlink() == data
        except OSError:
            return False
    said = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in said.stdout
