"""The example mappings read the example sheets, in both formats, into reports that the contract accepts."""

from pathlib import Path

import pytest

from schemas.report import REPORT
from service.readers.mapping_file import load_mapping
from service.readers.report_file import open_reports
from service.readers.rows import Row

EXAMPLES = Path(__file__).parents[2] / "examples"


def rows_of(name: str, ending: str) -> list[Row]:
    mapping = load_mapping(EXAMPLES / "mappings" / f"{name}.toml")
    with open_reports(EXAMPLES / "sheets" / f"{name}.{ending}", mapping) as file:
        return list(file.rows)


@pytest.mark.parametrize("name", ["casualties", "cases"])
def test_csv_and_xlsx_give_the_same_reports_and_all_are_accepted(name: str) -> None:
    from_csv, from_xlsx = rows_of(name, "csv"), rows_of(name, "xlsx")
    assert [row.problem for row in from_csv + from_xlsx] == [None] * 8
    assert [row.report for row in from_csv] == [row.report for row in from_xlsx]
    assert {REPORT.validate_python(row.report).external_id for row in from_csv} == {
        row.report["external_id"] for row in from_csv if row.report
    }


@pytest.mark.parametrize("path", sorted((EXAMPLES / "reports").glob("*.ndjson")), ids=lambda path: path.stem)
def test_the_reports_of_the_briefs_are_read_without_a_problem(path: Path) -> None:
    with open_reports(path) as file:
        assert all(row.problem is None for row in file.rows)
