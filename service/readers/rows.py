"""What a reader gives: one row at a time, readable or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNSTORABLE = re.compile("[\x00\ud800-\udfff\ufffd]")


@dataclass(frozen=True, slots=True)
class Row:
    """One report of a file, or why it can't be read.

    `line` is the line (a spreadsheet's row) on which it begins, from 1. Either `report` or `problem` is None. `field`
    is the column or JSON Pointer that the problem is about, where it is about one. `raw` is the row as it stood: the
    line of an NDJSON file (cut when overlong), the cells of a sheet.
    """

    line: int
    report: dict[str, object] | None
    problem: str | None = None
    field: str | None = None
    raw: str | tuple[str, ...] = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a sheet as text; `problem` (in column `field`) when the row can't be used."""

    line: int
    values: tuple[str, ...]
    problem: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its header, and its rows without the empty ones. Rows without a problem are as wide as the header."""

    columns: tuple[str, ...]
    rows: Iterator[Cells]


def unstorable(text: str) -> str | None:
    """Why `text` can't be stored, in words: NUL, bytes that weren't decoded, lost characters; or None."""
    found = _UNSTORABLE.search(text)
    if found is None:
        return None
    if found[0] == "\0":
        return "holds a NUL character (U+0000)"
    if found[0] == "\ufffd":
        return "holds \ufffd where a character was lost in an earlier conversion"
    return "holds bytes that aren't text in the file's encoding"


def header_of(values: tuple[str, ...]) -> tuple[str, ...]:
    """Column names of a header row: white space squeezed, a nameless column named by its number («column 4»)."""
    return tuple(" ".join(value.split()) or f"column {number}" for number, value in enumerate(values, start=1))


def check_width(cells: Cells, width: int) -> Cells:
    """`cells`, with a problem when the row has not `width` cells: a shifted row would give facts to wrong fields."""
    if cells.problem or len(cells.values) == width:
        return cells
    problem = f"has {len(cells.values)} cells where the header has {width}: a cell is missing, or a delimiter unquoted"
    return Cells(cells.line, cells.values, problem)
