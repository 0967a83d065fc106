"""Our scores beside plainer ways to compare names, each at its best threshold, on the same held-back pairs.

    python -m benchmarks.matching.judge [pairs.csv]

The threshold of each is chosen on the one half of the persons (best F1) and judged on the other.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from benchmarks.matching.pairs import DEFAULT, Row, auc, measure, read
from matching.names.fold import fold_text
from matching.names.transliterate import to_latin
from matching.score import name_similarity

Rival = Callable[[str, str], float]


def plain(name: str) -> str:
    """Transliterated to plain Latin letters, as most do."""
    return to_latin(name, "ru").casefold()


RIVALS: Final[dict[str, Rival]] = {
    "poimenno": lambda left, right: name_similarity(left, right).log_odds,
    "rapidfuzz, transliterated": lambda left, right: fuzz.token_sort_ratio(plain(left), plain(right)),
    "Jaro-Winkler, transliterated": lambda left, right: JaroWinkler.similarity(
        " ".join(sorted(plain(left).split())), " ".join(sorted(plain(right).split()))
    ),
    "rapidfuzz, our folding": lambda left, right: fuzz.token_sort_ratio(fold_text(left), fold_text(right)),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the last line is the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="?", type=Path, default=DEFAULT)
    options = parser.parse_args(arguments)
    if not options.pairs.exists():
        print(f"skipped: {options.pairs} is absent")
        return 0
    develop, held = read(options.pairs, "develop"), read(options.pairs, "held")
    results = {name: judge(rival, develop, held) for name, rival in RIVALS.items()}
    print(f"{'':30} precision  recall      F1     AUC  recall@p0.99  pairs/s")
    for name, result in results.items():
        told = "  ".join(f"{result[key]:7.4f}" for key in ("precision", "recall", "f1", "auc", "recall_at_p99"))
        print(f"{name:30} {told}  {result['pairs_per_second']:12,.0f}")
    print(json.dumps(results))
    return 0


def judge(rival: Rival, develop: list[Row], held: list[Row]) -> dict[str, float]:
    """What a way of comparing reaches on the held-back rows, cut where it does best on the others."""
    cuts, truth = [rival(left, right) for left, right, *_ in develop], [row[2] for row in develop]
    cut = max((measure(truth, cuts, cut)[2], cut) for cut in _some(cuts))[1]
    began = time.perf_counter()
    scores = [rival(left, right) for left, right, *_ in held]
    seconds = time.perf_counter() - began
    truth = [row[2] for row in held]
    precision, recall, f1 = measure(truth, scores, cut)
    strict = (found[1] for at in _some(scores) if (found := measure(truth, scores, at))[0] >= 0.99)
    return {
        "precision": precision, "recall": recall, "f1": f1, "auc": auc(truth, scores),
        "recall_at_p99": max(strict, default=0.0), "pairs_per_second": len(held) / seconds, "cut": cut,
    }  # fmt: skip


def _some(scores: list[float]) -> list[float]:
    """Some hundreds of the thresholds that make a difference."""
    values = sorted(set(scores))
    return values[:: max(1, len(values) // 400)]


if __name__ == "__main__":
    sys.exit(main())
