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
def serve(
    data_dir: Path, *, seconds: float = 60, python: str = sys.executable, **settings: str
) -> Iterator[ServedService]:
    """Run `poimenno serve` until the `with` ends, then stop it as an operator does and see that it ends.

    `settings` go into its environment; without `database_url` it has an embedded database in `data_dir`.
    """
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POIMENNO_")}
    environment |= {f"POIMENNO_{name.upper()}": value for name, value in settings.items()}
    environment |= {"POIMENNO_DATA_DIR": str(data_dir), "POIMENNO_PORT": str(port)}
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "service.log").open("wb") as log:
        process = subprocess.Popen(
            [python, "-m", "service", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _await_answer(f"{url}/readyz", process, data_dir / "service.log", seconds)
            yield ServedService(url, process, data_dir)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


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
