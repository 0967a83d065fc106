"""Changing the database's schema."""

from dataclasses import dataclass

from service.errors import Unprocessable
from service.storage.engine import Database
from service.storage.migrate import MigrationError, check, current, downgrade, head, upgrade


@dataclass(frozen=True, slots=True)
class Schema:
    """The revision that the database is at; `problem` when that isn't what this version needs."""

    revision: str | None
    problem: str | None = None


async def migrate_up(db: Database) -> Schema:
    """Bring the schema to the newest revision. Raises MigrationError, Busy."""
    await upgrade(db.engine)
    return Schema(await current(db.engine))


async def migrate_down(db: Database, target: str) -> Schema:
    """Take the schema back to a revision, `-1` or `base`. Raises Unprocessable for one there is none of; Busy."""
    try:
        await downgrade(db.engine, target)
    except MigrationError as error:
        raise Unprocessable(error.detail) from error
    return Schema(await current(db.engine))


async def check_schema_matches(db: Database) -> Schema:
    """Whether the schema is at the newest revision and is what the tables say. Raises Busy."""
    revision = await current(db.engine)
    if revision != head():
        return Schema(revision, f"the schema is at {revision or 'no revision'}, this version needs {head()}")
    try:
        await check(db.engine)
    except MigrationError as error:
        return Schema(revision, error.detail)
    return Schema(revision)
