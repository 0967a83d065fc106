"""Every command of the README is run as it stands there, in order, beside a service that `poimenno run` started.

A ```text block after commands holds lines that they print; `…` stands for anything. `make` is asked only what it would
do: its targets are what runs this test.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.storage.embedded.scratch import scratch_directory
from tests.served import ROOT
from tests.service.cli.test_serving import started

README = (ROOT / "README.md").read_text()
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = "=== block {} ==="


@dataclass(frozen=True, slots=True)
class Block:
    """Commands, and lines that they must print."""

    commands: str
    printed: tuple[str, ...]


def blocks() -> list[Block]:
    found: list[Block] = []
    for language, text in _BLOCK.findall(README):
        if language == "sh":
            found.append(Block(text, ()))
        elif language == "text":
            found[-1] = Block(found[-1].commands, tuple(text.splitlines()))
    return found


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """A directory like a fresh clone after `make setup`: `poimenno` is found, and there is no registry yet."""
    with scratch_directory() as directory:
        shutil.copytree(ROOT / "examples", directory / "examples", ignore=shutil.ignore_patterns("*rejected*"))
        binaries = directory / ".venv" / "bin"
        binaries.mkdir(parents=True)
        (binaries / "activate").write_text(f"export PATH={shlex.quote(str(binaries))}:$PATH\n")
        script = binaries / "poimenno"
        python = shlex.quote(sys.executable)
        script.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {python} -m service "$@"\n')
        script.chmod(0o755)
        yield directory


def run(commands: str, directory: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POIMENNO_")}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], cwd=directory, env=environment, text=True, timeout=300,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip


def test_every_command_runs_and_prints_what_is_said(clone: Path) -> None:
    with started(clone / "var", "run", "--port", "0") as (process, url, _):
        asked = f'make() {{ command make -C {shlex.quote(str(ROOT))} --dry-run "$@" > /dev/null; }}\n'
        script = asked + "".join(f"echo '{_MARK.format(n)}'\n{block.commands}" for n, block in enumerate(blocks()))
        done = run(script.replace("http://127.0.0.1:8000", url), clone)
        process.terminate()
        assert process.wait(60) == 0
    assert done.returncode == 0, done.stdout
    for n, block in enumerate(blocks()):
        printed = done.stdout.partition(_MARK.format(n))[2].partition(_MARK.format(n + 1))[0]
        for line in block.printed:
            pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
            assert re.search(pattern, printed), f"{block.commands}\ndoes not print {line!r}, but:\n{printed}"
    assert (clone / "casualties.csv").read_text().count("\n") > 5


def test_every_subcommand_is_described() -> None:
    listed = run(f"{shlex.quote(sys.executable)} -m service --help", ROOT).stdout.partition("Commands:")[2]
    commands = set(re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE))
    assert commands
    assert commands == set(re.findall(r"^\| `poimenno ([a-z]+)` \|", README, re.MULTILINE))


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_setting_is_named_and_nothing_else() -> None:
    from service.settings import PREFIX, Settings

    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(re.findall(r"POIMENNO_[A-Z_]+", README)) == known
