"""Casualties as a flat table: one row for each record, the chosen value of each fact."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from schemas.exports.cells import cell, joined, part_of, value_of

Document = Mapping[str, Any]
Read = Callable[[Document], object]


def _fact(name: str) -> Read:
    return lambda document: value_of(document[name])


def _part(name: str, part: str) -> Read:
    return lambda document: part_of(document[name], part)


def _plain(name: str) -> Read:
    return lambda document: document[name]


def _cited(name: str) -> Read:
    return lambda document: joined(citation[name] for citation in document["citations"])


COLUMNS: Final[Mapping[str, Read]] = {
    "id": _plain("id"),
    "version": _plain("version"),
    "updated_at": _plain("updated_at"),
    "display_name": _plain("display_name"),
    "display_name_latin": _plain("display_name_latin"),
    "names": lambda document: joined(name["full"] for name in document["names"]),
    "sex": _fact("sex"),
    "born": _fact("born"),
    "birth_region": _part("birth_place", "region"),
    "birth_place": _part("birth_place", "place"),
    "status": _fact("status"),
    "since": _fact("since"),
    "died": _fact("died"),
    "death_region": _part("death_place", "region"),
    "death_place": _part("death_place", "place"),
    "mobilised_on": _fact("mobilised_on"),
    "home_region": _part("home", "region"),
    "home_place": _part("home", "place"),
    "occupation": _fact("occupation"),
    "categories": lambda document: joined(one["value"] for one in document["categories"]),
    "rank": _fact("rank"),
    "unit": _fact("unit"),
    "position": _fact("position"),
    "burial_date": _part("burial", "date"),
    "burial_place": _part("burial", "place"),
    "first_reported": _plain("first_reported"),
    "independent_sources": lambda document: document["evidence"]["independent_sources"],
    "grade": lambda document: document["evidence"]["grade"],
    "conflicts": lambda document: joined(document["conflicts"]),
    "sources": _cited("source"),
    "source_titles": _cited("title"),
    "source_urls": _cited("url"),
}


def rows(document: Document) -> Iterator[tuple[str, ...]]:
    """The one row of a record."""
    yield tuple(cell(read(document)) for read in COLUMNS.values())
