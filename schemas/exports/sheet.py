"""A table written as CSV or as a workbook: texts stay texts, and nothing in them is calculated."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final, Literal

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

from schemas.exports.cells import cell

Format = Literal["csv", "xlsx"]
Value = str | int | float | None
MEDIA: Final[dict[Format, str]] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_CELL: Final = 32_767
"""Characters that a workbook's cell may hold."""


def write_sheet(file: BinaryIO, format: Format, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write the table; CSV begins with the mark by which Excel knows UTF-8."""
    write = _write_csv if format == "csv" else _write_workbook
    write(file, columns, rows)


def _write_csv(file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="")
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow([cell(name) for name in columns])
    writer.writerows([_safe(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def _write_workbook(file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("checked")
    sheet.freeze_panes = "A2"
    for row in (columns, *rows):
        sheet.append([_printable(_safe(value)) for value in row])
    book.save(file)


def _safe(value: Value) -> Value:
    """Texts defused; numbers as they are."""
    return cell(value) if isinstance(value, str) else value


def _printable(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    kept = str(ILLEGAL_CHARACTERS_RE.sub("", value[:LONGEST_CELL]))
    return kept.encode("utf-8", "replace").decode()
