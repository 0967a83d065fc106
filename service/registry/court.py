"""Courts as reports name them, resolved through the reference list."""

from typing import Any, Final, NamedTuple

from schemas.case import Court
from schemas.reference.courts import court_kind
from schemas.reference.regions import find_region
from service.registry.inputs import Reference
from service.registry.lattice import REGIONS, TEXTS, Lattice
from service.registry.readings import Reading

INSTANCE_OF_COURT: Final = {"AJ": "appeal", "AV": "appeal", "KJ": "cassation", "KV": "cassation"}
"""Courts that sit in one instance only, by the letters of their code."""


class CourtValue(NamedTuple):
    """A court: `name` as listed (as printed when no list knows it), federal `code`, region, kind by the code."""

    name: str | None
    code: str | None
    region: str | None
    kind: str | None


MOST_REMEMBERED: Final = 50_000
"""Readings of courts kept by a `Reference`; then it starts anew."""


def read_court(court: Court, reference: Reference) -> Reading:
    """The court, its code and region filled in from the list where its name is known there; a code given wins."""
    remembered = reference.readings
    key = (court.name, court.code, court.region)
    reading = remembered.get(key)
    if reading is None:
        if len(remembered) >= MOST_REMEMBERED:
            remembered.clear()
        reading = remembered[key] = _read(court, reference)
    return reading


def _read(court: Court, reference: Reference) -> Reading:
    region = find_region(court.region) if court.region else None
    code = court.code.upper() if court.code else None
    if code:
        listed = reference.courts.by_code(code)
    else:
        listed = reference.courts.find(court.name, region) if court.name else None
    if listed is None:
        return Reading(CourtValue(court.name, code, region, court_kind(code) if code else None))
    value = CourtValue(listed.name, listed.code, listed.region or region, listed.kind)
    return Reading(value, None if court.name in (None, listed.name) else court.name)


def _contains(wide: CourtValue, narrow: CourtValue) -> bool:
    if wide.code is not None:
        return wide.code == narrow.code
    if wide.region and not (narrow.region and REGIONS.contains(wide.region, narrow.region)):
        return False
    return wide.name is None or (narrow.name is not None and TEXTS.contains(wide.name, narrow.name))


def _compatible(left: CourtValue, right: CourtValue) -> bool:
    if left.code and right.code:
        return left.code == right.code
    if left.region and right.region and not REGIONS.compatible(left.region, right.region):
        return False
    return not (left.name and right.name) or TEXTS.compatible(left.name, right.name)


def _key(court: CourtValue) -> Any:
    return court.code or (court.name and TEXTS.key(court.name), court.region)


def _precision(court: CourtValue) -> float:
    if court.code:
        return 0.0
    return (
        1e3 * (1 + (court.name is None)) + (court.region is None) + (TEXTS.precision(court.name) if court.name else 0)
    )


COURTS: Final = Lattice(
    _key,
    _contains,
    _compatible,
    _precision,
    lambda court: court._asdict(),
    lambda court: court.name or court.code or "",
)
"""Courts: the code decides; without it the name's words and the region."""
