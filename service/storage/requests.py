"""Requests for a correction or a removal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import select

from service.storage.tables import RecordRow, RequestRow, table
from service.storage.transaction import Tx

_ROWS = table(RequestRow)
_RECORDS = table(RecordRow)

_COLUMNS = "id, type, record_id, message, contact, state, created_at, resolved_at, resolved_by, resolution"
_PAGE = f"""
    SELECT {_COLUMNS} FROM removal_request
    WHERE ($1::text IS NULL OR state = $1) AND ($2::timestamptz IS NULL OR (created_at, id) > ($2, $3))
    ORDER BY created_at, id LIMIT $4
"""
_COUNT = "SELECT count(*) FROM removal_request WHERE $1::text IS NULL OR state = $1"


async def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """Store a request."""
    await tx.execute(_ROWS.insert(), {**row, "created_at": tx.at})


async def has_record(tx: Tx, record_id: str) -> bool:
    """Whether there is, or was, a record under this id."""
    return bool(await tx.scalar(select(select(_RECORDS.c.id).where(_RECORDS.c.id == record_id).exists())))


async def find(tx: Tx, request_id: str) -> dict[str, Any] | None:
    """The request's row, held until the transaction ends; or None."""
    row = (await tx.execute(_ROWS.select().where(_ROWS.c.id == request_id).with_for_update())).mappings().one_or_none()
    return None if row is None else dict(row)


async def resolve(tx: Tx, request_id: str, state: str, by: str, resolution: str) -> None:
    """Note what became of a request."""
    values = {"state": state, "resolved_at": tx.at, "resolved_by": by, "resolution": resolution}
    await tx.execute(_ROWS.update().where(_ROWS.c.id == request_id).values(**values))


async def page(
    pool: asyncpg.Pool, state: str | None, after: tuple[datetime, str] | None, limit: int
) -> list[asyncpg.Record]:
    """Requests, oldest first, after a given (time, id)."""
    at, id_ = after or (None, None)
    rows: list[asyncpg.Record] = await pool.fetch(_PAGE, state, at, id_, limit)
    return rows


async def count(pool: asyncpg.Pool, state: str | None) -> int:
    """How many requests there are in a state, or in all."""
    total: int = await pool.fetchval(_COUNT, state)
    return total
