"""Taking back one report, or every report of a document; and putting them up again."""

from collections.abc import Iterable

from service.errors import Forbidden, NotFound
from service.storage import documents, merges, records, reports
from service.storage.engine import Database
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.publish import Cause, publish
from service.usecases.reference import reference_of


async def retract_report(
    db: Database, *, report_id: str, actor: Actor, reason: str | None = None, idempotency: Idempotency | None = None
) -> Answer:
    """Take a report back: what rests on it alone is dropped. Raises NotFound; Forbidden for another partner's."""
    return await _set_report(db, report_id, True, actor, reason, idempotency)


async def unretract_report(
    db: Database, *, report_id: str, actor: Actor, reason: str | None = None, idempotency: Idempotency | None = None
) -> Answer:
    """Put a report up again. Raises as `retract_report`."""
    return await _set_report(db, report_id, False, actor, reason, idempotency)


async def retract_document(
    db: Database, *, document_id: str, actor: Actor, reason: str | None, idempotency: Idempotency | None = None
) -> Answer:
    """Take a document back: every fact that rests on it alone is dropped in a new version. Raises NotFound."""
    return await _set_document(db, document_id, True, actor, reason, idempotency)


async def unretract_document(
    db: Database, *, document_id: str, actor: Actor, reason: str | None, idempotency: Idempotency | None = None
) -> Answer:
    """Put a document up again. Raises NotFound."""
    return await _set_document(db, document_id, False, actor, reason, idempotency)


async def _set_report(
    db: Database, report_id: str, retracted: bool, actor: Actor, reason: str | None, idempotency: Idempotency | None
) -> Answer:
    async def work(tx: Tx) -> Answer:
        report = await reports.find(tx, report_id)
        if report is None:
            raise NotFound
        if report["partner"] != actor.partner and not actor.may("review"):
            raise Forbidden("This report is another partner's.")
        if (report["retracted_at"] is not None) != retracted:
            at = tx.at if retracted else None
            await reports.set_retracted(tx, report_id, at, actor.account if retracted else None, reason)
        bases = [report["base"]] if report["base"] else []
        roots = await _publish(db, tx, bases, Cause(_verb(retracted), actor.account, reason))
        return {"report_id": report_id, "record_id": roots[0] if roots else None, "retracted": retracted}

    return await once(db, idempotency, work)


async def _set_document(
    db: Database, document_id: str, retracted: bool, actor: Actor, reason: str | None, idempotency: Idempotency | None
) -> Answer:
    async def work(tx: Tx) -> Answer:
        document = await documents.find(tx, document_id)
        if document is None:
            raise NotFound
        if (document["retracted_at"] is not None) != retracted:
            at = tx.at if retracted else None
            await documents.set_retracted(tx, document_id, at, actor.account if retracted else None, reason)
        bases = await documents.bases_resting_on(tx, document_id)
        roots = await _publish(db, tx, bases, Cause(_verb(retracted), actor.account, reason))
        return {"document_id": document_id, "retracted": retracted, "records": roots}

    return await once(db, idempotency, work)


async def _publish(db: Database, tx: Tx, bases: Iterable[str], cause: Cause) -> list[str]:
    roots = sorted(set((await merges.roots(tx, bases)).values()))
    kinds = {id_: current.kind for id_, current in (await records.current(tx, roots)).items()}
    await publish(tx, kinds, cause, await reference_of(db, tx), db.weights)
    return roots


def _verb(retracted: bool) -> str:
    return "retraction" if retracted else "unretraction"
