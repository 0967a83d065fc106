"""How frequent a name is among people in Russia: constants of the model version.

The tables are made by `benchmarks/matching/build_frequencies.py` from the counts of `russiannames` (BSD-3-Clause).
"""

from functools import cache, lru_cache
from importlib.resources import files
from math import log2
from typing import Final

#: Share of a family name that stands in no table: about one bearer in eight hundred thousand.
RARE_FAMILY: Final = 1.2e-6
#: Share of a given name that stands in no table.
RARE_GIVEN: Final = 2e-5


def _read(name: str) -> dict[str, float]:
    text = files("matching.names.data").joinpath(name).read_text(encoding="ascii")
    total, *rows = text.split("\n")
    scale = 1 / int(total)
    return {key: int(count) * scale for key, _, count in (row.partition(" ") for row in rows if row)}


@cache
def _families() -> dict[str, float]:
    return _read("families.txt")


@cache
def _given() -> dict[str, float]:
    return _read("given_counts.txt")


@lru_cache(maxsize=100_000)
def family_share(neutral: str) -> float:
    """Share (0…1) of people whose family name folds to this neutral form."""
    return max(_families().get(neutral, 0.0), RARE_FAMILY)


@lru_cache(maxsize=50_000)
def given_share(key: str) -> float:
    """Share (0…1) of people of one sex who bear this given name (`given.given_key` of its folded form)."""
    return max(_given().get(key, 0.0), RARE_GIVEN)


@lru_cache(maxsize=100_000)
def family_bits(neutral: str) -> float:
    """Surprise of a family name, in bits."""
    return -log2(family_share(neutral))


def knows_family(neutral: str) -> bool:
    """Whether the form is in the table of family names."""
    return neutral in _families()
