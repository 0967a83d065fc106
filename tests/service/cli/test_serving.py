"""`poimenno serve` and `poimenno run` as processes, on an embedded database of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from service.storage.embedded.scratch import scratch_directory
from tests.served import ROOT, free_port

PATIENCE = 90


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POIMENNO_", "PYTHON"))}
    own = {f"POIMENNO_{name.upper()}": value for name, value in settings.items()}
    return {**kept, **own, "POIMENNO_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}


def command(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command beside a service."""
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments], env=environment(data_dir), cwd=data_dir.parent,
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip


@contextmanager
def started(data_dir: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[bytes]", str, Path]]:
    """A process, the address it answers on, and what it says."""
    said = data_dir.parent / "said.txt"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", *arguments],
            env=environment(data_dir), cwd=data_dir.parent, stdout=output, stderr=output, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        yield process, _address(process, said), said
    finally:
        process.kill()
        process.wait()


def _address(process: "subprocess.Popen[bytes]", said: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"Poimenno answers on (http://\S+)", said.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(said.read_text())


def read(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        told: dict[str, Any] = orjson.loads(answer.read())
        return told


def postmaster(data_dir: Path) -> int | None:
    """The embedded server's process, if it runs."""
    found = [*data_dir.rglob("postmaster.pid")]
    place = data_dir / "pg.place"
    if place.exists():
        found += Path(place.read_text().strip()).rglob("postmaster.pid")
    for path in found:
        try:
            pid = int(path.read_text().splitlines()[0])
        except FileNotFoundError:  # it has just stopped
            continue
        if Path(f"/proc/{pid}").exists():
            return pid
    return None


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """An empty data directory."""
    with scratch_directory() as directory:
        yield directory / "var"


def test_run_sets_up_once_and_leaves_nothing_running(data_dir: Path) -> None:
    """The first start loads examples and prints a key, the second neither; commands work beside the service."""
    with started(data_dir, "run", "--port", "0") as (process, url, said):
        (key,) = re.findall(r"pmn_\w+", said.read_text())
        assert re.search(r"(\d+) example reports loaded", said.read_text())
        for name in ("Хисамутдинов", "Khisamutdinov"):
            found = read(f"{url}/v1/search?q={quote(name)}")["items"]
            assert found[0]["display_name"] == "Ruslan Hisamutdinov"
        request = urllib.request.Request(f"{url}/v1/keys", headers={"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            assert answer.status == 200
        beside = command(data_dir, "verify")
        assert (beside.returncode, beside.stderr) == (0, "")
        assert "nothing wrong" in beside.stdout
        assert read(f"{url}/readyz")["status"] == "ok", "a command that leaves takes no server away"
        taken = command(data_dir, "serve", "--port", url.rpartition(":")[2])
        assert taken.returncode == 2
        assert "can't be used" in taken.stderr
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert postmaster(data_dir) is None
    with started(data_dir, "run", "--port", "0") as (process, url, said):
        assert "pmn_" not in said.read_text()
        assert "loaded" not in said.read_text()
        assert len(read(f"{url}/v1/casualties")["items"]) == 5
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert postmaster(data_dir) is None


def test_several_workers_share_the_database_and_end_with_their_parent(data_dir: Path) -> None:
    with started(data_dir, "serve", "--port", str(free_port()), "--workers", "2") as (process, url, _):
        assert read(f"{url}/readyz")["status"] == "ok"
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert postmaster(data_dir) is None
    with started(data_dir, "serve", "--port", str(free_port()), "--workers", "2") as (process, url, _):
        assert read(f"{url}/readyz")["status"] == "ok"
        process.kill()
        process.wait()
        deadline = time.monotonic() + PATIENCE
        while postmaster(data_dir) is not None and time.monotonic() < deadline:
            time.sleep(0.1)
    assert postmaster(data_dir) is None


def test_the_metrics_are_those_of_all_workers(data_dir: Path) -> None:
    """Each connection goes to one of two workers; whichever is asked tells of all requests."""
    with started(data_dir, "serve", "--port", str(free_port()), "--workers", "2") as (process, url, _):
        for _ in range(20):
            read(f"{url}/healthz")
        counted = 'poimenno_http_request_seconds_count{method="GET",route="/healthz",status="200"} 20.0'
        for _ in range(6):
            with urllib.request.urlopen(f"{url}/metrics", timeout=PATIENCE) as answer:
                assert counted in answer.read().decode()
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_a_killed_import_is_finished_by_the_service(data_dir: Path) -> None:
    """Reports that were stored and not placed are found when the service has started."""
    reports = [
        {
            "kind": "casualty", "external_id": f"t-{n}",
            "document": {"source": "test", "type": "list", "title": "List", "published_on": "2024-01-01"},
            "casualty": {"names": [{"full": f"Тестов Тест {'абв'[n % 3] * (n + 1)}"}], "status": "killed"},
        }
        for n in range(40)
    ]  # fmt: skip
    data_dir.mkdir()
    path = data_dir.parent / "list.ndjson"
    path.write_bytes(b"\n".join(orjson.dumps(report) for report in reports))
    script = (
        "import os, sys; from service.cli import importing, main\n"
        "async def die(*_): os.kill(os.getpid(), 9)\n"
        "real = importing.import_file\n"
        "async def store(*a, **k):\n"
        "    await real(*a, **k); await die()\n"
        "importing.import_file = store; main(sys.argv[1:])"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, "import", str(path)], env=environment(data_dir), cwd=data_dir.parent,
        timeout=PATIENCE, check=False, capture_output=True,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    with started(data_dir, "serve", "--port", "0") as (process, url, said):
        deadline = time.monotonic() + PATIENCE
        while "matched and published" not in said.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "40 of them are matched and published" in said.read_text()
        assert read(f"{url}/v1/casualties?count=true")["total"] == 40
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert postmaster(data_dir) is None


def test_who_waits_for_changes_is_answered_when_the_service_stops(data_dir: Path) -> None:
    with started(data_dir, "serve", "--port", "0") as (process, url, _):
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=PATIENCE) as reader:
            reader.sendall(b"GET /v1/changes?wait=15 HTTP/1.1\r\nHost: registry.test\r\n\r\n")
            assert read(f"{url}/readyz")["status"] == "ok", "by now the other has been read"
            process.terminate()
            answer = b"".join(iter(lambda: reader.recv(65_536), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert orjson.loads(answer.partition(b"\r\n\r\n")[2])["changes"] == []
        assert process.wait(PATIENCE) == 0
