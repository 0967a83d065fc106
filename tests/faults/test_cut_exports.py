"""The database breaks off under exports of a real service: a broken download or a whole one, never a short one."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx

from benchmarks.registry.prepare import generated_reports
from service.client import AsyncPoimenno
from service.settings import Settings
from service.storage.engine import open_database
from service.usecases.submit_reports import submit_reports
from tests.served import ServedService
from tests.service.usecases.registry import PARTNER

RECORDS = 900
NOTE = "Записано в учебных целях. " * 700
ROUNDS = 6
PATH = "/v1/export/casualties.ndjson?status=*"
_CUT = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE 'COPY%'"""


async def fill(address: str, data_dir: Path) -> None:
    """So many records that copying them takes a while."""
    reports = list(generated_reports(RECORDS, seed=6))
    for report in reports:
        report["casualty"]["note"] = NOTE
    async with open_database(Settings(database_url=address, data_dir=data_dir)) as db:
        await submit_reports(db, reports=reports, actor=PARTNER)


@asynccontextmanager
async def cutting(address: str) -> AsyncIterator[list[int]]:
    """Ends the connection of each COPY that is seen, once; the list gets a number each time."""
    cuts: list[int] = []
    connection = await asyncpg.connect(address)

    async def cut() -> None:
        while not cuts:
            cuts.extend([1] * int(await connection.fetchval(_CUT)))

    task = asyncio.create_task(cut())
    try:
        yield cuts
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await connection.close()


async def test_an_export_whose_database_breaks_off_is_never_short(
    fresh_address: str, serve_on: Callable[..., ServedService], tmp_path: Path, record_property: Callable[..., None]
) -> None:
    await fill(fresh_address, tmp_path)
    service = serve_on(fresh_address)
    cut = 0
    async with (
        httpx.AsyncClient(base_url=service.url, timeout=60) as plain,
        AsyncPoimenno(service.url, pause=lambda _: asyncio.sleep(0)) as client,
    ):
        whole = (await plain.get(PATH)).content
        assert whole.count(b"\n") > RECORDS * 0.8
        for n in range(ROUNDS):
            shutil.rmtree(service.data_dir / "exports")
            async with cutting(fresh_address) as cuts:
                if n % 2:
                    await client.download("casualties.ndjson", tmp_path / "copy", status="*")
                    assert (tmp_path / "copy").read_bytes() == whole
                else:
                    try:
                        answer = await plain.get(PATH)
                    except httpx.RemoteProtocolError:
                        assert cuts
                    else:
                        assert answer.status_code == 503 or answer.content == whole
                cut += len(cuts)
            (tmp_path / "copy").unlink(missing_ok=True)
            (await plain.get(PATH)).raise_for_status()
    assert cut
    record_property("tried", f"{ROUNDS} exports, {cut} of them cut")
