"""Sheets of people to look up: which column says what, found by its heading in Russian or English, or named."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schemas.look_up import MatchQuery
from service.readers.convert import quoted
from service.readers.delimited import open_delimited
from service.readers.errors import WrongMapping
from service.readers.files import reading
from service.readers.rows import Cells, Sheet
from service.readers.vocabulary import fold_word
from service.readers.workbook import open_workbook

FIELDS: Final = tuple(name for name in MatchQuery.model_fields if name != "kind")
_NAMING: Final = frozenset({"name", "family"})
_ZIP: Final = b"PK\x03\x04"

_HEADINGS: Final[Mapping[str, str]] = {
    "name": "фио|ф.и.о|ф. и. о|имя|имя полностью|полное имя|фамилия имя отчество|фамилия, имя, отчество|name|full name|"
    "full_name|fullname|person|имя и фамилия|фамилия и имя|прізвище імʼя по батькові|піб",
    "family": "фамилия|family name|family_name|last name|last_name|lastname|surname|прізвище",
    "given": "given name|given_name|first name|first_name|firstname|forename",
    "patronymic": "отчество|middle name|middle_name|по батькові",
    "born": "дата рождения|год рождения|родился|д.р|др|г.р|birth date|birth_date|birthdate|date of birth|"
    "date_of_birth|dob|birthday|birth year|year of birth|дата народження",
    "died": "дата гибели|дата смерти|погиб|умер|date of death|date_of_death|death date|death_date|дата загибелі",
    "region": "регион|область|субъект|субъект рф|республика|home region|home_region|oblast|регіон",
    "place": "город|населенный пункт|нп|место жительства|town|city|home|home town|village",
    "rank": "звание|воинское звание|military rank|звання",
    "unit": "часть|воинская часть|в/ч|вч|подразделение|military unit|підрозділ",
    "court": "суд",
    "article": "статья|статьи|статья ук|charge|articles",
    "case_number": "номер дела|дело|№ дела|case|case number|case no",
    "uid": "уид",
}
"""Headings by field, as `fold_word` has them; the field's own name counts too."""
_FIELD_OF: Final = {fold_word(heading): field for field, some in _HEADINGS.items() for heading in some.split("|")} | {
    field: field for field in FIELDS
}


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """A sheet whose columns are known: the place of each field, and the rows as they stand."""

    columns: tuple[str, ...]
    places: Mapping[str, int]
    rows: Iterator[Cells]


@contextmanager
def open_people(
    path: Path, *, named: Mapping[str, str], sheet: str | None = None, encoding: str | None = None
) -> Iterator[PeopleSheet]:
    """A CSV file or a workbook, told by its first bytes; `named` says which heading a field has.

    Raises UnreadableFile, also while rows are read; WrongMapping when no column holds names.
    """
    with reading(path), path.open("rb") as file:
        is_workbook = file.read(len(_ZIP)) == _ZIP
    opened = open_workbook(path, sheet=sheet) if is_workbook else open_delimited(path, encoding=encoding)
    with opened as found:
        yield PeopleSheet(found.columns, find_columns(found.columns, named), _as_they_stand(found))


def find_columns(columns: Sequence[str], named: Mapping[str, str]) -> dict[str, int]:
    """The place of each field: as named, else the first column whose heading means it.

    «Имя» beside «Фамилия» is the given name. Raises WrongMapping for an unknown field, a heading that isn't there, or
    when nothing names people.
    """
    found = {field: _place(columns, field, heading) for field, heading in named.items()}
    taken = set(found.values())
    for place, heading in enumerate(columns):
        field = _FIELD_OF.get(fold_word(heading))
        if field and field not in found and place not in taken:
            found[field] = place
    if "family" in found and "given" not in found and "name" not in named and _is_given(columns, found.get("name")):
        found["given"] = found.pop("name")
    if not _NAMING & found.keys():
        raise WrongMapping(
            f"No column holds names; there are {', '.join(map(quoted, columns[:30]))}. "
            "Name it: column=name=HEADING (--column name=HEADING)."
        )
    return found


def _is_given(columns: Sequence[str], place: int | None) -> bool:
    """Whether a heading that may mean the whole name means the given one beside a surname's."""
    return place is not None and fold_word(columns[place]) in ("имя", "name")


def _place(columns: Sequence[str], field: str, heading: str) -> int:
    if field not in FIELDS:
        raise WrongMapping(f"There is no field {quoted(field)}; there are {', '.join(FIELDS)}.")
    wanted = fold_word(heading)
    for place, column in enumerate(columns):
        if fold_word(column) == wanted:
            return place
    raise WrongMapping(f"There is no column {quoted(heading)}; there are {', '.join(map(quoted, columns[:30]))}.")


def _as_they_stand(sheet: Sheet) -> Iterator[Cells]:
    """The rows, those with a problem padded so that what is written after them has its column."""
    width = len(sheet.columns)
    for cells in sheet.rows:
        yield Cells(cells.line, cells.values + ("",) * (width - len(cells.values)), cells.problem, cells.field)
