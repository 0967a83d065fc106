"""The reliability curve: of the pairs that score so, how many are one person; drawn into `docs/reliability.svg`.

    python -m benchmarks.matching.reliability [--persons 40000] [--seed 11] [--draw docs/reliability.svg]
        [--keep matching/reliability.json]

Generated reports of known persons (`benchmarks.matching.calibration`), on a seed that nothing was fitted to. The prior
is that of the list.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from math import log2, sqrt
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.matching.calibration import candidate_pairs, reports
from benchmarks.matching.generated import Names
from benchmarks.measure import Measure
from matching.model import MODEL_VERSION
from matching.score import score

TITLE = "Calibration: what a score means"
EDGES: Final = (0.0, 0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


class Bin(NamedTuple):
    """Pairs of about one score: how many, their mean score, and the share that is one person."""

    pairs: int
    score: float
    same: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the bins, and draw them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--draw", type=Path)
    parser.add_argument("--keep", type=Path, help="where the methodology's page reads it")
    options = parser.parse_args(arguments)
    bins = measured(options.persons, options.seed)
    for one in bins:
        print(f"score {one.score:.3f}  same {one.same:.3f}  {one.pairs:8,} pairs")
    print(f"expected calibration error {error(bins):.4f}")
    if options.draw:
        draw(bins, options.draw)
    if options.keep:
        keep(bins, options.persons, options.keep)
    return 0


def run(scale: float) -> list[Measure]:
    """The error of the curve, and how often a score of about 0.9 is right."""
    bins = measured(int(40_000 * scale) or 100, seed=11)
    nine = [one for one in bins if 0.8 <= one.score < 0.95]
    right = sum(one.same * one.pairs for one in nine) / max(1, sum(one.pairs for one in nine))
    mean = sum(one.score * one.pairs for one in nine) / max(1, sum(one.pairs for one in nine))
    return [
        Measure("expected calibration error", error(bins), ""),
        Measure("mean score between 0.8 and 0.95", mean, ""),
        Measure("share of one person among those", right, ""),
    ]


def measured(persons: int, seed: int) -> list[Bin]:
    """The bins that hold any pair."""
    names = Names(seed)
    made = list(reports(names.draw(persons), names.random))
    prior = -log2(len(made))
    told: list[tuple[float, bool]] = []
    for left, right in candidate_pairs(made):
        told.append((score(made[left][1], made[right][1], prior=prior).probability, made[left][0] == made[right][0]))
    return [found for low, high in pairwise(EDGES) if (found := _bin(told, low, high))]


def _bin(told: Sequence[tuple[float, bool]], low: float, high: float) -> Bin | None:
    here = [(value, same) for value, same in told if low <= value < high or high == 1.0 == value]
    if not here:
        return None
    return Bin(len(here), sum(value for value, _ in here) / len(here), sum(same for _, same in here) / len(here))


def keep(bins: Sequence[Bin], persons: int, path: Path) -> None:
    """The bins as JSON, with the model that they were measured of."""
    rows = [{"pairs": one.pairs, "score": round(one.score, 4), "same": round(one.same, 4)} for one in bins]
    told = {"model": MODEL_VERSION, "persons": persons, "bins": rows}
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def error(bins: Sequence[Bin]) -> float:
    """Expected calibration error over the pairs from the second bin on: nearly all candidates lie in the first."""
    counted = bins[1:]
    return sum(one.pairs * abs(one.score - one.same) for one in counted) / max(1, sum(one.pairs for one in counted))


def draw(bins: Sequence[Bin], path: Path) -> None:
    """The curve with two standard errors, beside what a perfect one would be."""
    matplotlib = import_module("matplotlib")
    matplotlib.rcParams["svg.hashsalt"] = "poimenno"
    figure = import_module("matplotlib.figure").Figure(figsize=(5, 5))
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, label="perfect")
    spread = [2 * sqrt(one.same * (1 - one.same) / one.pairs) for one in bins]
    axes.errorbar([one.score for one in bins], [one.same for one in bins], yerr=spread, marker="o", label="measured")
    axes.set_xlabel("score")
    axes.set_ylabel("share of pairs that are one person")
    axes.legend()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    sys.exit(main())
