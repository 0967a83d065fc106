"""`poimenno link`: a list in, every report with its cluster out, without any database; or the registry linked."""

import asyncio
import csv
import os
import sys
from pathlib import Path

import pytest
from dask.distributed import LocalCluster

from service.storage.engine import Database
from service.usecases.verify import verify
from tests.served import ROOT
from tests.service.cli.command import Command
from tests.service.linking.listing import many, write
from tests.service.usecases.linking import attaching, groups, sure
from tests.service.usecases.registry import Registry


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_every_report_has_a_cluster(call: Command, tmp_path: Path) -> None:
    source, output = write(tmp_path / "list.ndjson", [*many(3), "{}"]), tmp_path / "clusters.csv"
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        called = call("link", source, "-o", output, "--threshold", "0.9", "--scheduler", cluster.scheduler_address)
    assert called.code == 1
    assert "line 7" in called.err
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["external_id"] for row in rows] == ["0-a", "0-b", "1-a", "1-b", "2-a", "2-b"]
    assert [row["cluster"] for row in rows] == ["1", "1", "2", "2", "3", "3"]
    assert all(0.9 <= float(row["score"]) <= 1.0 for row in rows)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clusters.csv", "list.ndjson"]


def test_a_list_that_is_not_there_is_named(call: Command, tmp_path: Path) -> None:
    called = call("link", tmp_path / "none.ndjson", "-o", tmp_path / "out.csv")
    assert called.code == 3
    assert "none.ndjson" in called.err


@pytest.mark.parametrize(
    "arguments", [("list.ndjson",), ("-o", "out.csv"), ("--threshold", "0.9"), ("list.ndjson", "--train", "m.json")]
)
def test_what_belongs_to_a_list_or_to_the_registry_is_not_mixed(call: Command, arguments: tuple[str, ...]) -> None:
    called = call("link", *arguments)
    assert called.code == 2
    assert "FILE and --output" in called.err


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_empty_registry_is_linked_at_once(poimenno: Command, tmp_path: Path) -> None:
    called = poimenno("link")
    assert called.code == 0, called.err
    assert "0 records merged" in called.err
    assert not (tmp_path / "var" / "link").exists()


def test_too_few_decisions_are_told(poimenno: Command, tmp_path: Path) -> None:
    called = poimenno("link", "--train", "weights.json")
    assert called.code == 2
    assert "too little to learn from" in called.err
    assert not (tmp_path / "weights.json").exists()


def test_every_command_refuses_a_model_that_is_none(call: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POIMENNO_MODEL", "none.json")
    for command in (("compare", "pairs.csv"), ("link", "list.ndjson", "-o", "out.csv"), ("link",), ("serve",)):
        called = call(*command)
        assert called.code == 2, command
        assert "POIMENNO_MODEL: none.json can't be read" in called.err


async def test_a_command_killed_while_it_decides_goes_on_when_called_again(
    fresh_database: Database, fresh_address: str, tmp_path: Path
) -> None:
    """Somebody else holds the record that comes last, so that it is killed with some decided and some not."""
    registry = Registry(fresh_database)
    attaching(registry, False)
    await registry.put(*sure(70))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("POIMENNO_", "PYTHON"))}
    environment |= {"POIMENNO_DATABASE_URL": fresh_address, "POIMENNO_DATA_DIR": str(tmp_path / "var")}
    command = [sys.executable, "-m", "service", "link"]
    async with registry.db.engine.begin() as connection:
        last = "(SELECT record_id FROM change WHERE version = 1 ORDER BY seq DESC LIMIT 1)"
        await connection.exec_driver_sql(f"SELECT FROM record WHERE id = {last} FOR UPDATE")
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment)
        try:
            await _waiting(registry, process)
        finally:
            process.kill()
            await process.wait()
    assert 0 < len([group for group in await groups(registry) if len(group) > 1]) < 70
    again = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment)
    assert await again.wait() == 0
    assert len(await groups(registry)) == 70
    assert {len(group) for group in await groups(registry)} == {2}
    assert await registry.db.reads.fetchval("SELECT count(*) FROM merge") == 70
    assert (await verify(registry.db)).faults == {}
    assert not (tmp_path / "var" / "link").exists()


async def _waiting(registry: Registry, process: asyncio.subprocess.Process) -> None:
    """Until the command waits for the record that somebody else holds."""
    query = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"
    async with asyncio.timeout(60):
        while not await registry.db.reads.fetchval(query):
            assert process.returncode is None
            await asyncio.sleep(0.02)
