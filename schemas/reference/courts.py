"""Courts of Russia by their codes, and the court that a name in either language means."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from schemas.reference.court_lists import BUILT_IN_COURTS, COURT_KINDS, Court, court_kind, read_courts
from schemas.reference.court_names import LONGEST_NAME, CourtName, looser_cores, other_readings, read_court_name
from schemas.reference.folding import fold_words
from schemas.reference.regions import find_region

__all__ = ["BUILT_IN_COURTS", "COURT_KINDS", "Court", "CourtIndex", "court_kind", "read_courts"]

WHOLE_LIST = 1500
"""From so many district courts on an index is taken to know them all, so that a name found once in it is unique."""

_TYPES_TRIED: Mapping[str | None, tuple[str | None, ...]] = MappingProxyType(
    {
        None: ("district", "city", None),
        "military": ("garrison", "district_military", "fleet"),
        "regional": ("regional", None),
    }
)


@dataclass(frozen=True, slots=True)
class _Entry:
    court: Court
    name: CourtName


class CourtIndex:
    """Finds courts by name. Built once from a list; 2,300 courts take about a fifth of a second."""

    def __init__(self, courts: Iterable[Court]) -> None:
        self.courts: Mapping[str, Court] = MappingProxyType({court.code: court for court in courts})
        """By code; of two courts with one code the later stands."""
        self._exact: dict[tuple[str | None, tuple[str, ...]], list[_Entry]] = defaultdict(list)
        self._loose: dict[tuple[str | None, tuple[str, ...]], list[_Entry]] = defaultdict(list)
        self._regional: dict[tuple[str | None, str | None], list[_Entry]] = defaultdict(list)
        for court in self.courts.values():
            self._add(_Entry(court, read_court_name(court.name)))
        self._whole = sum(court.kind == "district" for court in self.courts.values()) >= WHOLE_LIST

    def by_code(self, code: str) -> Court | None:
        """The court of a code, or None."""
        return self.courts.get(code.strip().upper())

    def find(self, name: str, region: str | None = None) -> Court | None:
        """The one court that a Russian or English name means, or None where none or several may be meant.

        `region` (ISO 3166-2) is where the court is; it tells courts of one name apart, and a district or city court
        elsewhere is never taken. Without region or place such a court is found only in a list of all courts.
        """
        if len(name) > LONGEST_NAME:
            return None
        stated, place = read_court_name(name), region if region and "-" in region else None
        for reading in (stated, *other_readings(stated)):
            found = self._found(reading, place)
            if found:
                return _only(found, name, placed=place is not None)
        return None

    def _add(self, entry: _Entry) -> None:
        self._exact[entry.name.type, entry.name.core].append(entry)
        for core in set(looser_cores(entry.name.core)) - {entry.name.core}:
            self._loose[entry.name.type, core].append(entry)
        if entry.court.kind == "regional":
            self._regional[entry.name.type, entry.court.region].append(entry)

    def _found(self, name: CourtName, region: str | None) -> list[Court]:
        for table in (self._exact, self._loose):
            found = [entry for tried in _types(name) for entry in table.get((tried, name.core), ())]
            narrowed = self._narrowed(found, name, region)
            if narrowed:
                return [entry.court for entry in narrowed]
        return [entry.court for entry in self._of_region(name, region)]

    def _of_region(self, name: CourtName, region: str | None) -> list[_Entry]:
        """The region's highest court: «Верховный суд Татарстана», "Court of the Khanty-Mansi Autonomous Okrug"."""
        if name.type not in ("regional", "supreme", None) or (name.type is None and name.core):
            return []
        stated = name.region or find_region(name.core_text) or find_region(f"{name.core_text} region") or region
        return [entry for tried in _types(name) for entry in self._regional.get((tried, stated), ())] if stated else []

    def _narrowed(self, found: list[_Entry], name: CourtName, region: str | None) -> list[_Entry]:
        """Those that the place named and the region given leave."""
        if len(found) == 1 and found[0].court.kind != "district":
            return found
        if name.town:
            in_town = [entry for entry in found if entry.name.town == name.town]
            found = in_town or [entry for entry in found if name.region and entry.court.region == name.region]
        elif name.region:
            found = [entry for entry in found if entry.court.region == name.region]
        if region:
            found = [entry for entry in found if entry.court.region == region]
        placed = name.has_place or region or self._whole
        return found if placed else [entry for entry in found if entry.court.kind != "district"]


def _only(found: list[Court], name: str, placed: bool) -> Court | None:
    """The one found; of several in the region given the one that has exactly this name officially."""
    if len(found) > 1 and placed:
        found = [court for court in found if fold_words(court.name) == fold_words(name)]
    return found[0] if len(found) == 1 else None


def _types(name: CourtName) -> tuple[str | None, ...]:
    return _TYPES_TRIED.get(name.type, (name.type,))
