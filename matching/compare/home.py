"""Names weighed where they are at home: in the region that both name, and among a people's own names."""

from functools import lru_cache
from typing import Final

from matching import model
from matching.compare.evidence import Feature
from matching.names.family import neutral_family
from matching.names.fold import fold_word
from matching.names.frequency import of_a_people
from matching.names.given import given_key
from matching.names.regional import home_family_bits, home_given_bits, regional


def at_home(found: tuple[Feature, ...], regions: frozenset[str]) -> tuple[Feature, ...]:
    """The features of two names, weighed by how common the names are in the regions that both give."""
    if not found or found[0].weight <= 0.0 or found[0].feature != "family_name":
        return found
    for region in regions:
        if region in regional():
            found = tuple(_weighed(feature, region) if feature.feature in _AT_HOME else feature for feature in found)
    return found


_AT_HOME: Final = frozenset({"family_name", "given_name"})


@lru_cache(maxsize=20_000)
def _weighed(feature: Feature, region: str) -> Feature:
    here = min((bits for word in _words(feature) if (bits := _bits(feature.feature, word, region))), default=None)
    return feature if here is None or feature.weight <= here else feature._replace(weight=here)


def _words(feature: Feature) -> list[str]:
    """The folded words of the query's side."""
    return [fold_word(word) for word in (feature.query or "").replace("-", " ").split()]


def _bits(part: str, word: str, region: str) -> float | None:
    if part == "family_name":
        return home_family_bits(region, neutral_family(word))
    return home_given_bits(region, given_key(word)) if part == "given_name" else None


def of_one_people(found: list[Feature], family: str) -> list[Feature]:
    """Given name and father's name beside a people's own family name: they come with it, and tell less."""
    if not of_a_people(family):
        return found
    return [found[0], *(one._replace(weight=min(one.weight, model.OWN_NAME_BITS)) for one in found[1:])]
