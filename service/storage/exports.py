"""Reading a whole list as of one moment, row by row."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from service.storage.reading import ListQuery

_AHEAD = 500
"""Rows fetched together: some megabytes of documents."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A list as of the change `seq`: how many records, and their documents by id, to be read once."""

    seq: int
    total: int
    documents: AsyncIterator[bytes]


@asynccontextmanager
async def stream(conn: asyncpg.Connection, query: ListQuery) -> AsyncIterator[Stream]:
    """The documents of a list in the order of ids, all in one REPEATABLE READ transaction."""
    where = " AND ".join(query.where)
    async with conn.transaction(isolation="repeatable_read", readonly=True):
        # Who reads from us, a pager say, may be slow.
        await conn.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        seq = await conn.fetchval("SELECT seq FROM clock")
        total = await conn.fetchval(f"SELECT count(*) FROM record WHERE {where}", *query.values)
        sql = f"SELECT document FROM record WHERE {where} ORDER BY id"
        yield Stream(seq, total, _documents(conn, sql, query))


async def _documents(conn: asyncpg.Connection, sql: str, query: ListQuery) -> AsyncIterator[bytes]:
    async for row in conn.cursor(sql, *query.values, prefetch=_AHEAD):
        yield row["document"]
