"""Writing transactions: one writer at a time where identity is decided, and time that never runs backwards."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import CursorResult, Executable, Table, TextClause, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.storage.json_text import to_json
from service.storage.outage import outage

# "poim" in ASCII: the advisory lock that serialises every decision about who is who.
IDENTITY_LOCK = 0x706F696D
_TICK = text("UPDATE clock SET at = greatest(clock_timestamp(), at + interval '1 microsecond') RETURNING at, reference")
_LOOK = text("SELECT greatest(clock_timestamp(), at) AS at, reference FROM clock")

Connection = AsyncConnection
First = Callable[[Connection], Awaitable[None]]
Params = Mapping[str, Any] | Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Tx:
    """An open transaction, its time, which every row it writes carries, and the edition of the reference lists."""

    conn: AsyncConnection
    at: datetime
    reference: int

    async def execute(self, statement: Executable, params: Params | None = None) -> CursorResult[Any]:
        """Run one statement (with a list of rows: for each)."""
        return await self.conn.execute(statement, params)

    async def rows(self, statement: Executable, params: Params | None = None) -> Sequence[Any]:
        """All rows, each a tuple whose columns are attributes too."""
        return (await self.conn.execute(statement, params)).all()

    async def maps(self, statement: Executable, params: Params | None = None) -> list[dict[str, Any]]:
        """All rows as dictionaries."""
        return [dict(row) for row in (await self.conn.execute(statement, params)).mappings()]

    async def map(self, statement: Executable, params: Params | None = None) -> dict[str, Any] | None:
        """The first row as a dictionary, or None."""
        row = (await self.conn.execute(statement, params)).mappings().first()
        return None if row is None else dict(row)

    async def scalar(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return await self.conn.scalar(statement, params)

    async def copy(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Store rows by COPY, which costs a third of as many INSERTs; each names the same columns."""
        if not rows:
            return
        names = list(rows[0])
        json = {name for name in names if isinstance(table.c[name].type, JSONB)}
        records = [
            tuple(to_json(row[name]) if name in json and row[name] is not None else row[name] for name in names)
            for row in rows
        ]
        await (await self.driver()).copy_records_to_table(table.name, records=records, columns=names)

    async def driver(self) -> asyncpg.Connection:
        """asyncpg's own connection under the transaction."""
        connection: asyncpg.Connection = (await self.conn.get_raw_connection()).driver_connection
        return connection


async def take_turn(conn: Connection) -> Tx:
    """Make an open transaction the one that decides who is who; from here on it sees what others committed till now."""
    await conn.execute(text(f"SELECT pg_advisory_xact_lock({IDENTITY_LOCK})"))
    return await _begin(conn, _TICK)


async def _begin(conn: Connection, clock: TextClause) -> Tx:
    now = (await conn.execute(clock)).one()
    return Tx(conn, now.at, now.reference)


@asynccontextmanager
async def writing(engine: AsyncEngine, *, identity: bool = True, first: First | None = None) -> AsyncIterator[Tx]:
    """A transaction that commits on leaving; with `identity` it is the only one deciding who is who.

    `first` is done before the turn of the one writer is waited for. Raises Busy when the lock or the database can't be
    had in time: nothing was written then, or the commit's answer was lost and sending the same again is harmless.
    """
    try:
        async with engine.begin() as conn:
            if first is not None:
                await first(conn)
            yield await (take_turn(conn) if identity else _begin(conn, _LOOK))
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        if busy := outage(error):
            raise busy from error
        raise
