"""Exporting records: the bytes that are served as NDJSON, or a flat table, all as of one moment."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from schemas.base import Kind
from schemas.exports import cases, casualties
from service.registry.diff import read_document
from service.storage import exports
from service.storage.engine import Database
from service.usecases.filters import ALL
from service.usecases.list_records import list_query

Format = Literal["ndjson", "csv"]
BOM = "\ufeff".encode()
"""Without it Excel reads UTF-8 as a code page."""


@dataclass(frozen=True, slots=True)
class Export:
    """The records of one moment: `cursor` is the feed's then, `chunks` the file's bytes, one for each record."""

    cursor: int
    total: int
    head: bytes
    chunks: AsyncIterator[bytes]


@asynccontextmanager
async def export_records(
    db: Database, *, kind: Kind, format: Format = "ndjson", status: Sequence[str] = (), bom: bool = False
) -> AsyncIterator[Export]:
    """The published records of a kind by id; of casualties the dead, unless `status` (or `*`) asks for others.

    NDJSON lines are the stored documents (RFC 8785). Raises Unprocessable for an unknown status, and Busy.
    """
    asked = [one for one in status if kind == "casualty" or one != ALL]
    filters = {"status": asked} if asked else {}
    query = await list_query(db, kind=kind, filters=filters)
    async with db.reading() as conn, exports.stream(conn, query) as stream:
        head = (BOM if bom else b"") + (_line(_COLUMNS[kind]) if format == "csv" else b"")
        as_bytes = _as_csv(kind) if format == "csv" else _as_json
        yield Export(stream.seq, stream.total, head, _converted(stream.documents, as_bytes))


async def _converted(documents: AsyncIterator[bytes], as_bytes: Callable[[bytes], bytes]) -> AsyncIterator[bytes]:
    async for document in documents:
        yield as_bytes(document)


def _as_json(document: bytes) -> bytes:
    return document + b"\n"


def _as_csv(kind: Kind) -> Callable[[bytes], bytes]:
    rows: Callable[[Mapping[str, object]], Iterator[tuple[str, ...]]] = (
        casualties.rows if kind == "casualty" else cases.rows
    )
    return lambda document: b"".join(_line(row) for row in rows(read_document(document)))


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)  # RFC 4180: quoted where needed, CR LF
    return text.getvalue().encode()


_COLUMNS: Mapping[Kind, Sequence[str]] = MappingProxyType(
    {"casualty": tuple(casualties.COLUMNS), "case": cases.COLUMNS}
)
