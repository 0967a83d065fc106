"""Rejected rows: beside the input, whole or not at all, and good for another import."""

import csv
import errno
import json
import os
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest

from service.readers.errors import RejectsNotWritten
from service.readers.mapping_file import build_mapping
from service.readers.rejected import RejectedRows
from service.readers.report_file import open_reports
from service.readers.rows import Row

MAPPING = build_mapping(
    tomllib.loads("""
kind = "casualty"
[constants]
"document.source" = "example"
"document.title" = "Пример"
[columns]
"ФИО" = {to = "casualty.names[0].full", required = true}
"Статус" = {to = "casualty.status", required = true}
""")
)


def reject_all(path: Path) -> RejectedRows:
    """Read `path` and put every row that has a problem beside it."""
    mapping = MAPPING if path.suffix == ".csv" else None
    with open_reports(path, mapping) as file, RejectedRows(path, file.columns) as rejected:
        for row in file.rows:
            if row.problem:
                rejected.add(row, row.problem, row.field)
    return rejected


def reject(rejected: RejectedRows, line: int) -> None:
    rejected.add(Row(line, None, raw=str(line)), "is wrong")
    rejected.flush()


def interrupt(path: Path, *lines: int) -> None:
    """A run that rejects `lines` and is then interrupted."""
    with suppress(KeyboardInterrupt), RejectedRows(path, None) as rejected:
        for line in lines:
            reject(rejected, line)
        raise KeyboardInterrupt


def leftovers(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith(".")}


def test_rows_of_a_sheet_stand_in_a_csv_with_line_field_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('ФИО;Статус\nТестов;погиб\n;"две\nстроки"\nПримеров\n', encoding="cp1251")
    rejected = reject_all(path)
    assert (rejected.path.name, rejected.count) == ("list.rejected.csv", 2)
    with rejected.path.open(encoding="utf-8-sig", newline="") as file:
        header, first, second = csv.reader(file)
    assert header == ["rejected_line", "rejected_field", "rejected_reason", "ФИО", "Статус"]
    assert first[:2] == ["3", "ФИО"]
    assert first[2].startswith("column «ФИО»: is empty")
    assert first[3:] == ["", "две\nстроки"]
    assert second[0] == "5"
    assert second[3:] == ["Примеров"]
    assert leftovers(tmp_path) == set()


def test_a_corrected_file_can_be_imported(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("ФИО,Статус\nТестов,жив-здоров\n", encoding="utf-8")
    corrected = reject_all(path).path
    corrected.write_bytes(corrected.read_bytes().replace(",жив-здоров\r".encode(), ",погиб\r".encode()))
    with open_reports(corrected, MAPPING) as file:
        (row,) = file.rows
    assert row.problem is None


def test_lines_of_ndjson_stand_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes(b'{"kind": "case"}\n[1]\n{"half\n\xff\n')
    rejected = reject_all(path)
    entries = [json.loads(line) for line in rejected.path.read_text("utf-8").splitlines()]
    assert [entry["rejected"]["line"] for entry in entries] == [2, 3, 4]
    assert [entry["row"] for entry in entries] == [[1], '{"half', "\\xff"]


def test_a_row_that_was_readable_is_held_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_text('{"kind": "case"}\n')
    with open_reports(path) as file, RejectedRows(path, None) as rejected:
        rejected.add(next(file.rows), "has no citation", "/document")
    (entry,) = [json.loads(line) for line in rejected.path.read_text("utf-8").splitlines()]
    assert entry == {
        "rejected": {"line": 1, "field": "/document", "reason": "has no citation"},
        "row": {"kind": "case"},
    }
    with open_reports(rejected.path) as file:
        assert next(file.rows).report == {"kind": "case"}


def test_nothing_rejected_leaves_no_file_not_even_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_text("[1]\n")
    assert reject_all(path).path.exists()
    path.write_text('{"kind": "case"}\n')
    assert not reject_all(path).path.exists()
    assert leftovers(tmp_path) == set()


def test_a_full_disk_leaves_the_older_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_text("[1]\n")
    before = reject_all(path).path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path.write_text("[1]\n[2]\n")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RejectsNotWritten, match="No space left on device"):
        reject_all(path)
    assert (tmp_path / "reports.rejected.ndjson").read_bytes() == before
    assert not any(name.endswith(".tmp") for name in leftovers(tmp_path))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(RejectsNotWritten, match=r"reports.rejected.ndjson can't be written"),
        RejectedRows(tmp_path / "gone" / "reports.ndjson", None),
    ):
        pass


def test_a_resumed_run_keeps_what_the_interrupted_one_rejected(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"

    interrupt(path, 3, 7, 12)
    journal = tmp_path / ".reports.rejected.ndjson.part"
    journal.write_bytes(journal.read_bytes()[:-5])  # killed in the middle of a line
    with RejectedRows(path, None, resume_after=10) as resumed:
        reject(resumed, 15)
    lines = [json.loads(line)["rejected"]["line"] for line in resumed.path.read_text("utf-8").splitlines()]
    assert (lines, resumed.count) == ([3, 7, 15], 3)


def test_a_new_run_starts_anew(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    interrupt(path, 3)
    with RejectedRows(path, None) as anew:
        assert anew.count == 0
    assert leftovers(tmp_path) == set()
