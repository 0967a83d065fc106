"""How well names alone tell persons apart, by kind of difference: precision, recall, F1, AUC, pairs a second.

    python -m benchmarks.matching.pairs [pairs.csv] [--part all|develop|held] [--errors N]

The file has columns `name1,name2,is_match,kind`. Without an argument it is `../shared/data/names/eu_pairs.csv`;
where that is absent nothing is measured. It is for measuring only: no weight and no cost is learnt from it.
`--part` splits by person (by the surname's skeleton, so that both names of one person fall on one side).
"""

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from matching.names.fold import skeleton
from matching.names.parse import parse_name
from matching.score import name_similarity

DEFAULT = Path(__file__).parents[3] / "shared" / "data" / "names" / "eu_pairs.csv"
Row = tuple[str, str, bool, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the last line is the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--part", choices=("all", "develop", "held"), default="all")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args(arguments)
    if not options.pairs.exists():
        print(f"skipped: {options.pairs} is absent")
        return 0
    rows = read(options.pairs, options.part)
    started = time.perf_counter()
    scores = [name_similarity(row[0], row[1]).log_odds for row in rows]
    seconds = time.perf_counter() - started
    report(rows, scores, seconds)
    show_errors(rows, scores, options.errors)
    return 0


def read(path: Path, part: str) -> list[Row]:
    """The rows of the part, in the file's order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (row["name1"], row["name2"], row["is_match"] in ("1", "true"), row.get("kind", ""))
            for row in csv.DictReader(file)
        ]
    return [row for row in rows if part == "all" or (part == "held") == held(row[0])]


def held(name: str) -> bool:
    """Whether the first name's person is on the held-back side."""
    return crc32("".join(map(skeleton, parse_name(name).family)).encode()) % 2 == 1


def report(rows: list[Row], scores: list[float], seconds: float) -> None:
    """The table over all rows, at even odds and at the best threshold, and the recall by kind at precision 0.99."""
    truth = [row[2] for row in rows]
    best = max((measure(truth, scores, cut)[2], cut) for cut in sorted(set(scores)))
    strict = min((cut for cut in sorted(set(scores)) if measure(truth, scores, cut)[0] >= 0.99), default=float("inf"))
    result: dict[str, object] = {
        "pairs": len(rows),
        "pairs_per_second": round(len(rows) / seconds),
        "auc": round(auc(truth, scores), 4),
    }
    for label, cut in (("even odds", 0.0), ("best threshold", best[1]), ("precision 0.99", strict)):
        precision, recall, f1 = measure(truth, scores, cut)
        print(f"{label:16} cut {cut:7.2f}  precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")
        result[label] = [round(value, 4) for value in (cut, precision, recall, f1)]
    for kind, matching in sorted({(row[3], row[2]) for row in rows}):
        mine = [score for row, score in zip(rows, scores, strict=True) if row[3] == kind and row[2] == matching]
        at = {"even": sum(s >= 0 for s in mine) / len(mine), "strict": sum(s >= strict for s in mine) / len(mine)}
        print(
            f"{kind:34} {'same' if matching else 'other':5} {len(mine):5}  said same: "
            f"{at['even']:.4f} even, {at['strict']:.4f} strict"
        )
        result[f"{kind} {'same' if matching else 'other'}"] = [round(value, 4) for value in at.values()]
    print(json.dumps(result, ensure_ascii=False))


def measure(truth: list[bool], scores: list[float], cut: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of saying "same" from `cut` on."""
    said = [score >= cut for score in scores]
    right = sum(a and b for a, b in zip(said, truth, strict=True))
    precision, recall = right / max(1, sum(said)), right / max(1, sum(truth))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def auc(truth: list[bool], scores: list[float]) -> float:
    """Chance that a pair of one person scores above a pair of two."""
    ranks: dict[float, list[bool]] = defaultdict(list)
    for score, same in zip(scores, truth, strict=True):
        ranks[score].append(same)
    below, area, positives = 0, 0.0, sum(truth)
    for score in sorted(ranks):
        others = ranks[score].count(False)
        area += ranks[score].count(True) * (below + others / 2)
        below += others
    return area / max(1, positives * (len(truth) - positives))


def show_errors(rows: list[Row], scores: list[float], most: int) -> None:
    """The pairs most wrongly told."""
    wrong = sorted((abs(s), r, s) for r, s in zip(rows, scores, strict=True) if (s >= 0) != r[2])
    for _, row, score in wrong[-most:] if most else ():
        print(f"{score:7.2f} {row[3]:30} {row[2]!s:5} {row[0]} | {row[1]}")


if __name__ == "__main__":
    sys.exit(main())
