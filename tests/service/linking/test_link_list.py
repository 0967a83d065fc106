"""A list's duplicates are found, on worker processes that may die, and a run goes on where it was broken off."""

import os
import signal
from collections import defaultdict
from pathlib import Path

import pytest
from dask.distributed import Client, LocalCluster

from service.linking import engine
from service.linking.engine import NoSchedulerError
from service.usecases.link_list import Row, link_list, working_directory
from tests.service.linking.listing import many, report, write

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def cluster() -> LocalCluster:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        yield cluster


def groups(rows: list[Row]) -> set[frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        found[row.cluster].add(row.external_id)
    return {frozenset(group) for group in found.values()}


def test_reports_of_one_person_lie_in_one_cluster(cluster: LocalCluster, tmp_path: Path) -> None:
    source = write(
        tmp_path / "list.ndjson",
        [
            report("a", "Хисамутдинов Руслан Тестович", "1985", "RU-BA"),
            report("b", "Ruslan Khisamutdinov", "1985-03-14", "RU-BA"),
            report("c", "Хисамутдинов Руслан Пробович", "1985", "RU-BA"),
            "not a report",
            report("d", "Иванов Сергей"),
            report("e", "Sergey Petrov"),
            report(None, "Тестов Тест"),
        ],
    )
    linked, rows = link_list(source, tmp_path / "out.csv", scheduler=cluster.scheduler_address)
    made = list(rows)
    assert [row.external_id for row in made] == ["a", "b", "c", "d", "e"]
    assert {len(group) for group in groups(made)} == {1, 2}
    scores = {row.external_id: row.score for row in made}
    assert scores["d"] is None
    assert scores["b"] is not None
    assert scores["b"] >= 0.5
    assert [line for line, _ in linked.rejected] == [4, 7]
    assert (linked.reports, linked.clusters, linked.members) == (5, 1, 2)


def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    source = write(tmp_path / "list.ndjson", many(200))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        with Client(cluster) as client:
            victim = next(iter(client.run(os.getpid).values()))
        killed: list[int] = []

        def kill(stage: str, done: int, total: int | None) -> None:
            if not killed:
                os.kill(victim, signal.SIGKILL)
                killed.append(done)

        _, rows = link_list(source, tmp_path / "out.csv", scheduler=cluster.scheduler_address, progress=kill, chunk=25)
    assert killed
    assert groups(list(rows)) == {frozenset({f"{n}-a", f"{n}-b"}) for n in range(200)}


def test_what_was_done_is_not_done_again(cluster: LocalCluster, tmp_path: Path) -> None:
    source, output = write(tmp_path / "list.ndjson", many(20)), tmp_path / "out.csv"

    class BrokenOffError(Exception):
        pass

    def break_off(stage: str, done: int, total: int | None) -> None:
        if stage == "pairing":
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        link_list(source, output, scheduler=cluster.scheduler_address, progress=break_off)
    read = (working_directory(output) / "profiles-0").stat().st_mtime_ns
    _, rows = link_list(source, output, scheduler=cluster.scheduler_address)
    assert len(groups(list(rows))) == 20
    assert (working_directory(output) / "profiles-0").stat().st_mtime_ns == read
    write(source, many(21))
    _, rows = link_list(source, output, scheduler=cluster.scheduler_address)
    assert len(groups(list(rows))) == 21


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAIT", 0.2)
    source = write(tmp_path / "list.ndjson", many(1))
    with pytest.raises(NoSchedulerError, match="tcp://127.0.0.1:9"):
        link_list(source, tmp_path / "out.csv", scheduler="tcp://127.0.0.1:9")
