"""Judgements between reports: same, different or unsure, as decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB

from service.storage.tables import JudgementReportRow, JudgementRow, table
from service.storage.transaction import Tx

_JUDGEMENTS = table(JudgementRow)
_SIDES = table(JudgementReportRow)

_DIFFERENT = text("""
    SELECT j.id, j.by, j.at, j.reason
    FROM judgement j
    JOIN judgement_report a ON a.judgement_id = j.id AND a.report_id = ANY(:left)
    JOIN judgement_report b ON b.judgement_id = j.id AND b.report_id = ANY(:right) AND b.side <> a.side
    WHERE j.verdict = 'different' AND j.undone_at IS NULL
    ORDER BY j.at LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class Judged:
    """A report on one side of a decision, what it says, and the record that it lies in today."""

    judgement_id: str
    verdict: str
    side: str
    kind: str
    payload: dict[str, Any]
    published_on: str | None
    root_id: str


async def decisive(tx: Tx, after: str, limit: int) -> list[str]:
    """The ids, in order, of the next standing judgements *same* and *different*."""
    query = text("""
        SELECT id FROM judgement
        WHERE id > :after AND verdict IN ('same', 'different') AND undone_at IS NULL ORDER BY id LIMIT :limit
    """)
    return [row.id for row in await tx.rows(query, {"after": after, "limit": limit})]


async def told(tx: Tx, ids: Iterable[str]) -> list[Judged]:
    """The reports of judgements, by judgement, that still count: none retracted, superseded or redacted."""
    query = text("""
        SELECT j.id, j.verdict, s.side, r.kind, r.payload, d.published_on, base.root_id
        FROM judgement j JOIN judgement_report s ON s.judgement_id = j.id JOIN report r ON r.id = s.report_id
        JOIN document d ON d.id = r.document_id JOIN record base ON base.id = r.base
        WHERE j.id = ANY(:ids) AND r.origin = 'report' AND r.superseded_by IS NULL AND r.retracted_at IS NULL
          AND d.retracted_at IS NULL
          AND NOT EXISTS (SELECT FROM redaction x JOIN record part ON part.id = x.record_id
                          WHERE part.root_id = base.root_id)
        ORDER BY j.id, s.side, r.received_at, r.id
    """).columns(payload=JSONB)
    return [Judged(*row) for row in await tx.rows(query, {"ids": list(ids)})]


async def add(tx: Tx, row: Mapping[str, Any], left: Iterable[str], right: Iterable[str]) -> None:
    """Store a judgement on two sets of reports."""
    await tx.execute(_JUDGEMENTS.insert(), {**row, "at": tx.at})
    sides = [(report, "left") for report in left] + [(report, "right") for report in right]
    values = [{"judgement_id": row["id"], "report_id": report, "side": side} for report, side in sides]
    await tx.execute(_SIDES.insert(), values)


async def undo(tx: Tx, judgement_id: str, by: str) -> None:
    """Take a judgement back."""
    query = _JUDGEMENTS.update().where(_JUDGEMENTS.c.id == judgement_id, _JUDGEMENTS.c.undone_at.is_(None))
    await tx.execute(query.values(undone_at=tx.at, undone_by=by))


async def standing_between(tx: Tx, left: Iterable[str], right: Iterable[str]) -> dict[str, Any] | None:
    """The oldest standing *different* between any of the reports `left` and any of the reports `right`."""
    return await tx.map(_DIFFERENT, {"left": list(left), "right": list(right)})


async def among(tx: Tx, roots: Iterable[str]) -> dict[frozenset[str], set[str]]:
    """What stands between any two of these records: *different* or *unsure*, told of any of their reports."""
    query = text("""
        SELECT DISTINCT lb.root_id AS "left", rb.root_id AS "right", j.verdict
        FROM record lb JOIN report lr ON lr.base = lb.id JOIN judgement_report l ON l.report_id = lr.id
        JOIN judgement j ON j.id = l.judgement_id
        JOIN judgement_report r ON r.judgement_id = j.id AND r.side <> l.side
        JOIN report rr ON rr.id = r.report_id JOIN record rb ON rb.id = rr.base
        WHERE lb.root_id = ANY(:roots) AND rb.root_id = ANY(:roots) AND lb.root_id < rb.root_id
          AND j.verdict IN ('different', 'unsure') AND j.undone_at IS NULL
    """)
    found: dict[frozenset[str], set[str]] = defaultdict(set)
    for left, right, verdict in await tx.rows(query, {"roots": list(roots)}):
        found[frozenset((left, right))].add(verdict)
    return found


async def inherit(tx: Tx, successors: Mapping[str, str]) -> None:
    """Give each new report (the key) the standing judgements of the one it supersedes (the value)."""
    query = text("""
        INSERT INTO judgement_report (judgement_id, report_id, side)
        SELECT s.judgement_id, pair.new, s.side
        FROM unnest(CAST(:new AS text[]), CAST(:old AS text[])) AS pair(new, old)
        JOIN judgement_report s ON s.report_id = pair.old
        ON CONFLICT DO NOTHING
    """)
    if successors:
        await tx.execute(query, {"new": list(successors), "old": list(successors.values())})
