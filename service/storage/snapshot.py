"""One moment of the registry, read only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.storage.outage import outage
from service.storage.transaction import Tx

_CLOCK = text("SELECT at, reference, seq FROM clock")


@asynccontextmanager
async def snapshot(engine: AsyncEngine) -> AsyncIterator[Tx]:
    """A transaction that sees everything as of its beginning and can't write. Raises Busy when the database is away."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        async with engine.connect() as plain:
            conn = await plain.execution_options(**options)
            async with conn.begin():
                clock = (await conn.execute(_CLOCK)).one()
                yield Tx(conn, clock.at, clock.reference)
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        if busy := outage(error):
            raise busy from error
        raise
