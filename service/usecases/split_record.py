"""Taking reports out of a record into one of their own, and putting them together again."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.errors import Conflict, NotFound, Unprocessable
from service.registry.labels import label_in_root, root_of
from service.storage import inputs, judgements, merges, records, redactions, reports
from service.storage.engine import Database
from service.storage.records import Current
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.assign_defendants import edges_of
from service.usecases.hold_record import hold
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id, record_id
from service.usecases.merge_records import join, refuse_if_different, sides_of
from service.usecases.precondition import IfMatch
from service.usecases.publish import Cause, publish
from service.usecases.reference import reference_of

Moved = dict[str, Any]
"""The base a report had, and its defendants' labels there (`own`) and in the `whole`; see `tables.SplitRow`."""


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
        bases, kept = _sort(live, chosen)
        new = record_id(kind)
        judgement = new_id("jdg")
        row = {"id": judgement, "verdict": "different", "by": actor.account, "reason": reason}
        await judgements.add(tx, row, kept, chosen)
        spl = {"id": new_id("spl"), "record_id": id, "new_record_id": new, "judgement_id": judgement,
               "moved": await _move(tx, current, bases, new, actor), "by": actor.account, "reason": reason}  # fmt: skip
        await merges.add_split(tx, spl)
        cause = Cause("split", actor.account, reason)
        await publish(tx, {id: current.kind, new: current.kind}, cause, await reference_of(db, tx), db.weights)
        return {"id": spl["id"], "record_id": id, "new_record_id": new, "judgement_id": judgement, "undone": False}

    return await once(db, idempotency, work)


async def _move(tx: Tx, current: Current, bases: Mapping[str, str], new: str, actor: Actor) -> dict[str, Moved]:
    """Put reports into a new base, and answer what undoing this needs.

    Defendants keep in the new case the labels that they had in the whole, whichever base their reports lay in, and
    what is redacted in the whole stays so in the part.
    """
    whole = (await inputs.load(tx, {current.id: current.kind}, {current.id: current}))[current.id]
    own = await reports.assignments(tx, bases)
    labels = {place: label for place, label in whole.assignments.items() if place[0] in bases}
    await reports.relabel(tx, labels)
    await reports.set_base(tx, bases, new)
    if whole.redactions:
        row = {"id": new_id("red"), "record_id": new, "fields": sorted(whole.redactions), "by": actor.account,
               "reason": f"as in {current.id}"}  # fmt: skip
        await redactions.add(tx, [row])
    return {
        report: {"base": base, "own": _of_report(own, report), "whole": _of_report(labels, report)}
        for report, base in bases.items()
    }


def _of_report(labels: Mapping[tuple[str, int], str], report: str) -> dict[str, str]:
    return {str(index): label for (id_, index), label in labels.items() if id_ == report}


async def undo_split(
    db: Database, *, id: str, reason: str | None = None, actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Put both parts together again: the judgement is void, the reports lie where they lay, and the new id leads there.

    What came since for the part comes along. Raises NotFound, Conflict (undone before, a side is withdrawn, or someone
    called reports of both different since).
    """

    async def work(tx: Tx) -> Answer:
        found = await merges.find_split(tx, id)
        if found is None:
            raise NotFound
        if found["undone_at"] is not None:
            raise Conflict("This split was undone before.", about={"split": id})
        await judgements.undo(tx, found["judgement_id"], actor.account)
        await merges.undo_split(tx, id, actor.account)
        await _put_together(db, tx, found, Cause("undo_split", actor.account, reason))
        return {"id": id, "record_id": found["record_id"], "new_record_id": found["new_record_id"],
                "judgement_id": found["judgement_id"], "undone": True}  # fmt: skip

    return await once(db, idempotency, work)


async def _put_together(db: Database, tx: Tx, undone: Mapping[str, Any], cause: Cause) -> None:
    """Join the part with the record that holds the bases; neither need lie in the record once split any more."""
    new, moved = undone["new_record_id"], undone["moved"]
    onto = min(moved.items())[1]["base"]
    roots = await merges.roots(tx, [new, *(one["base"] for one in moved.values())])
    found = await records.current(tx, set(roots.values()))
    for side in found.values():
        if side.withdrawn:
            raise Conflict(f"{side.id} is withdrawn; restore it first.", about={"record": side.id})
    for root in set(roots.values()) - {roots[new]}:
        await refuse_if_different(tx, *await sides_of(tx, root, roots[new]))
    same = await _same_defendants(tx, new, moved, roots[onto])
    sides = await sides_of(tx, roots[onto], roots[new])
    await _give_back(tx, new, moved)
    if roots[onto] != roots[new]:
        judgement = new_id("jdg")
        row = {"id": judgement, "verdict": "same", "by": cause.by, "reason": cause.reason}
        await judgements.add(tx, row, *sides)
        await join(db, tx, found[roots[onto]], found[roots[new]], judgement, cause, onto=onto, same=same)
    left = await merges.roots(tx, [*roots, undone["record_id"]])
    touched = {id_: one.kind for id_, one in (await records.current(tx, set(left.values()))).items()}
    await publish(tx, touched, cause, await reference_of(db, tx), db.weights)


async def _same_defendants(tx: Tx, new: str, moved: Mapping[str, Moved], whole: str) -> dict[str, str]:
    """Labels in the part's root, and those of the same defendants in the whole's, as they were before the split."""
    edges = await edges_of(tx, [new, *(one["base"] for one in moved.values())])
    return {
        label_in_root(one["whole"][index], new, edges): label_in_root(own, one["base"], edges)
        for one in moved.values()
        for index, own in one["own"].items()
        if root_of(one["base"], edges) == whole
    }


async def _give_back(tx: Tx, new: str, moved: Mapping[str, Moved]) -> None:
    """Return the reports that no further split took away to the bases they had, with their labels there."""
    still = await reports.in_base(tx, moved, new)
    for report in still:
        await reports.set_base(tx, [report], moved[report]["base"])
    own = {(report, int(index)): label for report in still for index, label in moved[report]["own"].items()}
    await reports.relabel(tx, own)


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
