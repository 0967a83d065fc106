"""Tables as CSV and as workbooks: texts stay texts."""

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook

from schemas.exports.sheet import LONGEST_CELL, Format, Value, write_sheet

DANGEROUS = ["=1+1", "+7 900", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"]


def written(format: Format, *rows: tuple[Value, ...]) -> list[list[Value]]:
    file = io.BytesIO()
    write_sheet(file, format, ("=name", "score"), rows)
    if format == "csv":
        text = file.getvalue().decode("utf-8-sig")
        return [list(row) for row in csv.reader(io.StringIO(text))]
    assert not any(b"<f>" in zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist())
    return [list(row) for row in load_workbook(file).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_is_calculated(format: Format, text: str) -> None:
    (heading, _), (value, score) = written(format, (text, 0.5))
    assert str(heading) == "'=name"
    assert str(value).startswith("'")
    assert float(str(score)) == 0.5


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_any_text_can_be_written(format: Format) -> None:
    odd = ["Тестов\nТест", "a;b,\"c'", "я" * (LONGEST_CELL + 10), "\x01x", "\ud800x", "😀"]
    rows = written(format, *((text, None) for text in odd))
    assert [str(row[0])[:3] for row in rows[1:]][:3] == ["Тес", "a;b", "яяя"]
    assert len(rows) == len(odd) + 1


def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    file = io.BytesIO()
    write_sheet(file, "csv", ("a",), [("я",)])
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert not file.closed
