"""Examples: the change feed and the exports."""

from typing import Final

from service.http.examples.example import Example
from service.http.examples.people import SAME_SOLDIER, SOLDIER
from service.http.examples.records import SOLDIER_RECORD

_CURSOR: Final = "WyI0YjFiN2U5YSIsMjBd"
_NEXT: Final = "WyI0YjFiN2U5YSIsMjJd"

EXAMPLES: Final = {
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
