"""What the registry has read of each source."""

from dataclasses import dataclass, field
from typing import Any

import asyncpg

_SEQ = "SELECT seq FROM clock"
_COVERAGE = """
    SELECT d.source, min(d.published_on) AS "from", max(d.published_on) AS "to", count(*) AS reports
    FROM report r JOIN document d ON d.id = r.document_id
    WHERE r.origin = 'report' AND r.superseded_by IS NULL AND r.retracted_at IS NULL AND d.retracted_at IS NULL
    GROUP BY d.source ORDER BY d.source
"""


@dataclass(slots=True)
class Coverage:
    """The count of one process, and when it may be made again."""

    seq: int = -1
    fresh_until: float = 0.0
    sources: list[dict[str, Any]] = field(default_factory=list)


async def last_change(pool: asyncpg.Pool) -> int:
    """The number of the last change."""
    seq: int = await pool.fetchval(_SEQ)
    return seq


async def coverage(pool: asyncpg.Pool) -> list[dict[str, object]]:
    """The live reports of each source: how many, and the dates of their documents from the first to the last."""
    return [dict(row) for row in await pool.fetch(_COVERAGE)]
