"""Commands as a page of the documentation has them, run as they stand there, in order, in one shell.

A ```text block after commands holds lines that they print; `…` stands for anything. A ```python block is a script.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.served import ROOT

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = "=== block {} ==="


@dataclass(frozen=True, slots=True)
class Block:
    """Commands, and lines that they must print."""

    commands: str
    printed: tuple[str, ...]


def blocks_of(page: str) -> list[Block]:
    """The blocks of a page that are run."""
    found: list[Block] = []
    for language, text in _BLOCK.findall(page):
        if language == "sh":
            found.append(Block(text, ()))
        elif language == "python":
            found.append(Block(f"{shlex.quote(sys.executable)} - <<'SCRIPT'\n{text}SCRIPT\n", ()))
        elif language == "text":
            found[-1] = Block(found[-1].commands, tuple(text.splitlines()))
    return found


def lay_out(directory: Path) -> None:
    """Make a directory like a fresh clone after `make setup`: `poimenno` is found, and there is no registry yet."""
    shutil.copytree(ROOT / "examples", directory / "examples", ignore=shutil.ignore_patterns("*rejected*"))
    binaries = directory / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "activate").write_text(f"export PATH={shlex.quote(str(binaries))}:$PATH\n")
    script = binaries / "poimenno"
    python = shlex.quote(sys.executable)
    script.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {python} -m service "$@"\n')
    script.chmod(0o755)


def run(
    commands: str, directory: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run commands in a shell that stops at the first failure."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POIMENNO_")}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], cwd=directory, env={**kept, **(environment or {})}, text=True,
        timeout=300, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip


def script_of(blocks: Sequence[Block]) -> str:
    """One script of all blocks, which says where each begins."""
    return "".join(f"echo '{_MARK.format(n)}'\n{block.commands}" for n, block in enumerate(blocks))


def hold_to(blocks: Sequence[Block], done: subprocess.CompletedProcess[str]) -> None:
    """See that the script of the blocks went well, and that each printed what it is said to."""
    assert done.returncode == 0, done.stdout
    missed: list[str] = []
    for n, block in enumerate(blocks):
        printed = done.stdout.partition(_MARK.format(n))[2].partition(_MARK.format(n + 1))[0]
        for line in block.printed:
            if not re.search(".*".join(re.escape(part) for part in line.strip().split("…")), printed):
                missed.append(f"{block.commands}\ndoes not print {line!r}, but:\n{printed}")
    assert not missed, "\n".join(missed)
