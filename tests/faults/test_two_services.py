"""Two service processes on one database: partners send to both, readers go from one to the other."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import httpx
import orjson

from service.client import AsyncPoimenno
from service.settings import Settings
from service.storage.engine import open_database
from service.usecases.actor import MACHINE
from service.usecases.keys import create_key
from tests.faults.reading import Reader, check_equal
from tests.faults.rounds import TRIED, rounds
from tests.faults.writing import Writer
from tests.served import ServedService
from tests.service.usecases.registry import Registry

ROUNDS, ACTS = rounds(4, 200), 5


async def test_readers_of_two_services_end_with_the_registry(
    fresh_address: str,
    serve_on: Callable[[str], ServedService],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    services = [serve_on(fresh_address) for _ in range(2)]
    chance = Random(7)
    settings = Settings(database_url=fresh_address, data_dir=services[0].data_dir)
    async with open_database(settings) as db, httpx.AsyncClient(timeout=60) as http:
        registry = Registry(db)
        made = await create_key(db, name="Test", scope="submit", partner="test-partner", actor=MACHINE)

        async def read(since: str | None, limit: int) -> dict[str, Any]:
            url = f"{chance.choice(services).url}/v1/changes"
            answer = await http.get(url, params={"since": since or "0", "limit": limit, "include": "record"})
            assert answer.status_code == 200, answer.text
            page: dict[str, Any] = orjson.loads(answer.content)
            return page

        readers = [Reader(read, Random(n)) for n in range(3)]
        maintainer = Writer(registry, Random(1), "m")
        partners = [(AsyncPoimenno(one.url, str(made["key"])), Writer(registry, Random(n), f"p{n}"))
                    for n, one in enumerate(services)]  # fmt: skip
        for _ in range(ROUNDS):
            await asyncio.gather(
                *(_act(maintainer.act) for _ in range(1)), *(_act(reader.some) for reader in readers),
                *(_send(client, writer) for client, writer in partners),
            )  # fmt: skip
            for reader in readers:
                await reader.all()
                await check_equal(reader, registry)
        for client, _ in partners:
            await client.close()
    record_property(TRIED, f"{ROUNDS} rounds, {ROUNDS * len(readers)} copies equal")


async def _act(act: Any) -> None:
    for _ in range(ACTS):
        await act()


async def _send(client: AsyncPoimenno, writer: Writer) -> None:
    for _ in range(ACTS):
        async for result in client.submit([writer.report(), writer.report()]):
            assert result.outcome != "rejected", result
