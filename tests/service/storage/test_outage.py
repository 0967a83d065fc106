"""A database that is away, busy or full is told as such, whichever library noticed; defects stay what they are."""

from contextlib import AbstractAsyncContextManager

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, NoSuchTableError

from service.errors import Busy
from service.storage.engine import Database
from service.storage.outage import outage
from service.storage.snapshot import snapshot
from service.storage.transaction import Tx, writing


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (asyncpg.DiskFullError("could not extend file"), "disk"),
        (asyncpg.AdminShutdownError("terminating"), "away"),
        (asyncpg.LockNotAvailableError("lock"), "busy"),
        (asyncpg.ConnectionDoesNotExistError("closed"), "away"),
        (asyncpg.InterfaceError("connection is closed"), "away"),
        (ConnectionResetError("reset"), "away"),
        (asyncpg.UniqueViolationError("twice"), None),
        (asyncpg.UndefinedTableError("none"), None),
        (NoSuchTableError("none"), None),
        (IntegrityError("INSERT", {}, asyncpg.UniqueViolationError("twice")), None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_only_what_passes_is_an_outage(error: Exception, told: str | None) -> None:
    found = outage(error)
    assert (found is None) if told is None else (found is not None and told in found.detail)


@pytest.mark.parametrize("raw", [False, True])
async def test_a_connection_that_ends_in_a_transaction_is_busy(fresh_database: Database, raw: bool) -> None:
    with pytest.raises(Busy):
        await _lose(fresh_database, writing(fresh_database.engine), raw)
    with pytest.raises(Busy):
        await _lose(fresh_database, snapshot(fresh_database.engine), raw)


async def _lose(database: Database, transaction: AbstractAsyncContextManager[Tx], raw: bool) -> None:
    """Ask something, through SQLAlchemy or the driver itself, when the connection has just ended."""
    async with transaction as tx:
        await _end_others(database.address)
        await ((await tx.driver()).fetch("SELECT 1") if raw else tx.rows(text("SELECT 1")))


async def test_a_snapshot_sees_one_moment_and_writes_nothing(fresh_database: Database) -> None:
    async with snapshot(fresh_database.engine) as tx:
        async with writing(fresh_database.engine) as other:
            await other.execute(text("INSERT INTO source (slug, official, created_at) VALUES ('test', false, now())"))
        assert await tx.scalar(text("SELECT count(*) FROM source")) == 0
        with pytest.raises(Exception, match="read-only"):
            await tx.execute(text("DELETE FROM source"))


async def _end_others(address: str) -> None:
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    finally:
        await connection.close()
