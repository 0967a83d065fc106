"""Opening the registry for a command: the database of the settings, with the tables this version needs."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from service.errors import Busy
from service.settings import Settings
from service.storage.embedded import EmbeddedError, embedded_database
from service.storage.engine import Database, open_database
from service.storage.migrate import current, upgrade
from service.usecases.readiness import check_schema

__all__ = ["Database", "hold_database", "open_as_is", "open_registry", "prepare"]


@asynccontextmanager
async def open_registry(settings: Settings) -> AsyncIterator[Database]:
    """The registry, ready to work: a database without tables gets them, an older one is left to `poimenno migrate`.

    Raises Busy when it can't be reached or its schema is not this version's.
    """
    async with open_as_is(settings) as db:
        await prepare(db, upgrading=False)
        yield db


@asynccontextmanager
async def open_as_is(settings: Settings) -> AsyncIterator[Database]:
    """The database whatever its schema. Raises Busy when it can't be reached, or the embedded one can't be stopped."""
    try:
        async with open_database(settings) as db:
            yield db
    except EmbeddedError as error:
        raise Busy(error.detail) from error


async def prepare(db: Database, *, upgrading: bool) -> None:
    """See that the schema is this version's: made where there is none, brought up where `upgrading`, else checked."""
    if upgrading or await current(db.engine) is None:
        await upgrade(db.engine)
    await check_schema(db)


@contextmanager
def hold_database(settings: Settings) -> Iterator[None]:
    """Keep the embedded server, if it is the settings' one, from stopping between those who use it. Raises Busy."""
    if settings.database_url is not None:
        yield
        return
    server = embedded_database(settings.data_dir)
    try:
        server.start()
    except EmbeddedError as error:
        raise Busy(error.detail) from error
    try:
        yield
    finally:
        server.close()
