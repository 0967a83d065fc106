"""Examples: reports in, and taken back."""

from typing import Final

import orjson

from service.http.examples.example import Example
from service.http.examples.people import DOCUMENT, REPORT, SOLDIER, SOLDIER_REPORT

_WHY = {"reason": "the source has withdrawn it"}

EXAMPLES: Final = {
    "submit_reports": Example(
        parameters={"dry_run": False},
        request=[SOLDIER_REPORT],
        other_requests={"application/x-ndjson": orjson.dumps(SOLDIER_REPORT).decode() + "\n"},
        response={
            "results": [
                {
                    "index": 0,
                    "outcome": "created",
                    "report_id": REPORT,
                    "record_id": SOLDIER,
                    "suggestions": [],
                    "warnings": [],
                    "problem": None,
                }
            ]
        },
    ),
    "retract_report": Example(
        parameters={"report_id": REPORT},
        request=_WHY,
        response={"report_id": REPORT, "record_id": SOLDIER, "retracted": True},
    ),
    "unretract_report": Example(
        parameters={"report_id": REPORT},
        request={"reason": "the source stands by it"},
        response={"report_id": REPORT, "record_id": SOLDIER, "retracted": False},
    ),
    "retract_document": Example(
        parameters={"document_id": DOCUMENT},
        request=_WHY,
        response={"document_id": DOCUMENT, "retracted": True, "records": [SOLDIER]},
    ),
    "unretract_document": Example(
        parameters={"document_id": DOCUMENT},
        request={"reason": "the source stands by it"},
        response={"document_id": DOCUMENT, "retracted": False, "records": [SOLDIER]},
    ),
}
