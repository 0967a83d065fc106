"""Reading the whole change feed over HTTP in pages of 1,000 with records, by one reader and by two at once."""

import asyncio
import tempfile
import time
from pathlib import Path

import uvloop

from benchmarks.measure import Measure, median
from benchmarks.registry.multiply import filled
from benchmarks.registry.server import running

TITLE = "The change feed over HTTP, pages of 1,000 changes with records"
RECORDS = 50_000
ROUNDS = 5
READERS = 2
_NEXT = b'"next":"'


def run(scale: float) -> list[Measure]:
    """The feed of a registry, read from the beginning several times."""
    with tempfile.TemporaryDirectory(prefix="poimenno-bench-") as directory:
        filled(Path(directory) / "data", int(RECORDS * scale))
        return measure(Path(directory) / "data")


def measure(data_dir: Path) -> list[Measure]:
    """The figures of a registry that is there."""
    with running(data_dir) as server:
        rounds = [(uvloop.run(_read(server.port, 1)), uvloop.run(_read(server.port, READERS))) for _ in range(ROUNDS)]
    return [
        Measure("one reader, changes per second", median([alone for alone, _ in rounds]), "1/s", goal=40_000),
        Measure(f"{READERS} readers, changes per second in all", median([both for _, both in rounds]), "1/s"),
    ]


async def _read(port: int, readers: int) -> float:
    """Changes per second that so many readers get, each of whom reads everything."""
    began = time.perf_counter()
    counts = await asyncio.gather(*(_read_all(port) for _ in range(readers)))
    return sum(counts) / (time.perf_counter() - began)


async def _read_all(port: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**26)
    since, more, count = b"0", True, 0
    while more:
        writer.write(b"GET /v1/changes?include=record&limit=1000&since=%b HTTP/1.1\r\nHost: localhost\r\n\r\n" % since)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(head.decode())
        length = head.index(b"content-length:") + len(b"content-length:")
        body = await reader.readexactly(int(head[length : head.index(b"\r", length)]))
        end = body.rindex(_NEXT)
        since = body[end + len(_NEXT) : -2]
        more = body.endswith(b'"more":true,', end - 12, end)
        count += body.count(b'{"seq":')
    writer.close()
    await writer.wait_closed()
    return count
