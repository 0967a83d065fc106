"""`poimenno link`: a list in, every report with its cluster out, without any database."""

import csv
from pathlib import Path

import pytest
from dask.distributed import LocalCluster

from tests.service.cli.command import Command
from tests.service.linking.listing import many, write


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
