"""Examples: records of both kinds, their history and their changes.

`casualty.json` and `case.json` are what the fold makes of two of the example reports; a test holds them to it.
"""

from importlib.resources import files
from typing import Any, Final

import orjson

from schemas.exports.cite import Style, cite
from schemas.exports.ftm import entities
from service.http.examples.example import Example
from service.http.examples.people import ETAG


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(files("service.http.examples").joinpath(name).read_bytes())
    return found


SOLDIER_RECORD: Final = _read("casualty.json")
CASE_RECORD: Final = _read("case.json")

_VERSIONS = {
    "items": [
        {
            "version": 1,
            "state": "published",
            "cause": "report",
            "by": "cit",
            "at": "2024-06-05T09:00:00Z",
            "reason": None,
            "changed": ["names", "status"],
        },
        {
            "version": 2,
            "state": "published",
            "cause": "correction",
            "by": "reviewer-1",
            "at": "2024-06-06T10:00:00Z",
            "reason": "as his mother wrote",
            "changed": ["rank"],
        },
    ],
    "next": None,
}
_FACT = {"value": "private", "citations": [2], "alternatives": []}
_PATCH = [
    {"op": "replace", "path": "/rank", "value": _FACT},
    {"op": "replace", "path": "/version", "value": 2},
]
_WHY = {"reason": "published by mistake"}
_REDACTION = {"fields": ["home"], "reason": "asked for by the family"}


def _cited(record: dict[str, Any], plural: str, style: Style) -> str:
    return cite(record, style, f"http://127.0.0.1:8000/v1/{plural}/{record['id']}")


def _entity(record: dict[str, Any]) -> dict[str, Any]:
    first, *others = entities(record)
    return first | ({"entities": others} if others else {})


def _of(kind: str, plural: str, record: dict[str, Any], correction: dict[str, Any]) -> dict[str, Example]:
    id_ = {"id": record["id"]}
    conditional = {**id_, "If-Match": ETAG}
    changed = {"id": record["id"], "version": 3, "state": "published"}
    return {
        f"read_{kind}": Example(parameters=id_, response=record),
        f"read_{kind}_entity": Example(parameters=id_, response=_entity(record)),
        f"cite_{kind}": Example(
            parameters={**id_, "style": "text"},
            response=_cited(record, plural, "text"),
            media="text/plain",
            other_responses={
                "application/x-bibtex": _cited(record, plural, "bibtex"),
                "application/vnd.citationstyles.csl+json": orjson.loads(_cited(record, plural, "csl-json")),
            },
        ),
        f"list_{kind}_versions": Example(parameters=id_, response=_VERSIONS),
        f"read_{kind}_version": Example(parameters={**id_, "n": 1}, response=record),
        f"diff_{kind}_versions": Example(
            parameters={**id_, "from": 1, "to": 2}, response=_PATCH, media="application/json-patch+json"
        ),
        f"correct_{kind}": Example(parameters=conditional, request=correction, response=record),
        f"withdraw_{kind}": Example(parameters=conditional, request=_WHY, response={**changed, "state": "withdrawn"}),
        f"restore_{kind}": Example(
            parameters=conditional, request={"reason": "it was right after all"}, response=changed
        ),
        f"redact_{kind}": Example(parameters=conditional, request=_REDACTION, response={**changed, "fields": ["home"]}),
    }


EXAMPLES: Final = {
    **_of(
        "casualty",
        "casualties",
        SOLDIER_RECORD,
        {"set": {"rank": "private"}, "document": None, "reason": "as his mother wrote"},
    ),
    **_of(
        "case",
        "cases",
        CASE_RECORD,
        {"set": {"defendants.d1.rank": "private"}, "document": None, "reason": "as the court's card says"},
    ),
    "list_casualties": Example(
        parameters={"region": "RU-BA", "category": "mobilised", "died_from": "2022-11", "limit": 100},
        response={"items": [SOLDIER_RECORD], "next": None},
    ),
    "list_cases": Example(
        parameters={"sentence_kind": "imprisonment", "event_from": "2023-09", "limit": 100},
        response={"items": [CASE_RECORD], "next": None},
    ),
}
