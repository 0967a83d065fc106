"""Values of the contract as a person reads them: places, ranks, courts, codes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.reference.ranks import RANKS
from schemas.reference.regions import REGIONS, region_name
from service.web.dates import date_in_words
from service.web.words import Language

Value = Any
Tell = Callable[[Value, Language], str]


def text(value: Value, language: Language) -> str:
    """A text as it is."""
    return str(value)


def code(group: str) -> Tell:
    """A code by its name in `group`."""
    return lambda value, language: language.name(group, value)


def region(value: Value, language: Language) -> str:
    """A region by its name."""
    return region_name(value, language.code) if value in REGIONS else str(value)


def place(value: Value, language: Language) -> str:
    """A town and its region; what is not known is left out."""
    return ", ".join(part for part in (value["place"], value["region"] and region(value["region"], language)) if part)


def dated_place(value: Value, language: Language) -> str:
    """When and where."""
    when = value["date"] and date_in_words(value["date"], language)
    return ", ".join(part for part in (when, value["place"]) if part)


def rank(value: Value, language: Language) -> str:
    """A rank by its name, as text where no table knows it."""
    known = RANKS.get(value)
    return (known.ru if language.code == "ru" else known.en) if known else str(value)


def court(value: Value | None, language: Language) -> str:
    """A court by its name, else by its code, else by its region."""
    if not value:
        return ""
    return str(value["name"] or value["code"] or (value["region"] and region(value["region"], language)) or "")


TELLS: Final[Mapping[str, Tell]] = {
    "status": code("status"), "since": date_in_words, "died": date_in_words, "born": date_in_words,
    "mobilised_on": date_in_words, "death_place": place, "birth_place": place, "home": place, "wounded": dated_place,
    "burial": dated_place, "rank": rank, "sex": code("sex"), "categories": code("category"), "stage": code("stage"),
    "court": court, "minor": code("yes_no"), "count": text, "occupation": text, "unit": text, "position": text,
    "ground": text, "described_as": text, "judge": text, "uid": text,
}  # fmt: skip
"""How the value of each field is told, by the field's name."""
