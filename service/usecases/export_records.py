"""What an export holds: which records, and the bytes that each becomes."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from schemas.base import Kind
from schemas.exports import cases, casualties, ftm
from schemas.exports.datapackage import REDIRECT_COLUMNS
from service.errors import Unprocessable
from service.registry.canonical import canonical
from service.registry.diff import read_document
from service.storage.engine import Database
from service.storage.reading import ListQuery
from service.usecases.filters import ALL, DEAD, STATUSES
from service.usecases.list_records import list_query

What = Literal["casualties", "cases", "redirects"]
Format = Literal["ndjson", "csv", "ftm.ndjson"]
BOM: Final = "\ufeff".encode()
"""Without it Excel reads UTF-8 as a code page."""

_KINDS: Final[Mapping[str, Kind]] = MappingProxyType({"casualties": "casualty", "cases": "case"})
_TABLES: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {"casualties": tuple(casualties.COLUMNS), "cases": cases.COLUMNS, "redirects": REDIRECT_COLUMNS}
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An export: what, in which form, of casualties the statuses asked for (sorted; ALL alone for every one)."""

    what: What
    format: Format
    statuses: tuple[str, ...] = ()
    bom: bool = False

    @property
    def stem(self) -> str:
        """A name that tells this export from all others."""
        parts = (self.what, "+".join(self.statuses).replace(ALL, "all"), "bom" if self.bom else "")
        return ".".join(part for part in parts if part)


def wanted(what: What, format: Format, status: Sequence[str] = (), *, bom: bool = False) -> Wanted:
    """An export as asked for: of casualties the dead, unless `status` (or `*`) asks for others; of cases always all.

    Raises Unprocessable for an unknown status, and for a mark that a form can't begin with.
    """
    asked = sorted({part.strip() for one in status for part in one.split(",")})
    for one in asked:
        if one not in (STATUSES if what == "casualties" else (ALL,)):
            raise Unprocessable.at("/query/status", f"{one[:80]!r} is no status of {what}")
    if bom and format != "csv":
        raise Unprocessable.at("/query/bom", "only CSV begins with a byte order mark")
    statuses = asked or sorted(DEAD) if what == "casualties" else []
    return Wanted(what, format, (ALL,) if ALL in statuses else tuple(statuses), bom)


def head(export: Wanted) -> bytes:
    """What the file begins with."""
    return (BOM if export.bom else b"") + (_line(_TABLES[export.what]) if export.format == "csv" else b"")


async def query_of(db: Database, export: Wanted) -> ListQuery | None:
    """The list that an export holds; None for redirects."""
    if export.what == "redirects":
        return None
    return await list_query(
        db, kind=_KINDS[export.what], filters={"status": export.statuses} if export.statuses else {}
    )


def converter(export: Wanted) -> Callable[[list[bytes]], bytes]:
    """What makes some rows, as they are stored, into the file's bytes. All but NDJSON takes a while."""
    if export.what == "redirects":
        return b"".join
    if export.format == "ndjson":
        return _as_lines
    one = _as_entities if export.format == "ftm.ndjson" else _as_table(_KINDS[export.what])
    return lambda rows: b"".join(map(one, rows))


def _as_lines(documents: list[bytes]) -> bytes:
    return b"\n".join([*documents, b""])


def _as_entities(document: bytes) -> bytes:
    return b"".join(canonical(entity) + b"\n" for entity in ftm.entities(read_document(document)))


def _as_table(kind: Kind) -> Callable[[bytes], bytes]:
    rows: Callable[[Mapping[str, object]], Iterator[tuple[str, ...]]] = (
        casualties.rows if kind == "casualty" else cases.rows
    )
    return lambda document: b"".join(_line(row) for row in rows(read_document(document)))


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)  # RFC 4180: quoted where needed, CR LF
    return text.getvalue().encode()
