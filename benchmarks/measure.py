"""What a benchmark answers with, and how it is shown and kept."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure; `goal` is what it should reach (`at_most`: not exceed), None where it only informs."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    at_most: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal


def show(title: str, measures: Sequence[Measure]) -> None:
    """Print the figures as a table."""
    table = Table("figure", "value", "unit", "goal", "", title=title, title_justify="left")
    for one in measures:
        goal = "" if one.goal is None else f"{'≤' if one.at_most else '≥'} {one.goal:g}"
        mark = {True: "reached", False: "missed", None: ""}[one.reached]
        table.add_row(one.name, f"{one.value:,.3g}" if one.value < 100 else f"{one.value:,.0f}", one.unit, goal, mark)
    Console(width=110).print(table)


def keep(name: str, measures: Sequence[Measure]) -> None:
    """Write the figures to `benchmarks/results/NAME.json`, with what the machine is."""
    RESULTS.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
    rows = [asdict(one) | {"reached": one.reached} for one in measures]
    text = json.dumps({"machine": machine, "measures": rows}, indent=1, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def median(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)
