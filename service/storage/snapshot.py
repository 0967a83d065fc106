"""One moment of the registry, read only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.errors import Busy
from service.storage.transaction import Tx, passing

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
    except DBAPIError as error:
        if error.connection_invalidated or passing(error):
            raise Busy("The registry's database is busy or away.") from error
        raise
    except OSError as error:
        raise Busy("The registry's database can't be reached.") from error
