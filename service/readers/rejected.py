"""Rejected rows, beside the input: each as it stood, with its line, the field and the reason in words.

They are gathered in a hidden journal, so that a resumed run keeps those of the run before it, and written as one file
at the end, whole or not at all. The file can be corrected and imported like the input it came from.
"""

import csv
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import orjson

from service.readers.errors import RejectsNotWritten
from service.readers.mapped import REJECTED_COLUMNS
from service.readers.rows import Row


@dataclass(frozen=True, slots=True)
class _Entry:
    line: int
    field: str | None
    reason: str
    raw: str | list[str]


class RejectedRows:
    """The rows of `source` that were rejected: `x.rejected.ndjson`, or `x.rejected.csv` for a sheet of `columns`.

    A context manager. Left normally, it writes the file, or removes an older one when nothing was rejected, so that the
    file always tells of the last run; left by an exception, it keeps the journal for a run that resumes.
    With `resume_after`, rows up to that line that an interrupted run rejected are kept.

    Raises:
        RejectsNotWritten: from any method, when the disk is full or the folder can't be written.
    """

    def __init__(self, source: Path, columns: tuple[str, ...] | None, *, resume_after: int | None = None) -> None:
        self.path = source.with_name(f"{source.stem}.rejected.{'ndjson' if columns is None else 'csv'}")
        self.count = 0
        self._columns = columns
        self._journal = source.with_name(f".{self.path.name}.part")
        self._resume_after = resume_after or 0
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        earlier = self._journal.with_suffix(".earlier")
        with self._writing():
            if self._journal.exists():
                self._journal.replace(earlier)
            self._file = self._journal.open("w", encoding="ascii")
            for entry in self._entries(earlier) if earlier.exists() else ():
                if entry.line <= self._resume_after:
                    self._append(entry)
            earlier.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.flush()
                self._finish()
        finally:
            self._close()
        if kind is None:
            self._journal.unlink(missing_ok=True)

    def add(self, row: Row, reason: str, field: str | None = None) -> None:
        """Note that `row` was rejected for `reason`, about the column or JSON Pointer `field`."""
        raw = row.raw if isinstance(row.raw, str) else list(row.raw)
        with self._writing():
            self._append(_Entry(row.line, field, reason, raw))

    def flush(self) -> None:
        """Give what was added to the operating system, so that a `kill -9` doesn't lose it."""
        with self._writing():
            if self._file:
                self._file.flush()

    def _append(self, entry: _Entry) -> None:
        if self._file is None:
            raise RejectsNotWritten(f"{self.path.name} isn't open.")
        self._file.write(json.dumps([entry.line, entry.field, entry.reason, entry.raw]) + "\n")
        self.count += 1

    def _entries(self, journal: Path | None = None) -> Iterator[_Entry]:
        with (journal or self._journal).open(encoding="ascii", errors="replace") as file:
            for text in file:
                with suppress(ValueError, TypeError):  # the last line of a run that was killed may be half a line
                    yield _Entry(*json.loads(text))

    def _finish(self) -> None:
        part = self.path.with_name(f".{self.path.name}.tmp")
        with self._writing():
            if not self.count:
                self.path.unlink(missing_ok=True)
                return
            try:
                with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
                    self._write_all(file)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(self.path)
            finally:
                part.unlink(missing_ok=True)

    def _write_all(self, file: TextIO) -> None:
        if self._columns is None:
            file.writelines(_ndjson_line(entry) for entry in self._entries())
            return
        file.write("\ufeff")  # without the mark Excel reads UTF-8 as a code page
        writer = csv.writer(file)
        writer.writerow((*REJECTED_COLUMNS, *self._columns))
        for entry in self._entries():
            cells = [entry.raw] if isinstance(entry.raw, str) else entry.raw
            writer.writerow((entry.line, entry.field or "", entry.reason, *cells))

    def _close(self) -> None:
        if self._file:
            with suppress(OSError):  # what matters was flushed and checked before
                self._file.close()
            self._file = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RejectsNotWritten(f"{self.path.name} can't be written: {error.strerror or error}.") from error


def _ndjson_line(entry: _Entry) -> str:
    row: object = entry.raw
    with suppress(orjson.JSONDecodeError, TypeError):
        row = orjson.loads(entry.raw) if isinstance(entry.raw, str) else entry.raw
    rejected = {"line": entry.line, "field": entry.field, "reason": entry.reason}
    return json.dumps({"rejected": rejected, "row": row}, ensure_ascii=False) + "\n"
