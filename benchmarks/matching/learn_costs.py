"""Learn what letters cost when they stand for one another, and write `matching/compare/costs.txt`.

    python -m benchmarks.matching.learn_costs DIRECTORY

DIRECTORY holds `wikidata_tokens.tsv.gz` (CC0), `uk_ru.tsv.gz` (MIT), `tatar.csv.gz` (CC BY 4.0). Pairs of one name are
folded and aligned; an edit's cost is the surprise of its share among the letter's occurrences, a misprint being 1.
`across` is learnt from Latin against Cyrillic (surnames with endings of the region only: the rest of the world's names
are spelt by ear), `within` from Cyrillic against Cyrillic of another language.
"""

import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log10
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from matching.names.family import neutral_family, typical_family
from matching.names.fold import fold_word

TABLE = Path(__file__).parents[2] / "matching" / "compare" / "costs.txt"
#: Pairs farther apart than this are other names, not other prints.
MOST_EDITS = 3
#: Edits seen less often are chance.
LEAST_SEEN = 12
Pair = tuple[str, str, int]


def main(directory: Path) -> None:
    """Write one line an edit: where it was learnt, the two letters (- for none), the cost."""
    lines = []
    for where, pairs in (("across", across(directory)), ("within", within(directory))):
        lines += [f"{where} {left} {right} {cost:.2f}\n" for (left, right), cost in sorted(costs(pairs).items())]
    TABLE.write_text("".join(lines), encoding="ascii")
    print(f"{len(lines)} costs")


def across(directory: Path) -> Iterator[Pair]:
    """Latin and Cyrillic forms of one name, folded, with how often the pair was seen."""
    with gzip.open(directory / "wikidata_tokens.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            left, right = neutral_family(fold_word(row["latin"])), neutral_family(fold_word(row["cyrillic"]))
            if typical_family(left) and typical_family(right):
                yield left, right, min(int(row["count"]), 5)
    with gzip.open(directory / "tatar.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for latin in (row["canonical_tt_latn"], row["canonical_ru_latn"]):
                yield fold_word(latin), fold_word(row["canonical_ru_cyrl"]), 1


def within(directory: Path) -> Iterator[Pair]:
    """Ukrainian or Tatar and Russian forms of one name, folded."""
    with gzip.open(directory / "uk_ru.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["pool"] == "last":
                yield neutral_family(fold_word(row["uk"])), neutral_family(fold_word(row["ru"])), 1
    with gzip.open(directory / "tatar.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield fold_word(row["canonical_tt_cyrl"]), fold_word(row["canonical_ru_cyrl"]), 1


def costs(pairs: Iterable[Pair]) -> dict[tuple[str, str], float]:
    """Cost of each edit, the pair of letters in alphabetical order, `-` first."""
    seen: Counter[str] = Counter()
    edits: Counter[tuple[str, str]] = Counter()
    for left, right, count in pairs:
        if not (left.isascii() and right.isascii()) or Levenshtein.distance(left, right) > MOST_EDITS:
            continue
        for letter in left + right:
            seen[letter] += count
        for edit in Levenshtein.editops(left, right):
            old = left[edit.src_pos] if edit.tag != "insert" else "-"
            new = right[edit.dest_pos] if edit.tag != "delete" else "-"
            edits[min(old, new), max(old, new)] += count
    return {pair: cost(count, pair, seen) for pair, count in edits.items() if count >= LEAST_SEEN and max(pair) > "-"}


def cost(count: int, pair: tuple[str, str], seen: Counter[str]) -> float:
    """A third for one in ten of the rarer letter's occurrences, two thirds for one in a hundred."""
    occurrences = min(seen[letter] for letter in pair if letter != "-")
    return min(1.0, max(0.1, -log10(min(1.0, count / max(1, occurrences))) / 3.0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
