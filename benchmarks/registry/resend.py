"""Sending 100,000 reports over HTTP in batches of 1,000 by one sender, and then the same list again, unchanged."""

import asyncio
import http.client
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import orjson

from benchmarks.measure import Measure
from benchmarks.registry.prepare import BATCH, generated_reports, make_key
from benchmarks.registry.server import running

TITLE = "Sending a list over HTTP, and the same list again"
REPORTS = 100_000
_HEADERS = {"Content-Type": "application/x-ndjson"}


def run(scale: float) -> list[Measure]:
    """The same batches in the same order, twice, to one service on one registry that was empty."""
    count = int(REPORTS * scale)
    with tempfile.TemporaryDirectory(prefix="poimenno-bench-") as directory:
        data_dir = Path(directory) / "data"
        key = asyncio.run(make_key(data_dir, "submit"))
        with running(data_dir) as server:
            first, outcomes = _send_all(server.port, key, count)
            again, same = _send_all(server.port, key, count)
    taken = sum(outcomes[outcome] for outcome in ("created", "attached", "superseded"))
    return [
        Measure("reports", count, ""),
        Measure("first time, reports per second", count / first, "1/s"),
        Measure("again, reports per second", count / again, "1/s"),
        Measure("ratio", first / again, "", goal=5),
        Measure("not taken the first time", count - taken, "", goal=0, at_most=True),
        Measure("not unchanged the second time", count - same["unchanged"], "", goal=0, at_most=True),
    ]


def _send_all(port: int, key: str, count: int) -> tuple[float, Counter[str]]:
    """Seconds from a batch's sending to its answer, of all batches together, and how many reports had which outcome.

    What generates the batches and reads the answers isn't the registry's time.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    reports, seconds, outcomes = generated_reports(count, seed=4), 0.0, Counter[str]()
    while batch := list(islice(reports, BATCH)):
        body = b"".join(orjson.dumps(report) + b"\n" for report in batch)
        began = time.perf_counter()
        connection.request("POST", "/v1/reports", body, {**_HEADERS, "Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        content = answer.read()
        seconds += time.perf_counter() - began
        if answer.status != 200:
            raise RuntimeError(content.decode())
        outcomes.update(result["outcome"] for result in orjson.loads(content)["results"])
    connection.close()
    return seconds, outcomes
