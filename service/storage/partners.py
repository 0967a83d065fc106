"""What the external ids of a partner's reports have become."""

from collections.abc import Sequence

import asyncpg

_THEIRS = """
    r.partner = $1 AND r.external_id IS NOT NULL AND r.superseded_by IS NULL AND r.origin = 'report'
    AND ($2::text[] IS NULL OR r.external_id = ANY($2))
"""
# A retracted report lies in no record.
_LINKS = f"""
    SELECT r.external_id, r.id AS report_id, r.kind,
           CASE WHEN r.retracted_at IS NULL AND d.retracted_at IS NULL THEN base.root_id END AS record_id
    FROM report r JOIN document d ON d.id = r.document_id LEFT JOIN record base ON base.id = r.base
    WHERE {_THEIRS} AND r.external_id > $3 ORDER BY r.external_id LIMIT $4
"""


async def links(
    pool: asyncpg.Pool, partner: str, external_ids: Sequence[str] | None, after: str, limit: int
) -> list[asyncpg.Record]:
    """The partner's newest reports by external id, after one, each with the record that holds it today."""
    rows: list[asyncpg.Record] = await pool.fetch(_LINKS, partner, external_ids, after, limit)
    return rows


async def count(pool: asyncpg.Pool, partner: str, external_ids: Sequence[str] | None) -> int:
    """How many links all pages hold together."""
    return int(await pool.fetchval(f"SELECT count(*) FROM report r WHERE {_THEIRS}", partner, external_ids))
