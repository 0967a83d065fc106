"""Names that are common in a region though rare in the country: «Ондар» is one in fourteen in Tuva.

Two reports of an Ondar from Tuva are no more likely one man than two of an Ivanov, and his people's given names come
with the surname. The table is `data/regional.txt`, read once.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import log2
from typing import Final, NamedTuple

from matching.names.family import neutral_family
from matching.names.fold import fold_word
from matching.names.given import given_key

#: A region holds about one in so many of those reported.
REGIONS: Final = 90


class Shares(NamedTuple):
    """Shares (0…1) of a region's people who bear a name, by folded form: family names of their own, those that others
    share, and given names."""

    family: dict[str, float]
    shared: dict[str, float]
    given: dict[str, float]


@cache
def regional() -> Mapping[str, Shares]:
    """The table, by region (ISO 3166-2)."""
    found: dict[str, Shares] = {}
    for line in files("matching.names.data").joinpath("regional.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        regions, part, one_in, names = (cell.strip() for cell in line.split("|"))
        for region in regions.split():
            shares = getattr(found.setdefault(region, Shares({}, {}, {})), part)
            for key in (key for name in names.split() for key in _keys(part, name)):
                shares.setdefault(key, 1 / int(one_in))
    return found


def _keys(part: str, name: str) -> list[str]:
    """The folded words of a name; of «Биче-оол», which is read as two words, each that says something."""
    words = [fold_word(word) for word in name.split("-")]
    telling = [word for word in words if len(word) > 3] or words[:1]
    return [given_key(word) if part == "given" else neutral_family(word) for word in telling]


@cache
def in_country() -> Shares:
    """Shares in the whole country that the regions alone account for."""
    country = Shares({}, {}, {})
    for shares in regional().values():
        for whole, part in zip(country, shares, strict=True):
            for key, share in part.items():
                whole[key] = whole.get(key, 0.0) + share / REGIONS
    return country


def home_family_bits(region: str, neutral: str) -> float | None:
    """Surprise of a family name in a region, in bits; None where it is not known to be common there."""
    shares = regional().get(region)
    share = shares and (shares.family.get(neutral) or shares.shared.get(neutral))
    return -log2(share) if share else None


def home_given_bits(region: str, key: str) -> float | None:
    """The same of a given name (`given.given_key`)."""
    shares = regional().get(region)
    share = shares and shares.given.get(key)
    return -log2(share) if share else None
