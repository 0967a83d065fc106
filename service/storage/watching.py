"""What is watched for: changes with what a filter asks of their records, and records by their last change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

# A filter's tags are compared here, and profiles handed out only where a key is shared with the name asked for.
_SCAN = """
    SELECT c.seq, c.type, c.record_id, c.kind, c.version, c.merged_into, c.at, r.version AS versions,
           (cardinality($3::text[]) = 0 OR r.tags && $3) AND (cardinality($4::text[]) = 0 OR r.tags && $4) AS tagged,
           CASE WHEN k.keys && $5::int[] THEN coalesce(k.public_profile, k.profile) END AS profile
    FROM change c JOIN record r ON r.id = c.record_id
    LEFT JOIN candidate k ON k.record_id = c.record_id AND k.public
    WHERE c.seq > $1 ORDER BY c.seq LIMIT $2
"""
_OLDER = "SELECT record_id, document FROM record_version WHERE record_id = ANY($1) AND document IS NOT NULL"
_RECENT = """
    SELECT id, kind, state, version, root_id, document, created_at, updated_at FROM record
    WHERE kind = ANY($1) AND (cardinality($2::text[]) = 0 OR tags && $2)
      AND (cardinality($3::text[]) = 0 OR tags && $3)
      AND ($4::text[] IS NULL OR id = ANY($4) AND state = 'published')
      AND ($5::timestamptz IS NULL OR (updated_at, id) < ($5, $6))
    ORDER BY updated_at DESC, id DESC LIMIT $7
"""


@dataclass(frozen=True, slots=True)
class Tags:
    """Tags of which a record must have some: of regions, and of courts; empty asks nothing."""

    regions: Sequence[str] = ()
    courts: Sequence[str] = ()


async def scan(
    conn: asyncpg.Connection, after: int, limit: int, tags: Tags, keys: Sequence[int]
) -> list[asyncpg.Record]:
    """Changes after a number, with whether their records carry the `tags` as they stand, and their `profile` where they
    share one of the `keys`; `versions` is how many versions the record has by now.
    """
    rows: list[asyncpg.Record] = await conn.fetch(
        _SCAN, after, limit, list(tags.regions), list(tags.courts), list(keys)
    )
    return rows


async def older(conn: asyncpg.Connection, record_ids: Sequence[str]) -> list[tuple[str, bytes]]:
    """The documents of these records' earlier versions, as they may still be shown."""
    return [(row["record_id"], row["document"]) for row in await conn.fetch(_OLDER, list(record_ids))]


async def recent(
    pool: asyncpg.Pool, kinds: Sequence[str], tags: Tags, ids: Sequence[str] | None,
    before: tuple[datetime, str] | None, limit: int,
) -> list[asyncpg.Record]:  # fmt: skip
    """Records of these kinds that carry the tags, last changed first, before a given (time, id).

    With `ids` only those of them that are published; without, tombstones too, which carry no tags.
    """
    at, id_ = before or (None, None)
    given: list[Any] = [list(kinds), list(tags.regions), list(tags.courts), None if ids is None else list(ids)]
    rows: list[asyncpg.Record] = await pool.fetch(_RECENT, *given, at, id_, limit)
    return rows
