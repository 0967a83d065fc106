"""Lists of courts: the one we bring along, and any that an operator loads."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from schemas.reference.court_names import LONGEST_NAME, read_court_name
from schemas.reference.regions import find_region
from schemas.reference.tables import read_table

COURT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "RS": "district",
        "OS": "regional",
        "GV": "garrison_military",
        "OV": "district_military",
        "KJ": "cassation",
        "AJ": "appeal",
        "KV": "cassation_military",
        "AV": "appeal_military",
        "VS": "supreme",
        "MS": "magistrate",
    }
)
"""What the letters of a court's code say. City courts are district courts, fleet courts are of military districts."""
_COLUMNS = {
    "code": ("code", "court_code", "код", "код суда", "классификационный код"),
    "name": ("name", "court_name", "title", "наименование", "название", "наименование суда"),
    "region": ("region", "region_name", "регион", "субъект", "субъект рф"),
}
_CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Court:
    """A court: `code` of eight characters, official `name`, ISO 3166-2 `region` or None, `kind` by `COURT_KINDS`."""

    code: str
    name: str
    region: str | None
    kind: str | None


def court_kind(code: str) -> str | None:
    """The kind that a court code, or a case identifier that begins with one, tells (`33GV0008` → garrison_military)."""
    return COURT_KINDS.get(code[2:4].upper())


def read_courts(path: Path) -> tuple[Court, ...]:
    """The courts of a CSV file in UTF-8 with a header: columns code, name and, if it is there, region, in any order.

    Takes `court_code`, `court_name` and Russian headings too, commas, semicolons or tabs. A region may be a code or a
    name, also in brackets after the court's name, or part of it; else that of `BUILT_IN_COURTS` is taken, else None.
    Raises ValueError naming the row where code or name is missing or misshapen, or a code stands twice.
    """
    try:
        courts = _read(path)
    except UnicodeDecodeError as wrong:
        raise ValueError(f"{path.name} is not in UTF-8: byte {wrong.start} cannot be read") from None
    except csv.Error as wrong:
        raise ValueError(f"{path.name} is no CSV file: {wrong}") from None
    _refuse_twins(path, courts)
    return courts


def _read(path: Path) -> tuple[Court, ...]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header = lines.readline()
        lines.seek(0)
        rows = csv.DictReader(lines, delimiter=max(",;\t", key=header.count))
        columns = _columns(path, rows.fieldnames or ())
        return tuple(_court(row, columns, f"{path.name}, row {rows.line_num}") for row in rows if any(row.values()))


def _columns(path: Path, header: Iterable[str]) -> dict[str, str]:
    names = {name.strip().casefold(): name for name in header}
    columns = {ours: names[theirs] for ours, known in _COLUMNS.items() for theirs in known if theirs in names}
    for needed in ("code", "name"):
        if needed not in columns:
            raise ValueError(f"{path.name} has no column for the court's {needed}, such as {_COLUMNS[needed][1]!r}")
    return columns


def _court(row: Mapping[str, str | None], columns: Mapping[str, str], where: str) -> Court:
    code, name, region = ((row.get(columns.get(field, "")) or "").strip() for field in ("code", "name", "region"))
    code = code.upper()
    if not (len(code) == _CODE_LENGTH and code.isascii() and code.isalnum() and court_kind(code)):
        raise ValueError(f"{where}: {code[:20]!r} is no court code such as 77RS0021")
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError(f"{where}: the court {code} needs a name of at most {LONGEST_NAME} characters")
    bare, remark = _without_remark(name)
    known = find_region(region) or find_region(remark) or read_court_name(bare).region or _BUILT_IN_REGIONS.get(code)
    return Court(code, bare, known, court_kind(code))


def _without_remark(name: str) -> tuple[str, str]:
    """The name and what stands in brackets at its end, if that is a region («Территории за пределами РФ» too)."""
    depth = 0
    for at in range(len(name) - 1, 0, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if name[-1] == ")" and depth == 0:
            remark = name[at + 1 : -1]
            whole = name[:at].strip()
            is_place = find_region(remark) and not whole.endswith("Саха") or "за пределами" in remark
            return (whole, remark) if is_place else (name, "")
    return name, ""


def _refuse_twins(path: Path, courts: Iterable[Court]) -> None:
    seen: dict[str, Court] = {}
    for court in courts:
        if seen.setdefault(court.code, court) != court:
            raise ValueError(f"{path.name} gives the code {court.code} to {seen[court.code].name!r} and {court.name!r}")


def _built_in() -> Iterator[Court]:
    for row in read_table("courts.csv"):
        yield Court(row["code"], row["name"], row["region"] or None, court_kind(row["code"]))


BUILT_IN_COURTS: tuple[Court, ...] = tuple(_built_in())
"""Military courts, courts of appeal and cassation, regional courts, and the district courts of Moscow."""
_BUILT_IN_REGIONS = {court.code: court.region for court in BUILT_IN_COURTS}
