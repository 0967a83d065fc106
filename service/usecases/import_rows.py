"""Rows of a file as reports that can be stored; a batch is prepared in a thread while the one before is stored."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from schemas.problem import pointer
from service.errors import Unprocessable
from service.readers.mapping import ColumnMapping
from service.readers.paths import EACH
from service.readers.rows import Row
from service.registry.warnings import warnings_of
from service.usecases.read_reports import Incoming, checked, parse_report


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that can't be stored: the column or JSON Pointer it is about, and the reason in words."""

    row: Row
    field: str | None
    reason: str


@dataclass(slots=True)
class Batch:
    """Rows read together, up to and including `line`; `lines` are those of the `items`."""

    line: int = 0
    items: list[Incoming] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


@asynccontextmanager
async def batches(
    rows: Iterator[Row], size: int, secret: bytes, mapping: ColumnMapping | None, today: date
) -> AsyncIterator[AsyncIterator[Batch]]:
    """The rows, which come `today` (UTC), in batches; a row that is wrong is rejected alone. Reading errors are raised
    as they are met.
    """

    def prepare() -> Batch | None:
        return _prepare(list(islice(rows, size)), secret, mapping, today)

    async with aclosing(_ahead(prepare)) as prepared:
        yield prepared


async def _ahead(prepare: Callable[[], Batch | None]) -> AsyncGenerator[Batch, None]:
    upcoming = asyncio.ensure_future(asyncio.to_thread(prepare))
    try:
        while (batch := await upcoming) is not None:
            upcoming = asyncio.ensure_future(asyncio.to_thread(prepare))
            yield batch
    finally:  # the file must not be closed under a thread that reads it
        await asyncio.gather(upcoming, return_exceptions=True)


def _prepare(rows: list[Row], secret: bytes, mapping: ColumnMapping | None, today: date) -> Batch | None:
    if not rows:
        return None
    batch = Batch(line=rows[-1].line)
    for row in rows:
        read = _read(row, len(batch.items), secret, mapping, today)
        if isinstance(read, Incoming):
            batch.items.append(read)
            batch.lines.append(row.line)
        else:
            batch.rejected.append(read)
    return batch


def _read(row: Row, index: int, secret: bytes, mapping: ColumnMapping | None, today: date) -> Incoming | Rejected:
    """The row checked against the contract; what matching compares is computed when it is placed."""
    if row.report is None:
        return Rejected(row, row.field, row.problem or "can't be read")
    try:
        report = parse_report(row.report)
    except Unprocessable as error:
        return _refused(row, error, mapping)
    payload = row.report[report.kind]
    if not isinstance(payload, dict):
        return Rejected(row, f"/{report.kind}", "is not an object")
    return checked(index, report, payload, secret=secret, warnings=warnings_of(report, today))


def _refused(row: Row, error: Unprocessable, mapping: ColumnMapping | None) -> Rejected:
    found = error.errors
    places = [_column(one.pointer, mapping) or one.pointer for one in found]
    if len(found) == 1:
        return Rejected(row, places[0] or None, found[0].detail)
    told = (f"{place}: {one.detail}" for place, one in zip(places, found, strict=True))
    return Rejected(row, places[0] or None, "; ".join(told))


def _column(place: str, mapping: ColumnMapping | None) -> str | None:
    """The column that gave the value at a JSON Pointer."""
    for rule in mapping.rules if mapping else ():
        path = pointer([0 if step == EACH else step for step in rule.path])
        if f"{place}/".startswith(f"{path}/"):
            return rule.column
    return None
