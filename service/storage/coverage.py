"""What the registry has read of each source."""

import asyncpg

_COVERAGE = """
    SELECT d.source, min(d.published_on) AS "from", max(d.published_on) AS "to", count(*) AS reports
    FROM report r JOIN document d ON d.id = r.document_id
    WHERE r.origin = 'report' AND r.superseded_by IS NULL AND r.retracted_at IS NULL AND d.retracted_at IS NULL
    GROUP BY d.source ORDER BY d.source
"""


async def coverage(pool: asyncpg.Pool) -> list[dict[str, object]]:
    """The live reports of each source: how many, and the dates of their documents from the first to the last."""
    return [dict(row) for row in await pool.fetch(_COVERAGE)]
