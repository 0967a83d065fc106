"""Mirroring a registry: a snapshot, then the feed, then the files that an export would give.

Killed at any moment it goes on where it was. In the directory lie `casualties.ndjson`, `cases.ndjson`, `redirects.csv`,
byte for byte those of the exports with `status=*`; `mirror.db`, the copy that they are written from; and until it is
taken in `snapshot/`.
"""

import csv
import fcntl
import io
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schemas.exports.datapackage import REDIRECT_COLUMNS
from service.client import Poimenno
from service.client.download import Downloaded, downloaded
from service.errors import Conflict
from service.mirror.copy import Copy

Progress = Callable[[str, int, int | None], None]

KINDS: Final = {"casualty": "casualties.ndjson", "case": "cases.ndjson"}
REDIRECTS: Final = "redirects.csv"
_EVERY: Final = 60.0
"""Seconds between two writings of the files while the feed is followed."""
ALL: Final = {"status": "*"}


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What a directory holds now: how many records and redirects, and the cursor of that moment."""

    records: int
    redirects: int
    cursor: str


def mirror(client: Poimenno, directory: Path, *, follow: bool = False, progress: Progress) -> Iterator[Mirrored]:
    """Bring the directory into step; with `follow` again and again, each time something has changed.

    Raises Conflict when somebody else mirrors into it, and what the client raises: a Problem where the directory is a
    copy of another registry.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with _alone(directory), closing(Copy(directory / "mirror.db")) as copy:
        if copy.cursor is None:
            _take_snapshot(client, copy, directory / "snapshot", progress)
        shutil.rmtree(directory / "snapshot", ignore_errors=True)
        yield from _keep_up(client, copy, directory, follow, progress)


def _keep_up(client: Poimenno, copy: Copy, directory: Path, follow: bool, progress: Progress) -> Iterator[Mirrored]:
    applied, written, next_time = 0, False, time.monotonic()
    for page in client.pages(copy.cursor, follow=follow):
        if page.changes:
            copy.apply(page.changes, page.next)
            applied, written = applied + len(page.changes), False
            progress("changes", applied, None)
        if not (page.more or written) and time.monotonic() >= next_time:
            yield _write_files(copy, directory, page.next)
            written, next_time = True, time.monotonic() + _EVERY


def _take_snapshot(client: Poimenno, copy: Copy, directory: Path, progress: Progress) -> None:
    directory.mkdir(exist_ok=True)
    found: list[Downloaded] = []
    for n, (name, params) in enumerate([(name, ALL) for name in KINDS.values()] + [(REDIRECTS, {})]):
        progress("files of the snapshot", n, len(KINDS) + 1)
        path = directory / name
        found.append(downloaded(path) or client.download(name, path, **params))
    progress("files of the snapshot", len(found), len(found))
    files = [(kind, directory / name) for kind, name in KINDS.items()]
    copy.take_in(files, directory / REDIRECTS, _earliest(client, [one.cursor for one in found]))


def _earliest(client: Poimenno, cursors: Iterable[str]) -> str:
    """The cursor that is before the others: the files are of several moments, and the feed makes them one.

    Replicas may be late by different times, so the order of asking doesn't tell.
    """

    def ahead(cursor: str) -> float:
        changes = client.page(cursor, limit=1, records=False).changes
        return changes[0].seq if changes else float("inf")

    return min(dict.fromkeys(cursors), key=ahead)


def _write_files(copy: Copy, directory: Path, cursor: str) -> Mirrored:
    records = sum(_write(directory / name, _lines(copy, kind)) for kind, name in KINDS.items())
    redirects = _write(directory / REDIRECTS, _table(copy)) - 1
    return Mirrored(records, redirects, cursor)


def _lines(copy: Copy, kind: str) -> Iterator[bytes]:
    for document in copy.records(kind):
        yield document + b"\n"


def _table(copy: Copy) -> Iterator[bytes]:
    for row in (REDIRECT_COLUMNS, *copy.redirects()):
        text = io.StringIO()
        csv.writer(text).writerow(row)
        yield text.getvalue().encode()


def _write(path: Path, lines: Iterable[bytes]) -> int:
    """Write a file beside its place and move it there when it is whole; how many lines."""
    draft, count = path.with_name(f".{path.name}"), 0
    with draft.open("wb") as file:
        for line in lines:
            file.write(line)
            count += 1
    draft.replace(path)
    return count


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """One process mirrors into a directory; the lock goes with the process, however it ends."""
    with (directory / "mirror.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(f"Another process mirrors into {directory}.") from error
        yield
