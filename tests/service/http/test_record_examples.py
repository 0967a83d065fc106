"""The records that the documentation shows are what the fold makes of two of the example reports.

After a change of the fold: `python -m tests.service.http.test_record_examples` writes them anew.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from schemas.report import REPORT
from service.http.examples import people
from service.registry.evidence import Document, Report
from service.registry.fold import fold
from service.registry.inputs import RecordInputs, Reference

ROOT = Path(__file__).parents[3]
SHOWN = {
    "casualty": ("cit-2022-11-24", "hisamutdinov", people.SOLDIER, people.REPORT, people.DOCUMENT),
    "case": ("cit-2023-11-08", "borichevsky", people.CASE, people.CASE_REPORT, people.CASE_DOCUMENT),
}
STAMP = {"version": 1, "updated_at": "2024-06-05T09:00:00.000000Z"}


def folded(kind: str) -> dict[str, Any]:
    """The record of one example report, under the ids that the examples use."""
    brief, name, record_id, report_id, document_id = SHOWN[kind]
    lines = (ROOT / "examples" / "reports" / f"{brief}.ndjson").read_bytes().splitlines()
    (raw,) = (one for one in map(orjson.loads, lines) if one["external_id"] == f"{brief}/{name}")
    sent = REPORT.validate_python(raw)
    said = sent.document
    document = Document(document_id, said.source, said.type, said.url, said.title, said.published_on)
    received = datetime(2024, 6, 5, 9, tzinfo=UTC)
    report = Report(report_id, sent.kind, document, received, sent.facts, locator=sent.locator, by="cit")
    assignments = {(report_id, 0): "d1"} if kind == "case" else {}
    made = fold(RecordInputs(record_id, sent.kind, [report], assignments), Reference())
    return {**made.document, **STAMP}


def place(kind: str) -> Path:
    """Where the example lies."""
    return ROOT / "service" / "http" / "examples" / f"{kind}.json"


@pytest.mark.parametrize("kind", SHOWN)
def test_the_example_is_what_the_fold_makes(kind: str) -> None:
    assert orjson.loads(place(kind).read_bytes()) == orjson.loads(orjson.dumps(folded(kind)))


if __name__ == "__main__":
    for one in SHOWN:
        place(one).write_bytes(orjson.dumps(folded(one), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
