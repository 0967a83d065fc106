"""The mirror: killed at any step, on a registry that goes on changing, it ends with the bytes of a fresh export."""

import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from random import Random

import pytest

from service.client import Poimenno, Problem
from service.errors import Conflict
from service.mirror import mirroring
from service.mirror.copy import Copy
from service.mirror.mirroring import KINDS, REDIRECTS, mirror
from service.settings import Settings
from service.storage.engine import open_database
from service.usecases.cursors import encode
from tests.faults.rounds import TRIED, rounds
from tests.faults.writing import Writer
from tests.served import ROOT, ServedService
from tests.service.usecases.registry import Registry

KILLS = rounds(10, 400)
ANEW_EVERY = 5
"""Kills after which a new copy is begun, so that snapshots are killed, too."""
NAMES = (*KINDS.values(), REDIRECTS)


@pytest.fixture
async def writer(fresh_address: str, tmp_path: Path) -> AsyncIterator[Writer]:
    """Somebody who has written to the registry, and can go on."""
    settings = Settings(database_url=fresh_address, data_dir=tmp_path / "served")
    async with open_database(settings) as db:
        writer = Writer(Registry(db), Random(3), "w")
        for _ in range(25):
            await writer.act()
        yield writer


@pytest.fixture
def service(fresh_address: str, serve_on: Callable[[str], ServedService]) -> ServedService:
    """The registry served by a process."""
    return serve_on(fresh_address)


def exported(url: str) -> dict[str, bytes]:
    """The files of a fresh export with all statuses."""
    found = {}
    for name in NAMES:
        status = "" if name == REDIRECTS else "?status=*"
        with urllib.request.urlopen(f"{url}/v1/export/{name}{status}") as answer:
            found[name] = answer.read()
    return found


def files(directory: Path) -> dict[str, bytes]:
    return {name: (directory / name).read_bytes() for name in NAMES}


def run(steps: int, url: str, directory: Path) -> "subprocess.CompletedProcess[str]":
    """The mirror, killed after so many steps."""
    script = ROOT / "tests" / "faults" / "dying_mirror.py"
    return subprocess.run(
        [sys.executable, str(script), str(steps), url, str(directory)], cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


async def test_a_mirror_that_is_killed_again_and_again_ends_with_the_same_bytes(
    service: ServedService, writer: Writer, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    chance, directory, killed = Random(11), tmp_path / "copy", 0
    steps = await _steps(service, writer, tmp_path / "whole")
    for n in range(KILLS):
        if n % ANEW_EVERY == 0:
            shutil.rmtree(directory, ignore_errors=True)
        ended = run(chance.randint(1, steps[n % ANEW_EVERY > 1]), service.url, directory)
        assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
        killed += ended.returncode != 0
        await _write(writer)
        if n % ANEW_EVERY == ANEW_EVERY - 1:
            assert run(0, service.url, directory).returncode == 0
            assert files(directory) == exported(service.url)
    assert killed > KILLS / 3
    record_property(TRIED, f"killed {killed} times at any of {steps[0]} steps, {KILLS // ANEW_EVERY} copies equal")


async def _steps(service: ServedService, writer: Writer, directory: Path) -> tuple[int, int]:
    """How many steps the first run has, and one that goes on."""
    first = run(0, service.url, directory)
    await _write(writer)
    next_ = run(0, service.url, directory)
    assert first.returncode == next_.returncode == 0, first.stderr + next_.stderr
    return int(first.stdout), int(next_.stdout)


async def _write(writer: Writer) -> None:
    for _ in range(5):
        await writer.act()


async def test_a_mirror_follows_the_registry(
    service: ServedService, writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirroring, "_EVERY", 0.0)
    directory = tmp_path / "copy"
    with Poimenno(service.url) as client:
        following = mirror(client, directory, follow=True, progress=lambda *_: None)
        for _ in range(3):
            now = next(following)
            assert files(directory) == exported(service.url)
            lines = sum(files(directory)[name].count(b"\n") for name in KINDS.values())
            assert (now.records, now.redirects) == (lines, files(directory)[REDIRECTS].count(b"\n") - 1)
            before = len(await writer.registry.changes())
            while len(await writer.registry.changes()) == before:
                await writer.act()
        with pytest.raises(Conflict, match="Another process"):
            next(mirror(client, directory, progress=lambda *_: None))
        following.close()
    assert {path.name for path in directory.iterdir()} >= {*NAMES, "mirror.db"}
    assert not (directory / "snapshot").exists()


def test_a_copy_of_another_registry_is_refused_and_kept(service: ServedService, writer: Writer, tmp_path: Path) -> None:
    directory = tmp_path / "copy"
    with Poimenno(service.url) as client:
        list(mirror(client, directory, progress=lambda *_: None))
        before = files(directory)
        copy = Copy(directory / "mirror.db")
        copy.apply([], encode("another registry", 1))
        copy.close()
        with pytest.raises(Problem, match="another registry"):
            list(mirror(client, directory, progress=lambda *_: None))
    assert files(directory) == before
