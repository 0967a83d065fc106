"""Make the frequency tables of `matching/names/data` from the counts of the package `russiannames` (BSD-3-Clause).

    python -m benchmarks.matching.build_frequencies

Only folded forms and counts are kept: facts, not the package's text.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import russiannames

from matching.names.family import neutral_family
from matching.names.fold import fold_word
from matching.names.given import given_key

DATA = Path(__file__).parents[2] / "matching" / "names" / "data"
FAMILIES, GIVEN, LEAST = 30_000, 3_000, 8


def main() -> None:
    """Write both tables; the first line of each is the total that the counts are shares of."""
    families = counted("surnames", lambda text: neutral_family(fold_word(text)))
    write("families.txt", families, FAMILIES, sum(families.values()))
    given = counted("names", lambda text: given_key(fold_word(text)))
    # Half of the people are of one sex, and names are compared within one.
    write("given_counts.txt", given, GIVEN, sum(given.values()) // 2)


def counted(table: str, fold: Callable[[str], str]) -> Counter[str]:
    """Counts of a table of the package by folded form."""
    path = Path(russiannames.__file__).parent / "data" / f"{table}.parquet"
    counts: Counter[str] = Counter()
    for text, count in duckdb.sql(f"SELECT text, count FROM read_parquet('{path}') ORDER BY text").fetchall():
        counts[fold(text)] += count or 0
    return counts


def write(name: str, counts: Counter[str], most: int, total: int) -> None:
    """One form and its count a line, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    kept = [(form, count) for form, count in ranked if count >= LEAST and form.isascii() and form.isalpha()]
    (DATA / name).write_text("".join([f"{total}\n", *(f"{form} {count}\n" for form, count in kept)]), encoding="ascii")


if __name__ == "__main__":
    main()
