"""The fold, case by case: tests/cases/fold_casualty.yaml and fold_case.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.service.registry.making import case_report, casualty_report, correction, fold_of

CASES = Path(__file__).parents[2] / "cases"


def _table(kind: str) -> list[Any]:
    rows = yaml.safe_load((CASES / f"fold_{kind}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(kind, row, id=row["name"]) for row in rows]


def _at(node: Any, path: str) -> Any:
    for part in path.split("."):
        if part == "length":
            return len(node)
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


@pytest.mark.parametrize(("kind", "row"), [*_table("casualty"), *_table("case")])
def test_fold(kind: str, row: dict[str, Any]) -> None:
    make = casualty_report if kind == "casualty" else case_report
    reports = [
        make(n, facts, source, about=dict(*about)) for n, (source, facts, *about) in enumerate(row["reports"], start=1)
    ]
    # Received within the day of the report before it, so that "day 1" is after the first report and before the second.
    corrections = [correction(50 + n, kind, values, day) for n, (day, values) in enumerate(row.get("correct", ()))]
    folded = fold_of(*reports, *corrections)
    assert {path: _at(folded.document, path) for path in row["expect"]} == row["expect"]
    assert {path: _at(folded.full, path) for path in row.get("full", {})} == row.get("full", {})
    assert sorted(folded.review) == row.get("review", [])
