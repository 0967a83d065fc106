"""Sources as they are listed and changed. (Unknown ones that reports name are made by `documents`.)"""

from collections.abc import Collection, Mapping
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from service.storage.tables import SourceRow, table
from service.storage.transaction import Tx

_ROWS = table(SourceRow)

_COUNTED = """
    SELECT s.slug, s.name, s.url, s.official,
           (SELECT count(*) FROM document d WHERE d.source = s.slug AND d.retracted_at IS NULL) AS documents,
           (SELECT count(*) FROM report r JOIN document d ON d.id = r.document_id
            WHERE d.source = s.slug AND r.origin = 'report' AND r.superseded_by IS NULL
              AND r.retracted_at IS NULL AND d.retracted_at IS NULL) AS reports
    FROM source s
"""


async def page(pool: asyncpg.Pool, after: str, limit: int) -> list[asyncpg.Record]:
    """Sources by slug, after one, each with the number of its standing documents and live reports."""
    rows: list[asyncpg.Record] = await pool.fetch(
        f"{_COUNTED} WHERE s.slug > $1 ORDER BY s.slug LIMIT $2", after, limit
    )
    return rows


async def count(pool: asyncpg.Pool) -> int:
    """How many sources there are."""
    total: int = await pool.fetchval("SELECT count(*) FROM source")
    return total


async def find(tx: Tx, slug: str) -> dict[str, Any] | None:
    """One source with its numbers, or None."""
    row = (await tx.execute(text(f"{_COUNTED} WHERE s.slug = :slug"), {"slug": slug})).mappings().one_or_none()
    return None if row is None else dict(row)


async def add(tx: Tx, row: Mapping[str, Any]) -> bool:
    """Store a source; False when its slug is taken."""
    added = await tx.execute(insert(_ROWS).on_conflict_do_nothing(), {**row, "created_at": tx.at})
    return added.rowcount == 1


async def change(tx: Tx, slug: str, values: Mapping[str, Any]) -> None:
    """Change columns of a source."""
    if values:
        await tx.execute(_ROWS.update().where(_ROWS.c.slug == slug).values(**values))


async def roots_resting_on(tx: Tx, slug: str, types: Collection[str]) -> dict[str, str]:
    """The records (root → kind) that hold live reports of a source's documents of these types, in the order of ids."""
    query = text("""
        SELECT DISTINCT root.id, root.kind
        FROM document d JOIN report r ON r.document_id = d.id
             JOIN record base ON base.id = r.base JOIN record root ON root.id = base.root_id
        WHERE d.source = :slug AND d.type = ANY(:types) AND d.retracted_at IS NULL
          AND r.superseded_by IS NULL AND r.retracted_at IS NULL
        ORDER BY root.id
    """)
    return {row.id: row.kind for row in await tx.execute(query, {"slug": slug, "types": sorted(types)})}
