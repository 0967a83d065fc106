"""XLSX: stored values, dates, formulas, merged cells, and files made to do harm."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]

from service.readers.errors import UnreadableFile
from service.readers.rows import Cells
from service.readers.workbook import open_workbook


def save(path: Path, rows: list[list[object]], change: Callable[[Any], None] | None = None) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    book.save(path)
    return path


def read(path: Path, **options: Any) -> tuple[tuple[str, ...], list[Cells]]:
    with open_workbook(path, **options) as sheet:
        return sheet.columns, list(sheet.rows)


def edit_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_values_become_text_and_dates_iso(tmp_path: Path) -> None:
    row = ["Тестов", 1985, 37.0, 1.5, date(2022, 11, 16), datetime(2022, 11, 16, 12, 30), True, None]
    path = save(tmp_path / "a.xlsx", [["имя", "a", "b", "c", "d", "e", "f", "g"], row])
    _, (cells,) = read(path)
    assert cells.values == ("Тестов", "1985", "37", "1.5", "2022-11-16", "2022-11-16T12:30:00", "true", "")


def test_empty_rows_are_left_out_and_lines_are_the_sheets_rows(tmp_path: Path) -> None:
    columns, rows = read(save(tmp_path / "a.xlsx", [["name", "note"], ["Testov"], [], [None, None], ["Test", "x"]]))
    assert columns == ("name", "note")
    assert rows == [Cells(2, ("Testov", "")), Cells(5, ("Test", "x"))]


def test_a_value_beyond_the_header_is_a_shifted_row(tmp_path: Path) -> None:
    _, rows = read(save(tmp_path / "a.xlsx", [["name", "note"], ["Testov", "x", "y"]]))
    assert "has 3 cells where the header has 2" in (rows[0].problem or "")


def test_a_formula_gives_its_stored_result_or_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [["name", "born"], ["Testov", "=1900+85"], ["Test", "=1900+90"]])
    edit_part(path, SHEET, lambda xml: xml.replace(b"<f>1900+85</f><v />", b"<f>1900+85</f><v>1985</v>"))
    _, rows = read(path)
    assert rows[0] == Cells(2, ("Testov", "1985"))
    assert "cell B3 is a formula without a stored result" in (rows[1].problem or "")


def test_an_error_value_is_named(tmp_path: Path) -> None:
    _, rows = read(save(tmp_path / "a.xlsx", [["name", "born"], ["Testov", "#REF!"], ["Test", "1985"]]))
    assert [cells.problem for cells in rows] == ["cell B2 shows the error #REF!", None]


def test_rows_in_merged_cells_are_refused_and_the_others_stand(tmp_path: Path) -> None:
    rows = [["name", "region"], ["Test", "Tuva"], ["Testov", "Komi"], ["Testova", None], ["Test", "Perm"]]
    _, found = read(save(tmp_path / "a.xlsx", rows, lambda book: book.active.merge_cells("B3:B4")))
    assert [cells.problem is None for cells in found] == [True, False, False, True]
    assert "merged cells" in (found[1].problem or "")


def test_a_merged_title_above_the_named_header_does_no_harm(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx", [["List"], ["name", "note"], ["Testov", "x"]], lambda b: b.active.merge_cells("A1:B1")
    )
    assert read(path, header_row=2) == (("name", "note"), [Cells(3, ("Testov", "x"))])
    with pytest.raises(UnreadableFile, match="row 1: the header lies in merged cells"):
        read(path)


def test_a_wrong_declared_size_cuts_nothing_off(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [["name", "note"], ["Testov", "x"], ["Test", "y"]])
    edit_part(path, SHEET, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A2"', xml))
    assert read(path)[1] == [Cells(2, ("Testov", "x")), Cells(3, ("Test", "y"))]


def test_several_sheets_need_a_name_unless_only_one_is_filled(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [["name"], ["Testov"]], lambda book: book.create_sheet("empty"))
    assert read(path)[0] == ("name",)

    def fill(book: Any) -> None:
        book.create_sheet("Второй").append(["имя"])

    both = save(tmp_path / "b.xlsx", [["name"]], fill)
    with pytest.raises(UnreadableFile, match="say which one is meant"):
        read(both)
    assert read(both, sheet="Второй")[0] == ("имя",)
    with pytest.raises(UnreadableFile, match="no worksheet «Третий»"):
        read(both, sheet="Третий")


def test_an_empty_workbook_has_no_header(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no header"):
        read(save(tmp_path / "a.xlsx", []))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "damaged"),
        (b"name,note\nTestov,x\n", "damaged"),
        (b"PK\x03\x04 half a header", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words):
        read(path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    with pytest.raises(UnreadableFile, match="damaged, or no XLSX"):
        read(path)


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_zip_bomb_is_refused_unread(tmp_path: Path, part: str) -> None:
    path = save(tmp_path / "a.xlsx", [["name"], ["Testov"]])
    edit_part(path, part, lambda xml: xml + b" " * (30 << 20))
    with pytest.raises(UnreadableFile, match="unpacks into more"):
        read(path)


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [["name"], ["Testov"]])
    edit_part(path, "xl/workbook.xml", lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml)
    with pytest.raises(UnreadableFile, match="entities"):
        read(path)


def workbook_bytes() -> bytes:
    book = Workbook()
    book.active.append(["name", "born"])
    book.active.append(["Testov", date(1985, 1, 1)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


WHOLE = workbook_bytes()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(0, len(WHOLE)),
    at=st.integers(0, len(WHOLE) - 1),
    byte=st.integers(0, 255),
    xml=st.binary(max_size=40),
    place=st.integers(0, 400),
)
def test_no_damage_raises_anything_untyped(
    tmp_path: Path, cut: int, at: int, byte: int, xml: bytes, place: int
) -> None:
    path = tmp_path / "damaged.xlsx"
    for content in (WHOLE[:cut], WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :], WHOLE):
        path.write_bytes(content)
        if content is WHOLE:
            edit_part(path, SHEET, lambda sheet: sheet[:place] + xml + sheet[place:])
        try:
            columns, rows = read(path)
        except UnreadableFile:
            continue
        assert all(cells.problem or len(cells.values) == len(columns) for cells in rows)
