"""The write engine and the read pool: what each may, and how a missing database is told."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.errors import Busy
from service.settings import Settings
from service.storage.engine import Database, asyncpg_address, open_database
from tests.served import free_port


@pytest.fixture(autouse=True)
def _data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("postgres://u:p@db/x", "postgresql://u:p@db/x"),
        ("postgresql://u:p@db:5433/x?sslmode=require", "postgresql://u:p@db:5433/x?sslmode=require"),
        ("postgresql+asyncpg://u:p%40@db/x?ssl=require", "postgresql://u:p%40@db/x?sslmode=require"),
        ("postgresql+asyncpg://u@/x?host=/run/pg&port=5432", "postgresql://u@/x?host=/run/pg&port=5432"),
    ],
)
def test_every_usual_form_of_an_address_is_read(given: str, read: str) -> None:
    assert asyncpg_address(given) == read


async def test_both_ways_carry_json_as_python_values(database: Database) -> None:
    value = {"имя": "Хисамутдинов", "n": [1, None, True]}
    async with database.reading() as connection:
        assert await connection.fetchval("SELECT $1::jsonb", value) == value
        assert await connection.fetchval("SELECT $1::json", value) == value
    async with database.engine.connect() as connection:
        row = await connection.execute(text("SELECT '{\"a\": [1]}'::jsonb"))
        assert row.scalar_one() == {"a": [1]}


async def test_the_reading_pool_can_not_write(database: Database) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with database.reading() as connection:
            await connection.execute("CREATE TABLE forbidden ()")


async def test_settings_reach_the_server(worker_database: str) -> None:
    settings = Settings(
        database_url=worker_database,
        lock_timeout=1.5,
        statement_timeout=2,
        idle_transaction_timeout=3,
        read_connections=1,
    )
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "application_name")
    async with open_database(settings) as opened, opened.reading() as reads, opened.engine.connect() as writes:
        assert [await reads.fetchval(f"SHOW {name}") for name in names] == ["1500ms", "2s", "3s", "poimenno read"]
        shown = [(await writes.execute(text(f"SHOW {name}"))).scalar_one() for name in names]
        assert shown == ["1500ms", "2s", "3s", "poimenno write"]


async def test_an_exhausted_or_slow_pool_is_busy(worker_database: str) -> None:
    settings = Settings(database_url=worker_database, lock_timeout=0.05, statement_timeout=0.05, read_connections=1)
    async with open_database(settings) as opened:
        with pytest.raises(Busy):
            async with opened.reading() as connection:
                await connection.execute("SELECT pg_sleep(2)")
        async with opened.reading():
            with pytest.raises(Busy):
                async with opened.reading():
                    pass


async def test_no_statement_s_parameters_are_in_an_error(database: Database) -> None:
    with pytest.raises(DBAPIError) as raised:
        async with database.engine.connect() as connection:
            await connection.execute(text("SELECT :name / 0"), {"name": "Тестов"})
    assert "Тестов" not in str(raised.value).split("[SQL")[1]


async def test_a_server_that_went_away_is_busy_and_then_back(fresh_address: str, cluster: str) -> None:
    async with open_database(Settings(database_url=fresh_address, read_connections=1)) as opened:
        other = await asyncpg.connect(cluster)
        async with opened.reading() as connection:
            await connection.fetchval("SELECT 1")
            ended = await other.fetch(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE application_name LIKE 'poimenno %' AND datname = $1",
                fresh_address.split("@/")[1].split("?")[0],
            )
            await other.close()
            assert ended
            with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
                await connection.fetchval("SELECT 1")
        for _ in range(2):
            async with opened.reading() as connection:
                assert await connection.fetchval("SELECT 1") == 1
            async with opened.engine.connect() as writes:
                assert (await writes.execute(text("SELECT 1"))).scalar_one() == 1


@pytest.mark.parametrize("address", ["postgresql://nobody@127.0.0.1:{port}/x", "postgresql://nobody@/x?host=/nowhere"])
async def test_a_database_that_is_not_there_is_busy(address: str) -> None:
    with pytest.raises(Busy, match="can't be reached"):
        async with open_database(Settings(database_url=address.format(port=free_port()))):
            pass


async def test_many_readers_share_a_few_connections(database: Database) -> None:
    async def read(number: int) -> int:
        async with database.reading() as connection:
            return int(await connection.fetchval("SELECT $1::int", number))

    assert await asyncio.gather(*map(read, range(100))) == list(range(100))
