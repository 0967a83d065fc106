"""The one door for files: a path, and a mapping for a spreadsheet, into rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.readers.delimited import open_delimited
from service.readers.errors import UnreadableFile, WrongMapping
from service.readers.mapped import map_rows
from service.readers.mapping import ColumnMapping
from service.readers.ndjson import read_ndjson
from service.readers.rows import Row
from service.readers.workbook import open_workbook

_NDJSON = frozenset({".ndjson", ".jsonl", ".json"})
_TEXT = frozenset({".csv", ".tsv", ".txt"})
_WORKBOOK = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True, slots=True)
class ReportFile:
    """An opened file: its rows, to be read once in order, and a sheet's columns (None for NDJSON)."""

    path: Path
    columns: tuple[str, ...] | None
    rows: Iterator[Row]


@contextmanager
def open_reports(path: Path, mapping: ColumnMapping | None = None) -> Iterator[ReportFile]:
    """Open NDJSON, or with a mapping CSV or XLSX (told by the file's ending), in memory that the size doesn't change.

    Raises:
        UnreadableFile: the file can't be read; also while its rows are taken.
        WrongMapping: a sheet without a mapping, NDJSON with one, or a mapping that doesn't fit the header.
    """
    ending = path.suffix.lower()
    if ending in _NDJSON:
        if mapping is not None:
            raise WrongMapping(f"{path.name} holds reports as they are; a mapping is for CSV and XLSX.")
        yield ReportFile(path, None, read_ndjson(path))
    elif ending in _TEXT | _WORKBOOK:
        yield from _open_sheet(path, mapping, workbook=ending in _WORKBOOK)
    else:
        raise UnreadableFile(f"{path.name}: reports are read from .ndjson, .csv and .xlsx files.")


def _open_sheet(path: Path, mapping: ColumnMapping | None, *, workbook: bool) -> Iterator[ReportFile]:
    if mapping is None:
        raise WrongMapping(f"{path.name} needs a mapping of its columns, such as examples/mappings/casualties.toml.")
    opened = (
        open_workbook(path, sheet=mapping.sheet, header_row=mapping.header_row)
        if workbook
        else open_delimited(path, encoding=mapping.encoding, delimiter=mapping.delimiter, header_row=mapping.header_row)
    )
    with opened as sheet:
        yield ReportFile(path, sheet.columns, map_rows(sheet, mapping))
