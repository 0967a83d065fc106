"""How much a given name and a father's name tell by themselves: their surprise in bits, forms of one name together."""

from functools import lru_cache
from math import log2

from matching import model
from matching.compare.words import FAR
from matching.names.frequency import given_share
from matching.names.given import father_classes, given_classes, given_key, given_table


@lru_cache(maxsize=50_000)
def given_bits(folded: str) -> float:
    """Surprise of a given name in bits; of its whole class where it has one."""
    return min(-log2(given_share(given_key(folded))), _class_bits(given_classes(folded)))


@lru_cache(maxsize=5_000)
def _class_bits(classes: frozenset[int]) -> float:
    if not classes:
        return FAR * 2
    return min(_bits_by_class().get(number, FAR * 2) for number in classes)


@lru_cache(maxsize=1)
def _bits_by_class() -> dict[int, float]:
    shares: dict[int, float] = {}
    for key, numbers in given_table().forms.items():
        for number in numbers:
            shares[number] = shares.get(number, 0.0) + given_share(key)
    return {number: -log2(share) for number, share in shares.items()}


@lru_cache(maxsize=50_000)
def father_bits(stem: str) -> float:
    """Surprise of a father's name in bits; unknown ones are rare."""
    return min(_class_bits(father_classes(stem)), model.RARE_FATHER_BITS)
