"""Maintainers' decisions on pairs, for those who make them: the latest first, and how many each has made."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from service.storage.transaction import Tx

# A judgement's sides are where its reports lie today; `suggestion` is the pair by which it can be undone.
_DECIDED = """
    SELECT j.id, j.verdict, j.by, j.at, j.reason, j.undone_at, j.undone_by, s.id AS suggestion, s.score,
           a.id AS "left", a.root_id AS left_root, b.id AS "right", b.root_id AS right_root
    FROM judgement j
    LEFT JOIN LATERAL (SELECT id, score FROM suggestion WHERE judgement_id = j.id ORDER BY value DESC, id LIMIT 1)
         AS s ON true
    CROSS JOIN LATERAL (
        SELECT base.id, base.root_id FROM judgement_report m JOIN report r ON r.id = m.report_id
        JOIN record base ON base.id = r.base
        WHERE m.judgement_id = j.id AND m.side = 'left' ORDER BY m.report_id LIMIT 1) AS a
    CROSS JOIN LATERAL (
        SELECT base.id, base.root_id FROM judgement_report m JOIN report r ON r.id = m.report_id
        JOIN record base ON base.id = r.base
        WHERE m.judgement_id = j.id AND m.side = 'right' ORDER BY m.report_id LIMIT 1) AS b
"""


async def page(tx: Tx, *, by: str | None, after: tuple[datetime, str] | None, limit: int) -> list[dict[str, Any]]:
    """Decisions, undone ones too, the latest first, of one reviewer or of all, after a given (time, id)."""
    query = text(f"""{_DECIDED}
        WHERE (CAST(:by AS text) IS NULL OR j.by = :by) AND (CAST(:id AS text) IS NULL OR (j.at, j.id) < (:at, :id))
        ORDER BY j.at DESC, j.id DESC LIMIT :limit
    """)
    at, id_ = after or (tx.at, None)
    return await tx.maps(query, {"by": by, "at": at, "id": id_, "limit": limit})


async def last_of(tx: Tx, reviewer: str) -> str | None:
    """The suggestion that the reviewer decided last, of those whose decision stands."""
    query = text("""
        SELECT s.id FROM judgement j JOIN suggestion s ON s.judgement_id = j.id
        WHERE j.by = :who AND j.undone_at IS NULL ORDER BY j.at DESC, s.value DESC, s.id LIMIT 1
    """)
    found: str | None = await tx.scalar(query, {"who": reviewer})
    return found


async def per_reviewer(tx: Tx) -> list[dict[str, Any]]:
    """How many standing decisions of each kind each reviewer has made, and how many pairs are held now."""
    query = text("""
        WITH made AS (
            SELECT by, count(*) FILTER (WHERE verdict = 'same') AS same,
                   count(*) FILTER (WHERE verdict = 'different') AS different,
                   count(*) FILTER (WHERE verdict = 'unsure') AS unsure, 0 AS held
            FROM judgement WHERE undone_at IS NULL GROUP BY by
            UNION ALL
            SELECT leased_by, 0, 0, 0, count(*) FROM suggestion
            WHERE state = 'open' AND leased_until >= CAST(:now AS timestamptz) GROUP BY leased_by
        )
        SELECT by, CAST(sum(same) AS bigint) AS same, CAST(sum(different) AS bigint) AS different,
               CAST(sum(unsure) AS bigint) AS unsure, CAST(sum(held) AS bigint) AS held
        FROM made GROUP BY by ORDER BY sum(same + different + unsure) DESC, by
    """)
    return await tx.maps(query, {"now": tx.at})
