"""Reading the change feed: what was published, changed and taken back, in the order in which it was committed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from service.errors import Unprocessable
from service.storage import feed
from service.storage.engine import Database
from service.storage.feed import Clock
from service.storage.transaction import writing
from service.usecases.cursors import decode, encode

BEGINNING: Final = "0"
LONGEST_WAIT: Final = 15.0


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page ready to send, `{"changes": […], "more": …, "next": …}`, and its `next` once more."""

    body: bytes
    next: str


async def read_changes(
    db: Database, *, since: str | None = None, limit: int = 100, wait: float = 0.0, records: bool = False
) -> ChangePage:
    """The changes after a cursor (None or `0`: from the beginning), at most `limit`.

    Nothing new: the answer waits for up to `wait` seconds. With `records` each change carries the version that it
    names, as bytes from storage; null once that record is withdrawn or redacted whole. Raises Unprocessable for a
    cursor that is none, is another registry's, or is ahead of the log (a registry that was set back), and Busy.
    """
    known = await registry_id(db)
    after = _after(since, known)
    rows = await _page(db, after, limit, records)
    if not rows:
        await _check_reached(db, after)
    if not rows and wait > 0:
        await db.tail.passed(after, min(wait, LONGEST_WAIT))
        rows = await _page(db, after, limit, records)
    shown = rows[:limit]
    next_ = cursor_of(Clock(known, shown[-1]["seq"] if shown else after))
    return ChangePage(_body(shown, records, more=len(rows) > limit, next_=next_), next_)


async def place_of(db: Database, since: str) -> int:
    """The number after which a cursor goes on. Raises Unprocessable as `read_changes` does."""
    after = _after(since, await registry_id(db))
    await _check_reached(db, after)
    return after


def cursor_of(clock: Clock) -> str:
    """The feed's cursor of a moment: a reader that begins there is told what came after it."""
    return encode(clock.registry_id, clock.seq)


async def registry_id(db: Database) -> str:
    """Which registry this is, which is asked once."""
    if db.registry_id is None:
        async with db.reading() as conn:
            db.registry_id = (await feed.clock(conn)).registry_id
    return db.registry_id


def _after(since: str | None, registry_id: str) -> int:
    if since is None or since == BEGINNING:
        return 0
    try:
        of, seq = decode(since, (str, int))
    except Unprocessable as error:
        raise _refused("this is not a cursor of the feed; take `next` as it was given, or `0` to begin") from error
    if of != registry_id:
        raise _refused("this is a cursor of another registry; begin anew, from `0` or from an export's cursor")
    if seq < 0:
        raise _refused("this is not a cursor of the feed; take `next` as it was given, or `0` to begin")
    return int(seq)


async def _page(db: Database, after: int, limit: int, records: bool) -> list[asyncpg.Record]:
    async with db.reading() as conn:
        return await feed.page(conn, after, limit + 1, records=records)


async def _check_reached(db: Database, after: int) -> None:
    """Raise Unprocessable where the log never came so far. A replica may only be late, so the writing side decides."""
    async with db.reading() as conn:
        if (await feed.clock(conn)).seq >= after:
            return
    async with writing(db.engine, identity=False) as tx:
        if await feed.end(tx) < after:
            raise _refused("this cursor is ahead of the registry, which was set back; begin anew, from an export")


def _refused(detail: str) -> Unprocessable:
    return Unprocessable.at("/query/since", detail)


def _body(rows: Sequence[asyncpg.Record], records: bool, *, more: bool, next_: str) -> bytes:
    changes = b",".join(_with_records(rows) if records else _alone(rows))
    return b'{"changes":[%b],"more":%b,"next":"%b"}' % (changes, b"true" if more else b"false", next_.encode())


def _with_records(rows: Sequence[asyncpg.Record]) -> Iterator[bytes]:
    for row in rows:
        yield with_record(row)


def _alone(rows: Sequence[asyncpg.Record]) -> Iterator[bytes]:
    for row in rows:
        yield alone(row)


def with_record(row: Sequence[Any]) -> bytes:
    """A change of the log with the version that it names, or null."""
    return b'%b,"record":%b}' % (_head(row), row[6] or b"null")


def alone(row: Sequence[Any]) -> bytes:
    """A change of the log without a record."""
    return _head(row) + b"}"


def _head(row: Sequence[Any]) -> bytes:
    """A change without its end. Ids, kinds and types are words of our own, in which nothing is to be escaped."""
    seq, type_, id_, kind, version, into = row[:6]
    merged = f'"{into}"' if into else "null"
    return (
        f'{{"seq":{seq},"type":"{type_}","id":"{id_}","kind":"{kind}","version":{version},"merged_into":{merged}'
    ).encode()
