"""The service in a process of its own, with a bare route beside it that answers the same bytes from memory."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from service.app import create_app
from service.settings import load_settings
from tests.served import free_port

WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running service."""

    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def running(data_dir: Path) -> Iterator[Server]:
    """The service on a free port and this data directory; it is stopped on leaving."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.registry.server", "--port", str(port), "--data-dir", str(data_dir)]
    process = subprocess.Popen(
        command, env={**os.environ, "POIMENNO_LOG_FORMAT": "json"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(port, process)
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(WAIT)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                json.load(answer)
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the service did not start")


def with_bare_route(data_dir: Path) -> Starlette:
    """The service's application, and outside its middleware a route that answers what was last put there."""
    app = create_app(load_settings(data_dir=data_dir))
    held = {"bytes": b""}

    async def put(request: Request) -> Response:
        held["bytes"] = await request.body()
        return Response(status_code=204)

    async def bare(request: Request) -> Response:
        return Response(held["bytes"], media_type="application/json")

    routes = [Route("/bare", put, methods=["PUT"]), Route("/bare", bare), Mount("/", app)]
    return Starlette(routes=routes, lifespan=lambda _: app.router.lifespan_context(app))


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data-dir", type=Path, required=True)
    given = parser.parse_args()
    uvicorn.run(with_bare_route(given.data_dir), port=given.port, log_level="error", access_log=False)


if __name__ == "__main__":
    main()
