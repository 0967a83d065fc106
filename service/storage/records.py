"""Records: the current document ready to send, every version before it, and what lists filter by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, text

from service.storage.tables import RecordRow, VersionRow, table
from service.storage.transaction import Tx

_RECORDS = table(RecordRow)
_VERSIONS = table(VersionRow)

DATE_COLUMNS = ("born_from", "born_to", "died_from", "died_to", "event_from", "event_to", "first_reported")
_CHANGING = ("state", "version", "document", "updated_at", "rules", "tags", "review", "withdrawn", *DATE_COLUMNS)

_KEEP_OLD = text("""
    UPDATE record_version v SET document = r.document FROM record r
    WHERE v.record_id = r.id AND v.version = r.version AND r.id = ANY(:ids)
""")


@dataclass(frozen=True, slots=True)
class Current:
    """A record as it stands."""

    id: str
    kind: str
    state: str
    version: int
    root_id: str
    document: bytes
    withdrawn: bool
    created_at: datetime
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """The next version of a record; `document` is its RFC 8785 form with version and time in it."""

    id: str
    kind: str
    state: str
    version: int
    document: bytes
    rules: str
    cause: str
    by: str
    reason: str | None = None
    withdrawn: bool = False
    changed: Sequence[str] = ()
    tags: Sequence[str] = ()
    review: Sequence[str] = ()
    dates: Mapping[str, date | None] = field(default_factory=dict)


async def current(tx: Tx, ids: Iterable[str]) -> dict[str, Current]:
    """The records of these ids as they stand; unknown ids are left out."""
    query = text("""
        SELECT id, kind, state, version, root_id, document, withdrawn, created_at, updated_at
        FROM record WHERE id = ANY(:ids)
    """)
    return {row.id: Current(*row) for row in await tx.rows(query, {"ids": list(ids)})}


async def write(tx: Tx, new: Sequence[Next], next_: Sequence[Next]) -> None:
    """Store first versions of `new` records, and further ones of records that are there."""
    if new:
        rows = [{**_columns(item, tx.at), "id": item.id, "kind": item.kind} for item in new]
        await tx.copy(_RECORDS, [{**row, "root_id": row["id"], "created_at": tx.at} for row in rows])
    if next_:
        await tx.execute(_KEEP_OLD, {"ids": [item.id for item in next_]})
        values: dict[str, Any] = {name: bindparam(name) for name in _CHANGING}
        update = _RECORDS.update().where(_RECORDS.c.id == bindparam("record_id")).values(**values)
        await tx.execute(update, [{**_columns(item, tx.at), "record_id": item.id} for item in next_])
    await tx.copy(_VERSIONS, [_version_row(item, tx.at) for item in (*new, *next_)])


async def refresh(tx: Tx, standing: Sequence[Next]) -> None:
    """Write anew what lists read of records whose documents stay as they are, and the rules they follow."""
    names = ("rules", "tags", "review", *DATE_COLUMNS)
    update = _RECORDS.update().where(_RECORDS.c.id == bindparam("record_id"))
    rows = [{"record_id": item.id} | {name: _columns(item, tx.at)[name] for name in names} for item in standing]
    if rows:
        await tx.execute(update.values(**{name: bindparam(name) for name in names}), rows)


async def set_withdrawn(tx: Tx, record_id: str, withdrawn: bool) -> None:
    """Mark a root and all merged into it as withdrawn by a maintainer, or as standing again.

    What was withdrawn as one stays out of sight when the merge is undone.
    """
    await tx.execute(_RECORDS.update().where(_RECORDS.c.root_id == record_id).values(withdrawn=withdrawn))


def _columns(item: Next, at: datetime) -> dict[str, Any]:
    return {
        "state": item.state, "version": item.version, "document": item.document, "updated_at": at,
        "rules": item.rules, "tags": list(item.tags), "review": list(item.review), "withdrawn": item.withdrawn,
        **{name: item.dates.get(name) for name in DATE_COLUMNS},
    }  # fmt: skip


def _version_row(item: Next, at: datetime) -> dict[str, Any]:
    return {
        "record_id": item.id, "version": item.version, "state": item.state, "cause": item.cause, "by": item.by,
        "at": at, "reason": item.reason, "rules": item.rules, "changed": list(item.changed), "document": None,
    }  # fmt: skip
