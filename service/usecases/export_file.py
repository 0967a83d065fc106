"""One export as a file, whole or growing; it is moved into its place when it is whole."""

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from service.errors import Busy
from service.storage.exports import Moment
from service.usecases.read_changes import cursor_of

BLOCK: Final = 2**19
"""Bytes that are read and sent together."""
TOLD: Final = ".json"
"""The end of the name of what is told of a file."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is whole; `etag` is quoted and strong, `count` that of records.

    It is as of the change `seq`, whose `cursor` the feed goes on from.
    """

    path: Path
    etag: str
    seq: int
    cursor: str
    count: int
    size: int
    sha256: str

    async def made(self) -> "Made":
        """Itself."""
        return self

    async def chunks(self, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """The bytes from `start` to before `end` (None: to the last)."""
        end = self.size if end is None else end
        with self.path.open("rb") as file:
            while start < end:
                chunk = await asyncio.to_thread(os.pread, file.fileno(), min(BLOCK, end - start), start)
                if not chunk:
                    raise Busy("The export was cut short on the disk.")
                start += len(chunk)
                yield chunk


class Making:
    """A file that is being made: `etag` and `cursor` as of `Made`; it can be read as it grows."""

    def __init__(self, file: BinaryIO, draft: Path, place: Path, moment: Moment, began: float) -> None:
        self.etag = etag_of(place)
        self.seq = moment.seq
        self.cursor = cursor_of(moment.clock)
        self.place = place
        self.began = began
        self.count = 0
        self._file = file
        self._draft = draft
        self._written = 0
        self._hash = hashlib.sha256()
        self._news = asyncio.Event()
        self._end: asyncio.Future[Made] = asyncio.get_running_loop().create_future()
        self._end.add_done_callback(heard)

    async def made(self) -> Made:
        """The file when it is whole; raises what kept it from becoming so."""
        return await asyncio.shield(self._end)

    async def ended(self) -> None:
        """Wait until it is whole or has failed."""
        await asyncio.wait({self._end})

    async def chunks(self) -> AsyncGenerator[bytes]:
        """All its bytes, as they come; raises at the end what kept it from becoming whole."""
        path = self._end.result().path if self._end.done() else self._draft
        sent = 0
        with path.open("rb") as file:
            while not (self._end.done() and sent == self._end.result().size):
                news = self._news
                while sent < self._written:
                    chunk = os.pread(file.fileno(), min(BLOCK, self._written - sent), sent)
                    sent += len(chunk)
                    yield chunk
                if not self._end.done():
                    await news.wait()

    def write(self, chunk: bytes, records: int) -> None:
        """The next bytes, which hold so many records. Raises Busy when the disk is full."""
        with told_as_busy():
            self._file.write(chunk)
            self._file.flush()
        self._hash.update(chunk)
        self._written += len(chunk)
        self.count += records
        self._tell()

    def finish(self) -> None:
        """Move the file into its place. Raises Busy when the disk is full."""
        made = Made(self.place, self.etag, self.seq, self.cursor, self.count, self._written, self._hash.hexdigest())
        with told_as_busy():
            self._file.close()
            told = self._draft.with_name(f"{self._draft.name}{TOLD}")
            told.write_bytes(orjson.dumps({**asdict(made), "path": self.place.name}) + b"\n")
            told.replace(beside(self.place))
            self._draft.replace(self.place)
        self._end.set_result(made)
        self._tell()

    def fail(self, error: Exception) -> None:
        """Leave nothing, and tell everyone who reads."""
        with suppress(OSError):
            self._file.close()
        self._draft.unlink(missing_ok=True)
        self._end.set_exception(error)
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def read_made(path: Path) -> Made | None:
    """A file that is whole, by what is told beside it."""
    try:
        told = orjson.loads(beside(path).read_bytes())
        made = Made(**{**told, "path": path})
        return made if path.stat().st_size == made.size else None
    except (OSError, ValueError, TypeError):
        return None


def beside(path: Path) -> Path:
    """Where what is told of a file lies."""
    return path.with_name(f"{path.name}{TOLD}")


def etag_of(path: Path) -> str:
    """The strong tag of a file by its name, which tells the export and its moment."""
    return f'"{path.name}"'


@contextmanager
def told_as_busy() -> Iterator[None]:
    """What the disk refuses is told as such, where the database would be blamed for it otherwise."""
    try:
        yield
    except OSError as error:
        raise Busy(f"The export can't be written: {error.strerror}.", retry_after=60) from error


def heard(future: "asyncio.Future[Any]") -> None:
    """An error that nobody waits for any more is no news."""
    if not future.cancelled():
        future.exception()
