"""Reading one record over HTTP beside a bare route of the same process that answers the same bytes from memory."""

import asyncio
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

import uvloop

from benchmarks.measure import Measure, median
from benchmarks.registry.hammer import Tally, hammer
from benchmarks.registry.prepare import prepared
from benchmarks.registry.server import running

TITLE = "Reading one record over HTTP, 16 connections"
CONNECTIONS = 16
ROUNDS = 7
SECONDS = 4.0
RECORDS = 2_000


def run(scale: float) -> list[Measure]:
    """Both routes in turn, several rounds; the ratio is the median of the rounds' ratios."""
    with tempfile.TemporaryDirectory(prefix="poimenno-bench-") as directory:
        data_dir = Path(directory) / "data"
        ids = asyncio.run(prepared(data_dir, max(10, int(RECORDS * scale))))
        with running(data_dir) as server:
            body = urlopen(f"http://127.0.0.1:{server.port}/v1/casualties/{ids[0]}").read()
            urlopen(Request(f"http://127.0.0.1:{server.port}/bare", data=body, method="PUT"))
            paths = [f"/v1/casualties/{id_}" for id_ in ids]
            pairs = [_round(server.port, paths, SECONDS * min(1.0, scale)) for _ in range(ROUNDS)]
    return [
        Measure("record, requests per second", median([record.rate for record, _ in pairs]), "1/s"),
        Measure("bare route, requests per second", median([bare.rate for _, bare in pairs]), "1/s"),
        Measure("ratio", median([record.rate / bare.rate for record, bare in pairs]), "", goal=0.5),
        Measure("answers that were not 200", sum(r.wrong + b.wrong for r, b in pairs), "", goal=0, at_most=True),
    ]


def _round(port: int, paths: list[str], seconds: float) -> tuple[Tally, Tally]:
    async def both() -> tuple[Tally, Tally]:
        bare = await hammer(port, ["/bare"], connections=CONNECTIONS, seconds=seconds)
        record = await hammer(port, paths, connections=CONNECTIONS, seconds=seconds)
        return record, bare

    return uvloop.run(both())
