"""CSV: any Cyrillic encoding, comma, semicolon or tab, quoted newlines; a row that doesn't parse is named by its line.

Cells are text and stay text: a cell that begins with `=` is never evaluated.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

from service.readers.encoding import check_codec, decoding_errors, detect_encoding
from service.readers.errors import UnreadableFile
from service.readers.files import MAX_LINE, reading
from service.readers.rows import Cells, Sheet, check_width, header_of, unstorable

DELIMITERS = (";", ",", "\t")
# A row may have so many lines. Each row without end halves that, down to so many: a file full of lone quotation marks
# would be read a thousand times.
_MAX_ROW_LINES = 1_000
_FEWEST_ROW_LINES = 20
# What Python's reader allows unless some library in the process changes it, as several do.
MAX_CELL = 131_072
_LONG_CELL = f"has a cell longer than {MAX_CELL:,} characters"
_SNIFFED_ROWS = 30
_SEP_LINE = re.compile(r"sep=([;,\t|])\r?\n?", re.IGNORECASE)


@contextmanager
def open_delimited(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, header_row: int | None = None
) -> Iterator[Sheet]:
    """The table in the CSV file `path`; encoding and delimiter are found out when not given.

    `header_row` is the line of the column names (the first that isn't empty when absent); what stands above is skipped.

    Raises:
        UnreadableFile: the file can't be opened, is not text, or has no header. Also while rows are read.
    """
    codec = check_codec(encoding) if encoding else detect_encoding(path)
    with ExitStack() as opened:
        with reading(path):  # left before the yield: what fails in the caller's hands is not this file's fault
            file = opened.enter_context(path.open(encoding=codec, errors=decoding_errors(codec), newline=""))
            declared = _sep_line(file)
            used = delimiter or declared or _sniff_delimiter(file)
            lines = _Lines(file, skipped=1 if declared else 0)
            columns = _header(path, _records(lines, used), header_row)
        yield Sheet(columns, _reading_rows(path, _records(lines, used), len(columns)))


class _EndlessRowError(Exception):
    """A row has no end within the limits; usually a quotation mark that nothing closes."""


class _Lines:
    """Physical lines for csv.reader, which can take back those of a row that didn't parse."""

    def __init__(self, file: TextIO, *, skipped: int = 0) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._size = 0
        self._most = _MAX_ROW_LINES
        self.taken: list[str] = []
        self.first = skipped + 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._size += len(line)
        if self._size > MAX_LINE or len(self.taken) > self._most:
            raise _EndlessRowError
        return line

    def next_row(self) -> None:
        """Forget the lines taken: the row they belong to is done."""
        self.first += len(self.taken)
        self.taken, self._size = [], 0

    def give_up_row(self) -> None:
        """Only the first line taken is lost; the others will be read again as rows of their own."""
        if len(self.taken) > _FEWEST_ROW_LINES:
            self._most = max(_FEWEST_ROW_LINES, self._most // 2)
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        self.next_row()

    def _read(self) -> str:
        line = tail = self._file.readline(MAX_LINE + 1)
        while len(tail) > MAX_LINE and not tail.endswith(("\n", "\r")):
            tail = self._file.readline(MAX_LINE + 1)
        return line


def _records(lines: _Lines, delimiter: str) -> Iterator[Cells]:
    """Every row that isn't blank, with the line it begins on."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.next_row()
        try:
            values = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            return
        except (csv.Error, _EndlessRowError) as error:
            line, text = lines.first, lines.taken[0]
            lines.give_up_row()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            yield Cells(line, (text.strip()[:2_000],), _problem(error))
        else:
            if max(map(len, values), default=0) > MAX_CELL:
                yield Cells(lines.first, (lines.taken[0].strip()[:2_000],), _LONG_CELL)
            elif any(values):
                yield Cells(lines.first, values)


def _problem(error: Exception) -> str:
    message = str(error)
    if isinstance(error, _EndlessRowError) or "unexpected end" in message:
        return "has a quotation mark that nothing closes, or is too long"
    if "expected after" in message:
        return "has text right after a closing quotation mark; a quotation mark inside a cell is written twice"
    if "field larger" in message:
        return _LONG_CELL
    return f"is not CSV: {message}"


def _header(path: Path, records: Iterator[Cells], header_row: int | None) -> tuple[str, ...]:
    for cells in records:
        if header_row is not None and cells.line < header_row:
            continue
        problem = cells.problem or unstorable("".join(cells.values))
        if problem:
            raise UnreadableFile(f"{path.name}, line {cells.line}: the header {problem}.")
        return header_of(cells.values)
    raise UnreadableFile(f"{path.name} has no header: it is empty.")


def _reading_rows(path: Path, records: Iterator[Cells], width: int) -> Iterator[Cells]:
    with reading(path):
        for cells in records:
            yield _check_text(check_width(cells, width))


def _check_text(cells: Cells) -> Cells:
    if cells.problem:
        return cells
    problem = unstorable("".join(cells.values))
    return Cells(cells.line, cells.values, problem) if problem else cells


def _sep_line(file: TextIO) -> str | None:
    """The delimiter that a first line `sep=;` names, as Excel writes it; otherwise nothing is consumed."""
    found = _SEP_LINE.fullmatch(file.readline(16))
    if found:
        return found[1]
    file.seek(0)
    return None


def _sniff_delimiter(file: TextIO) -> str:
    """The delimiter under which most of the first rows are as wide as the header; the file is rewound after it."""
    sample = list(islice(iter(lambda: file.readline(MAX_LINE), ""), _SNIFFED_ROWS))
    file.seek(0)
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]
