"""The maintainers' queue: reading it, leasing pairs from it, deciding them, and undoing decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from service.errors import Conflict, NotFound, Stale
from service.registry.diff import read_document
from service.registry.fold import fold
from service.storage import inputs, judgements, merges, records, suggestions
from service.storage.engine import Database
from service.storage.records import Current
from service.storage.snapshot import snapshot
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.cursors import decode, encode
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.instants import instant_text
from service.usecases.merge_records import join, part, refuse_if_different, sides_of, take_back
from service.usecases.publish import Cause
from service.usecases.reference import reference_of

LEASE_MINUTES = 15
SUMMARY = (
    "id", "kind", "version", "state", "display_name", "display_name_latin", "names", "status", "born", "died", "home",
    "categories", "rank", "unit", "court", "case_numbers", "defendants", "first_reported", "evidence", "citations",
)  # fmt: skip


async def list_suggestions(
    db: Database, *, state: str = "open", kind: str | None = None, min_score: float = 0.0, cursor: str | None = None,
    limit: int = 50, count: bool = False,
) -> Answer:  # fmt: skip
    """Pairs of one state, each once, those first that are worth most to decide (`registry/worth.py`).

    Raises Unprocessable for a cursor that is not ours.
    """
    after = decode(cursor, (float, str)) if cursor else None
    async with snapshot(db.engine) as tx:
        rows = await suggestions.page(tx, state=state, kind=kind, min_score=min_score, after=after, limit=limit + 1)
        items = await _described(db, tx, rows[:limit])
        more = encode(rows[limit - 1]["value"], rows[limit - 1]["id"]) if len(rows) > limit else None
        total = await suggestions.count(tx, state=state, kind=kind, min_score=min_score) if count else None
        return {"items": items, "next": more} | ({"total": total} if count else {})


async def claim(db: Database, *, count: int, actor: Actor, idempotency: Idempotency | None = None) -> Answer:
    """Lease up to `count` pairs to the reviewer for fifteen minutes."""

    async def work(tx: Tx) -> Answer:
        rows = await suggestions.claim(tx, actor.account, count, LEASE_MINUTES)
        return {"items": await _described(db, tx, rows), "next": None}

    return await once(db, idempotency, work)


async def release(
    db: Database, *, ids: Sequence[str] | None, actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Give back the pairs named, or all that the reviewer holds."""

    async def work(tx: Tx) -> Answer:
        return {"released": await suggestions.release(tx, actor.account, ids)}

    return await once(db, idempotency, work)


async def decide(
    db: Database, *, id: str, decision: str, reason: str | None, versions: Mapping[str, int] | None, actor: Actor,
    idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Decide a pair *same*, *different* or *unsure*; every other suggestion of the pair is settled with it.

    Raises NotFound; Stale when a side has moved since `versions`; Conflict when the pair is decided, is one record
    already, a side is out of sight (withdrawn by a maintainer: for *same* alone), or a standing *different* forbids the
    merge.
    """

    async def work(tx: Tx) -> Answer:
        pair = await open_pair(tx, id)
        left, right = await standing_sides(tx, pair, decision)
        if versions and (left.version, right.version) != (versions["left"], versions["right"]):
            raise Stale
        sides = await sides_of(tx, left.id, right.id)
        if decision == "same":
            await refuse_if_different(tx, *sides)
        judgement = new_id("jdg")
        row = {"id": judgement, "verdict": decision, "by": actor.account, "reason": reason}
        await judgements.add(tx, row, *sides)
        settled = {id, *await suggestions.between(tx, left.id, right.id)}
        await suggestions.settle(tx, settled, decision, judgement)
        answer = {"id": id, "decision": decision, "state": decision, "judgement_id": judgement}
        if decision != "same":
            return {**answer, "merge_id": None, "record_id": None}
        survivor, absorbed = sorted((left, right), key=lambda side: (side.created_at, side.id))
        merged = await join(db, tx, survivor, absorbed, judgement, Cause("merge", actor.account, reason))
        return {**answer, "merge_id": merged["id"], "record_id": survivor.id}

    return await once(db, idempotency, work)


async def undo_decision(db: Database, *, id: str, actor: Actor, idempotency: Idempotency | None = None) -> Answer:
    """Take a decision back exactly: its merge undone, its judgement void, its pairs open, or unsure where they were.

    Raises NotFound, Conflict.
    """

    async def work(tx: Tx) -> Answer:
        pair = await suggestions.find(tx, id)
        if pair is None:
            raise NotFound
        judgement = pair["judgement_id"]
        if judgement is None:
            raise Conflict("This pair is not decided.", about={"suggestion": id})
        edges = await merges.of_judgement(tx, judgement)
        await part(db, tx, edges, Cause("undo_merge", actor.account))
        await take_back(db, tx, judgement, actor)
        state, standing = await suggestions.standing(tx, id)
        return {"id": id, "decision": state if state == "unsure" else None, "state": state, "judgement_id": standing,
                "merge_id": None, "record_id": None}  # fmt: skip

    return await once(db, idempotency, work)


async def open_pair(tx: Tx, id_: str) -> dict[str, Any]:
    """The suggestion, which nobody called the same or different. Raises NotFound, Conflict."""
    pair = await suggestions.find(tx, id_)
    if pair is None:
        raise NotFound
    if pair["state"] in ("same", "different"):
        raise Conflict(f"This pair was decided: {pair['state']}. Undo that decision first.", about={"suggestion": id_})
    if pair["left_root"] == pair["right_root"]:
        raise Conflict("Both are one record already.", about={"record": pair["left_root"]})
    return pair


async def standing_sides(tx: Tx, pair: dict[str, Any], decision: str) -> tuple[Current, Current]:
    """Both records of a pair. Raises Conflict where they don't stand as the decision needs them."""
    found = await records.current(tx, [pair["left_root"], pair["right_root"]])
    left, right = found[pair["left_root"]], found[pair["right_root"]]
    for side in (left, right):
        if side.withdrawn and decision == "same":
            raise Conflict(f"{side.id} is withdrawn: restore it first, or withdraw the other record as well.",
                           about={"record": side.id})  # fmt: skip
        if side.state != "published" and not side.withdrawn:
            raise Conflict(f"{side.id} is {side.state}.", about={"record": side.id})
    return left, right


async def shown_sides(db: Database, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The documents of both sides of these suggestions, by id, as a reviewer sees them."""
    found = await records.current(tx, {row[side] for row in rows for side in ("left_root", "right_root")})
    shown = {id_: read_document(one.document) for id_, one in found.items()}
    return shown | await _behind_tombstones(db, tx, [one for one in found.values() if one.withdrawn])


async def _described(db: Database, tx: Tx, rows: Sequence[dict[str, Any]]) -> list[Answer]:
    shown = await shown_sides(db, tx, rows)
    return [
        {
            "id": row["id"], "kind": row["kind"], "left": _summary(shown[row["left_root"]]),
            "right": _summary(shown[row["right_root"]]), "score": row["score"], "explanation": row["explanation"],
            "state": row["state"], "leased_by": row["leased_by"],
            "leased_until": instant_text(row["leased_until"]) if row["leased_until"] else None,
        }
        for row in rows
    ]  # fmt: skip


async def _behind_tombstones(db: Database, tx: Tx, withdrawn: Sequence[Current]) -> dict[str, dict[str, Any]]:
    """What records that a maintainer withdrew would say, for reviewers alone, who must tell who is reported again."""
    if not withdrawn:
        return {}
    given = await inputs.load(tx, {one.id: one.kind for one in withdrawn}, {one.id: one for one in withdrawn})
    reference = await reference_of(db, tx)
    return {
        one.id: fold(replace(given[one.id], withdrawn=False), reference).document
        | {"version": one.version, "state": one.state}
        for one in withdrawn
    }


def _summary(document: Mapping[str, Any]) -> Answer:
    return {name: document[name] for name in SUMMARY if name in document}
