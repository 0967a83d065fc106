"""Taking reports out of a record into one of their own, and putting them together again."""

from collections.abc import Sequence

from service.errors import Conflict, NotFound, Unprocessable
from service.storage import inputs, judgements, merges, records, reports
from service.storage.engine import Database
from service.storage.records import Current
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.hold_record import hold
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id, record_id
from service.usecases.merge_records import join, refuse_if_different, sides_of
from service.usecases.precondition import IfMatch
from service.usecases.publish import Cause, publish
from service.usecases.reference import reference_of


async def split(
    db: Database, *, kind: str, id: str, if_match: IfMatch, report_ids: Sequence[str], reason: str | None,
    actor: Actor, idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Put these reports into a new record and judge both parts different.

    Raises NotFound, Gone, MergedAway, Stale, Unprocessable (a report that is not of this record, or all of them).
    """
    chosen = list(dict.fromkeys(report_ids))

    async def work(tx: Tx) -> Answer:
        current = await hold(tx, kind, id, if_match)
        live = (await reports.live(tx, (await merges.members(tx, [id]))[id])).get(id, [])
        moved, kept = _sort(live, chosen)
        new = record_id(kind)
        judgement = new_id("jdg")
        row = {"id": judgement, "verdict": "different", "by": actor.account, "reason": reason}
        await judgements.add(tx, row, kept, chosen)
        await _keep_labels(tx, current, chosen)
        await reports.set_base(tx, chosen, new)
        spl = {"id": new_id("spl"), "record_id": id, "new_record_id": new, "moved": moved, "judgement_id": judgement,
               "by": actor.account, "reason": reason}  # fmt: skip
        await merges.add_split(tx, spl)
        cause = Cause("split", actor.account, reason)
        await publish(tx, {id: current.kind, new: current.kind}, cause, await reference_of(db, tx))
        return {"id": spl["id"], "record_id": id, "new_record_id": new, "judgement_id": judgement, "undone": False}

    return await once(db, idempotency, work)


async def undo_split(
    db: Database, *, id: str, reason: str | None = None, actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Put both parts together again: the judgement is void, and the new id leads to the old record.

    Reports that came since stay with the person they were found to be. Raises NotFound, Conflict.
    """

    async def work(tx: Tx) -> Answer:
        found = await merges.find_split(tx, id)
        if found is None:
            raise NotFound
        if found["undone_at"] is not None:
            raise Conflict("This split was undone before.", about={"split": id})
        await judgements.undo(tx, found["judgement_id"], actor.account)
        await merges.undo_split(tx, id, actor.account)
        roots = await merges.roots(tx, [found["record_id"], found["new_record_id"]])
        await _join_again(db, tx, roots[found["record_id"]], roots[found["new_record_id"]], actor, reason)
        return {"id": id, "record_id": found["record_id"], "new_record_id": found["new_record_id"],
                "judgement_id": found["judgement_id"], "undone": True}  # fmt: skip

    return await once(db, idempotency, work)


async def _join_again(db: Database, tx: Tx, whole: str, part: str, actor: Actor, reason: str | None) -> None:
    if whole == part:
        return
    await refuse_if_different(tx, *await sides_of(tx, whole, part))
    found = await records.current(tx, [whole, part])
    judgement = new_id("jdg")
    await judgements.add(
        tx,
        {"id": judgement, "verdict": "same", "by": actor.account, "reason": reason},
        *await sides_of(tx, whole, part),
    )
    await join(db, tx, found[whole], found[part], judgement, actor, reason, same_labels=True)


async def _keep_labels(tx: Tx, current: Current, chosen: Sequence[str]) -> None:
    """Defendants keep in the new case the labels that they had in the whole, whichever base their reports lay in."""
    if current.kind == "case":
        loaded = await inputs.load(tx, {current.id: current.kind}, {current.id: current})
        labels = loaded[current.id].assignments
        await reports.relabel(tx, {key: label for key, label in labels.items() if key[0] in chosen})


def _sort(live: Sequence[reports.Placed], chosen: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The chosen reports with the bases they have, and the ids of those that stay; corrections always stay."""
    bases = {one.report.id: one.base for one in live if one.report.origin == "report"}
    strangers = [n for n, report in enumerate(chosen) if report not in bases]
    if strangers:
        raise Unprocessable.at(f"/report_ids/{strangers[0]}", "is no report of this record")
    kept = [report for report in bases if report not in chosen]
    if not kept:
        raise Unprocessable.at("/report_ids", "at least one report must stay")
    return {report: bases[report] for report in chosen}, kept
