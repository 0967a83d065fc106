"""Exporting all records over HTTP, the file not yet made, beside PostgreSQL's own COPY of the bytes; mirroring them."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from benchmarks.measure import Measure, median
from benchmarks.registry.load import watch
from benchmarks.registry.multiply import filled
from benchmarks.registry.server import running
from service.storage.embedded import embedded_database
from service.storage.embedded.binaries import wheel_binaries

TITLE = "Exporting and mirroring 200,000 records"
RECORDS = 200_000
ROUNDS = 5
_BLOCK = 2**20
# The quote and the delimiter are characters that no document holds, so that the bytes are those of the export.
_COPY = """COPY (SELECT convert_from(document, 'UTF8') FROM record WHERE kind = 'casualty' AND state = 'published'
           ORDER BY id) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"""


def run(scale: float) -> list[Measure]:
    """Exports and COPY in turn; the ratio is the median of the rounds' ratios."""
    with tempfile.TemporaryDirectory(prefix="poimenno-bench-") as directory:
        data_dir = Path(directory) / "data"
        records = filled(data_dir, int(RECORDS * scale))
        return measure(data_dir, records, Path(directory))


def measure(data_dir: Path, records: int, directory: Path) -> list[Measure]:
    """The figures of a registry that is there."""
    url = "http://127.0.0.1:{}"
    with running(data_dir) as server, embedded_database(data_dir) as address:
        url = url.format(server.port)
        rounds = [(_export(url, data_dir), _copy(address, directory / "copied")) for _ in range(ROUNDS)]
        sizes = {size for exported, copied in rounds for size in (exported[1], copied[1])}
        table = _export(url, data_dir, "casualties.csv")[0]
        mirrored, memory = _mirror(url, directory / "mirror")
    return [
        Measure("records", records, ""),
        Measure("export, records per second", records / median([exported for (exported, _), _ in rounds]), "1/s"),
        Measure("COPY by psql, records per second", records / median([copied for _, (copied, _) in rounds]), "1/s"),
        Measure("ratio", median([copied / exported for (exported, _), (copied, _) in rounds]), "", goal=0.8),
        Measure("different sizes of the bytes", len(sizes) - 1, "", goal=0, at_most=True),
        Measure("export as CSV, records per second", records / table, "1/s"),
        Measure("mirror, records per second", records / mirrored, "1/s"),
        Measure("most memory of the mirror", memory, "MB", goal=200, at_most=True),
    ]


def _export(url: str, data_dir: Path, name: str = "casualties.ndjson") -> tuple[float, int]:
    """Seconds from asking to the last byte, and how many bytes there were."""
    shutil.rmtree(data_dir / "exports", ignore_errors=True)
    began, size = time.perf_counter(), 0
    with urlopen(f"{url}/v1/export/{name}?status=*") as answer:
        while block := answer.read1(_BLOCK):
            size += len(block)
    return time.perf_counter() - began, size


def _copy(address: str, path: Path) -> tuple[float, int]:
    """The same of PostgreSQL's own program, which writes a file."""
    program = wheel_binaries().program("psql")
    began = time.perf_counter()
    subprocess.run([program, address, "-q", "-c", _COPY, "-o", str(path)], check=True)
    return time.perf_counter() - began, path.stat().st_size


def _mirror(url: str, directory: Path) -> tuple[float, float]:
    """Seconds that a mirror takes from nothing, and the most memory it held, in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "mirror", url, str(directory)], text=True, stderr=subprocess.DEVNULL,
        env=dict(os.environ),
    )  # fmt: skip
    memory = watch(process)
    if process.returncode:
        raise RuntimeError(f"the mirror ended with {process.returncode}")
    return time.perf_counter() - began, memory
