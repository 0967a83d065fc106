"""Opening files and reading their physical lines in bounded memory."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from service.readers.errors import UnreadableFile

MAX_LINE = 1 << 20
"""Longest line of NDJSON in bytes, and of a CSV row in characters; a report of the contract's limits is far shorter."""

STANDARD_INPUT: Final = Path("-")
_BINARY = (
    (b"PK\x03\x04", "a ZIP archive or an XLSX workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook, or one with a password"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3\0", "an SQLite database"),
)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn the operating system's failures on `path`, and a wrong encoding, into UnreadableFile, in words."""
    try:
        yield
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path.name}: there is no such file.") from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path.name} is a folder, not a file.") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path.name} may not be read: permission denied.") from error
    except UnicodeError as error:
        raise UnreadableFile(f"{path.name} is not text in the encoding named: {error}.") from error
    except OSError as error:
        raise UnreadableFile(f"{path.name} can't be read: {error.strerror or error}.") from error


@contextmanager
def rereadable(path: Path) -> Iterator[Path]:
    """A file with the content of `path` that can be read more than once: itself, or a copy on disk of what comes
    through a pipe, until the `with` ends. `-` is standard input.

    Raises UnreadableFile.
    """
    if path != STANDARD_INPUT and not (path.is_fifo() or path.is_char_device() or path.is_socket()):
        yield path
        return
    with ExitStack() as opened:
        directory = opened.enter_context(TemporaryDirectory(prefix="poimenno-"))
        copy = Path(directory) / ("standard input" if path == STANDARD_INPUT else path.name)
        with reading(path), copy.open("wb") as file:
            source = sys.stdin.buffer if path == STANDARD_INPUT else opened.enter_context(path.open("rb"))
            copyfileobj(source, file)
        yield copy


def refuse_binary(path: Path, head: bytes) -> None:
    """Raise UnreadableFile when a file that should be text begins like something else; `head` is its first bytes."""
    for magic, kind in _BINARY:
        if head.startswith(magic):
            raise UnreadableFile(f"{path.name} is not text: it is {kind}.")


def bounded_lines(file: BinaryIO, limit: int = MAX_LINE) -> Iterator[tuple[int, bytes, bool]]:
    """Lines of `file` as (number from 1, bytes without the line end, whole); a line over `limit` bytes comes cut."""
    number = 0
    while line := file.readline(limit + 1):
        number += 1
        whole = len(line) <= limit or line.endswith(b"\n")
        tail = line
        while tail and not tail.endswith(b"\n"):
            tail = file.readline(limit)
        yield number, line.rstrip(b"\r\n"), whole
