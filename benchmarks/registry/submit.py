"""Submitting batches of 1,000 over HTTP, two senders at once, into an empty registry and into one of 200,000."""

import asyncio
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from urllib.request import Request, urlopen

import orjson

from benchmarks.measure import Measure, median
from benchmarks.registry.load import import_rows
from benchmarks.registry.prepare import BATCH, generated_reports, make_key
from benchmarks.registry.server import running

TITLE = "Submitting in batches of 1,000 over HTTP, two senders at once"
BATCHES = 8
SENDERS = 2
ROUNDS = 3
RECORDS = 200_000


def run(scale: float) -> list[Measure]:
    """The median batch of each; the second registry is filled by an import first."""
    with tempfile.TemporaryDirectory(prefix="poimenno-bench-") as directory:
        empty = _rate(Path(directory) / "empty", seed=2)
        full = Path(directory) / "full"
        full.mkdir()
        import_rows(full, int(RECORDS * scale), seed=3)
        filled = _rate(full / "data", seed=2)
    return [
        Measure("into an empty registry, reports per second", empty, "1/s", goal=1_000),
        Measure(f"with {int(RECORDS * scale):,} records, reports per second", filled, "1/s"),
        Measure("ratio", filled / empty, "", goal=0.5),
    ]


def _rate(data_dir: Path, seed: int) -> float:
    """The median round: so many batches, shared by the senders."""
    key = asyncio.run(make_key(data_dir, "submit"))
    reports = generated_reports(BATCH * BATCHES * ROUNDS, seed)
    with running(data_dir) as server, ThreadPoolExecutor(SENDERS) as senders:
        rates = []
        for _ in range(ROUNDS):
            bodies = [orjson.dumps(list(islice(reports, BATCH))) for _ in range(BATCHES)]
            began = time.perf_counter()
            sent = sum(senders.map(lambda body: _send(server.port, key, body), bodies))
            rates.append(sent / (time.perf_counter() - began))
    return median(rates)


def _send(port: int, key: str, body: bytes) -> int:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = Request(f"http://127.0.0.1:{port}/v1/reports", data=body, headers=headers)
    results = orjson.loads(urlopen(request).read())["results"]
    refused = [result for result in results if result["outcome"] == "rejected"]
    if refused:
        raise RuntimeError(f"{len(refused)} reports were rejected: {refused[0]}")
    return len(results)
