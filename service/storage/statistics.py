"""Counts of what the registry holds, taken at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

_COUNTED = """
    SELECT split_part(tag, ':', 1) AS name, substr(tag, strpos(tag, ':') + 1) AS value, count(*) AS records
    FROM record, unnest(tags) AS tag
    WHERE kind = $1 AND state = 'published' AND {among} AND split_part(tag, ':', 1) = ANY($3)
      AND NOT EXISTS (SELECT FROM unnest(tags) AS finer WHERE starts_with(finer, tag || '-'))
    GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""
_TOTAL = "SELECT count(*) FROM record WHERE kind = $1 AND state = 'published' AND {among}"
_AMONG = "($2::text[] IS NULL OR tags && $2)"
_HELD = """
    SELECT (SELECT count(*) FROM report r JOIN document d ON d.id = r.document_id
            WHERE r.origin = 'report' AND r.superseded_by IS NULL AND r.retracted_at IS NULL
              AND d.retracted_at IS NULL) AS reports,
           (SELECT count(*) FROM document WHERE retracted_at IS NULL) AS documents,
           (SELECT count(*) FROM source) AS sources,
           (SELECT at FROM clock) AS at
"""


@dataclass(frozen=True, slots=True)
class Held:
    """How many live reports, standing documents and sources there are, and when the registry last changed."""

    reports: int
    documents: int
    sources: int
    at: datetime


async def total(conn: asyncpg.Connection, kind: str, among: Sequence[str] | None) -> int:
    """How many published records of a kind bear any of the tags `among` (None: all of the kind)."""
    found: int = await conn.fetchval(_TOTAL.format(among=_AMONG), kind, among)
    return found


async def counted(
    conn: asyncpg.Connection, kind: str, among: Sequence[str] | None, names: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Those records by the values of the tags called `names`, the most frequent value first.

    A country counts the records of which no region in it is known: `region:RU-BA` is not counted as `region:RU` too.
    """
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for row in await conn.fetch(_COUNTED.format(among=_AMONG), kind, among, list(names)):
        found[row["name"]][row["value"]] = row["records"]
    return found


async def held(conn: asyncpg.Connection) -> Held:
    """What the records were made of."""
    return Held(*await conn.fetchrow(_HELD))


async def bearing(conn: asyncpg.Connection, kind: str, among: Sequence[str] | None, tags: Sequence[str]) -> int:
    """How many published records of a kind bear all of `tags`, and any of `among` (None: no such condition)."""
    found: int = await conn.fetchval(f"{_TOTAL.format(among=_AMONG)} AND tags @> $3::text[]", kind, among, list(tags))
    return found
