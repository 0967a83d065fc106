"""A small HTTP/1.1 client that asks the same things again and again on many connections; light enough for one core."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """What one run did: answers and their bytes; `wrong` counts answers that were not 200."""

    seconds: float = 0.0
    answers: int = 0
    wrong: int = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answers / self.seconds


async def hammer(port: int, paths: Sequence[str], *, connections: int, seconds: float) -> Tally:
    """Ask for the paths in turn on so many connections, each waiting for its answer, for so many seconds."""
    tally = Tally()
    requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() for path in paths]
    began = time.perf_counter()
    await asyncio.gather(*(_ask(port, requests, n, began + seconds, tally) for n in range(connections)))
    tally.seconds = time.perf_counter() - began
    return tally


async def _ask(port: int, requests: Sequence[bytes], n: int, until: float, tally: Tally) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (asked := time.perf_counter()) < until:
        writer.write(requests[n % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(_length(head))
        tally.latencies.append(time.perf_counter() - asked)
        tally.answers += 1
        tally.wrong += not head.startswith(b"HTTP/1.1 200")
        n += 1
    writer.close()
    await writer.wait_closed()


def _length(head: bytes) -> int:
    start = head.lower().index(b"content-length:") + len(b"content-length:")
    return int(head[start : head.index(b"\r", start)])
