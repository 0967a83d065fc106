"""XLSX: the stored values of one worksheet, row by row; what a value can't be trusted for is a problem of its row.

Formulas give the result that the spreadsheet program stored; without one the row is refused, not read as empty. A row
that a merged area covers is refused too: which of its rows the value was meant for is not ours to say.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from service.readers.archive import check_archive, damaged_as_unreadable, xml_chunks
from service.readers.errors import UnreadableFile
from service.readers.rows import Cells, Sheet, check_width, header_of, unstorable

MAX_COLUMNS = 1_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="[A-Z]{1,3}([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MAX_MERGED = 100_000


@contextmanager
def open_workbook(path: Path, *, sheet: str | None = None, header_row: int | None = None) -> Iterator[Sheet]:
    """The table on the worksheet `sheet` of `path`, or on its only worksheet that isn't empty.

    `header_row` is the row of the column names (the first that isn't empty when absent); what stands above is skipped.

    Raises:
        UnreadableFile: damaged, password-protected or suspiciously packed; no such sheet; no header. Also while rows
            are read.
    """
    check_archive(path)
    with ExitStack() as opened:
        with _parsing(path):
            book = opened.enter_context(_opened(path, values=True))
            name = _choose_sheet(path, book, sheet)
            values = book[name]
            facts = _scan(path, values)
            formulas = opened.enter_context(_opened(path, values=False))[name] if facts.formulas else None
        rows = _cells(_paired(path, values, formulas), facts)
        columns = _header(path, rows, header_row)
        yield Sheet(columns, (check_width(_cut(cells, len(columns)), len(columns)) for cells in rows))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What must be known of a worksheet before its first row: rows that merged areas cover, whether it has formulas."""

    merged: tuple[range, ...]
    formulas: bool


@contextmanager
def _parsing(path: Path) -> Iterator[None]:
    """Any failure of the parser is a damaged file: openpyxl has no error of its own for hostile XML."""
    try:
        with warnings.catch_warnings(), damaged_as_unreadable(path):
            warnings.simplefilter("ignore")
            yield
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFile(f"{path.name} is damaged, or no XLSX workbook: {type(error).__name__}.") from error


@contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Any]:
    # Opened here, because openpyxl leaves a file open when it turns out to be damaged.
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=values, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # the size a file declares may be wrong, and would cut rows off
            yield book
        finally:
            book.close()


def _choose_sheet(path: Path, book: Any, wanted: str | None) -> str:
    names = [sheet.title for sheet in book.worksheets]
    if wanted is not None and wanted not in names:
        raise UnreadableFile(f"{path.name} has no worksheet «{wanted}»; it has {_listed(names)}.")
    filled = [wanted] if wanted else [sheet.title for sheet in book.worksheets if _has_values(sheet)]
    if not filled:
        raise UnreadableFile(f"{path.name} has no header: it is empty.")
    if len(filled) > 1:
        raise UnreadableFile(f"{path.name} has the worksheets {_listed(filled)}: say which one is meant (`sheet`).")
    return filled[0]


def _listed(names: list[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _has_values(sheet: Any) -> bool:
    return any(value is not None for row in islice(sheet.iter_rows(values_only=True), 50) for value in row)


def _scan(path: Path, sheet: Any) -> _Facts:
    """Merged areas and formulas, which openpyxl doesn't tell of a sheet that it streams, from the sheet's own XML."""
    merged: set[tuple[int, int]] = set()
    formulas = False
    for chunk in xml_chunks(path, sheet._worksheet_path):
        merged |= {(int(first), int(last)) for first, last in _MERGED.findall(chunk)}
        formulas = formulas or _FORMULA.search(chunk) is not None
        if len(merged) > _MAX_MERGED:
            raise UnreadableFile(f"{path.name} has more than {_MAX_MERGED:,} merged areas.")
    return _Facts(tuple(range(first, last + 1) for first, last in sorted(merged)), formulas)


def _paired(path: Path, values: Any, formulas: Any) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...] | None]]:
    """Rows of cells with their stored values and, where the sheet has formulas, the same rows with the formulas."""
    stored = values.iter_rows()
    written = formulas.iter_rows() if formulas is not None else repeat(None)
    while True:
        with _parsing(path):
            row, formula_row = next(stored, None), next(written, None)
        if row is None:
            return
        yield row, formula_row


def _cells(rows: Iterator[tuple[tuple[Any, ...], tuple[Any, ...] | None]], facts: _Facts) -> Iterator[Cells]:
    merged = _MergedRows(facts.merged)
    for line, (stored, written) in enumerate(rows, start=1):
        texts = [_text(cell.value) for cell in stored]
        problem = _formula_problem(stored, written, line) or unstorable("".join(texts))
        if problem or any(texts):
            yield Cells(line, tuple(texts), problem or merged.problem(line))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _formula_problem(stored: tuple[Any, ...], written: tuple[Any, ...] | None, line: int) -> str | None:
    for index, cell in enumerate(stored):
        if cell.data_type == "e":
            return f"cell {get_column_letter(index + 1)}{line} shows the error {cell.value}"
    for index, (cell, formula) in enumerate(zip(stored, written or (), strict=False)):
        if formula.data_type == "f" and cell.value is None:
            place = f"cell {get_column_letter(index + 1)}{line}"
            return f"{place} is a formula without a stored result; open the workbook, recalculate and save it"
    return None


class _MergedRows:
    """Tells of each row, asked in order, whether a merged area covers it."""

    def __init__(self, areas: tuple[range, ...]) -> None:
        self._areas = list(reversed(areas))
        self._end = 0

    def problem(self, line: int) -> str | None:
        while self._areas and self._areas[-1].start <= line:
            self._end = max(self._end, self._areas.pop().stop)
        return "lies in merged cells; unmerge them and write each value where it belongs" if line < self._end else None


def _header(path: Path, rows: Iterator[Cells], header_row: int | None) -> tuple[str, ...]:
    for cells in rows:
        if header_row is not None and cells.line < header_row:
            continue
        if cells.problem:
            raise UnreadableFile(f"{path.name}, row {cells.line}: the header {cells.problem}.")
        columns = header_of(_stripped(cells.values))
        if len(columns) > MAX_COLUMNS:
            raise UnreadableFile(f"{path.name}, row {cells.line}: the header has more than {MAX_COLUMNS:,} columns.")
        return columns
    raise UnreadableFile(f"{path.name} has no header: it is empty.")


def _stripped(values: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end, which a workbook stores or not as it likes."""
    width = max((number for number, value in enumerate(values, start=1) if value), default=0)
    return values[:width]


def _cut(cells: Cells, width: int) -> Cells:
    """Cells as many as the header's: missing ones at the end are empty; a value beyond it stays, to be named."""
    values = _stripped(cells.values)
    return Cells(cells.line, values + ("",) * (width - len(values)), cells.problem, cells.field)
