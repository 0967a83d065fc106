"""Our scores beside others', each at its best threshold, on the same held-back pairs, by kind of difference.

    python -m benchmarks.matching.judge [--pairs pairs.csv] [--each 400]

The threshold of each is chosen on one half of the persons (best F1) and judged on the other; of generated pairs, on
another seed. Pairs: `../shared/data/names/eu_pairs.csv` where it is, and generated ones (`own_pairs`).
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from rich.console import Console
from rich.table import Table

from benchmarks.matching.own_pairs import Pair, own_pairs
from benchmarks.matching.pairs import DEFAULT, auc, measure, read
from benchmarks.matching.peers import logic_v2
from benchmarks.measure import Measure
from matching.names.fold import fold_text
from matching.names.transliterate import to_latin
from matching.profile import Profile
from matching.score import score
from schemas.dates import bounds

TITLE = "Pairs of names, each way of comparing at its best threshold on held-back pairs"
OURS: Final = "poimenno"
LOGIC: Final = "nomenklatura, logic-v2"
Rival = Callable[[Pair], float]


@lru_cache(maxsize=100_000)
def plain(name: str) -> str:
    """Transliterated to plain Latin letters, as most do."""
    return to_latin(name, "ru").casefold()


@lru_cache(maxsize=100_000)
def profile(name: str, born: str | None) -> Profile:
    """What we compare, prepared as the registry holds it."""
    spans = [(span.first, span.last)] if born and (span := bounds(born)) else []
    return Profile.build(kind="casualty", names=[(name, None, None, None)], born=spans)


def ours(pair: Pair) -> float:
    """The log-odds at even prior odds."""
    return score(profile(pair.left, pair.born[0]), profile(pair.right, pair.born[1]), prior=0.0).log_odds


def jaro_winkler(pair: Pair) -> float:
    """Of the transliterated words in alphabetical order."""
    left, right = (" ".join(sorted(plain(name).split())) for name in (pair.left, pair.right))
    return JaroWinkler.similarity(left, right)


RIVALS: Final[dict[str, Rival]] = {
    OURS: ours,
    "rapidfuzz, transliterated": lambda pair: fuzz.token_sort_ratio(plain(pair.left), plain(pair.right)),
    "Jaro-Winkler, transliterated": jaro_winkler,
    "rapidfuzz, our folding": lambda pair: fuzz.token_sort_ratio(fold_text(pair.left), fold_text(pair.right)),
}


class Judged(NamedTuple):
    """What a way of comparing reaches on held-back pairs; `kinds`: the share told rightly, by kind of difference."""

    precision: float
    recall: float
    f1: float
    auc: float
    recall_at_p99: float
    pairs_per_second: float
    kinds: dict[tuple[str, bool], float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each source of pairs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=DEFAULT)
    parser.add_argument("--each", type=int, default=400, help="generated pairs of each kind")
    options = parser.parse_args(arguments)
    for title, develop, held in sources(options.pairs, options.each):
        print_table(title, judge_all(develop, held))
    return 0


def run(scale: float) -> list[Measure]:
    """The figures for `make bench`; the tables are printed besides."""
    measures = []
    for title, develop, held in sources(DEFAULT, int(400 * scale) or 1):
        judged = judge_all(develop, held)
        print_table(title, judged)
        measures.append(Measure(f"{title}: F1", judged[OURS].f1, "", goal=0.98))
        if LOGIC in judged:
            measures.append(Measure(f"{title}: F1 of logic-v2", judged[LOGIC].f1, ""))
        measures.append(Measure(f"{title}: recall at precision 0.99", judged[OURS].recall_at_p99, ""))
    return measures


def sources(path: Path, each: int) -> list[tuple[str, list[Pair], list[Pair]]]:
    """(title, pairs to choose a threshold on, pairs to judge on)."""
    found = [("generated pairs", list(own_pairs(each, seed=21)), list(own_pairs(each, seed=22)))]
    if path.exists():
        parts = ([Pair(*row) for row in read(path, part)] for part in ("develop", "held"))
        found.insert(0, (path.stem, *parts))
    return found


def rivals() -> dict[str, Rival]:
    """All that is compared; logic-v2 where it is installed."""
    logic = logic_v2()
    if logic is None:
        print("nomenklatura isn't installed, so logic-v2 is left out (`make bench` installs it)")
        return RIVALS
    return RIVALS | {LOGIC: logic}


def judge_all(develop: list[Pair], held: list[Pair]) -> dict[str, Judged]:
    """Every way of comparing on the same pairs."""
    return {name: judge(rival, develop, held) for name, rival in rivals().items()}


def judge(rival: Rival, develop: list[Pair], held: list[Pair]) -> Judged:
    """What a way of comparing reaches on the held-back pairs, cut where it does best on the others."""
    cuts, truth = [rival(pair) for pair in develop], [pair.same for pair in develop]
    cut = max((measure(truth, cuts, cut)[2], cut) for cut in _some(cuts))[1]
    began = time.perf_counter()
    scores = [rival(pair) for pair in held]
    seconds = time.perf_counter() - began
    truth = [pair.same for pair in held]
    strict = (found[1] for at in _some(scores) if (found := measure(truth, scores, at))[0] >= 0.99)
    return Judged(
        *measure(truth, scores, cut), auc(truth, scores), max(strict, default=0.0), len(held) / seconds,
        _by_kind(held, scores, cut),
    )  # fmt: skip


def _by_kind(held: list[Pair], scores: list[float], cut: float) -> dict[tuple[str, bool], float]:
    right: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for pair, told in zip(held, scores, strict=True):
        right[pair.kind, pair.same].append((told >= cut) == pair.same)
    return {kind: sum(marks) / len(marks) for kind, marks in sorted(right.items(), key=lambda item: not item[0][1])}


def _some(scores: list[float]) -> list[float]:
    """Some hundreds of the thresholds that make a difference."""
    values = sorted(set(scores))
    return values[:: max(1, len(values) // 400)]


def print_table(title: str, judged: dict[str, Judged]) -> None:
    """One column for each way of comparing."""
    table = Table("", *judged, title=title, title_justify="left")
    for name in ("precision", "recall", "f1", "auc", "recall_at_p99"):
        table.add_row(name.replace("_", " "), *(f"{getattr(one, name):.4f}" for one in judged.values()))
    table.add_row("pairs per second", *(f"{one.pairs_per_second:,.0f}" for one in judged.values()))
    table.add_section()
    for kind in judged[OURS].kinds:
        label = f"{kind[0]} ({'same' if kind[1] else 'other'}): right"
        table.add_row(label, *(f"{one.kinds[kind]:.3f}" for one in judged.values()))
    Console(width=150).print(table)


if __name__ == "__main__":
    sys.exit(main())
