"""CSV: encodings, delimiters, quoted newlines, and rows that don't fit."""

import csv
import io
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.readers import delimited
from service.readers.delimited import open_delimited
from service.readers.errors import UnreadableFile
from service.readers.files import MAX_LINE
from service.readers.rows import Cells

TABLE = "ФИО;Регион\nТестов Тест Тестович;Башкирия\nТестова Теста;Карелия\n"


def read(content: bytes, **options: str | int) -> tuple[tuple[str, ...], list[Cells]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.csv"
        path.write_bytes(content)
        with open_delimited(path, **options) as sheet:  # type: ignore[arg-type]
            return sheet.columns, list(sheet.rows)


def values(content: str, **options: str | int) -> list[tuple[str, ...]]:
    return [cells.values for cells in read(content.encode(), **options)[1]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "mac_cyrillic", "utf-16", "utf-32"]
)
def test_the_encoding_is_found_out(encoding: str) -> None:
    columns, rows = read(TABLE.encode(encoding))
    assert columns == ("ФИО", "Регион")
    assert [cells.values for cells in rows] == [("Тестов Тест Тестович", "Башкирия"), ("Тестова Теста", "Карелия")]
    assert not any(cells.problem for cells in rows)


def test_a_long_file_in_windows_1251_is_read_as_such() -> None:
    _, rows = read((TABLE + "Тестов Тест;Тува\n" * 20_000).encode("cp1251"))
    assert rows[-1].values == ("Тестов Тест", "Тува")


def test_one_broken_row_does_not_turn_a_utf_8_file_into_gibberish() -> None:
    content = TABLE.encode() + "Тестов;Тува\n".encode("cp1251") + "Примеров;Тува\n".encode()
    _, rows = read(content)
    assert [cells.problem for cells in rows] == [
        None,
        None,
        "holds bytes that aren't text in the file's encoding",
        None,
    ]
    assert rows[3].values == ("Примеров", "Тува")


def test_a_named_encoding_is_used_and_an_unknown_one_refused() -> None:
    assert read(TABLE.encode("cp1251"), encoding="windows-1251")[0] == ("ФИО", "Регион")
    with pytest.raises(UnreadableFile, match="no encoding «rot-99»"):
        read(TABLE.encode(), encoding="rot-99")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    other = ";" if delimiter == "," else ","
    text = f"name{delimiter}note\nTestov{delimiter}a{other}b{other}c\n"
    assert values(text) == [("Testov", f"a{other}b{other}c")]


def test_the_delimiter_that_excel_names_is_used_and_lines_still_count_from_the_top() -> None:
    columns, rows = read(b"sep=;\nname;note\nTestov;1,2\n")
    assert columns == ("name", "note")
    assert rows == [Cells(3, ("Testov", "1,2"))]


def test_quoted_newlines_stay_and_lines_are_counted_by_the_file() -> None:
    _, rows = read(b'name,note\n"Testov","one\ntwo\nthree"\n\nTest,x\n')
    assert rows == [Cells(2, ("Testov", "one\ntwo\nthree")), Cells(6, ("Test", "x"))]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Testov,Tuva", "has 2 cells where the header has 3"),
        ("Testov,,Tuva,killed", "has 4 cells where the header has 3"),
        ("Testov,,Tuva,", "has 4 cells where the header has 3"),
        ('"Test"ov,Tuva,killed', "right after a closing quotation mark"),
        ("Test\0ov,Tuva,killed", "NUL"),
        ("Test\ufffdov,Tuva,killed", "lost in an earlier conversion"),
        ("Testov,Tuva," + "x" * 200_000, "a cell longer than"),
        ("Testov,Tuva," + "x" * (MAX_LINE + 10), "too long"),
    ],
)
def test_a_row_that_does_not_fit_is_named_by_its_line(row: str, words: str) -> None:
    _, rows = read(f"name,region,status\nTest,Tuva,killed\n{row}\nTest,Tuva,missing\n".encode())
    assert [cells.line for cells in rows] == [2, 3, 4]
    assert [cells.problem is None for cells in rows] == [True, False, True]
    assert words in (rows[1].problem or "")


@pytest.mark.parametrize("limit", [1_000, 131_072, 10**9])
def test_how_long_a_cell_may_be_is_not_for_other_libraries_to_say(limit: int) -> None:
    before = csv.field_size_limit(limit)
    try:
        test_a_row_that_does_not_fit_is_named_by_its_line("Testov,Tuva," + "x" * 200_000, "a cell longer than")
    finally:
        csv.field_size_limit(before)


def test_a_quotation_mark_that_nothing_closes_costs_one_line() -> None:
    _, rows = read(b'name,region\nTest,Tuva\n"Testov,Tuva\nTest,Komi\nTest,Perm\n')
    assert [(cells.line, cells.problem is None) for cells in rows] == [(2, True), (3, False), (4, True), (5, True)]
    assert "nothing closes" in (rows[1].problem or "")


def test_a_formula_is_text() -> None:
    assert values("name,note\n=1+1,@SUM(A1)\n") == [("=1+1", "@SUM(A1)")]


def test_rows_above_the_header_are_skipped_when_its_row_is_named() -> None:
    columns, rows = read("Список,\n,\nФИО,Регион\nТестов,Тува\n".encode(), header_row=3)
    assert columns == ("ФИО", "Регион")
    assert [cells.line for cells in rows] == [4]


def test_header_names_are_squeezed_and_nameless_columns_numbered() -> None:
    assert read('"Дата\nсмерти",,Имя \n1,2,3\n'.encode())[0] == ("Дата смерти", "column 2", "Имя")


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n"])
def test_an_empty_file_has_no_header(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="no header"):
        read(content)


def test_a_workbook_called_csv_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="XLSX workbook"):
        read(b"PK\x03\x04\x00\x00")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("name,note\n" + ("Тестов," + "ы" * 500 + "\n") * 10_000, encoding="cp1251")
    tracemalloc.start()
    try:
        with open_delimited(path) as sheet:
            assert sum(1 for _ in sheet.rows) == 10_000
        assert tracemalloc.get_traced_memory()[1] < 5 * MAX_LINE
    finally:
        tracemalloc.stop()


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(st.sampled_from('a";,\t\r\n\0я'), max_size=200).map(str.encode))
def test_no_bytes_raise_anything_untyped(content: bytes) -> None:
    try:
        columns, rows = read(content)
    except UnreadableFile:
        return
    assert all(cells.problem or len(cells.values) == len(columns) for cells in rows)
    assert [cells.line for cells in rows] == sorted({cells.line for cells in rows})


CELL = st.text(st.sampled_from('Тест ov"\n,;='), max_size=8)


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_writes_is_read_back(table: list[tuple[str, str, str]], delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *table])
    wanted = [tuple(cell.strip() for cell in row) for row in table]
    assert values(text.getvalue()) == [row for row in wanted if any(row)]


def test_lone_quotation_marks_are_not_read_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    read_line, taken = delimited._Lines.__next__, 0

    def count(lines: delimited._Lines) -> str:
        nonlocal taken
        taken += 1
        return read_line(lines)

    monkeypatch.setattr(delimited._Lines, "__next__", count)
    rows = read(b"name,place\n" + b'aaa","\n' * 3_000)[1]
    assert len(rows) == 3_000
    assert all(cells.problem for cells in rows)
    assert taken < 100_000
