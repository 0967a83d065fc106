"""The courts an operator loaded."""

from collections.abc import Iterable, Sequence

import asyncpg
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from schemas.reference.courts import Court, court_kind
from service.storage.tables import CourtRow, table
from service.storage.transaction import Tx

_ROWS = table(CourtRow)


_LISTED = """
    WITH built_in AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS t(code, name, region)),
    listed AS (
        SELECT code, name, region FROM court
        UNION ALL SELECT * FROM built_in b WHERE NOT EXISTS (SELECT FROM court c WHERE c.code = b.code)
    ), sought AS (
        SELECT code, name, region FROM listed WHERE ($4::text IS NULL OR region = $4)
        AND (strpos(translate(lower(name COLLATE "default"), 'ё', 'е'), $5) > 0 OR strpos(lower(code), $5) > 0)
    )
"""
_PAGE = _LISTED + "SELECT code, name, region FROM sought WHERE code > $6 ORDER BY code LIMIT $7"
_COUNT = _LISTED + "SELECT count(*) FROM sought"

BuiltIn = Sequence[tuple[str, str, str | None]]


async def page(
    pool: asyncpg.Pool, built_in: BuiltIn, *, q: str, region: str | None, after: str, limit: int
) -> list[asyncpg.Record]:
    """Courts by code, after one; loaded ones stand before those `built_in` (code, name, region) under the same code.

    `q` (in small letters, е for ё; may be empty) is part of the name or code.
    """
    rows: list[asyncpg.Record] = await pool.fetch(_PAGE, *_columns(built_in), region, q, after, limit)
    return rows


async def count(pool: asyncpg.Pool, built_in: BuiltIn, *, q: str, region: str | None) -> int:
    """How many courts all pages hold together."""
    return int(await pool.fetchval(_COUNT, *_columns(built_in), region, q))


def _columns(built_in: BuiltIn) -> list[list[str | None]]:
    return [list(column) for column in zip(*built_in, strict=True)] or [[], [], []]


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
