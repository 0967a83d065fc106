"""Looking names up over HTTP among 1,000,000 records: one after the other, and as a list.

Records are copies (`multiply`), but what matching reads of each is a name of its own, drawn by real frequencies: a
candidate costs what it costs in life, while the document shown of it is another man's, of like size.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import asyncpg
import orjson

from benchmarks.matching.generated import Drawn, Names, misprint, romanise
from benchmarks.measure import Measure, median
from benchmarks.registry.multiply import filled
from benchmarks.registry.server import running
from matching.block import record_keys
from matching.profile import Profile, profile_to_json
from service.storage.embedded import embedded_database
from service.storage.engine import asyncpg_address

TITLE = "Looking names up over HTTP"
RECORDS = 1_000_000
QUERIES = 1_000
LISTED = 500
LISTS = 6
_TOGETHER = 5_000

Row = tuple[list[int], bytes]


def run(scale: float) -> list[Measure]:
    """Single look-ups on one connection, then lists of 500 names."""
    with tempfile.TemporaryDirectory(prefix="poimenno-bench-") as directory:
        data_dir = Path(directory) / "data"
        filled(data_dir, int(RECORDS * scale))
        names = asyncio.run(_named(data_dir))
        return measure(data_dir, names)


def measure(data_dir: Path, names: Sequence[Drawn]) -> list[Measure]:
    """The figures of a registry whose records bear these names."""
    chance = random.Random(2)
    asked = [_printed(chance.choice(names), chance) for _ in range(QUERIES + LISTED * LISTS)]
    with running(data_dir) as server:
        url = f"http://127.0.0.1:{server.port}"
        for name in asked[:50]:
            _search(url, name)
        seconds = sorted(_search(url, name) for name in asked[:QUERIES])
        lists = [asked[start : start + LISTED] for start in range(QUERIES, len(asked), LISTED)]
        rate = median([LISTED / _match(url, some) for some in lists])
    return [
        Measure("records", len(names), ""),
        Measure("one look-up, half take at most", median(seconds) * 1000, "ms", goal=10, at_most=True),
        Measure("one look-up, 95 in 100 take at most", seconds[len(seconds) * 95 // 100] * 1000, "ms",
                goal=40, at_most=True),
        Measure("matching a list of 500, names per second", rate, "1/s", goal=300),
    ]  # fmt: skip


def _printed(name: Drawn, chance: random.Random) -> str:
    """Half in Cyrillic, half romanised; either order; some with patronymic, one in ten with a misprint."""
    family = misprint(name.family, chance) if chance.random() < 0.1 else name.family
    parts = [family.title(), name.given.title()]
    if chance.random() < 0.3:
        parts.append(name.patronymic.title())
    if chance.random() < 0.5:
        parts = [*parts[1:], parts[0]]
    text = " ".join(parts)
    return romanise(text, chance.randrange(12)) if chance.random() < 0.5 else text


def _search(url: str, name: str) -> float:
    began = time.perf_counter()
    with urlopen(f"{url}/v1/search?q={quote(name)}") as answer:
        orjson.loads(answer.read())["items"]
    return time.perf_counter() - began


def _match(url: str, names: Sequence[str]) -> float:
    body = orjson.dumps({"queries": {f"q{n}": {"name": name} for n, name in enumerate(names)}, "explain": False})
    request = Request(f"{url}/v1/match", data=body, headers={"Content-Type": "application/json"})
    began = time.perf_counter()
    with urlopen(request) as answer:
        found = orjson.loads(answer.read())["results"]
    refused = [names[int(key[1:])] for key, one in found.items() if "problem" in one]
    if len(refused) > len(names) // 100:
        raise RuntimeError(f"{len(refused)} names were refused: {refused[:5]}")
    return time.perf_counter() - began


async def _named(data_dir: Path) -> list[Drawn]:
    """Give each record of the registry a name of its own to be found by; the names."""
    with embedded_database(data_dir) as address:
        conn = await asyncpg.connect(asyncpg_address(address))
        try:
            ids = [row[0] for row in await conn.fetch("SELECT id FROM record WHERE kind = 'casualty' ORDER BY id")]
            names = Names(seed=1).draw(len(ids))
            index = await conn.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_candidate_keys'")
            await conn.execute("TRUNCATE candidate; DROP INDEX ix_candidate_keys")
            await conn.copy_records_to_table("candidate", records=_rows(ids, names), columns=_COLUMNS)
            await conn.execute("SET maintenance_work_mem = '1GB'")
            await conn.execute(index, timeout=1_200)
            await conn.execute("ANALYZE")
        finally:
            await conn.close()
    return names


_COLUMNS = ("record_id", "kind", "public", "keys", "profile", "public_profile")


def _rows(ids: Sequence[str], names: Sequence[Drawn]) -> Iterator[tuple[object, ...]]:
    parts = [names[start : start + _TOGETHER] for start in range(0, len(names), _TOGETHER)]
    with ProcessPoolExecutor() as processes:
        rows = (row for part in processes.map(_read, parts) for row in part)
        for id_, (keys, profile) in zip(ids, rows, strict=True):
            yield id_, "casualty", True, keys, profile, None


def _read(names: Sequence[Drawn]) -> list[Row]:
    """Keys and profile of each name: printed surname first, a third romanised, half with patronymic."""
    return [_row(n, name) for n, name in enumerate(names)]


def _row(n: int, name: Drawn) -> Row:
    text = f"{name.family} {name.given} {name.patronymic}" if n % 2 else f"{name.family} {name.given}"
    profile = Profile.build(kind="casualty", names=[(romanise(text, n) if n % 3 == 0 else text, None, None, None)])
    return list(record_keys(profile)), profile_to_json(profile)
