"""A first load by `poimenno import`: 100,000 rows stored, then matched set-wise; its memory."""

import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Measure
from benchmarks.registry.prepare import write_reports

TITLE = "First load by `poimenno import`"
ROWS = 100_000
_RATES = re.compile(r"\(([0-9,]+) a second\)")


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import did: reports stored and placed per second, and the most memory it held, in MB."""

    stored: float
    placed: float
    memory: float


def run(scale: float) -> list[Measure]:
    """One import of a generated list into an empty registry."""
    rows = int(ROWS * scale)
    with tempfile.TemporaryDirectory(prefix="poimenno-bench-") as directory:
        done = import_rows(Path(directory), rows, seed=1)
    return [
        Measure("rows", rows, ""),
        Measure("stored, reports per second", done.stored, "1/s", goal=2_500),
        Measure("matched and published, reports per second", done.placed, "1/s"),
        Measure("most memory of the importing process", done.memory, "MB", goal=500, at_most=True),
    ]


def import_rows(directory: Path, rows: int, seed: int) -> Imported:
    """Generate a list and import it into the registry under `directory`; both rates are what the command says."""
    path = directory / f"reports-{seed}.ndjson"
    write_reports(path, rows, seed)
    command = [sys.executable, "-m", "service", "import", str(path), "--partner", "benchmark"]
    subprocess.run([*command[:3], "migrate", "--data-dir", str(directory / "data")], check=True, capture_output=True)
    process = subprocess.Popen(
        [*command, "--data-dir", str(directory / "data")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    peak = watch(process)
    told = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}: {told[-500:]}")
    stored, placed = (float(rate.replace(",", "")) for rate in _RATES.findall(told)[-2:])
    return Imported(stored, placed, peak)


def watch(process: subprocess.Popen[str]) -> float:
    """Wait for a process; the most resident memory it had, in MB."""
    peak = 0.0
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            found = re.search(r"VmHWM:\s+([0-9]+) kB", status.read_text())
        except OSError:
            break
        peak = max(peak, int(found[1]) / 1024 if found else 0.0)
        time.sleep(0.2)
    process.wait()
    return peak
