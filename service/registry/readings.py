"""How one report's value for a field is read: the normalised value, and the text where the two differ."""

from functools import lru_cache
from typing import Any, NamedTuple

from matching.names.fold import fold_text
from schemas.base import Place
from schemas.casualty import Age, Burial, Wounded
from schemas.dates import birth_years
from schemas.reference.ranks import RANKS, find_rank
from schemas.reference.regions import find_region
from service.registry.lattice import TEXTS, Lattice

RANK_ORDER = {code: rank.order for code, rank in RANKS.items()}


class Reading(NamedTuple):
    """A normalised value, and its text as printed when normalising changed it."""

    value: Any
    text: str | None = None


def as_is(value: Any) -> Reading | None:
    """The value itself."""
    return Reading(value)


def place(value: Place) -> Reading | None:
    """(ISO 3166-2 code, name of the place); None when the report names neither."""
    return _place(value.region, value.place)


@lru_cache(maxsize=65536)
def _place(region: str | None, name: str | None) -> Reading | None:
    if region is None and name is None:
        return None
    code = find_region(region) if region else None
    printed = ", ".join(part for part in (region, name) if part)
    # A region that the list has lost since the report was checked is kept as the name of a place.
    return Reading((code, name or (None if code else region)), None if code == region else printed)


def dated_place(value: Wounded | Burial) -> Reading | None:
    """(EDTF date, name of the place); None when the report names neither."""
    return Reading((value.date, value.place)) if value.date or value.place else None


@lru_cache(maxsize=16384)
def rank(value: str) -> Reading | None:
    """The code of a known rank, else the text."""
    known = find_rank(value)
    return Reading(known.code, value) if known else Reading(value)


RANK_LATTICE = Lattice(
    key=lambda value: value if value in RANK_ORDER else TEXTS.key(value),
    contains=lambda wide, narrow: wide == narrow or fold_text(wide) == fold_text(narrow),
    compatible=lambda left, right: left == right or not (left in RANK_ORDER and right in RANK_ORDER),
    precision=lambda value: 0.0 if value in RANK_ORDER else 1.0,
)
"""Ranks by code; a text that no table knows can't contradict."""


def born_of_age(age: Age, *as_of: str | None) -> Reading:
    """The years of birth that an age allows; `as_of` are the dates it may have been counted on, best first.

    Without any date the value is None: the age is kept as printed, and no year is made up.
    """
    counted = next((date for date in (age.as_of, *as_of) if date), None)
    printed = f"{age.years} ({counted})" if counted else str(age.years)
    if counted is None:
        return Reading(None, printed)
    return Reading(_birth_years(age.years, counted), printed)


@lru_cache(maxsize=16384)
def _birth_years(years: int, counted: str) -> str | None:
    try:
        return birth_years(years, counted)
    except ValueError:  # counted in an interval without an end: it bounds nothing
        return None
