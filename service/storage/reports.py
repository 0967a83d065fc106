"""Reports: stored once as sent; read back as the fold wants them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from schemas.case import CaseFacts
from schemas.casualty import CasualtyFacts
from service.registry.correction import parse_correction
from service.registry.evidence import Correction, Document, Origin, Report
from service.storage.tables import AssignmentRow, ReportRow, table
from service.storage.transaction import Tx

Facts = CasualtyFacts | CaseFacts
NOTHING_READ: Final[Mapping[str, Facts]] = {}

_REPORTS = table(ReportRow)
_ASSIGNMENTS = table(AssignmentRow)

_STANDS = "r.superseded_by IS NULL AND r.retracted_at IS NULL AND d.retracted_at IS NULL"
_LIVE = text(f"""
    SELECT coalesce(record.root_id, r.base) AS root, r.id, r.kind, r.origin, r.locator, r.based_on, r.payload,
           r.received_at, r.sent_by, r.base, d.id AS document_id, d.source, d.type, d.url, d.title, d.published_on,
           d.retrieved_on, d.archived_url, d.repost_of, s.official
    FROM report r JOIN document d ON d.id = r.document_id JOIN source s ON s.slug = d.source
         LEFT JOIN record ON record.id = r.base
    WHERE r.base = ANY(:bases) AND {_STANDS}
    ORDER BY r.id
""").columns(based_on=JSONB, payload=JSONB)
_HEADS = text("""
    SELECT id, external_id, fingerprint, base, kind, payload, retracted_at IS NOT NULL AS retracted, supersedes
    FROM report WHERE partner = :partner AND superseded_by IS NULL
      AND ((external_id = ANY(:external)) OR (external_id IS NULL AND fingerprint = ANY(:prints)))
""").columns(payload=JSONB)
_STANDING = text("""
    SELECT r.id, r.external_id, r.fingerprint, r.base, d.retracted_at IS NOT NULL AS doubtful
    FROM report r JOIN document d ON d.id = r.document_id
    WHERE r.partner = :partner AND r.superseded_by IS NULL AND r.retracted_at IS NULL
      AND ((r.external_id = ANY(:external)) OR (r.external_id IS NULL AND r.fingerprint = ANY(:prints)))
""")
_SHARED = text("""
    SELECT base.root_id, r.external_id FROM report r JOIN record base ON base.id = r.base
    WHERE base.root_id = ANY(:roots) AND r.partner = :partner AND r.external_id IS NOT NULL AND r.origin = 'report'
      AND r.superseded_by IS NULL AND r.retracted_at IS NULL
    ORDER BY r.external_id
""")
_PREDECESSORS = text("""
    WITH RECURSIVE before AS (
        SELECT r.supersedes AS id FROM report r WHERE r.id = ANY(:ids)
        UNION SELECT r.supersedes FROM report r JOIN before ON r.id = before.id
    )
    SELECT id, external_id, fingerprint, base, kind, payload, retracted_at IS NOT NULL AS retracted, supersedes
    FROM report WHERE id IN (SELECT id FROM before)
""").columns(payload=JSONB)

_TOLD = text("""
    SELECT told.base, told.labels, r.payload
    FROM (
        SELECT r.id, r.base, (SELECT coalesce(jsonb_object_agg(a."index", a.label), '{}') FROM assignment a
                              WHERE a.report_id = r.id) AS labels
        FROM report r WHERE r.base = ANY(:bases)
        UNION ALL
        SELECT moved.key, moved.value ->> 'base', moved.value -> 'own'
        FROM split s CROSS JOIN jsonb_each(s.moved) AS moved
        WHERE NOT :live AND s.undone_at IS NULL AND moved.value ->> 'base' = ANY(:bases)
    ) AS told JOIN report r ON r.id = told.id JOIN document d ON d.id = r.document_id
    WHERE r.kind = 'case' AND r.origin = 'report'
      AND (NOT :live OR (r.superseded_by IS NULL AND r.retracted_at IS NULL AND d.retracted_at IS NULL))
    ORDER BY r.id, told.base
""").columns(labels=JSONB, payload=JSONB)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest report under an external id, or the one with a fingerprint where the sender gives no id.

    Also what it superseded, and so on.
    """

    id: str
    external_id: str | None
    fingerprint: bytes
    base: str | None
    kind: str
    payload: dict[str, Any]
    retracted: bool
    supersedes: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A report that stands under its id, or by its content; `doubtful`: its document is retracted."""

    id: str
    external_id: str | None
    fingerprint: bytes
    base: str | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A live report and the base it lies in."""

    report: Report
    base: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of a case, a base it lies or lay in, and there the labels of its defendants by their index."""

    base: str
    labels: Mapping[int, str]
    facts: CaseFacts


async def heads(tx: Tx, partner: str, external: Sequence[str], prints: Sequence[bytes]) -> list[Head]:
    """The partner's newest reports under these external ids, and those with these fingerprints without one."""
    params = {"partner": partner, "external": list(external), "prints": list(prints)}
    return [Head(**row) for row in await tx.maps(_HEADS, params)]


async def standing(tx: Tx, partner: str, external: Sequence[str], prints: Sequence[bytes]) -> list[Standing]:
    """As `heads`, without what they say, and without those that were taken back: a tenth of the cost."""
    params = {"partner": partner, "external": list(external), "prints": list(prints)}
    return [Standing(*row) for row in await tx.rows(_STANDING, params)]


async def external_ids(tx: Tx, partner: str, roots: Iterable[str]) -> dict[str, list[str]]:
    """The external ids of the partner's standing reports in each of the records, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for root, external_id in await tx.rows(_SHARED, {"partner": partner, "roots": list(roots)}):
        found[root].append(external_id)
    return found


async def predecessors(tx: Tx, report_ids: Iterable[str]) -> list[Head]:
    """All that these reports superseded, directly or through others."""
    return [Head(**row) for row in await tx.maps(_PREDECESSORS, {"ids": list(report_ids)})]


async def insert(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store new reports; those they supersede are marked first, since each external id has one head."""
    superseded = [{"old": row["supersedes"], "new": row["id"]} for row in rows if row["supersedes"]]
    if superseded:
        mark = _REPORTS.update().where(_REPORTS.c.id == bindparam("old")).values(superseded_by=bindparam("new"))
        await tx.execute(mark, superseded)
    await tx.copy(_REPORTS, rows)


async def find(tx: Tx, report_id: str) -> dict[str, Any] | None:
    """The report's row, or None."""
    return await tx.map(_REPORTS.select().where(_REPORTS.c.id == report_id))


async def set_retracted(tx: Tx, report_id: str, at: datetime | None, by: str | None, why: str | None) -> None:
    """Take a report back (`at` a time), or put it up again (`at` None)."""
    values = {"retracted_at": at, "retracted_by": by, "retracted_why": why}
    await tx.execute(_REPORTS.update().where(_REPORTS.c.id == report_id).values(**values))


async def set_base(tx: Tx, report_ids: Iterable[str], base: str) -> None:
    """Put reports into another base: only a split, and what undoes one, does this."""
    await tx.execute(_REPORTS.update().where(_REPORTS.c.id.in_(list(report_ids))).values(base=base))


async def in_base(tx: Tx, report_ids: Iterable[str], base: str) -> list[str]:
    """Those of the reports that lie in the base."""
    found = await tx.execute(
        text("SELECT id FROM report WHERE id = ANY(:ids) AND base = :base ORDER BY id"),
        {"ids": list(report_ids), "base": base},
    )
    return list(found.scalars())


async def live(tx: Tx, bases: Iterable[str], read: Mapping[str, Facts] = NOTHING_READ) -> dict[str, list[Placed]]:
    """Every live report whose base is one of `bases`, by the root of its base.

    `read` are facts that this transaction has checked already, by report id: checking them again costs a tenth of
    submitting.
    """
    found: dict[str, list[Placed]] = defaultdict(list)
    for row in await tx.rows(_LIVE, {"bases": list(bases)}):
        found[row.root].append(Placed(_report(row, read.get(row.id)), row.base))
    return found


async def count_documents(tx: Tx, roots: Iterable[str]) -> Mapping[str, int]:
    """How many documents the live reports of each record are from, corrections left out; 0 for a record without any."""
    found = dict.fromkeys(roots, 0)
    query = text(f"""
        SELECT b.root_id, count(DISTINCT r.document_id) AS documents FROM record b JOIN report r ON r.base = b.id
        JOIN document d ON d.id = r.document_id
        WHERE b.root_id = ANY(:roots) AND r.origin = 'report' AND {_STANDS} GROUP BY b.root_id
    """)
    return found | {row.root_id: row.documents for row in await tx.rows(query, {"roots": list(found)})}


async def ids_of(tx: Tx, bases: Iterable[str]) -> list[str]:
    """The ids of all reports put into `bases`, live or not: a judgement is about all of them."""
    found = await tx.execute(text("SELECT id FROM report WHERE base = ANY(:bases) ORDER BY id"), {"bases": list(bases)})
    return list(found.scalars())


async def assign(tx: Tx, rows: Sequence[tuple[str, int, str]]) -> None:
    """Store which defendant each (report, index) is, in the labels of the report's base."""
    values = [{"report_id": report, "index": index, "label": label} for report, index, label in rows]
    await tx.copy(_ASSIGNMENTS, values)


async def relabel(tx: Tx, labels: Mapping[tuple[str, int], str]) -> None:
    """Give reports' defendants other labels: those of the base the reports are moved to."""
    if labels:
        same = (_ASSIGNMENTS.c.report_id == bindparam("report")) & (_ASSIGNMENTS.c.index == bindparam("n"))
        rows = [{"report": report, "n": index, "to": label} for (report, index), label in labels.items()]
        await tx.execute(_ASSIGNMENTS.update().where(same).values(label=bindparam("to")), rows)


async def assignments(tx: Tx, report_ids: Iterable[str]) -> dict[tuple[str, int], str]:
    """The labels stored for these reports' defendants, in the labels of each report's own base."""
    query = text('SELECT report_id, "index", label FROM assignment WHERE report_id = ANY(:ids)')
    return {(row[0], row[1]): row[2] for row in await tx.rows(query, {"ids": list(report_ids)})}


async def labels_used(tx: Tx, bases: Iterable[str]) -> dict[str, set[str]]:
    """Every label ever given in each base, so that none is given twice: by its reports, merges and splits."""
    query = text("""
        SELECT r.base, a.label FROM assignment a JOIN report r ON r.id = a.report_id WHERE r.base = ANY(:bases)
        UNION SELECT m.survivor, label.value FROM merge m, jsonb_each_text(m.labels) AS label
        WHERE m.survivor = ANY(:bases)
        UNION SELECT m.absorbed, label.key FROM merge m, jsonb_each_text(m.labels) AS label
        WHERE m.absorbed = ANY(:bases)
        UNION SELECT s.record_id, label.value FROM split s, jsonb_each(s.moved) AS report,
                     jsonb_each_text(report.value -> 'whole') AS label
        WHERE s.record_id = ANY(:bases)
    """)
    used: dict[str, set[str]] = defaultdict(set)
    for base, label in await tx.rows(query, {"bases": list(bases)}):
        used[base].add(label)
    return used


async def told_cases(tx: Tx, bases: Iterable[str], *, live: bool) -> list[Told]:
    """What the reports put into these bases say of their cases, corrections left out.

    All of them, those that standing splits moved out included, since undoing one brings them back; or the `live` ones.
    """
    rows = await tx.rows(_TOLD, {"bases": list(bases), "live": live})
    return [Told(base, {int(n): label for n, label in labels.items()}, CaseFacts.model_validate(payload))
            for base, labels, payload in rows]  # fmt: skip


def facts_of(kind: str, origin: str, payload: Mapping[str, Any]) -> CasualtyFacts | CaseFacts | Correction:
    """The typed facts of a stored payload."""
    if origin == "correction":
        return Correction(set=parse_correction(kind, payload["set"]), reason=payload.get("reason") or "")
    return told_facts(kind, payload)


def told_facts(kind: str, payload: Mapping[str, Any]) -> CasualtyFacts | CaseFacts:
    """The typed facts of a report as a partner sent it."""
    return CasualtyFacts.model_validate(payload) if kind == "casualty" else CaseFacts.model_validate(payload)


def _report(row: Any, read: Facts | None) -> Report:
    document = Document(
        id=row.document_id, source=row.source, type=row.type, url=row.url, title=row.title,
        published_on=row.published_on, retrieved_on=row.retrieved_on, archived_url=row.archived_url,
        repost_of=row.repost_of, official=row.official,
    )  # fmt: skip
    return Report(
        id=row.id, kind=row.kind, origin=row.origin, document=document, locator=row.locator,
        based_on=tuple(Origin(**origin) for origin in row.based_on), received_at=row.received_at, by=row.sent_by,
        facts=read or facts_of(row.kind, row.origin, row.payload),
    )  # fmt: skip
