"""Which candidates can't be the one: a bound on the score, at a tenth of its price.

Keys find some fifty candidates of a report, and one in a thousand of them is worth showing to anybody. The bound reads
profiles as they are stored, so that none is built for the others. Dates, regions and ranks are compared; given and
father's names are those of the tables; a surname, whose letters take longest to align, is taken to agree as well as its
frequency lets it. What is in reach is scored in full.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import log2
from typing import Any, Final

import orjson

from matching import model
from matching.compare.dates import (
    BIRTH_DAYS,
    DEATH_DAYS,
    HALF_A_YEAR,
    MISREPORTED,
    SLIP_DAYS,
    most_compatible,
    slipped,
)
from matching.compare.names import BITS, COMPARATORS, KNOWN
from matching.model import SHIPPED, Weights
from matching.names.frequency import family_bits
from matching.names.given import man_called
from matching.profile import Profile, Stored, profile_to_json

Words = Sequence[str]
Name = tuple[Words, Words, Words]
"""The folded words of family name, given name and patronymic."""


def odds(probability: float) -> float:
    """The log2 odds of a probability between 0 and 1."""
    return log2(probability / (1.0 - probability))


#: log2 odds of a pair that is just worth showing to a maintainer.
WORTH_SHOWING: Final = odds(model.SUGGEST)


class Reach:
    """Tells which records a casualty may reach `least` log2 odds with; no only where it surely does not.

    `prior` and `weights` as `score` takes them.
    """

    __slots__ = ("_alone", "_facts", "_names", "_start")

    def __init__(
        self, query: Profile, least: float = WORTH_SHOWING, *, prior: float = model.PRIOR, weights: Weights = SHIPPED
    ) -> None:
        told = orjson.loads(profile_to_json(query))
        self._start = prior - least + model.SEX["same"].weight + _most_learnt(weights) + _ROUNDING
        self._facts = [(feature, weigh, told[feature]) for feature, weigh in _FACTS if feature in told]
        self._names = told["names"]
        self._alone = most_names(self._names, self._names) + _PARTS * _LENIENT

    def __call__(self, record: Stored) -> bool:
        """Whether the record, a casualty, is worth a full comparison."""
        bound = self._start
        for feature, weigh, left in self._facts:
            right = record.get(feature)
            if right:
                bound += weigh(left, right)
        names = record["names"]
        alone = self._alone + _ALIAS if any(name[_OTHERS] for name in names) else self._alone
        return bound + alone >= 0.0 and bound + most_names(self._names, names) >= 0.0


#: Sums of the same bits in another order differ by less.
_ROUNDING: Final = 1e-9


def _most_sex(left: str, right: str) -> float:
    return 0.0 if left == right else model.SEX["different"].weight


def _most_born(left: Sequence[Sequence[int]], right: Sequence[Sequence[int]]) -> float:
    """By the gap; two whole dates that differ may be one date miscopied."""
    gap = _gap(left, right)
    if gap <= 0:
        return _SAME_BIRTH
    if gap <= SLIP_DAYS and any(a == b and c == d and slipped(a, c) for a, b in left for c, d in right):
        return model.BORN["slip"].weight
    level = "apart" if gap > 5 * _YEAR else "years_off" if gap > 2 * _YEAR else "a_year_off"
    return model.BORN[level].weight


_YEAR: Final = 366
_SAME_BIRTH: Final = most_compatible(BIRTH_DAYS, model.BORN)
_SAME_DEATH: Final = most_compatible(DEATH_DAYS, model.DIED)


def _most_died(left: Sequence[Sequence[int]], right: Sequence[Sequence[int]]) -> float:
    gap = _gap(left, right)
    if gap <= 0:
        return _SAME_DEATH
    level = "days_off" if gap <= MISREPORTED else "months_off" if gap <= HALF_A_YEAR else "apart"
    return model.DIED[level].weight


def _gap(left: Sequence[Sequence[int]], right: Sequence[Sequence[int]]) -> int:
    """Days between the closest of the ranges; none or less where two of them overlap."""
    if len(left) == 1 == len(right):
        (a, b), (c, d) = left[0], right[0]
        return max(a - d, c - b)
    return min(max(a - d, c - b) for (a, b), (c, d) in product(left, right))


def _most_region(left: Words, right: Words) -> float:
    """A bare country says nothing about its regions."""
    if not _apart(left, right):
        return model.REGION["same"].weight
    return model.REGION["different"].weight if len(min((*left, *right), key=len)) > 2 else 0.0


def _most_rank(left: Sequence[int], right: Sequence[int]) -> float:
    alone = len(left) == 1 == len(right)
    step = abs(left[0] - right[0]) if alone else min(abs(a - b) for a in left for b in right)
    return model.RANK[("same", "next")[step] if step < 2 else "different"].weight


def _most_place(left: Words, right: Words) -> float:
    return model.PLACE["different" if _apart(left, right) else "same"].weight


def _most_category(left: Words, right: Words) -> float:
    return model.CATEGORY["different" if _apart(left, right) else "same"].weight


def _most_unit(left: Words, right: Words) -> float:
    return model.UNIT["different" if _apart(left, right) else "same"].weight


def _apart(left: Words, right: Words) -> bool:
    return left[0] != right[0] if len(left) == 1 == len(right) else set(left).isdisjoint(right)


_FACTS: Final = (
    ("died", _most_died), ("born", _most_born), ("regions", _most_region), ("ranks", _most_rank), ("sex", _most_sex),
    ("categories", _most_category), ("places", _most_place), ("units", _most_unit),
)  # fmt: skip


def most_names(query: Sequence[Sequence[Any]], record: Sequence[Sequence[Any]]) -> float:
    """No less than the features of two persons' names weigh together (`compare_all`)."""
    if len(query) == 1 == len(record):
        _, family, given, patronymic, _, aliases, sure = query[0]
        _, families, givens, patronymics, _, others, certain = record[0]
        if sure and certain and not aliases and not others:
            most = _most_family(tuple(family), tuple(families)) if family and families else 0.0
            if given and givens:
                most += _most_known("given_name", tuple(given), tuple(givens))
            if patronymic and patronymics:
                most += _most_known("patronymic", tuple(patronymic), tuple(patronymics))
            return most
    return _ANY_NAME


#: No other name says more of one than itself, but for what a letter or the printed form adds to each part.
_LENIENT: Final = 1.0
_PARTS: Final = 3
#: Where in a stored name the other names and call signs are, and what it adds to a name that one of them is the same.
_OTHERS: Final = 5
_ALIAS: Final = model.ALIAS["same"].weight
#: Several names, other names, or a name of which it is unsure which word is the surname: those are compared in full.
_ANY_NAME: Final = 1e6


@lru_cache(maxsize=50_000)
def _most_family(query: tuple[str, ...], record: tuple[str, ...]) -> float:
    """As much as the more frequent surname of a pair tells, or an initial."""
    return max(
        _INITIAL if min(len(left), len(right)) == 1 else min(family_bits(left), family_bits(right)) + _NEAR
        for left, right in product(query, record)
    )


_INITIAL: Final = model.INITIAL["initial"].weight
#: Bits that a name one letter away adds to the rarer's own, at most.
_NEAR: Final = 0.5


@lru_cache(maxsize=50_000)
def _most_known(feature: str, query: tuple[str, ...], record: tuple[str, ...]) -> float:
    """Of given names and fathers, most of which stand in tables: two known ones are compared."""
    return max(_most_word(feature, left, right) for left, right in product(query, record))


def _most_word(feature: str, left: str, right: str) -> float:
    compare, known, bits = COMPARATORS[feature], KNOWN[feature], BITS[feature]
    most = max(compare(left, right, across)[1] for across in (True, False)) + _SAME_LETTERS
    apart = known(left) and known(right) and not (man_called(left, right) or man_called(right, left))
    if apart or min(len(left), len(right)) == 1:
        return most
    return max(most, min(bits(left), bits(right)) + _NEAR)


#: What it adds that the same letters are printed.
_SAME_LETTERS: Final = 0.1


def _most_learnt(weights: Weights) -> float:
    """What was learnt may add, at most, over all features."""
    most: dict[str, float] = {}
    for (feature, _), bits in weights.learnt.items():
        most[feature] = max(most.get(feature, 0.0), bits)
    return sum(most.values())
