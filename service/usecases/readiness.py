"""Whether the service can do its work: the database answers, and its schema is the one that this version needs."""

from service.errors import Busy
from service.storage.engine import Database
from service.storage.migrate import current, head


async def readiness(db: Database) -> dict[str, str]:
    """What is well. Raises Busy, saying what isn't."""
    async with db.reading() as connection:
        await connection.fetchval("SELECT 1")
    await check_schema(db)
    return {"status": "ok", "database": "ok", "migrations": "ok"}


async def check_schema(db: Database) -> None:
    """Raises Busy when the schema is older or newer than this version's."""
    found = await current(db.engine)
    if found != head():
        detail = f"The database's schema is at {found or 'no revision'}, this version needs {head()}"
        raise Busy(f"{detail}: run `poimenno migrate`.", retry_after=30)
