"""Examples: the Reconciliation Service API."""

from typing import Final

import orjson

from service.http.examples.example import Example
from service.http.examples.people import NAME, SOLDIER
from service.http.examples.records import SOLDIER_RECORD
from service.http.manifest import manifest
from service.http.preview_page import preview_page, record_flyout
from service.registry.summary import summary_line

_TYPE = {"id": "casualty", "name": "Casualty"}
_LINE = summary_line(SOLDIER_RECORD)
_QUERIES = {"q0": {"query": "Руслан Хисамутдинов", "type": "casualty", "properties": [{"pid": "region", "v": "RU-BA"}]}}
_RESULTS = {
    "q0": {
        "result": [
            {
                "id": SOLDIER,
                "name": NAME,
                "description": _LINE,
                "score": 97.3,
                "match": True,
                "type": [_TYPE],
                "features": [
                    {"id": "prior", "value": -20.0},
                    {"id": "family_name", "value": 20.7},
                    {"id": "region", "value": 4.5},
                ],
            }
        ]
    }
}
_BORN = {"id": "born", "name": "Born", "description": "Date or year (EDTF); of defendants the year; дата рождения"}

EXAMPLES: Final = {
    "read_reconciliation": Example(response=manifest("http://127.0.0.1:8000", public=True)),
    "reconcile": Example(request={"queries": orjson.dumps(_QUERIES).decode()}, response=_RESULTS),
    "suggest_entities": Example(
        parameters={"prefix": "Хисамутдинов", "cursor": 0, "limit": 10, "type": "casualty", "lang": "en"},
        response={"result": [{"id": SOLDIER, "name": NAME, "description": _LINE, "notable": [_TYPE]}]},
    ),
    "suggest_types": Example(parameters={"prefix": "cas"}, response={"result": [_TYPE]}),
    "suggest_properties": Example(parameters={"prefix": "дата рож", "type": "casualty"}, response={"result": [_BORN]}),
    "propose_properties": Example(
        parameters={"type": "casualty", "limit": 1}, response={"properties": [_BORN], "type": "casualty", "limit": 1}
    ),
    "flyout": Example(
        parameters={"what": "entity", "id": SOLDIER}, response={"id": SOLDIER, "html": record_flyout(SOLDIER_RECORD)}
    ),
    "preview_record": Example(parameters={"id": SOLDIER}, response=preview_page(SOLDIER_RECORD), media="text/html"),
}
