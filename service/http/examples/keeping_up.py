"""Examples: the change feed and the exports."""

from typing import Any, Final

from schemas.exports.datapackage import datapackage
from service.http.body import NDJSON
from service.http.examples.example import Example
from service.http.examples.people import SAME_SOLDIER, SOLDIER
from service.http.examples.records import CASE_RECORD, SOLDIER_RECORD
from service.registry.canonical import canonical
from service.usecases.export_records import Format, What, converter, head, wanted

_CURSOR: Final = "WyI0YjFiN2U5YSIsMjBd"
_NEXT: Final = "WyI0YjFiN2U5YSIsMjJd"


def _file(what: What, format: Format, *rows: bytes) -> str:
    export = wanted(what, format)
    return (head(export) + converter(export)(list(rows))).decode()


def _files(what: What, record: dict[str, Any]) -> Example:
    stored = canonical(record)
    return Example(
        parameters={"format": "ndjson"},
        response=_file(what, "ndjson", stored),
        media=NDJSON,
        other_responses={"text/csv": _file(what, "csv", stored)},
    )


EXAMPLES: Final = {
    "export_casualties": _files("casualties", SOLDIER_RECORD),
    "export_cases": _files("cases", CASE_RECORD),
    "export_redirects": Example(
        response=_file("redirects", "csv", f"{SAME_SOLDIER},casualty,{SOLDIER},{SOLDIER}\r\n".encode()),
        media="text/csv",
    ),
    "describe_exports": Example(response=datapackage()),
    "list_changes": Example(
        parameters={"since": _CURSOR, "limit": 1000, "wait": 15, "include": "record"},
        response={
            "changes": [
                {
                    "seq": 21,
                    "type": "published",
                    "id": SOLDIER,
                    "kind": "casualty",
                    "version": 1,
                    "merged_into": None,
                    "record": SOLDIER_RECORD,
                },
                {
                    "seq": 22,
                    "type": "merged",
                    "id": SAME_SOLDIER,
                    "kind": "casualty",
                    "version": 2,
                    "merged_into": SOLDIER,
                    "record": {
                        "id": SAME_SOLDIER,
                        "kind": "casualty",
                        "version": 2,
                        "state": "merged",
                        "merged_into": SOLDIER,
                        "updated_at": "2024-06-06T10:00:00.000000Z",
                    },
                },
            ],
            "more": False,
            "next": _NEXT,
        },
    ),
}
