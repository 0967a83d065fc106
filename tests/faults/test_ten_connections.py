"""A partner that sends the same 1,000 reports from ten connections at once."""

import asyncio
from collections import Counter
from collections.abc import Callable

import asyncpg
import httpx
import pytest

from benchmarks.registry.prepare import generated_reports
from service.settings import Settings
from service.storage.engine import open_database
from service.usecases.actor import MACHINE
from service.usecases.keys import create_key
from tests.served import ServedService

REPORTS = 1_000
CONNECTIONS = 10


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_the_same_reports_from_ten_connections_at_once_are_taken_once(
    fresh_address: str, serve_on: Callable[..., ServedService], workers: str
) -> None:
    service = serve_on(fresh_address, workers=workers)
    settings = Settings(database_url=fresh_address, data_dir=service.data_dir)
    async with open_database(settings) as db:
        made = await create_key(db, name="ten", scope="submit", partner="ten", expires_at=None, actor=MACHINE)
    batch = list(generated_reports(REPORTS, seed=5))
    headers = {"Authorization": f"Bearer {made['key']}"}
    clients = [httpx.AsyncClient(base_url=service.url, headers=headers, timeout=120) for _ in range(CONNECTIONS)]
    answers = await asyncio.gather(*(client.post("/v1/reports", json=batch) for client in clients))
    for client in clients:
        await client.aclose()
    assert Counter(answer.status_code for answer in answers) == {200: CONNECTIONS}
    results = [answer.json()["results"] for answer in answers]
    assert {len(one) for one in results} == {REPORTS}
    assert len({tuple((row["report_id"], row["record_id"]) for row in one) for one in results}) == 1
    new = Counter(row["outcome"] != "unchanged" for one in results for row in one)
    assert new == {True: REPORTS, False: REPORTS * (CONNECTIONS - 1)}
    connection = await asyncpg.connect(fresh_address)
    try:
        assert await connection.fetchval("SELECT count(*) FROM report") == REPORTS
        assert await connection.fetchval("SELECT count(DISTINCT external_id) FROM report") == REPORTS
    finally:
        await connection.close()
