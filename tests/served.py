"""The service as users start it: a process of its own on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class ServedService:
    """A running service: where it answers, its process, and the directory of its data."""

    url: str
    process: subprocess.Popen[bytes]
    data_dir: Path


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(data_dir: Path, *, seconds: float = 60, sources: Path = ROOT, **settings: str) -> Iterator[ServedService]:
    """Run `poimenno serve` until the `with` ends, then stop it as an operator does and see that it ends.

    `settings` go into its environment; without `database_url` it has an embedded database in `data_dir`. The schema is
    migrated first, as an operator does. `sources` is where its packages are taken from.
    """
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("POIMENNO_", "PYTHON"))}
    environment |= {f"POIMENNO_{name.upper()}": value for name, value in settings.items()}
    environment |= {"POIMENNO_DATA_DIR": str(data_dir), "POIMENNO_PORT": str(port)}
    data_dir.mkdir(parents=True, exist_ok=True)
    log = data_dir / "service.log"
    run_command(["migrate"], environment, sources)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve"],
            cwd=sources, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        _await_answer(f"{url}/readyz", process, log, seconds)
        yield ServedService(url, process, data_dir)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def run_command(command: list[str], environment: dict[str, str], sources: Path = ROOT) -> str:
    """Run a `poimenno` command to its end and give what it printed; fails with that if it fails."""
    ended = subprocess.run(
        [sys.executable, "-m", "service", *command],
        cwd=sources, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ended.returncode == 0, f"poimenno {' '.join(command)} ended with {ended.returncode}:\n{ended.stdout}"
    return ended.stdout


def _await_answer(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError) as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the service does not answer ({error}):\n{log.read_text()}") from error
            time.sleep(0.05)
