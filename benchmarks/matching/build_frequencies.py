"""Make the frequency tables of `matching/names/data` from the counts of the package `russiannames` (BSD-3-Clause).

    python benchmarks/matching/build_frequencies.py DIRECTORY

DIRECTORY holds the package's `surnames.parquet` and `names.parquet`; `pyarrow` is needed. Only folded forms and counts
are kept: facts, not the package's text.
"""

import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet  # type: ignore[import-not-found]

from matching.names.family import neutral_family
from matching.names.fold import fold_word
from matching.names.given import given_key

DATA = Path(__file__).parents[2] / "matching" / "names" / "data"
FAMILIES, GIVEN, LEAST = 30_000, 3_000, 8


def main(directory: Path) -> None:
    """Write both tables; the first line of each is the total that the counts are shares of."""
    families: Counter[str] = Counter()
    for row in parquet.read_table(directory / "surnames.parquet").to_pylist():
        families[neutral_family(fold_word(row["text"]))] += row["count"] or 0
    write("families.txt", families, FAMILIES, sum(families.values()))
    given: Counter[str] = Counter()
    for row in parquet.read_table(directory / "names.parquet").to_pylist():
        given[given_key(fold_word(row["text"]))] += row["count"] or 0
    # Half of the people are of one sex, and names are compared within one.
    write("given_counts.txt", given, GIVEN, sum(given.values()) // 2)


def write(name: str, counts: Counter[str], most: int, total: int) -> None:
    """One form and its count a line, the most frequent first."""
    kept = [
        (form, count)
        for form, count in counts.most_common(most)
        if count >= LEAST and form.isascii() and form.isalpha()
    ]
    (DATA / name).write_text("".join([f"{total}\n", *(f"{form} {count}\n" for form, count in kept)]), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
