"""Migrations: up, down and checked, one process at a time, and told in words when they can't be run."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import asyncpg
import pytest
from sqlalchemy import BigInteger, Boolean, Date, DateTime, Float, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from service.errors import Busy
from service.settings import Settings
from service.storage import migrate
from service.storage.engine import writing_engine

_SAMPLES: dict[type, object] = {
    Text: "x",
    AutoString: "x",
    Integer: 1,
    BigInteger: 1,
    Float: 0.5,
    Boolean: True,
    LargeBinary: b"x",
    DateTime: datetime(2024, 1, 1, tzinfo=UTC),
    Date: date(2024, 1, 1),
    JSONB: {},
    JSON: {},
    ARRAY: [],
}


@pytest.fixture
async def engine(fresh_address: str) -> AsyncIterator[AsyncEngine]:
    made = writing_engine(fresh_address, Settings())
    yield made
    await made.dispose()


async def _tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        return set(rows.scalars())


async def _fill(engine: AsyncEngine) -> dict[str, int]:
    """One made-up row in every table, references unchecked; gives the rows of each table."""
    async with engine.begin() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in SQLModel.metadata.sorted_tables:
            needed = {c.name: _SAMPLES[type(c.type)] for c in table.columns if not c.nullable and not c.server_default}
            await connection.execute(insert(table).values(needed).on_conflict_do_nothing())
    return await _rows(engine)


async def _rows(engine: AsyncEngine) -> dict[str, int]:
    async with engine.connect() as connection:
        return {
            name: (await connection.execute(text(f'SELECT count(*) FROM "{name}"'))).scalar_one()
            for name in sorted(await _tables(engine))
        }


async def test_the_schema_is_the_tables(engine: AsyncEngine) -> None:
    assert await migrate.current(engine) == migrate.head()
    await migrate.check(engine)


async def test_a_difference_is_named(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE source ADD COLUMN stray text"))
    with pytest.raises(migrate.MigrationError, match="stray"):
        await migrate.check(engine)


async def test_down_takes_everything_away_and_up_brings_it_back(engine: AsyncEngine) -> None:
    before = await _tables(engine)
    await migrate.downgrade(engine, "base")
    assert await _tables(engine) == {"alembic_version"}
    assert await migrate.current(engine) is None
    await migrate.upgrade(engine)
    assert await _tables(engine) == before
    await migrate.check(engine)


async def test_each_revision_goes_down_and_up_with_data_in_the_tables(engine: AsyncEngine) -> None:
    rows = await _fill(engine)
    assert set(rows) == {*SQLModel.metadata.tables, "alembic_version"}
    assert min(rows.values()) == 1
    await migrate.downgrade(engine, "-1")
    await migrate.upgrade(engine)
    await migrate.check(engine)
    if migrate.head() != "0001":  # the first revision has nothing to keep its rows in
        assert await _rows(engine) == rows
    await _fill(engine)
    while await migrate.current(engine):
        await migrate.downgrade(engine, "-1")
    assert await _rows(engine) == {"alembic_version": 0}


async def test_up_again_changes_nothing_and_eight_at_once_are_one(engine: AsyncEngine, fresh_address: str) -> None:
    await migrate.downgrade(engine, "base")
    others = [writing_engine(fresh_address, Settings()) for _ in range(4)]
    await asyncio.gather(*(migrate.upgrade(other) for other in others for _ in range(2)))
    await asyncio.gather(*(other.dispose() for other in others))
    await migrate.upgrade(engine)
    assert await migrate.current(engine) == migrate.head()


async def test_whoever_waits_too_long_for_another_is_told_and_nothing_is_kept(engine: AsyncEngine) -> None:
    async with engine.connect() as other:
        await other.execute(text(f"SELECT pg_advisory_lock({migrate.MIGRATION_LOCK})"))
        with pytest.raises(Busy, match="migrating"):
            await migrate.upgrade(engine, lock_timeout=0.05)
        await other.execute(text(f"SELECT pg_advisory_unlock({migrate.MIGRATION_LOCK})"))
    await migrate.upgrade(engine, lock_timeout=0.05)


async def test_a_reader_of_a_table_makes_a_change_of_it_fail_rather_than_stall_everyone(engine: AsyncEngine) -> None:
    async with engine.connect() as reader:
        await reader.execute(text("SELECT * FROM source"))
        with pytest.raises(Busy):
            await migrate.downgrade(engine, "base", lock_timeout=0.05)
    assert "source" in await _tables(engine)


def test_a_database_that_goes_away_is_no_defect_of_the_migration() -> None:
    lost = asyncpg.CannotConnectNowError("terminating connection due to unexpected postmaster exit")
    assert isinstance(migrate._in_words(DBAPIError("SELECT 1", None, lost)), Busy)


async def test_a_database_newer_than_the_programme_is_told(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    with pytest.raises(migrate.MigrationError, match="from_the_future"):
        await migrate.upgrade(engine)


async def test_no_setting_of_a_migration_stays_behind(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SHOW statement_timeout"))).scalar_one() == "1min"
