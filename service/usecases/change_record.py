"""What a maintainer does to one record: correct, withdraw, restore, redact; each names the version it was made from."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from schemas.document import Document
from service.errors import Replay
from service.registry.correction import parse_correction
from service.registry.redact import ALL, check_paths, redact_bytes
from service.storage import merges, records, redactions, reports
from service.storage.engine import Database
from service.storage.records import Current
from service.storage.transaction import Tx
from service.usecases.actor import STATEMENTS, Actor
from service.usecases.hold_record import hold
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.precondition import IfMatch
from service.usecases.publish import Cause, Written, publish
from service.usecases.read_record import Served, etag_of, read_record
from service.usecases.reference import reference_of
from service.usecases.store_documents import store_documents


async def correct_record(
    db: Database, *, kind: str, id: str, if_match: IfMatch, set: Mapping[str, Any], document: Document | None,
    reason: str | None, actor: Actor, idempotency: Idempotency | None = None,
) -> Served:  # fmt: skip
    """Set or remove (null) values by field path; the correction is a report of its own.

    Raises NotFound, Gone, MergedAway, Stale, Unprocessable for a path or value the contract does not know.
    """
    parse_correction(kind, set)
    made: list[Served] = []

    async def work(tx: Tx) -> Answer:
        current = await hold(tx, kind, id, if_match)
        report_id = new_id("rep")
        cited = document or _statement(tx, report_id)
        (document_id,) = (await store_documents(tx, [cited])).values()
        await reports.insert(tx, [_correction(tx, report_id, current, document_id, dict(set), reason, actor)])
        written = await _publish(db, tx, current, Cause("correction", actor.account, reason))
        made.append(Served(written.document, etag_of(written.document), tx.at, written.version))
        return {"id": written.id, "version": written.version}

    try:
        await once(db, idempotency, work)
    except Replay as first:
        return await read_record(db, kind=kind, id=id, version=int(str(first.body["version"])))
    return made[0]


async def withdraw(
    db: Database, *, kind: str, id: str, if_match: IfMatch, reason: str | None, actor: Actor,
    idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Take a record out of sight; its id answers with a tombstone until it is restored. Raises as `correct_record`."""
    return await _set_withdrawn(db, kind, id, if_match, True, Cause("withdrawal", actor.account, reason), idempotency)


async def restore(
    db: Database, *, kind: str, id: str, if_match: IfMatch, reason: str | None, actor: Actor,
    idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Bring a withdrawn record back. Raises NotFound, MergedAway, Stale; Conflict when it was not withdrawn."""
    cause = Cause("restoration", actor.account, reason)
    return await _set_withdrawn(db, kind, id, if_match, False, cause, idempotency)


async def redact(
    db: Database, *, kind: str, id: str, if_match: IfMatch, fields: Sequence[str] | Literal["all"],
    reason: str | None, actor: Actor, idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Remove fields, or the record whole, from every version; a mark is left.

    Raises NotFound, Gone, MergedAway, Stale, Unprocessable for a field that records of this kind don't have.
    """
    paths = [ALL] if fields == "all" else list(dict.fromkeys(fields))
    check_paths(kind, paths)

    async def work(tx: Tx) -> Answer:
        current = await hold(tx, kind, id, if_match)
        await _store_redactions(tx, current, paths, actor, reason)
        written = await _publish(db, tx, current, Cause("redaction", actor.account, reason))
        return {"id": id, "version": written.version, "state": written.state, "fields": paths}

    return await once(db, idempotency, work)


async def _set_withdrawn(
    db: Database, kind: str, id_: str, if_match: IfMatch, withdrawn: bool, cause: Cause,
    idempotency: Idempotency | None,
) -> Answer:  # fmt: skip
    async def work(tx: Tx) -> Answer:
        current = await hold(tx, kind, id_, if_match, withdrawn=not withdrawn)
        await records.set_withdrawn(tx, id_, withdrawn)
        written = await _publish(db, tx, current, cause)
        return {"id": id_, "version": written.version, "state": written.state}

    return await once(db, idempotency, work)


async def _publish(db: Database, tx: Tx, current: Current, cause: Cause) -> Written:
    written = await publish(tx, {current.id: current.kind}, cause, await reference_of(db, tx))
    return written[current.id]


async def _store_redactions(tx: Tx, current: Current, paths: Sequence[str], actor: Actor, reason: str | None) -> None:
    """Redact every base that lies in the record, so that undoing a merge shows nothing again; and mask all history."""
    bases = (await merges.members(tx, [current.id]))[current.id]
    rows = [{"id": new_id("red"), "record_id": base, "fields": list(paths), "by": actor.account, "reason": reason}
            for base in bases]  # fmt: skip
    await redactions.add(tx, rows)
    mask: Callable[[bytes], bytes] = lambda document: redact_bytes(document, frozenset(paths))  # noqa: E731
    for base in bases:
        await redactions.rewrite_versions(tx, base, mask)
    await redactions.rewrite_current(tx, current.id, mask)


def _statement(tx: Tx, report_id: str) -> Document:
    title = f"Maintainer's statement {report_id}"
    return Document(source=STATEMENTS, type="other", title=title, published_on=tx.at.date().isoformat())


def _correction(
    tx: Tx, report_id: str, current: Current, document_id: str, set_: dict[str, Any], reason: str | None, actor: Actor
) -> dict[str, Any]:
    return {
        "id": report_id, "kind": current.kind, "origin": "correction", "partner": STATEMENTS,
        "external_id": report_id, "document_id": document_id, "locator": None, "based_on": [],
        "payload": {"set": set_, "reason": reason}, "fingerprint": report_id.encode(), "received_at": tx.at,
        "sent_by": actor.account, "supersedes": None, "superseded_by": None, "base": current.id,
    }  # fmt: skip
