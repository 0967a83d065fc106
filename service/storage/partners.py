"""What the external ids of a partner's reports have become."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

# A retracted report lies in no record.
_THEIRS = """
    FROM report r JOIN document d ON d.id = r.document_id LEFT JOIN record base ON base.id = r.base
    WHERE r.partner = $1 AND r.external_id IS NOT NULL AND r.superseded_by IS NULL AND r.origin = 'report'
    AND ($2::text[] IS NULL OR r.external_id = ANY($2)) AND ($3::text IS NULL OR r.kind = $3)
    AND ($4::text IS NULL OR d.source = $4) AND ($5::bool IS NULL OR (r.retracted_at IS NOT NULL) = $5)
    AND ($6::text IS NULL OR (
        r.base IN (SELECT b.id FROM record b JOIN record x ON x.root_id = b.root_id WHERE x.id = $6)
        AND r.retracted_at IS NULL AND d.retracted_at IS NULL))
"""
_LINKS = f"""
    SELECT r.external_id, r.id AS report_id, r.kind, d.source, r.retracted_at IS NOT NULL AS retracted,
           CASE WHEN r.retracted_at IS NULL AND d.retracted_at IS NULL THEN base.root_id END AS record_id
    {_THEIRS} AND r.external_id > $7 ORDER BY r.external_id LIMIT $8
"""


@dataclass(frozen=True, slots=True)
class Which:
    """Which of a partner's ids are meant; None leaves open. `retracted`: by the partner or a maintainer, one by one."""

    partner: str
    external_ids: Sequence[str] | None = None
    kind: str | None = None
    source: str | None = None
    retracted: bool | None = None
    record_id: str | None = None

    @property
    def values(self) -> tuple[object, ...]:
        """The parameters of a statement."""
        return self.partner, self.external_ids, self.kind, self.source, self.retracted, self.record_id


async def links(pool: asyncpg.Pool, which: Which, after: str, limit: int) -> list[asyncpg.Record]:
    """The partner's newest reports by external id, after one, each with the record that holds it today."""
    rows: list[asyncpg.Record] = await pool.fetch(_LINKS, *which.values, after, limit)
    return rows


async def count(pool: asyncpg.Pool, which: Which) -> int:
    """How many links all pages hold together."""
    return int(await pool.fetchval(f"SELECT count(*) {_THEIRS}", *which.values))
