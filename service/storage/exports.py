"""Whole lists by PostgreSQL's COPY, all as of one moment, each row as the bytes that stand in it."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from struct import Struct
from typing import Any, Final

import asyncpg

from service.storage.feed import Clock
from service.storage.reading import ListQuery

Sink = Callable[[list[bytes]], Awaitable[None]]

_MOMENT: Final = "SELECT registry_id, seq, (SELECT c.at FROM change c WHERE c.seq = k.seq) FROM clock k"
_LAST_HIDDEN: Final = "SELECT max(seq) FROM change WHERE seq > $1 AND type IN ('redacted', 'withdrawn')"
_REDIRECTS: Final = """
    SELECT convert_to(concat_ws(',', r.id, r.kind, r.root_id, m.survivor) || E'\\r\\n', 'UTF8')
    FROM record r JOIN merge m ON m.absorbed = r.id AND m.undone_at IS NULL WHERE r.state = 'merged' ORDER BY r.id
"""
# The binary form (PostgreSQL's manual, COPY): a signature with eleven bytes, two words; a row is the number of its
# fields and before each its length; the end is -1. The server sends it in whole rows.
_SIGNATURE: Final = b"PGCOPY\n\xff\r\n\0"
_HEADER: Final = len(_SIGNATURE) + 8
_ROW: Final = Struct(">hi")
_TRAILER: Final = b"\xff\xff"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a registry: its last change, and when that was, which a registry set back from a copy has not."""

    registry_id: str
    seq: int
    at: datetime | None

    @property
    def clock(self) -> Clock:
        """The place in the feed."""
        return Clock(self.registry_id, self.seq)

    @property
    def name(self) -> str:
        """A name for files as of this moment; names of one registry sort by time."""
        told = f"{self.registry_id} {self.at.isoformat() if self.at else ''}"
        return f"{self.seq:012d}-{hashlib.blake2b(told.encode(), digest_size=5).hexdigest()}"


async def moment(conn: asyncpg.Connection) -> Moment:
    """The moment that this connection sees."""
    return Moment(*await conn.fetchrow(_MOMENT))


async def last_hidden(conn: asyncpg.Connection, seq: int) -> int | None:
    """The last change after this number by which a record was withdrawn, or anything redacted; None without any."""
    found: int | None = await conn.fetchval(_LAST_HIDDEN, seq)
    return found


@asynccontextmanager
async def as_of_one_moment(conn: asyncpg.Connection) -> AsyncIterator[Moment]:
    """A REPEATABLE READ transaction in which everything is as of the moment given; it may take its time.

    A connection on which that fails is ended, for nobody knows how far the server has come on it; asyncpg 0.32, asked
    to go on, may wait for ever for a cancellation that came too late.
    """
    transaction = conn.transaction(isolation="repeatable_read", readonly=True)
    await transaction.start()
    try:
        await conn.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        yield await moment(conn)
        await transaction.commit()
    except BaseException as error:
        conn.terminate()
        # What asyncpg says when it is cut off between two chunks: in COPY, or in COMMIT where COPY took it for the end.
        if isinstance(error, asyncpg.InternalClientError):
            raise ConnectionResetError("the database ended the connection") from error
        raise


async def copy_records(conn: asyncpg.Connection, query: ListQuery, sink: Sink) -> None:
    """Hand the documents of a list to `sink` in the order of ids, some hundreds at a time; raises what it raises."""
    sql = f"SELECT document FROM record WHERE {' AND '.join(query.where)} ORDER BY id"
    await _copy(conn, sql, query.values, sink)


async def copy_redirects(conn: asyncpg.Connection, sink: Sink) -> None:
    """Hand the lines of the ids that were merged away to `sink`, in the order of ids.

    Each tells id, kind, where it leads today, and the survivor of its own merge.
    """
    await _copy(conn, _REDIRECTS, (), sink)


async def _copy(conn: asyncpg.Connection, sql: str, values: Sequence[Any], sink: Sink) -> None:
    async def take(chunk: bytes) -> None:
        await sink(list(_rows(chunk)))

    await conn.copy_from_query(sql, *values, output=take, format="binary")


def _rows(chunk: bytes) -> Iterator[bytes]:
    """The one field of each row."""
    at = _HEADER if chunk.startswith(_SIGNATURE) else 0
    while at < len(chunk) and chunk[at : at + 2] != _TRAILER:
        _, length = _ROW.unpack_from(chunk, at)
        at += _ROW.size + length
        yield chunk[at - length : at]
