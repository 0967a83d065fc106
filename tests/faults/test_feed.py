"""The feed: whoever stops anywhere and goes on ends with exactly the records of the registry."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from service.settings import Settings
from service.storage import changes
from service.storage.engine import Database, open_database
from service.usecases.read_changes import read_changes
from tests.faults.reading import Read, Reader, check_equal
from tests.faults.rounds import TRIED, rounds
from tests.faults.writing import Writer
from tests.service.usecases.registry import Registry
from tests.service.usecases.test_registry_machine import EMPTY

ROUNDS = rounds(12, 1_000)
FRESH_EVERY = 60
"""Rounds after which the registry is emptied, as comparing takes longer the more it holds."""
WRITERS, ACTS, READERS = 3, 4, 3


def reading_of(*databases: Database, chance: Random) -> Read:
    """Reads a page by any of some processes' ways to the database."""

    async def read(since: str | None, limit: int) -> dict[str, Any]:
        page = await read_changes(chance.choice(databases), since=since, limit=limit, records=True)
        answer: dict[str, Any] = orjson.loads(page.body)
        return answer

    return read


def slow(monkeypatch: pytest.MonkeyPatch, chance: Random) -> None:
    """Lets some transactions dawdle between taking their numbers and committing, while others go on."""
    append = changes.append

    async def dawdling(*arguments: Any) -> None:
        await append(*arguments)
        if chance.random() < 0.3:
            await asyncio.sleep(chance.uniform(0, 0.03))

    monkeypatch.setattr(changes, "append", dawdling)


async def test_readers_end_with_the_registry(
    fresh_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    chance = Random(4)
    slow(monkeypatch, chance)
    settings = Settings(database_url=fresh_address, data_dir=tmp_path)
    async with open_database(settings) as one, open_database(settings) as other:
        read = reading_of(one, other, chance=chance)
        for n in range(ROUNDS):
            if n % FRESH_EVERY == 0:
                async with one.engine.begin() as conn:
                    for statement in EMPTY.split(";")[:2]:
                        await conn.exec_driver_sql(statement)
                readers = [Reader(read, Random(n + m)) for m in range(READERS)]
                writers = [Writer(Registry(db), Random(n - m), f"w{m}") for m, db in enumerate([one, other, one])]
            await asyncio.gather(*map(_write, writers), *map(_read, readers))
            for reader in (*readers, Reader(read, Random(n))):
                await reader.all()
                await check_equal(reader, Registry(one))
    told = f"{ROUNDS} rounds of {WRITERS} writers and {READERS} readers, {ROUNDS * (READERS + 1)} copies equal"
    record_property(TRIED, told)


async def _write(writer: Writer) -> None:
    for _ in range(ACTS):
        await writer.act()


async def _read(reader: Reader) -> None:
    for _ in range(ACTS):
        await reader.some()
        await asyncio.sleep(0)
