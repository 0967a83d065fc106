"""What the server says of itself: `postmaster.pid`, and the last lines of its log."""

import os
import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROCESSES: Final = Path("/proc")
_READY: Final = "ready"
_FAILURE: Final = re.compile(r"\b(ERROR|FATAL|PANIC|HINT):")


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


def forget_dead(data: Path, socket_directory: Path) -> None:
    """Remove what a server that is no more left behind. One that is just coming up is left alone.

    PostgreSQL does that itself, unless another process has got the dead one's number since, as happens in every
    restarted container. Backends that outlived their postmaster it still notices by their shared memory.
    """
    lines = _pid_file_lines(data)
    if not lines or not lines[0].isdigit() or _runs_on(int(lines[0]), data):
        return
    (data / "postmaster.pid").unlink(missing_ok=True)
    for left_over in socket_directory.glob(".s.PGSQL.*"):
        left_over.unlink(missing_ok=True)


def last_words(data: Path, since: float) -> str:
    """The failures at the end of the newest log file, if it was written to after `since` (seconds of the epoch)."""
    with suppress(OSError, ValueError):
        newest = max((data / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
        descriptor = os.open(newest, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            file.seek(max(0, os.fstat(descriptor).st_size - 4096))
            lines = file.read().decode(errors="replace").splitlines()
            if os.fstat(descriptor).st_mtime >= since:
                return "\n".join(line for line in lines[-10:] if _FAILURE.search(line))
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
