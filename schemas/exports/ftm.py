"""Records as FollowTheMoney entities: a soldier is a `Person`; a case is a `CourtCase`, with a `Person` and a
`CourtCaseParty` for each defendant who is named.

Nothing is said that no source says: a date that isn't plain or one of a few is left out, and so is whoever has no name
(an unnamed defendant, a record whose names were redacted), for which the schema has no room.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from schemas.exports.cases import article_of, punishment_of
from schemas.exports.cells import part_of, value_of

Document = Mapping[str, Any]
Entity = dict[str, Any]

_NAMES: Final = {"printed": "name", "former": "previousName", "alias": "alias", "call_sign": "weakAlias"}
_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")
_DEAD: Final = frozenset({"killed", "died_of_wounds", "died_other"})
_LONGEST: Final = 65_000
"""FollowTheMoney takes texts of up to 65,000 characters."""


def entities(document: Document) -> Iterator[Entity]:
    """The entities of a record, the record's own first; none where it has no name."""
    if document["kind"] == "case":
        yield from _case(document)
    elif document["display_name"]:
        yield _entity(document["id"], "Person", {**_soldier(document), **_evidence(document)})


def _entity(id_: str, schema: str, properties: Mapping[str, Iterable[object]]) -> Entity:
    """An entity without empty properties; each value once."""
    told = {
        name: list(dict.fromkeys(str(value)[:_LONGEST] for value in values if value not in (None, "")))
        for name, values in properties.items()
    }
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in told.items() if values}}


def _soldier(record: Document) -> dict[str, Iterable[object]]:
    died = record["died"] if value_of(record["status"]) in _DEAD else None
    return {
        **_person(record),
        "deathDate": _dates(died),
        "status": [value_of(record["status"])],
        "profession": [value_of(record["occupation"])],
        "notes": [note["text"] for note in record["notes"]],
    }


def _person(record: Document) -> dict[str, Iterable[object]]:
    """What soldiers and defendants have alike."""
    return {
        **_names(record),
        "gender": [value_of(record["sex"])],
        "birthDate": _dates(record["born"]),
        "birthPlace": [_place(record["birth_place"])],
        "address": [_place(record["home"])],
        "country": [_country(part_of(record["home"], "region"))],
        "position": [value_of(record["rank"]), value_of(record["unit"]), value_of(record["position"])],
        "keywords": [one["value"] for one in record["categories"]],
    }


def _names(record: Document) -> dict[str, Iterable[object]]:
    """Every name in its property; the one shown is a `name` whatever its type, as an entity has to have one."""
    found: dict[str, list[object]] = {"name": [record["display_name"]]}
    for name in record["names"]:
        found.setdefault(_NAMES[name["type"]], []).append(name["full"])
        for part, of in (("family", "lastName"), ("given", "firstName"), ("patronymic", "middleName")):
            found.setdefault(of, []).append(name[part])
    return dict(found)


def _case(case: Document) -> Iterator[Entity]:
    yield _entity(case["id"], "CourtCase", {**_proceedings(case), **_evidence(case)})
    for person in case["defendants"]:
        if person["display_name"]:
            id_ = f"{case['id']}-{person['id']}"
            yield _entity(id_, "Person", {**_person(person), **_evidence(case)})
            yield _entity(f"{id_}-party", "CourtCaseParty", {**_party(case, person, id_), **_evidence(case)})


def _proceedings(case: Document) -> dict[str, Iterable[object]]:
    numbers = [number["value"] for number in case["case_numbers"]]
    unnamed = (value_of(person["described_as"]) for person in case["defendants"] if not person["display_name"])
    return {
        "name": [case["display_name"] or next(iter(numbers), None) or case["id"]],
        "caseNumber": [*numbers, value_of(case["uid"])],
        "court": [part_of(case["court"], "name")],
        "country": [_country(part_of(case["court"], "region"))],
        "type": ["criminal"],
        "category": [article_of(charge) for person in case["defendants"] for charge in person["charges"]],
        "status": [value_of(person["stage"]) for person in case["defendants"]],
        "summary": [incident["text"] for incident in case["incidents"]],
        "notes": unnamed,
    }


def _party(case: Document, person: Document, id_: str) -> dict[str, Iterable[object]]:
    sentence: Document = person["sentence"] or {}
    return {
        "case": [case["id"]],
        "party": [id_],
        "role": ["defendant"],
        "status": [value_of(person["stage"]), sentence.get("verdict")],
        "date": [sentence["date"]] if _DATE.fullmatch(sentence.get("date") or "") else [],
        "description": [charge["text"] for charge in person["charges"]],
        "summary": [punishment_of(one) for one in sentence.get("sentence") or ()],
    }


def _evidence(record: Document) -> dict[str, Iterable[object]]:
    cited = record["citations"]
    return {
        "sourceUrl": [citation["url"] for citation in cited],
        "publisher": [citation["source"] for citation in cited],
        "modifiedAt": [record["updated_at"][:19]],
    }


def _dates(fact: Document | None) -> list[str]:
    """A plain EDTF date, or each of `[1984,1985]`: FollowTheMoney reads several values as "one of these"."""
    text = str(value_of(fact) or "")
    found = text[1:-1].split(",") if text.startswith("[") else [text]
    return found if all(_DATE.fullmatch(one) for one in found) else []


def _place(fact: Document | None) -> str | None:
    parts = (part_of(fact, "place"), part_of(fact, "region"))
    return ", ".join(part for part in parts if part) or None


def _country(region: str | None) -> str | None:
    """The country of an ISO 3166-2 code, in small letters."""
    return region.partition("-")[0].lower() if region else None
