"""Merging two records by drawing an edge, and undoing it by taking the edge away."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.errors import Conflict, NotFound, Unprocessable
from service.registry.inputs import Reference
from service.registry.same_defendant import same_defendants
from service.storage import judgements, links, merges, records, reports, suggestions
from service.storage.engine import Database
from service.storage.records import Current
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.assign_defendants import Labelling, known_defendants
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.instants import instant_text
from service.usecases.publish import Cause, publish
from service.usecases.reference import reference_of
from service.usecases.rescore_suggestions import rescore_pairs
from service.usecases.shown_reasons import all_shown


async def merge(
    db: Database, *, ids: Sequence[str], reason: str | None, actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Merge the second record into the first.

    Raises NotFound, Unprocessable (not two records of one kind), Conflict (one record already, not published, or
    someone called reports of both different: the decision is named).
    """
    if len(ids) != 2 or ids[0] == ids[1]:
        raise Unprocessable.at("/ids", "name two records, the survivor first")

    async def work(tx: Tx) -> Answer:
        judgement = new_id("jdg")
        survivor, absorbed = await _pair(tx, ids[0], ids[1])
        sides = await sides_of(tx, survivor.id, absorbed.id)
        await refuse_if_different(tx, *sides)
        row = {"id": judgement, "verdict": "same", "by": actor.account, "reason": reason}
        await judgements.add(tx, row, *sides)
        settled = await suggestions.between(tx, survivor.id, absorbed.id)
        await suggestions.settle(tx, settled, "same", judgement)
        return await join(db, tx, survivor, absorbed, judgement, Cause("merge", actor.account, reason))

    return await once(db, idempotency, work)


async def undo_merge(
    db: Database, *, id: str, reason: str | None, actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Take a merge back: both records stand again as they would had it never been. Raises NotFound, Conflict."""

    async def work(tx: Tx) -> Answer:
        edge = await merges.find(tx, id)
        if edge is None:
            raise NotFound
        if edge["undone_at"] is not None:
            raise Conflict("This merge was undone before.", about={"merge": id})
        await part(db, tx, [edge], Cause("undo_merge", actor.account, reason))
        if edge["judgement_id"]:
            await take_back(db, tx, edge["judgement_id"], actor)
        return describe({**edge, "undone_at": tx.at, "undone_by": actor.account})

    return await once(db, idempotency, work)


async def read_merge(db: Database, *, id: str, reviewer: bool = False) -> Answer:
    """One merge, active or undone; its reason only to reviewers where a side is withdrawn or redacted today.

    Raises NotFound.
    """

    async def work(tx: Tx) -> Answer:
        edge = await merges.find(tx, id)
        if edge is None:
            raise NotFound
        told = describe(edge)
        shown = reviewer or await all_shown(tx, (edge["survivor"], edge["absorbed"]))
        return told if shown else {**told, "reason": None}

    return await once(db, None, work, identity=False)


async def join(
    db: Database, tx: Tx, survivor: Current, absorbed: Current, judgement: str | None, cause: Cause,
    *, onto: str | None = None, same: Mapping[str, str] | None = None,
) -> Answer:  # fmt: skip
    """Draw the edge and publish both sides, and whatever is related to them; nothing is asked any more.

    The edge leads to the survivor, or to the base `onto` of it: should that leave, what is absorbed goes with it.
    `judgement` is the one that the merge rests on; none when no maintainer gave one.
    `same` are defendants known to be one: the absorbed case's labels and the survivor's.
    """
    reference = await reference_of(db, tx)
    onto = onto or survivor.id
    labels = await _labels(tx, survivor, absorbed, onto, same or {}, reference) if survivor.kind == "case" else {}
    row = {
        "id": new_id("mrg"), "survivor": onto, "absorbed": absorbed.id, "labels": labels,
        "judgement_id": judgement, "by": cause.by, "reason": cause.reason,
    }  # fmt: skip
    await merges.add(tx, row)
    touched = {survivor.id: survivor.kind} | await links.neighbours(tx, [survivor.id])
    await publish(tx, touched, cause, reference, db.weights, absorbed={absorbed.id: survivor.id})
    return describe({**row, "at": tx.at, "undone_at": None, "undone_by": None})


async def part(db: Database, tx: Tx, edges: Sequence[dict[str, Any]], cause: Cause) -> None:
    """Take edges away and publish every record that this gives back or leaves."""
    for edge in edges:
        await merges.undo(tx, edge["id"], edge["absorbed"], cause.by, cause.reason)
    ends = [end for edge in edges for end in (edge["survivor"], edge["absorbed"])]
    roots = set((await merges.roots(tx, ends)).values())
    kinds = {id_: current.kind for id_, current in (await records.current(tx, roots)).items()}
    await publish(tx, kinds | await links.neighbours(tx, roots), cause, await reference_of(db, tx), db.weights)


async def take_back(db: Database, tx: Tx, judgement: str, actor: Actor) -> None:
    """Void a judgement: the pairs that it settled stand where they stood, scored as their records are now."""
    await judgements.undo(tx, judgement, actor.account)
    await rescore_pairs(tx, await suggestions.reopen(tx, judgement), db.weights)


async def sides_of(tx: Tx, left: str, right: str) -> tuple[list[str], list[str]]:
    """All reports, live or not, of two roots."""
    members = await merges.members(tx, [left, right])
    return await reports.ids_of(tx, members[left]), await reports.ids_of(tx, members[right])


async def refuse_if_different(tx: Tx, left: Sequence[str], right: Sequence[str]) -> None:
    """Raise Conflict, naming the decision, when someone called any of the reports of both sides different."""
    standing = await judgements.standing_between(tx, left, right)
    if standing is not None:
        raise Conflict(
            f"{standing['by']} decided on {standing['at']:%Y-%m-%d} that these are different; undo that first.",
            about={"decision": standing["id"], "suggestion": await suggestions.of_judgement(tx, standing["id"])},
        )


def describe(edge: Mapping[str, Any]) -> Answer:
    """A merge as it is answered."""
    undone = edge["undone_at"]
    return {
        "id": edge["id"], "survivor": edge["survivor"], "absorbed": edge["absorbed"], "reason": edge["reason"],
        "by": edge["by"], "at": instant_text(edge["at"]), "undone_at": instant_text(undone) if undone else None,
    }  # fmt: skip


async def _pair(tx: Tx, first: str, second: str) -> tuple[Current, Current]:
    found = await records.current(tx, [first, second])
    if first not in found or second not in found:
        raise NotFound
    for current in (found[first], found[second]):
        if current.state != "published":
            raise Conflict(f"{current.id} is {current.state}, not published.", about={"record": current.id})
    if found[first].kind != found[second].kind:
        raise Unprocessable.at("/ids", "a casualty and a case are never merged; link them instead")
    return found[first], found[second]


async def _labels(
    tx: Tx, survivor: Current, absorbed: Current, onto: str, same: Mapping[str, str], reference: Reference
) -> dict[str, str]:
    """Whom each defendant of the absorbed case is in the case `onto`: a known one, or a new label."""
    known = await known_defendants(tx, {survivor.id, absorbed.id}, reference)
    labelling = await Labelling.of(tx, {survivor.id, absorbed.id, onto})
    labels: dict[str, str | None] = dict(same)
    theirs = {label: one for label, one in known.get(absorbed.id, {}).items() if label not in same}
    ours = {label: one for label, one in known.get(survivor.id, {}).items() if label not in same.values()}
    labels |= dict(zip(theirs, same_defendants(list(theirs.values()), ours), strict=True))
    for label in sorted(labelling.used[absorbed.id]):
        labels.setdefault(label, None)
    in_survivor = labelling.complete(survivor.id, list(labels.values()))
    return {label: await labelling.in_base(tx, one, onto) for label, one in zip(labels, in_survivor, strict=True)}
