"""Exports as files under the data directory: each made once for a moment of the registry, and served from there.

A file is written beside its place and moved there when it is whole, `….json` with its count and checksum beside it; so
whoever reads slowly holds no connection, a download that broke off is resumed, and what is there is never short.
"""

import asyncio
import os
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Final

import asyncpg

from service.errors import Busy
from service.settings import make_data_dir
from service.storage import exports
from service.storage.engine import Database
from service.storage.exports import Moment
from service.storage.reading import ListQuery
from service.usecases.export_file import TOLD, Made, Making, beside, etag_of, heard, read_made, told_as_busy
from service.usecases.export_records import Wanted, converter, head, query_of
from service.version import VERSION

_DIRECTORY: Final = "exports"
_AT_ONCE: Final = 2
"""Exports that one process makes at the same time."""
_KEPT: Final = 2
_KEPT_IN_ALL: Final = 24
_KEPT_SECONDS: Final = 6 * 3600
_ABANDONED_SECONDS: Final = 3600
"""A draft that nobody has written to for so long is of a process that was killed."""
_DRAFT: Final = ".draft."
_LOOK_EVERY: Final = 15.0
"""Seconds between two looks for what was withdrawn or redacted meanwhile, on whatever host."""


class Shelf:
    """The exports of a data directory, as one process makes and reads them."""

    def __init__(self, data_dir: Path) -> None:
        self._directory = data_dir / _DIRECTORY
        self._turns: dict[Wanted, asyncio.Lock] = {}
        self._running: dict[Wanted, Making] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def export(self, db: Database, wanted: Wanted) -> Made | Making:
        """The export as of now, or of a moment that was reached since this was asked: there, or begun.

        Who comes while an older one is being made waits for the next, which is one for all of them. Raises Busy.
        """
        asked = time.monotonic()
        async with self._turns.setdefault(wanted, asyncio.Lock()):
            found = await self._found(db, wanted, asked)
            if found is None and wanted in self._running:
                await self._running[wanted].ended()
                found = await self._found(db, wanted, asked)
            return found or await self._begin(db, wanted)

    async def kept(self, db: Database, wanted: Wanted, etag: str | None = None) -> Made | Making | None:
        """One that is there or begun, whatever was added since: the one of this tag, or else the newest.

        None when anything was withdrawn or redacted since: what is out of sight is in no file, resumed or not.
        """
        found = self._on_shelf(wanted, etag)
        if found is None:
            return None
        async with db.reading() as conn:
            return None if await exports.last_hidden(conn, found.seq) else found

    def _on_shelf(self, wanted: Wanted, etag: str | None) -> Made | Making | None:
        running = self._running.get(wanted)
        if running and etag in (None, running.etag):
            return running
        paths = sorted(self._directory.glob(_name(wanted, "*")), reverse=True)
        return next((made for path in paths if etag in (None, etag_of(path)) and (made := read_made(path))), None)

    def tend(self, db: Database) -> None:
        """From now on, until it is closed, remove again and again what `forget_hidden` does."""
        self._tasks.add(asyncio.create_task(self._tend(db)))

    async def _tend(self, db: Database) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            with suppress(Busy):  # the next look will do
                await self.forget_hidden(db)

    async def forget_hidden(self, db: Database) -> None:
        """Remove the files as of a moment before somebody was withdrawn or redacted, which nobody is served any more.

        The host that redacts forgets its own at once (`forget_exports`); those on other hosts, and the one that was
        being made, are found here. Raises Busy.
        """
        files = {path: _seq(path) for path in self._directory.glob("*@*")}
        if not files:
            return
        async with db.reading() as conn:
            last = await exports.last_hidden(conn, min(files.values())) or 0
        for path, seq in files.items():
            if seq < last:
                path.unlink(missing_ok=True)

    async def close(self) -> None:
        """Give up what is being made, and tending."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _found(self, db: Database, wanted: Wanted, asked: float) -> Made | Making | None:
        async with db.reading() as conn:
            place = self._place(wanted, await exports.moment(conn))
        running = self._running.get(wanted)
        if running and (running.place == place or running.began >= asked):
            return running
        return read_made(place)

    async def _begin(self, db: Database, wanted: Wanted) -> Making:
        begun: asyncio.Future[Making] = asyncio.get_running_loop().create_future()
        begun.add_done_callback(heard)
        task = asyncio.create_task(self._make(db, wanted, begun))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(begun)

    async def _make(self, db: Database, wanted: Wanted, begun: "asyncio.Future[Making]") -> None:
        """Make a file; `begun` is told when its moment is known, or what went wrong before."""
        making: Making | None = None
        try:
            query = await query_of(db, wanted)
            async with self._places, db.reading() as conn:
                began = time.monotonic()
                async with exports.as_of_one_moment(conn) as moment:
                    making = self._draft(wanted, moment, began)
                    begun.set_result(making)
                    await _fill(making, conn, wanted, query)
            making.finish()
            self._clean()
        except BaseException as error:  # told to everyone who waits for the file
            failed = error if isinstance(error, Exception) else Busy("The service was stopped.")
            if making:
                making.fail(failed)
            elif not begun.done():
                begun.set_exception(failed)
            if failed is not error:
                raise
        finally:
            self._running.pop(wanted, None)

    def _place(self, wanted: Wanted, moment: Moment) -> Path:
        return self._directory / _name(wanted, f"{moment.name}-{VERSION}")

    def _draft(self, wanted: Wanted, moment: Moment, began: float) -> Making:
        place = self._place(wanted, moment)
        with told_as_busy():
            make_data_dir(self._directory.parent)
            self._directory.mkdir(mode=0o700, exist_ok=True)
            descriptor, draft = tempfile.mkstemp(dir=self._directory, prefix=_DRAFT)
        making = Making(os.fdopen(descriptor, "wb"), Path(draft), place, moment, began)
        self._running[wanted] = making
        return making

    def _clean(self) -> None:
        """Remove what has been replaced, what nobody will resume any more, and drafts of processes that were killed."""
        now = time.time()
        for path in self._directory.glob(f"{_DRAFT}*"):
            if _age(path, now) > _ABANDONED_SECONDS:
                path.unlink(missing_ok=True)
        whole = (path for path in self._directory.glob("*@*") if path.suffix != TOLD)
        newest = sorted(whole, key=lambda path: _age(path, now))
        seen: Counter[str] = Counter()
        for path in newest:
            seen.update(("", group := _group(path)))
            if seen[group] > _KEPT or seen[""] > _KEPT_IN_ALL or (seen[group] > 1 and _age(path, now) > _KEPT_SECONDS):
                path.unlink(missing_ok=True)
                beside(path).unlink(missing_ok=True)


def forget_exports(data_dir: Path) -> None:
    """Remove every export that is whole: somebody in it was redacted."""
    for path in (data_dir / _DIRECTORY).glob("*@*"):
        path.unlink(missing_ok=True)


async def _fill(making: Making, conn: asyncpg.Connection, wanted: Wanted, query: ListQuery | None) -> None:
    """Write what is wanted; what takes long to convert is converted in a thread, and the next rows are waited for."""
    convert = converter(wanted)

    async def take(rows: list[bytes]) -> None:
        chunk = convert(rows) if wanted.format == "ndjson" else await asyncio.to_thread(convert, rows)
        making.write(chunk, len(rows))

    making.write(head(wanted), 0)
    if query is None:
        await exports.copy_redirects(conn, take)
    else:
        await exports.copy_records(conn, query, take)


def _name(wanted: Wanted, moment: str) -> str:
    return f"{wanted.stem}@{moment}.{wanted.format}"


def _seq(path: Path) -> int:
    """The last change that a file holds, by its name (`exports.Moment.name`)."""
    return int(path.name.partition("@")[2].partition("-")[0])


def _group(path: Path) -> str:
    """What the files of one export have alike."""
    return path.name.partition("@")[0] + "".join(path.suffixes[-2:] if ".ftm." in path.name else path.suffixes[-1:])


def _age(path: Path, now: float) -> float:
    """Seconds since a file was written; none when somebody else has removed it."""
    try:
        return now - path.stat().st_mtime
    except OSError:
        return 0.0
