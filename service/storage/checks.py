"""What `verify` asks the database: each query finds what must never be there, and names it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import text

from service.storage.transaction import Tx

_IDS = text("SELECT id FROM record WHERE id > :after ORDER BY id LIMIT :limit")
_COUNT = text("SELECT count(*) FROM record")
_STORED = text("""
    SELECT r.id, r.kind, r.state, r.version, r.root_id, r.document, r.rules, r.withdrawn, r.tags, r.created_at,
           c.keys, c.profile, c.public_profile, c.public
    FROM record r LEFT JOIN candidate c ON c.record_id = r.id WHERE r.id = ANY(:ids) ORDER BY r.id
""")
_SHOWN = 20

FAULTS: Mapping[str, str] = MappingProxyType({
    "two reports that someone called different lie in one record": """
        SELECT DISTINCT j.id || ' in ' || left_base.root_id AS found FROM judgement j
        JOIN judgement_report l ON l.judgement_id = j.id AND l.side = 'left'
        JOIN judgement_report r ON r.judgement_id = j.id AND r.side = 'right'
        JOIN report left_report ON left_report.id = l.report_id
        JOIN report right_report ON right_report.id = r.report_id
        JOIN record left_base ON left_base.id = left_report.base
        JOIN record right_base ON right_base.id = right_report.base
        WHERE j.verdict = 'different' AND j.undone_at IS NULL AND left_base.root_id = right_base.root_id
    """,
    "the versions of a record are not 1, 2, 3 …": """
        SELECT r.id AS found FROM record r LEFT JOIN record_version v ON v.record_id = r.id
        GROUP BY r.id HAVING count(v.version) <> r.version OR max(v.version) <> r.version OR min(v.version) <> 1
    """,
    "an older version has lost its document": """
        SELECT v.record_id || ' version ' || v.version AS found
        FROM record_version v JOIN record r ON r.id = v.record_id
        WHERE v.version < r.version AND v.document IS NULL
    """,
    "the feed has a hole, or goes beyond the clock": """
        SELECT 'after change ' || seq AS found FROM (
            SELECT seq, lead(seq, 1, (SELECT seq + 1 FROM clock)) OVER (ORDER BY seq) AS following FROM change
            UNION ALL SELECT 0, coalesce(min(seq), (SELECT seq + 1 FROM clock)) FROM change) AS steps
        WHERE following <> seq + 1
    """,
    "the feed's times run backwards": """
        SELECT 'change ' || seq AS found
        FROM (SELECT seq, at, lag(at) OVER (ORDER BY seq) AS before FROM change) AS steps
        WHERE at < before
    """,
    "a version is not in the feed exactly once": """
        SELECT coalesce(v.record_id, c.record_id) || ' version ' || coalesce(v.version, c.version) AS found
        FROM record_version v FULL JOIN (
            SELECT record_id, version, count(*) AS times FROM change GROUP BY record_id, version
        ) AS c ON c.record_id = v.record_id AND c.version = v.version
        WHERE c.times IS DISTINCT FROM 1 OR v.version IS NULL
    """,
    "a record's root is not where its merges lead": """
        SELECT r.id AS found FROM record r LEFT JOIN merge m ON m.absorbed = r.id AND m.undone_at IS NULL
        LEFT JOIN record s ON s.id = m.survivor
        WHERE r.root_id <> coalesce(s.root_id, r.id) OR (r.state = 'merged') <> (m.id IS NOT NULL)
    """,
    "a suggestion is not as it was judged": """
        SELECT s.id AS found FROM suggestion s LEFT JOIN judgement j ON j.id = s.judgement_id AND j.undone_at IS NULL
        WHERE CASE WHEN s.state IN ('open', 'closed') THEN s.judgement_id IS NOT NULL OR s.earlier <> '{}'
                           ELSE j.verdict IS DISTINCT FROM s.state END
    """,
    "a report is superseded by none that says so": """
        SELECT r.id AS found FROM report r LEFT JOIN report next ON next.id = r.superseded_by
        WHERE r.superseded_by IS NOT NULL AND next.supersedes IS DISTINCT FROM r.id
    """,
})  # fmt: skip


async def find(tx: Tx, fault: str) -> tuple[int, list[str]]:
    """How often a fault of FAULTS is found, and where at first."""
    rows = await tx.rows(
        text(f"SELECT found, count(*) OVER () AS times FROM ({FAULTS[fault]}) AS faults LIMIT {_SHOWN}")
    )
    return (rows[0].times if rows else 0), [str(row.found) for row in rows]


async def count_records(tx: Tx) -> int:
    """How many records there are, merged and withdrawn ones too."""
    return int(await tx.scalar(_COUNT))


async def record_ids(tx: Tx, after: str, limit: int) -> list[str]:
    """The next ids in order."""
    return [row.id for row in await tx.rows(_IDS, {"after": after, "limit": limit})]


async def stored(tx: Tx, ids: list[str]) -> list[dict[str, Any]]:
    """The records with what matching reads of them."""
    return await tx.maps(_STORED, {"ids": ids})
