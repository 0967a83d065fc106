"""When one value says the same as another, or less, or something else.

A value *contains* another when it says the same with less precision (`2022-11` contains `2022-11-16`): it then supports
the other. Two values are *compatible* when both can be true. What contains is compatible; not everything compatible
contains. Every lattice here is a partial order, which is a property test.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from matching.names.fold import fold_text
from schemas.dates import DateRange, tolerant_bounds

Test = Callable[[Any, Any], bool]


def _same(left: object, right: object) -> bool:
    return left == right


def _itself(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Lattice:
    """How the values of one kind compare.

    `key` is equal for values that say the same; `contains(wide, narrow)`; `compatible(a, b)`; `precision`, smaller for
    what is more precise; `show`, the JSON value; `words`, the value in one line of text.
    """

    key: Callable[[Any], Hashable] = _itself
    contains: Test = _same
    compatible: Test = _same
    precision: Callable[[Any], float] = lambda _: 0.0
    show: Callable[[Any], Any] = _itself
    words: Callable[[Any], str] = str


def product(parts: Mapping[str, Lattice], words: Callable[[Any], str] | None = None) -> Lattice:
    """The lattice of tuples with one value, or None for unknown, for each of `parts`; shown as an object."""
    names, lattices = tuple(parts), tuple(parts.values())

    def each(test: str, wide_unknown: bool) -> Test:
        def compare(left: Any, right: Any) -> bool:
            for lattice, a, b in zip(lattices, left, right, strict=True):
                if a is None or (b is None and wide_unknown):
                    continue
                if b is None or not getattr(lattice, test)(a, b):
                    return False
            return True

        return compare

    def key(value: Any) -> Hashable:
        return tuple(None if a is None else lattice.key(a) for lattice, a in zip(lattices, value, strict=True))

    def precision(value: Any) -> float:
        unknown = sum(part is None for part in value)
        known = sum(lattice.precision(a) for lattice, a in zip(lattices, value, strict=True) if a is not None)
        return unknown * 1e7 + known

    def show(value: Any) -> Any:
        return {
            name: None if part is None else lattice.show(part)
            for name, lattice, part in zip(names, lattices, value, strict=True)
        }

    def line(value: Any) -> str:
        return ", ".join(lattice.words(a) for lattice, a in zip(lattices, value, strict=True) if a is not None)

    return Lattice(key, each("contains", False), each("compatible", True), precision, show, words or line)


EXACT: Final = Lattice()
"""Values that are the same or not: sex, yes and no, codes."""

LATEST: Final = Lattice(compatible=lambda _left, _right: True)
"""Values of which several can be true, one after the other or side by side."""


@lru_cache(maxsize=65536)
def _days(edtf: str) -> DateRange:
    return tolerant_bounds(edtf)


DATES: Final = Lattice(
    key=_days,
    contains=lambda wide, narrow: _days(wide).contains(_days(narrow)),
    compatible=lambda left, right: _days(left).overlaps(_days(right)),
    precision=lambda edtf: float(_days(edtf).days),
)
"""EDTF texts by the days they may mean ("about" widens them by one unit)."""

STATUS_BELOW: Final[Mapping[str, frozenset[str]]] = {
    "missing": frozenset({"killed", "died_of_wounds", "died_other", "captured", "released"}),
    "captured": frozenset({"released"}),
    "killed": frozenset({"died_of_wounds"}),
}
"""What each status leaves open: who was reported missing may since have been killed, captured or released."""


def _status_contains(wide: str, narrow: str) -> bool:
    return wide == narrow or narrow in STATUS_BELOW.get(wide, ())


STATUSES: Final = Lattice(
    contains=_status_contains,
    compatible=lambda left, right: _status_contains(left, right) or _status_contains(right, left),
    precision=lambda status: float(len(STATUS_BELOW.get(status, ()))),
)


def _region_contains(wide: str, narrow: str) -> bool:
    return wide == narrow or ("-" not in wide and narrow.startswith(wide + "-"))


REGIONS: Final = Lattice(
    contains=_region_contains,
    compatible=lambda left, right: _region_contains(left, right) or _region_contains(right, left),
    precision=lambda region: 0.0 if "-" in region else 1.0,
)
"""ISO 3166-2 codes; a bare country code contains its regions."""

_SETTLEMENT = re.compile(
    r"(?:(?:the )?(?:city|town|village|settlement|urban-type settlement) of |г(?:ор)?\.|город |с\.|село |дер?\.|"
    r"деревня |пос?\.|пгт\.?|посёлок |поселок |ст-ца |станица |хутор |х\.)\s*",
    re.IGNORECASE,
)


def place_names(text: str) -> list[str]:
    """The places that a text names, settlement and district say, without the words for their kind."""
    return [_SETTLEMENT.sub("", part.strip(), count=1) for part in re.split(r"[,;()]", text) if part.strip()]


@lru_cache(maxsize=65536)
def _place_parts(text: str) -> frozenset[str]:
    parts = {fold_text(part) for part in place_names(text)}
    return frozenset(parts - {""}) or frozenset({text})


PLACE_NAMES: Final = Lattice(
    key=_place_parts,
    contains=lambda wide, narrow: _place_parts(wide) <= _place_parts(narrow),
    compatible=lambda left, right: (
        _place_parts(left) <= _place_parts(right) or _place_parts(right) <= _place_parts(left)
    ),
    precision=lambda text: -float(len(_place_parts(text))),
)
"""Names of places without their script; "Meleuz, Meleuzovsky District" is "Meleuz" more precisely."""


@lru_cache(maxsize=65536)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(fold_text(text).split()) or frozenset({text})


def _script(text: str) -> bool:
    return any("\u0400" <= char <= "\u052f" for char in text)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def _text_contains(wide: str, narrow: str) -> bool:
    return _words_of(wide) <= _words_of(narrow)


def _text_compatible(left: str, right: str) -> bool:
    if _text_contains(left, right) or _text_contains(right, left):
        return True
    if _numbers(left) and _numbers(right) and not (_numbers(left) & _numbers(right)):
        return False
    return _script(left) != _script(right)


TEXTS: Final = Lattice(
    key=_words_of,
    contains=_text_contains,
    compatible=_text_compatible,
    precision=lambda text: -float(len(_words_of(text))),
)
"""Designations (a unit, a judge, a court): more words say more.

What is written in another script can't be compared, and does not conflict unless its numbers do.
"""

DESCRIPTIONS: Final = Lattice(
    key=_words_of,
    contains=_text_contains,
    compatible=lambda _left, _right: True,
    precision=lambda text: -float(len(_words_of(text))),
)
"""Descriptions (an occupation, a position, a ground): different words are not a contradiction."""

PLACES: Final = product({"region": REGIONS, "place": PLACE_NAMES})
DATED_PLACES: Final = product({"date": DATES, "place": PLACE_NAMES})
