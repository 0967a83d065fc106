"""What may be asked about a record from outside, property by property: for reconciliation and data extension.

A property is read from the public document alone; those that a look-up compares name the field of its query.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from schemas.exports import cases, casualties
from schemas.reference.regions import REGIONS, region_name

Document = Mapping[str, Any]
Read = Callable[[Document], Iterable[object]]

TYPES: Final[Mapping[str, str]] = {"casualty": "Casualty", "case": "Court case"}
"""Kinds of records as types, each with its name."""
_BOTH: Final = ("casualty", "case")


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id, its name, what it means (Russian words too, so that it is found by them), the kinds that have
    it, how it is read (texts and numbers), and the field of a look-up that it fills, if any.
    """

    id: str
    name: str
    description: str
    kinds: tuple[str, ...]
    read: Read
    asked: str | None = None

    def values(self, document: Document) -> list[Any]:
        """What the record says, each value once, nothing where it says nothing."""
        if document["kind"] not in self.kinds:
            return []
        found: list[Any] = []
        for value in self.read(document):
            if value not in (None, "") and value not in found:
                found.append(value)
        return found


def _people(document: Document) -> Iterator[Document]:
    """The soldier, or each defendant."""
    if document["kind"] == "casualty":
        yield document
    else:
        yield from document["defendants"]


def _person(column: str) -> Read:
    """A fact of the soldier or of each defendant, as the flat exports read it."""

    def read(document: Document) -> Iterator[object]:
        table = casualties.COLUMNS if document["kind"] == "casualty" else cases.OF_DEFENDANT
        return (table[column](person) for person in _people(document))

    return read


def _of_case(column: str) -> Read:
    return lambda document: [cases.OF_CASE[column](document)]


def _listed(name: str, part: str) -> Read:
    """A part of each entry in a list of the soldier or of each defendant."""
    return lambda document: (entry[part] for person in _people(document) for entry in person[name])


def _cited(part: str) -> Read:
    return lambda document: (citation[part] for citation in document["citations"])


def _region_names(document: Document) -> Iterator[str]:
    codes = _person("home_region")(document)
    return (region_name(str(code), "en") for code in codes if code in REGIONS)


def _courts(document: Document) -> Iterator[object]:
    for one in (document, *document["instances"]):
        court = one["court"] and one["court"]["value"]
        yield court and court["name"]


def _articles(document: Document) -> Iterator[str | None]:
    for charge in (charge for person in _people(document) for charge in person["charges"]):
        yield charge["article"] and "/".join(part for part in (charge["article"], charge["part"]) if part)


def _judges(document: Document) -> Iterator[object]:
    return (one["judge"] and one["judge"]["value"] for one in document["instances"])


def _related(document: Document) -> Iterator[object]:
    return (one["id"] for one in document["related"])


_ALL: Final = (
    Property("name", "Name", "Every printed name; имя, ФИО", _BOTH, _listed("names", "full"), "name"),
    Property("family", "Family name", "Where a source gives the parts; фамилия", _BOTH, _listed("names", "family"),
             "family"),
    Property("given", "Given name", "Where a source gives the parts; имя", _BOTH, _listed("names", "given"), "given"),
    Property("patronymic", "Patronymic", "Where a source gives the parts; отчество", _BOTH,
             _listed("names", "patronymic"), "patronymic"),
    Property("latin_name", "Name in Latin letters", "Printed, or transliterated; имя латиницей", _BOTH,
             _person("display_name_latin")),
    Property("sex", "Sex", "male or female; пол", _BOTH, _person("sex")),
    Property("born", "Born", "Date or year (EDTF); of defendants the year; дата рождения", _BOTH, _person("born"),
             "born"),
    Property("region", "Region", "Of the home, ISO 3166-2; регион", _BOTH, _person("home_region"), "region"),
    Property("region_name", "Region by name", "Of the home, in English; название региона", _BOTH, _region_names),
    Property("place", "Home town", "Town or village of the home; город, населённый пункт", _BOTH,
             _person("home_place"), "place"),
    Property("birth_place", "Place of birth", "Town or village; место рождения", ("casualty",), _person("birth_place")),
    Property("status", "Status", "killed, died_of_wounds, missing …; статус", ("casualty",), _person("status")),
    Property("died", "Died", "Date of death (EDTF); дата гибели", ("casualty",), _person("died"), "died"),
    Property("death_place", "Place of death", "Town or village; место гибели", ("casualty",), _person("death_place")),
    Property("burial_place", "Place of burial", "Town or village; место захоронения", ("casualty",),
             _person("burial_place")),
    Property("mobilised_on", "Mobilised", "Date of mobilisation (EDTF); дата мобилизации", ("casualty",),
             _person("mobilised_on")),
    Property("occupation", "Occupation", "Civil occupation; профессия", ("casualty",), _person("occupation")),
    Property("category", "Category", "mobilised, contract, convict …; категория", _BOTH,
             _listed("categories", "value")),
    Property("rank", "Rank", "Military rank; звание", _BOTH, _person("rank"), "rank"),
    Property("unit", "Unit", "Military unit; воинская часть", _BOTH, _person("unit"), "unit"),
    Property("position", "Position", "Duty in the unit; должность", _BOTH, _person("position")),
    Property("court", "Court", "Courts of all instances; суд", ("case",), _courts, "court"),
    Property("case_number", "Case number", "Of every instance; номер дела", ("case",),
             lambda document: (one["value"] for one in document["case_numbers"]), "case_number"),
    Property("uid", "Unique identifier", "Of the case; УИД", ("case",), _of_case("uid"), "uid"),
    Property("article", "Article", "Of the Criminal Code, with its part: 337/5; статья", ("case",), _articles,
             "article"),
    Property("charge", "Charge", "As printed; обвинение", ("case",), _listed("charges", "text")),
    Property("judge", "Judge", "Of every instance; судья", ("case",), _judges),
    Property("stage", "Stage", "investigation, trial, sentenced …; стадия", ("case",), _person("stage")),
    Property("verdict", "Verdict", "Of the decision that stands; приговор", ("case",), _person("verdict")),
    Property("sentence", "Sentence", "Punishments that stand; наказание", ("case",), _person("sentence")),
    Property("sentenced_on", "Sentenced", "Date of the decision that stands; дата приговора", ("case",),
             _person("sentenced_on")),
    Property("first_reported", "First reported", "Earliest publication; дата первой публикации", _BOTH,
             lambda document: [document["first_reported"]]),
    Property("independent_sources", "Independent sources", "How many; число независимых источников", _BOTH,
             lambda document: [document["evidence"]["independent_sources"]]),
    Property("grade", "Evidence", "single_source, two_independent, official_document; надёжность", _BOTH,
             lambda document: [document["evidence"]["grade"]]),
    Property("source", "Source", "Slugs of the sources cited; источник", _BOTH, _cited("source")),
    Property("source_url", "Source address", "Addresses of the documents cited; ссылка на источник", _BOTH,
             _cited("url")),
    Property("related", "Related record", "Ids of records linked with this one; связанная запись", _BOTH, _related),
)  # fmt: skip

PROPERTIES: Final[Mapping[str, Property]] = {one.id: one for one in _ALL}
"""Every property by its id, in the order in which they are proposed."""
