"""How frequent a name is among people in Russia: constants of the model version.

The tables are made by `benchmarks/matching/build_frequencies.py` from the counts of `russiannames` (BSD-3-Clause).
"""

from functools import cache, lru_cache
from importlib.resources import files
from math import log2
from typing import Final

from matching.names.regional import in_country

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


@lru_cache(maxsize=50_000)
def family_share(neutral: str) -> float:
    """Share (0…1) of people whose family name folds to this neutral form."""
    here = in_country()
    regional = here.family.get(neutral, 0.0) + here.shared.get(neutral, 0.0)
    return max(_families().get(neutral, 0.0), regional, RARE_FAMILY)


@lru_cache(maxsize=50_000)
def given_share(key: str) -> float:
    """Share (0…1) of people of one sex who bear this given name (`given.given_key` of its folded form)."""
    return max(_given().get(key, 0.0), in_country().given.get(key, 0.0), RARE_GIVEN)


@lru_cache(maxsize=50_000)
def family_bits(neutral: str) -> float:
    """Surprise of a family name, in bits."""
    return -log2(family_share(neutral))


def knows_family(neutral: str) -> bool:
    """Whether the form is in a table of family names."""
    return neutral in _families() or neutral in in_country().family


@lru_cache(maxsize=50_000)
def of_a_people(neutral: str) -> bool:
    """Whether those who bear the family name are mostly of the regions whose own name it is."""
    own = in_country().family.get(neutral, 0.0)
    return 4.0 * own >= _families().get(neutral, RARE_FAMILY)
