"""What a maintainer does to one record: correct, withdraw, restore, redact; each names the version it was made from."""

from asyncio import to_thread
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from schemas.document import Document
from service.errors import FieldError, Replay, Unprocessable
from service.registry.citations import STATEMENTS
from service.registry.correction import parse_correction
from service.registry.diff import read_document
from service.registry.mentions import mentions
from service.registry.redact import ALL, check_paths, redact_bytes
from service.registry.relabel import label_of
from service.storage import merges, records, redactions, reports, suggestions
from service.storage.engine import Database
from service.storage.records import Current
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.assign_defendants import Labelling
from service.usecases.export_files import forget_exports
from service.usecases.hold_record import hold
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.precondition import IfMatch
from service.usecases.publish import Cause, Written, publish
from service.usecases.read_record import Served, etag_of, read_record
from service.usecases.redact_history import redact_history
from service.usecases.reference import reference_of
from service.usecases.store_documents import store_documents


async def correct_record(
    db: Database, *, kind: str, id: str, if_match: IfMatch, set: Mapping[str, Any], document: Document | None,
    reason: str | None, actor: Actor, idempotency: Idempotency | None = None,
) -> Served:  # fmt: skip
    """Set or remove (null) values by field path; the correction is a report of its own.

    Raises NotFound, Gone, MergedAway, Stale, Unprocessable for a path or value the contract does not know, and for a
    defendant the case does not have.
    """
    if not set:
        raise Unprocessable.at("/set", "names nothing to set")
    parsed = parse_correction(kind, set)
    made: list[Served] = []

    async def work(tx: Tx) -> Answer:
        current = await hold(tx, kind, id, if_match)
        _check_defendants(current, _labels_set(parsed))
        report_id = new_id("rep")
        cited = document or _statement(tx, report_id)
        (document_id,) = (await store_documents(tx, [cited])).values()
        await suggestions.reopen_unsure(tx, [id])
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
    """Remove fields, or the record whole, from every version; a mark is left. A withdrawn record can be redacted, too.

    Raises NotFound, Gone (redacted whole before), MergedAway, Stale, Unprocessable for a field that records of this
    kind don't have.
    """
    paths = [ALL] if fields == "all" else list(dict.fromkeys(fields))
    check_paths(kind, paths)

    async def work(tx: Tx) -> Answer:
        current = await hold(tx, kind, id, if_match, withdrawn_too=True)
        if current.state == "published":
            _check_defendants(current, (("/fields", path.split(".")[1]) for path in paths if path.startswith("defend")))
        stems = await _store_redactions(tx, current, paths, actor, reason)
        shown = None if reason and mentions(reason, stems) else reason
        written = await _publish(db, tx, current, Cause("redaction", actor.account, shown))
        return {"id": id, "version": written.version, "state": written.state, "fields": paths}

    answer = await once(db, idempotency, work)
    await to_thread(forget_exports, db.settings.data_dir)
    return answer


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
    written = await publish(tx, {current.id: current.kind}, cause, await reference_of(db, tx), db.weights)
    return written[current.id]


async def _store_redactions(
    tx: Tx, current: Current, paths: Sequence[str], actor: Actor, reason: str | None
) -> set[str]:
    """Redact every base that lies in the record, so that undoing a merge shows nothing again; and mask all history.

    Answers what a text mentions by which it tells a name that was taken out.
    """
    bases = (await merges.members(tx, [current.id]))[current.id]
    labelling = await Labelling.of(tx, {*bases})
    own = {base: [await _path_in_base(tx, labelling, path, base) for path in paths] for base in bases}
    rows = [
        {"id": new_id("red"), "record_id": base, "fields": fields, "by": actor.account, "reason": reason}
        for base, fields in own.items()
    ]
    await redactions.add(tx, rows)
    stems = await redact_history(tx, own)
    await redactions.rewrite_current(tx, current.id, partial(redact_bytes, paths=frozenset(paths)))
    return stems


async def _path_in_base(tx: Tx, labelling: Labelling, path: str, base: str) -> str:
    """A path in the labels of the base's own case; there a defendant whom only others knew gets a label, too."""
    parts = path.split(".")
    if parts[0] == "defendants" and len(parts) > 1:
        parts[1] = await labelling.in_base(tx, parts[1], base)
    return ".".join(parts)


def _check_defendants(current: Current, named: Iterable[tuple[str, str]]) -> None:
    """Raise Unprocessable for each label, given with its place, of a defendant whom the case does not have."""
    labels = {defendant["id"] for defendant in read_document(current.document).get("defendants", ())}
    wrong = [FieldError(place, f"the case has no defendant {label}") for place, label in named if label not in labels]
    if wrong:
        raise Unprocessable(wrong[0].detail, errors=wrong)


def _labels_set(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The places and labels of the defendants that a correction speaks of."""
    for path in values:
        if path.startswith("defendants."):
            yield f"/set/{path}", path.split(".")[1]
    for n, event in enumerate(values.get("events") or ()):
        for m, decision in enumerate(event.decisions):
            yield f"/set/events/{n}/decisions/{m}/defendant", label_of(decision.defendant)


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
