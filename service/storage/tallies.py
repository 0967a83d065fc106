"""Figures that sources published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB, insert

from service.storage.tables import TallyRow, table
from service.storage.transaction import Tx

_ROWS = table(TallyRow)

_TALLY = """
    SELECT t.id, t.document_id, t.locator, t.scope, t.as_of, t.value, t.qualifier, t.by, t.at, d.source, d.type, d.url,
           d.title, d.published_on, d.retrieved_on, d.archived_url, d.repost_of
    FROM tally t JOIN document d ON d.id = t.document_id
"""
_SHOWN = """
    WHERE d.retracted_at IS NULL AND ($1::text IS NULL OR t.scope ->> 'kind' = $1)
      AND ($2::text IS NULL OR t.scope ->> 'region' = $2) AND ($3::text IS NULL OR d.source = $3)
"""
_PAGE = f"""
    {_TALLY} {_SHOWN} AND ($4::timestamptz IS NULL OR (t.at, t.id) < ($4, $5)) ORDER BY t.at DESC, t.id DESC LIMIT $6
"""
_COUNT = f"SELECT count(*) FROM tally t JOIN document d ON d.id = t.document_id {_SHOWN}"

Filters = tuple[str | None, str | None, str | None]
"""Kind, region and source, each None for all."""


async def ensure(tx: Tx, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Store a figure unless it is there (the same `identity`); the figure as it stands, with its document's columns."""
    await tx.execute(insert(_ROWS).on_conflict_do_nothing(index_elements=["identity"]), {**row, "at": tx.at})
    query = text(f"{_TALLY} WHERE t.identity = :identity").columns(scope=JSONB)
    return dict((await tx.execute(query, {"identity": row["identity"]})).mappings().one())


async def page(
    pool: asyncpg.Pool, filters: Filters, after: tuple[datetime, str] | None, limit: int
) -> list[asyncpg.Record]:
    """Figures, newest first, after a given (time, id); those of retracted documents are not shown."""
    at, id_ = after or (None, None)
    rows: list[asyncpg.Record] = await pool.fetch(_PAGE, *filters, at, id_, limit)
    return rows


async def count(pool: asyncpg.Pool, filters: Filters) -> int:
    """How many figures a list has in all."""
    total: int = await pool.fetchval(_COUNT, *filters)
    return total
