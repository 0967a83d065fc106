"""The courts an operator loaded."""

from collections.abc import Iterable, Sequence

import asyncpg
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from schemas.reference.courts import Court, court_kind
from service.storage.tables import CourtRow, table
from service.storage.transaction import Tx

_ROWS = table(CourtRow)


_PAGE = """
    WITH built_in AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS t(code, name, region)),
    listed AS (
        SELECT code, name, region FROM court
        UNION ALL SELECT * FROM built_in b WHERE NOT EXISTS (SELECT FROM court c WHERE c.code = b.code)
    )
    SELECT code, name, region FROM listed
    WHERE code > $4 AND ($5::text IS NULL OR region = $5)
      AND (strpos(translate(lower(name COLLATE "default"), 'ё', 'е'), $6) > 0 OR strpos(lower(code), $6) > 0)
    ORDER BY code LIMIT $7
"""


async def page(
    pool: asyncpg.Pool, built_in: Sequence[tuple[str, str, str | None]], *, q: str, region: str | None, after: str,
    limit: int,
) -> list[asyncpg.Record]:  # fmt: skip
    """Courts by code, after one; loaded ones stand before those `built_in` (code, name, region) under the same code.

    `q` (in small letters, е for ё; may be empty) is part of the name or code.
    """
    columns = [list(column) for column in zip(*built_in, strict=True)] or [[], [], []]
    rows: list[asyncpg.Record] = await pool.fetch(_PAGE, *columns, after, region, q, limit)
    return rows


async def every(tx: Tx) -> list[Court]:
    """All loaded courts, by code."""
    rows = await tx.rows(_ROWS.select().order_by(_ROWS.c.code))
    return [Court(code=row.code, name=row.name, region=row.region, kind=court_kind(row.code)) for row in rows]


async def replace(tx: Tx, courts: Iterable[Court]) -> None:
    """Load courts over those of the same codes, and open a new edition of the reference lists."""
    rows = [{"code": court.code, "name": court.name, "region": court.region} for court in courts]
    statement = insert(_ROWS)
    fresh = {"name": statement.excluded.name, "region": statement.excluded.region}
    await tx.execute(statement.on_conflict_do_update(index_elements=["code"], set_=fresh), rows)
    await tx.execute(text("UPDATE clock SET reference = reference + 1"))
