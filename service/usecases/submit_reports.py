"""Taking in a batch of reports: checked one by one, stored, placed and published in one transaction."""

from asyncio import sleep
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, TypeVar

from service.errors import Forbidden
from service.storage import judgements, merges, reports
from service.storage.engine import Database
from service.storage.transaction import Tx, take_turn
from service.usecases.actor import MACHINE, Actor
from service.usecases.find_matches import Workspace, foresee
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.place_reports import Placed, Placing, place, record_decisions
from service.usecases.publish import Cause, publish
from service.usecases.read_reports import Incoming, Refused, prepared, read_report
from service.usecases.reference import reference_of
from service.usecases.sort_reports import Known, find_unchanged, sort_out
from service.usecases.store_documents import doubt_retracted, store_documents
from service.usecases.tie_records import tie_pairs

# Checking a report takes a tenth of a millisecond, preparing it as long; other requests are let in between.
_BREATH = 50
NAMED_BESIDE = 10
"""How many of the sender's other ids in a record are named."""

Result = dict[str, Any]
Item = TypeVar("Item")
_NOTHING: Final[Result] = {
    "index": 0, "outcome": "", "report_id": None, "record_id": None, "suggestions": [], "suggested_records": [],
    "same_record_as": [], "warnings": [], "problem": None,
}  # fmt: skip


async def submit_reports(
    db: Database,
    *,
    reports: Sequence[object],
    actor: Actor,
    dry_run: bool = False,
    idempotency: Idempotency | None = None,
) -> Answer:
    """The outcome of each report in the order sent; a bad one is rejected alone, and a dry run changes nothing.

    Items are parsed JSON, or a PoimennoError where an item could not be parsed. What is there already is told without
    waiting for the one writer's turn. Raises Busy, and what `once` raises.
    """
    if not actor.may("submit"):
        raise Forbidden
    today = datetime.now(UTC).date()
    read = [read_report(n, one, secret=db.secret, today=today) async for n, one in _breathing(reports)]
    good = [item for item in read if isinstance(item, Incoming)]
    refused = [_refusal(item) for item in read if isinstance(item, Refused)]

    async def work(tx: Tx) -> Answer:
        known, others = await find_unchanged(tx, good, actor.partner)
        results = [*refused, *await _known_results(tx, known, ()), *await _take_turn(db, tx, others, actor)]
        return {"results": sorted(results, key=lambda result: int(result["index"]))}

    return await once(db, idempotency, work, identity=False, dry_run=dry_run)


async def _take_turn(db: Database, tx: Tx, items: Sequence[Incoming], actor: Actor) -> list[Result]:
    """Prepare the reports for matching, then wait for the one writer's turn and take them in."""
    if not items:
        return []
    reference = await reference_of(db, tx)
    ready = [prepared(item, reference) async for _, item in _breathing(items)]
    workspace = await foresee(tx, ready, db.weights)
    return await take_in(db, await take_turn(tx.conn), ready, actor, workspace)


async def _breathing(items: Iterable[Item]) -> AsyncIterator[tuple[int, Item]]:
    for index, item in enumerate(items):
        yield index, item
        if index % _BREATH == _BREATH - 1:
            await sleep(0)


async def take_in(
    db: Database, tx: Tx, items: Sequence[Incoming], actor: Actor, workspace: Workspace
) -> list[Result]:  # fmt: skip
    """Store the reports that are new, decide whose each is, and publish the records they touch."""
    if not items:
        return []
    document_ids = await store_documents(tx, [item.report.document for item in items])
    known, placing = await sort_out(tx, await doubt_retracted(tx, items, document_ids), actor.partner)
    placed = await take_new(db, tx, placing, document_ids, actor, workspace)
    return [*await _known_results(tx, known, placed), *await _placed_results(tx, placed, actor.partner)]


async def take_new(
    db: Database,
    tx: Tx,
    placing: Sequence[Placing],
    document_ids: Mapping[str, str],
    actor: Actor,
    workspace: Workspace,
) -> list[Placed]:
    """Place, store and publish reports that are new; `document_ids` by the identity of what they cite."""
    placed = await place(tx, placing, await reference_of(db, tx), workspace, auto_attach=db.settings.auto_attach)
    rows = [
        report_row(
            tx, one.item, one.report_id, document_ids[one.item.identity], actor, base=one.base,
            supersedes=one.supersedes.id if one.supersedes else None, superseded_by=one.superseded_by,
        )
        for one in placed
    ]  # fmt: skip
    await reports.insert(tx, rows)
    await finish(db, tx, placed, actor)
    return placed


async def finish(db: Database, tx: Tx, placed: Sequence[Placed], actor: Actor) -> None:
    """Store what was decided of stored reports, publish what they touch, and link soldiers with defendants."""
    reference = await reference_of(db, tx)
    heirs = {one.report_id: one.heir_of for one in placed if one.heir_of}
    await judgements.inherit(tx, heirs)
    await record_decisions(tx, placed, reference)
    facts = {one.report_id: one.item.report.facts for one in placed}
    touched = await _touched(tx, placed)
    await publish(tx, touched, Cause("report", actor.account), reference, db.weights, facts=facts)
    beside = [(one.record_id, other) for one in placed for other in one.beside]
    if db.settings.auto_attach and (tied := await tie_pairs(tx, beside, touched, db.weights)):
        await publish(tx, tied, Cause("link", MACHINE.account), reference, db.weights)


async def _touched(tx: Tx, placed: Sequence[Placed]) -> dict[str, str]:
    """The records that got a report, and those that a report left because its successor speaks of somebody else."""
    deserted = [one.supersedes.base for one in placed if one.supersedes and one.left and one.supersedes.base]
    roots = await merges.roots(tx, deserted)
    kinds = {roots[one.supersedes.base]: one.supersedes.kind for one in placed
             if one.supersedes and one.left and one.supersedes.base in roots}  # fmt: skip
    return {one.record_id: one.item.kind for one in placed} | kinds


def report_row(
    tx: Tx, item: Incoming, report_id: str, document_id: str, actor: Actor, *, base: str | None,
    supersedes: str | None, superseded_by: str | None,
) -> dict[str, Any]:  # fmt: skip
    """The row of a report as it is stored; `base` is None while it waits to be placed."""
    report = item.report
    return {
        "id": report_id, "kind": report.kind, "origin": "report", "partner": actor.partner,
        "external_id": report.external_id, "document_id": document_id, "locator": report.locator,
        "based_on": [origin.model_dump() for origin in report.based_on], "payload": item.payload,
        "fingerprint": item.fingerprint, "received_at": tx.at, "sent_by": actor.account,
        "supersedes": supersedes, "superseded_by": superseded_by, "base": base,
    }  # fmt: skip


async def _known_results(tx: Tx, known: Sequence[Known], placed: Sequence[Placed]) -> list[Result]:
    """Of reports that were there already, or that the batch itself had `placed` before."""
    where = {one.report_id: one.record_id for one in placed}
    roots = await merges.roots(tx, {one.base for one in known if one.base})
    return [
        _result(one.item, "unchanged", one.report_id, where.get(one.report_id) or roots.get(one.base or ""))
        for one in known
    ]


async def _placed_results(tx: Tx, placed: Sequence[Placed], partner: str) -> list[Result]:
    beside = await _ids_beside(tx, placed, partner)
    return [
        _result(one.item, one.outcome, one.report_id, one.record_id) | {
            "suggestions": one.suggestion_ids,
            "suggested_records": [match.record_id for match in one.suggested],
            "same_record_as": beside(one),
        }
        for one in placed
    ]  # fmt: skip


async def _ids_beside(tx: Tx, placed: Sequence[Placed], partner: str) -> Callable[[Placed], list[str]]:
    """What tells of a report under which other ids of its sender its record has reports: they have become one."""
    times = Counter(one.record_id for one in placed)
    shared = [id_ for id_, count in times.items() if count > 1]
    joined = {one.record_id for one in placed if one.outcome != "created"}
    ids = await reports.external_ids(tx, partner, joined.union(shared))

    def beside(one: Placed) -> list[str]:
        others = (id_ for id_ in ids.get(one.record_id, ()) if id_ != one.item.report.external_id)
        return list(islice(others, NAMED_BESIDE))

    return beside


def _result(item: Incoming, outcome: str, report_id: str, record_id: str | None) -> Result:
    return _NOTHING | {
        "index": item.index, "outcome": outcome, "report_id": report_id, "record_id": record_id,
        "warnings": list(item.warnings),
    }  # fmt: skip


def _refusal(refused: Refused) -> Result:
    return _NOTHING | {"index": refused.index, "outcome": "rejected", "problem": refused.error}
