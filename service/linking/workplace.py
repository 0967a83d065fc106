"""Where the stages of linking leave what they made: a directory that all workers see."""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import log2
from pathlib import Path
from secrets import token_hex

import orjson

from matching.model import SHIPPED, Weights

#: Reports read by one task.
CHUNK = 5_000
#: A shorter list is still one of some thousands of persons who might stand in it.
FEWEST = 4_096
#: Parts into which the blocking keys are divided.
KEY_PARTS = 64


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines of the list: from a byte on, the number of its first line, and how many there are."""

    number: int
    offset: int
    first_line: int
    lines: int


@dataclass(frozen=True, slots=True)
class Workplace:
    """The list, its chunks of `size` lines, the directory for what the stages make, and the weights that pairs get."""

    source: Path
    directory: Path
    size: int
    chunks: tuple[Chunk, ...]
    weights: Weights = SHIPPED

    @property
    def prior(self) -> float:
        """log2 odds beforehand that two reports are of one person: one in as many as the list may have."""
        return -max(log2(FEWEST), log2(max(1, sum(chunk.lines for chunk in self.chunks))))

    def file(self, name: str) -> Path:
        """A file of the workplace."""
        return self.directory / name


def open_workplace(source: Path, directory: Path, size: int = CHUNK, weights: Weights = SHIPPED) -> Workplace:
    """Divide the list into chunks of `size` lines; what an interrupted run left is kept if list, chunks and
    model are the same.

    Raises OSError when the list can't be read or the directory not be made.
    """
    chunks, digest = _divide(source, size)
    plan = orjson.dumps({"list": digest, "model": weights.version, "chunks": [asdict(chunk) for chunk in chunks]})
    if directory.exists() and _read(directory / "plan.json") != plan:
        shutil.rmtree(directory)
    directory.mkdir(parents=True, exist_ok=True)
    put(directory / "plan.json", [plan])
    return Workplace(source.resolve(), directory.resolve(), size, chunks, weights)


def put(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all, whoever else writes the same at the same time."""
    draft = path.with_name(f"{path.name}.{token_hex(6)}.draft")
    with draft.open("wb") as file:
        file.writelines(pieces)
    draft.replace(path)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _divide(source: Path, size: int) -> tuple[tuple[Chunk, ...], str]:
    """The chunks of the list, and a hash of all its bytes."""
    digest = hashlib.sha256()
    starts = [(0, 1)]
    offset = line = 0
    with source.open("rb") as file:
        for raw in file:
            digest.update(raw)
            offset, line = offset + len(raw), line + 1
            if line % size == 0:
                starts.append((offset, line + 1))
    ends = [first for _, first in starts[1:]] + [line + 1]
    spans = [(start, first, end - first) for (start, first), end in zip(starts, ends, strict=True) if end > first]
    return tuple(Chunk(number, *span) for number, span in enumerate(spans)), digest.hexdigest()
