"""What happened when, how late it was reported, which sources tell the same, and what changed: one statement each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

_DEAD = "kind = 'casualty' AND state = 'published' AND tags && $1"
_DIED = f"""
    SELECT to_char(died_from, 'YYYY-MM') AS month, count(*) AS records FROM record
    WHERE {_DEAD} AND date_trunc('month', died_from) = date_trunc('month', died_to) GROUP BY 1 ORDER BY 1
"""
_REPORTED = """
    SELECT to_char(first_reported, 'YYYY-MM') AS month, count(*) AS records FROM record
    WHERE kind = $1 AND state = 'published' AND ($2::text[] IS NULL OR tags && $2) AND first_reported IS NOT NULL
    GROUP BY 1 ORDER BY 1
"""
_DELAYS = f"""
    SELECT first_reported - died_from AS days FROM record
    WHERE {_DEAD} AND died_from = died_to AND first_reported >= died_from
"""
_BANDS = f"SELECT width_bucket(days, $2::int[]) AS band, count(*) AS records FROM ({_DELAYS}) AS delay GROUP BY 1"
_QUANTILES = f"SELECT percentile_disc($2::float8[]) WITHIN GROUP (ORDER BY days) FROM ({_DELAYS}) AS delay"
_OVERLAP = """
    WITH named AS (
        SELECT id, substr(tag, strpos(tag, ':') + 1) AS source FROM record, unnest(tags) AS tag
        WHERE kind = $1 AND state = 'published' AND ($2::text[] IS NULL OR tags && $2) AND starts_with(tag, 'source:')
    ), largest AS (
        SELECT source FROM named GROUP BY source ORDER BY count(*) DESC, source LIMIT $3
    ), shown AS (
        SELECT id, source FROM named JOIN largest USING (source)
    )
    SELECT a.source, b.source AS other, count(*) AS records FROM shown a JOIN shown b USING (id) GROUP BY 1, 2
    UNION ALL
    SELECT min(source), NULL, count(*) FROM (
        SELECT min(source) AS source FROM named GROUP BY id HAVING count(*) = 1
    ) AS alone JOIN largest USING (source) GROUP BY source
"""
_CAUSES = """
    SELECT v.cause, c.type, c.kind, count(*) AS changes, count(DISTINCT c.record_id) AS records
    FROM change c JOIN record_version v ON v.record_id = c.record_id AND v.version = c.version
    WHERE c.at >= $1 GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3
"""
_LATEST = """
    SELECT c.record_id AS id, c.type, c.kind, c.at, c.merged_into, v.cause
    FROM (SELECT * FROM change WHERE at >= $1 AND type <> 'published' ORDER BY seq DESC LIMIT $2) AS c
         JOIN record_version v ON v.record_id = c.record_id AND v.version = c.version
    ORDER BY c.seq DESC
"""


async def deaths_by_month(conn: asyncpg.Connection, dead: Sequence[str]) -> dict[str, int]:
    """The dead (who bear any of the tags `dead`) by month of death, where all days it may have been lie in one."""
    return _by_month(await conn.fetch(_DIED, dead))


async def reported_by_month(conn: asyncpg.Connection, kind: str, among: Sequence[str] | None) -> dict[str, int]:
    """Records by the month of the first document that names them; one dated by its year counts in January."""
    return _by_month(await conn.fetch(_REPORTED, kind, among))


def _by_month(rows: Sequence[asyncpg.Record]) -> dict[str, int]:
    return {row["month"]: row["records"] for row in rows}


async def delays(conn: asyncpg.Connection, dead: Sequence[str], starts: Sequence[int]) -> dict[int, int]:
    """The dead whose day of death is known by the days that passed until the first report: how many lie in band *n*,
    which begins at the *n*-th of `starts` (band 0 is before the first)."""
    return {row["band"]: row["records"] for row in await conn.fetch(_BANDS, dead, starts)}


async def delay_quantiles(conn: asyncpg.Connection, dead: Sequence[str], shares: Sequence[float]) -> list[int] | None:
    """The days within which these shares of them were reported; None when there is nobody to tell of."""
    found: list[int] | None = await conn.fetchval(_QUANTILES, dead, shares)
    return found


async def overlap(
    conn: asyncpg.Connection, kind: str, among: Sequence[str] | None, sources: int
) -> dict[tuple[str, str | None], int]:
    """How many records both of two sources name, of the `sources` that most records name; (a, a): all that a names,
    (a, None): those that it names alone."""
    rows = await conn.fetch(_OVERLAP, kind, among, sources)
    return {(row["source"], row["other"]): row["records"] for row in rows}


async def causes_since(conn: asyncpg.Connection, since: datetime) -> list[dict[str, Any]]:
    """The changes since a moment by `cause`, `type` and `kind`: how many `changes`, of how many `records`."""
    return [dict(row) for row in await conn.fetch(_CAUSES, since)]


async def latest_since(conn: asyncpg.Connection, since: datetime, limit: int) -> list[dict[str, Any]]:
    """The last changes since a moment other than new records, the newest first."""
    return [dict(row) for row in await conn.fetch(_LATEST, since, limit)]
