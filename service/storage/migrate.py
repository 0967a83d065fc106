"""Migrations: Alembic's revisions in the package `migrations`, run one process at a time."""

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.errors import Busy, PoimennoError
from service.storage.outage import outage

# "migr" in ASCII: the advisory lock under which the schema changes.
MIGRATION_LOCK: Final = 0x6D696772
_LOCK_NOT_AVAILABLE: Final = "55P03"


class MigrationError(PoimennoError):
    """The schema can't be brought to where it was asked to be, or isn't what the tables say."""

    default = "The database's schema can't be changed."


async def upgrade(engine: AsyncEngine, target: str = "head", *, lock_timeout: float = 30.0) -> None:
    """Bring the schema up to `target`; each revision is a transaction.

    Waits at most `lock_timeout` seconds for another process that migrates, or for a lock on a table: Busy then.
    Raises MigrationError if a revision is unknown (the database is newer than the programme) or fails.
    """
    await _run(engine, lock_timeout, lambda config: command.upgrade(config, target))


async def downgrade(engine: AsyncEngine, target: str, *, lock_timeout: float = 30.0) -> None:
    """Take the schema down to `target` (`base`, `-1`, a revision). Raises as `upgrade` does."""
    await _run(engine, lock_timeout, lambda config: command.downgrade(config, target))


async def check(engine: AsyncEngine, *, lock_timeout: float = 30.0) -> None:
    """Raises MigrationError naming what differs when tables and migrated schema are not the same (`alembic check`)."""
    await _run(engine, lock_timeout, command.check)


async def new_revision(engine: AsyncEngine, message: str, *, lock_timeout: float = 30.0) -> None:
    """Write a revision with what the tables have and the schema hasn't; for developers, on a scratch database."""
    await _run(engine, lock_timeout, lambda config: command.revision(config, message, autogenerate=True))


async def current(engine: AsyncEngine) -> str | None:
    """The schema's revision; None before the first."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


@lru_cache(maxsize=1)
def head() -> str | None:
    """The newest revision that this programme has; None if there are none."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config(stdout=io.StringIO())
    # Config interpolates %, and a path may have one.
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


async def _run(engine: AsyncEngine, lock_timeout: float, action: Callable[[Config], Any]) -> None:
    def act(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        action(config)

    async with _locked(engine, lock_timeout) as connection:
        try:
            await connection.run_sync(act)
            await connection.commit()
        except CommandError as error:
            raise MigrationError(str(error)) from error
        except DBAPIError as error:
            await connection.rollback()
            raise _in_words(error) from error


@asynccontextmanager
async def _locked(engine: AsyncEngine, lock_timeout: float) -> AsyncIterator[AsyncConnection]:
    """A connection that holds the session's advisory lock, and is thrown away afterwards, lock and settings with it."""
    async with engine.connect() as connection:
        try:
            await connection.execute(text(f"SET lock_timeout = {max(1, round(lock_timeout * 1000))}"))
            await connection.execute(text("SET statement_timeout = 0"))
            await connection.execute(text("SET idle_in_transaction_session_timeout = 0"))
            await connection.execute(text(f"SELECT pg_advisory_lock({MIGRATION_LOCK})"))
            await connection.commit()
            yield connection
        except DBAPIError as error:
            raise _in_words(error) from error
        finally:
            await connection.invalidate()


def _in_words(error: DBAPIError) -> PoimennoError:
    if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
        return Busy("Another process is migrating the database, or holds one of its tables; try again later.")
    away = outage(error)
    return away or MigrationError(f"The migration failed: {error.orig}")
